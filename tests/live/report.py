"""The report of a check, as JSON and to be read: without ids, contents and secrets, so that it can be sent back."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.live.compare import Difference
from tests.live.notes import Notes


class NotClean(Exception):
    """Something stood in the report that must not leave this machine; it was not written."""


@dataclass(frozen=True)
class Report:
    version: str
    day: str
    sandbox: Notes
    real: Notes
    differences: Sequence[Difference]
    left: Sequence[str]
    """What could not be taken away, by kind."""
    complete: bool

    @property
    def clean(self) -> bool:
        return self.complete and not self.differences and not self.left and not self.real.refused

    def plain(self) -> dict[str, object]:
        return {
            "bothways": self.version,
            "day": self.day,
            "complete": self.complete,
            "tests": {"both": len(self._both()), "differently": len(self._otherwise())},
            "calls": {"sandbox": len(self.sandbox.calls), "real": len(self.real.calls)},
            "trouble": dict(sorted(self.real.trouble.items())),
            "refused": list(self.real.refused),
            "left": list(self.left),
            "differences": [each.plain for each in self.differences],
        }

    def _both(self) -> list[str]:
        return [each for each in self.sandbox.outcomes if each in self.real.outcomes]

    def _otherwise(self) -> list[str]:
        return [each for each in self._both() if self.sandbox.outcomes[each] != self.real.outcomes[each]]

    def read(self) -> str:
        """Return the report in Markdown."""
        lines = [
            "# Live check of Bothways",
            "",
            f"Bothways {self.version}, {self.day}. " + ("" if self.complete else "**Cut short: not every test ran.** "),
            f"{len(self._both())} tests ran in both places, {len(self._otherwise())} ended differently.",
            f"{len(self.real.calls)} calls, {len(self.differences)} differences.",
            "",
        ]
        lines += _listed("Could not be taken away", self.left) + _listed("Not let through", self.real.refused)
        lines += _listed("Busy or away", [f"{name}: {count}" for name, count in sorted(self.real.trouble.items())])
        for each in self.differences:
            lines += [f"## {each.call}", "", f"{each.service} in `{each.test}`".strip(), ""]
            lines += [f"- expected: {each.expected_answer}", f"- seen: {each.seen_answer}", ""]
            if each.expected or each.seen:
                changed = [*(f"- {line}" for line in each.expected), *(f"+ {line}" for line in each.seen)]
                lines += ["```diff", *changed, "```", ""]
        return "\n".join(lines).rstrip() + "\n"


def _listed(title: str, what: Sequence[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {each}" for each in what), ""] if what else []


def write(report: Report, folder: Path, forbidden: Iterable[str]) -> tuple[Path, Path]:
    """Write ``live-report.json`` and ``live-report.md``. Raises ``NotClean`` where a forbidden text stands in them."""
    data, text = json.dumps(report.plain(), indent=2, ensure_ascii=False) + "\n", report.read()
    bare = (data + text).replace("-", "")
    for each in forbidden:
        if len(each) > _SHORT and (each in data or each in text or each.replace("-", "") in bare):
            raise NotClean("the report would have shown an id or a secret, and was not written")
    files = folder / "live-report.json", folder / "live-report.md"
    for file, content in zip(files, (data, text), strict=True):
        file.write_text(content, "utf-8")
    return files


_SHORT = 7
