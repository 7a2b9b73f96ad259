"""Runs scenarios through the real planner, guards, executor and state store. It translates; it decides nothing."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from jobs.settings import load
from sync.errors import Misconfigured
from tests.scenarios.bench import Bench, Unsupported
from tests.scenarios.form import Json, Scenario
from tests.scenarios.judge import differs, judge, outcome_word, why
from tests.scenarios.policies import SIDES
from tests.scenarios.stand import Unreadable

CONFIGURATION = """
[pairs.p]
conflicts = "{word}"
[pairs.p.notion]
source = "0b07a000-0000-4000-8000-000000000001"
id_property = "ID"
[pairs.p.sheet]
spreadsheet = "a-spreadsheet-00000000000000000000000000000"
tab = "t"
id_column = "ID"
[pairs.p.fields.v]
type = "title"
"""
MIRRORED = ("merge", "schema")


@dataclass(frozen=True)
class Result:
    id: str
    verdict: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.id} {self.verdict} {self.reason}".rstrip()


def run(scenario: Scenario) -> Result:
    """Run one scenario: as it stands, mirrored where it is symmetric, and each a second time."""
    variants = [("", scenario)]
    if scenario.kind in MIRRORED:
        variants.append(("mirrored: ", scenario.mirrored()))
    try:
        reasons = [prefix + reason for prefix, variant in variants for reason in _differences(variant)]
    except (Unsupported, Unreadable) as reason:
        return Result(scenario.id, "skip", f"{scenario.kind}: {reason}")
    except Exception as error:  # noqa: BLE001 - one broken scenario must not hide the others
        return Result(scenario.id, "fail", f"{type(error).__name__}: {error}")
    return Result(scenario.id, "fail", " | ".join(reasons)) if reasons else Result(scenario.id, "pass")


def _differences(scenario: Scenario) -> Iterator[str]:
    for workers in scenario.event.get("workers", [1]):
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            try:
                bench = Bench(scenario, Path(folder), stack, max(1, workers))
            except Misconfigured as error:
                yield from _misconfigured(scenario, error)
                return
            yield from _story(bench)


def _misconfigured(scenario: Scenario, error: Misconfigured) -> Iterator[str]:
    """A word that the file does not explain: the settings must refuse it by name before anything is read."""
    if scenario.expected["outcome"] != "abort":
        yield f"abort ({error}) instead of {scenario.expected['outcome']}"
    word = scenario.policy.get("conflict", "")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bothways.toml"
        file.write_text(CONFIGURATION.format(word=word), "utf-8")
        try:
            load(file, {})
        except Misconfigured as refused:
            if f'"{word}"' not in str(refused):
                yield f"the message does not name {word}: {refused}"
        else:
            yield f"the settings take {word}"


def _story(bench: Bench) -> Iterator[str]:
    for step in bench.scenario.steps:
        for word, side in SIDES.items():
            if word in step:
                bench.set_rows(side, step[word])
        if step.get("sync"):
            outcome = bench.sync(dry_run=bool(step.get("dry_run")), crash=step.get("crash"))
            if outcome is not None:
                yield from _step(bench, step.get("expect"))
        if step.get("dry_run") and "plan" in bench.scenario.expected:
            yield from judge(bench)
            yield from _carries_out(bench)
            return
    yield from judge(bench)
    if bench.scenario.kind in MIRRORED:
        yield from _second_time(bench)


def _step(bench: Bench, expect: Json) -> Iterator[str]:
    """Check what a step expects; prose in the file is for people."""
    if not isinstance(expect, dict):
        return
    for word, side in SIDES.items():
        if word in expect and differs(expect[word], bench.content(side)):
            yield f"after a step {word} holds {bench.content(side)} instead of {expect[word]}"
        writes = expect.get("writes", {}).get(word)
        if writes is not None and writes != bench.written()[side]:
            yield f"after a step {bench.written()[side]} writes on {word} instead of {writes}"
    plan = bench.outcomes[-1].plan
    if "conflicts" in expect and len(plan.conflicts) != expect["conflicts"]:
        yield f"{len(plan.conflicts)} conflicts after a step instead of {expect['conflicts']}"
    if "pending_delete" in expect:
        seen = [held.record for held in plan.held if held.code == "deletion"]
        if seen != expect["pending_delete"]:
            yield f"deletions held: {seen} instead of {expect['pending_delete']}"
    for name in expect.get("synced", []):
        left, right = (bench.content(side).get(name) for side in SIDES.values())
        if left != right or left is None:
            yield f"{name} is not in step"


def _carries_out(bench: Bench) -> Iterator[str]:
    """A run after a dry run does exactly what was printed."""
    printed = bench.outcomes[-1].plan
    outcome = bench.sync()
    if outcome is None or outcome.plan.digest() != printed.digest():
        yield "the run did something else than the printed plan"


def _second_time(bench: Bench) -> Iterator[str]:
    """Run again: no write, and both sides as they were."""
    before = dict(bench.contents())
    first = bench.outcomes[-1]
    outcome = bench.sync()
    if outcome is None or any(bench.written().values()):
        yield f"a second run writes {bench.written()}"
        return
    if dict(bench.contents()) != before:
        yield "a second run changes a table"
    if outcome_word(outcome) != outcome_word(first) and outcome_word(first) not in ("ok", "blocked"):
        yield f"a second run comes to {outcome_word(outcome)} ({why(outcome)}) after {outcome_word(first)}"
