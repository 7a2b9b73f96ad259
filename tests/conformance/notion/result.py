"""What came of replaying a file of recorded Notion calls, and how it is told."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from adapters.sandbox.notion.model.objects import objects, problems
from tests.conformance.notion.recording import recordings
from tests.conformance.notion.replay import Step, replay

FLOOR = 0.95
_GROUPS = (
    ("search", "/search"),
    ("markdown", "/markdown"),
    ("property items", "/properties/"),
    ("pages", "/v1/pages"),
    ("data sources", "/v1/data_sources"),
    ("databases", "/v1/databases"),
    ("blocks and children", "/v1/blocks"),
    ("users", "/v1/users"),
    ("file uploads", "/v1/file_uploads"),
    ("comments", "/v1/comments"),
    ("views", "/v1/views"),
)


def group_of(endpoint: str) -> str:
    return next((name for name, part in _GROUPS if part in endpoint), "others")


@dataclass(slots=True)
class Validity:
    """How many objects are as the sandbox's model of them has it, and what is wrong with the others."""

    objects: int = 0
    odd: list[str] = field(default_factory=list)

    def check(self, where: str, answer: object, version: str) -> None:
        for each in objects(answer):
            self.objects += 1
            wrong = problems(each, version)
            if wrong:
                self.odd.append(f"{where}: {'; '.join(wrong[:3])}")


@dataclass(slots=True)
class Result:
    name: str
    steps: list[Step] = field(default_factory=list)
    recorded: Validity = field(default_factory=Validity)
    own: Validity = field(default_factory=Validity)

    @property
    def made(self) -> list[Step]:
        return [step for step in self.steps if step.skipped is None]

    @property
    def equal(self) -> int:
        return sum(step.equal for step in self.steps)

    def by_group(self) -> dict[str, tuple[int, int]]:
        """Return, by group of endpoints, how many answers were equal and how many calls were made."""
        made = Counter(group_of(step.endpoint) for step in self.made)
        equal = Counter(group_of(step.endpoint) for step in self.made if step.equal)
        return {group: (equal[group], count) for group, count in sorted(made.items())}

    @property
    def passed(self) -> bool:
        shares = [equal / made for equal, made in self.by_group().values()]
        share = self.equal / len(self.made) if self.made else 0
        valid = not self.recorded.odd and not self.own.odd
        return valid and share >= FLOOR and all(each >= FLOOR for each in shares)


def replayed(file: Path) -> Result:
    """Replay every recording of a file, each in a sandbox of its own, and hold all objects against the model."""
    found = Result(file.name)
    for calls in recordings(file).values():
        steps = asyncio.run(replay(calls))
        found.steps += steps
        for step, call in zip(steps, calls, strict=True):
            where = f"{step.source} #{step.number} {step.endpoint}"
            found.recorded.check(where, call["response"], call["version"])
            found.own.check(where, step.answer, call["version"])
    return found


def report(result: Result) -> str:
    made = len(result.made)
    lines = [f"notion {result.name}: {result.equal} of {made} answers equal ({_share(result.equal, made)})"]
    there = sum(step.equal and step.shows_set_up for step in result.steps)
    lines.append(f"  {there} of them show something that was set up before, from what the recording shows")
    lines += [f"  {name}: {equal} of {count}" for name, (equal, count) in result.by_group().items()]
    lines += [f"  differs: {step}" for step in result.made if not step.equal]
    skipped = [step for step in result.steps if step.skipped is not None]
    lines += [f"  skipped: {len(skipped)} calls"] if skipped else []
    lines += [f"    {step}" for step in skipped]
    for name, validity in (("recorded", result.recorded), ("the sandbox's own", result.own)):
        valid = validity.objects - len(validity.odd)
        lines.append(f"  {name} objects as the model has them: {valid} of {validity.objects}")
        lines += [f"    {line}" for line in validity.odd]
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "none"
