"""Compares what a scenario came to with what it expects."""

from collections import Counter
from collections.abc import Iterator

from jobs.sync import Outcome, OutcomeKind
from sync.changes import Conflict, Kind
from sync.model import Side, Value
from tests.scenarios.bench import Bench
from tests.scenarios.form import DELETED, Json
from tests.scenarios.policies import SIDES

BLOCKING = {"column-gone", "column-retyped", "column-alone", "unreachable", "not-read", "ambiguous", "id-twice"}


def judge(bench: Bench) -> Iterator[str]:
    """Yield every difference from what the scenario expects."""
    expected = bench.scenario.expected
    outcome = bench.outcomes[-1]
    if expected["outcome"] == "must_not_be":
        if not any(differs(expected.get(word), bench.content(side)) for word, side in SIDES.items()):
            yield "came to just what must not be"
        return
    seen = "ok" if "plan" in expected and not outcome.refusals else outcome_word(outcome)
    if seen != expected["outcome"]:
        yield f"outcome {seen} ({why(outcome)}) instead of {expected['outcome']}"
    for word, side in SIDES.items():
        content = bench.content(side)
        choices = expected["one_of"] if "one_of" in expected else [expected.get(word)]
        if all(choice is not None and differs(choice, content) for choice in choices):
            yield f"{word} holds {content} instead of {choices}"
        writes = (expected.get("writes") or {}).get(word)
        if writes is not None and bench.written()[side] != writes:
            yield f"{bench.written()[side]} writes on {word} instead of {writes}"
    yield from _conflicts(bench, outcome)
    yield from _rest(bench, outcome)


def outcome_word(outcome: Outcome) -> str:
    plan = outcome.plan
    if outcome.refusals or (outcome.error is not None and not outcome.receipts):
        return "abort"
    if outcome.error is not None or any(receipt.failed for receipt in outcome.receipts):
        return "partial"
    for found, word in (
        (plan.violations, "violation"),
        (plan.column_conflicts, "schema_conflict"),
        (plan.conflicts, "conflict"),
    ):
        if found:
            return word
    quiet = not any(receipt.change.kind is not Kind.LINK for receipt in outcome.receipts)
    blocked = [held for held in plan.held if held.code in BLOCKING]
    return "blocked" if blocked and quiet else "ok"


def why(outcome: Outcome) -> str:
    reasons = [str(refusal.seen) for refusal in outcome.refusals] + [held.code for held in outcome.plan.held]
    return "; ".join([*reasons, *([str(outcome.error)] if outcome.error else [])]) or outcome.kind


def differs(expected: Json, content: dict[str, Json]) -> bool:
    """Compare tables, empty cells aside; ids that nobody could know beforehand may be any."""
    if expected is None:
        return False
    wanted = {name: plain(row) for name, row in expected.items()}
    got = {name: plain(row) for name, row in content.items()}
    if wanted == got:
        return False
    unknown = [name for name in wanted if name not in got]
    if any(not name.startswith("n") for name in unknown):
        return True
    return Counter(map(repr, map(ordered, wanted.values()))) != Counter(map(repr, map(ordered, got.values())))


def ordered(row: Json) -> Json:
    return sorted(row.items()) if isinstance(row, dict) else row


def plain(value: Json) -> Json:
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return sorted(str(entry) for entry in value)
    return value if not isinstance(value, bool) else f"bool:{value}"


def _conflicts(bench: Bench, outcome: Outcome) -> Iterator[str]:
    expected = bench.scenario.expected
    plan = outcome.plan
    seen = [conflict_form(conflict) for conflict in plan.conflicts]
    for columns in plan.column_conflicts:
        one = len(columns.fields) == 1
        values = {word: columns.values[side] for word, side in SIDES.items()}
        seen.append(
            {
                "key": None,
                "field": columns.fields[0] if one else list(columns.fields),
                "base": columns.base[0] if one else list(columns.base),
                **{word: each[0] if one else list(each) for word, each in values.items()},
            }
        )
    wanted = expected.get("conflicts", [])
    if sorted(map(repr, map(comparable, seen))) != sorted(map(repr, map(comparable, wanted))):
        yield f"conflicts {seen} instead of {wanted}"


def comparable(conflict: dict[str, Json]) -> list[tuple[str, Json]]:
    """Put a conflict in one order, empty cells aside."""
    return sorted((name, plain(each) if isinstance(each, dict) else each) for name, each in conflict.items())


def conflict_form(conflict: Conflict) -> dict[str, Json]:
    if conflict.field is not None:
        values = {word: listed(conflict.values[side]) for word, side in SIDES.items()}
        return {"key": conflict.record, "field": conflict.field, "base": listed(conflict.was), **values}
    form: dict[str, Json] = {"key": conflict.record, "field": None, "base": whole(conflict.base or {})}
    for word, side in SIDES.items():
        form[word] = DELETED if side is conflict.deleted else whole(conflict.records[side])
    return form


def whole(fields: object) -> Json:
    """Show a record as the file does: the value alone where it has one field called v."""
    assert isinstance(fields, dict)
    shown = {str(name): listed(value) for name, value in fields.items()}
    return shown["v"] if set(shown) == {"v"} else {name: each for name, each in shown.items() if name in shown}


def listed(value: Value) -> Json:
    return list(value) if isinstance(value, tuple) else value


def _rest(bench: Bench, outcome: Outcome) -> Iterator[str]:
    expected, plan = bench.scenario.expected, outcome.plan
    lost = {(loser.record, loser.field, repr(listed(loser.value))) for loser in plan.lost}
    for word, name in (("resolved", "loser"), ("rejected", "value"), ("reverted", "value")):
        for each in expected.get(word, []):
            if (each["key"], each["field"], repr(each[name])) not in lost:
                yield f"the losing value {each[name]!r} of {each['key']}.{each['field']} was not kept"
    wanted = [(tuple(each["unique"]), tuple(each["keys"])) for each in expected.get("violations", [])]
    seen = [(violation.fields, violation.records) for violation in plan.violations]
    if wanted and wanted != seen:
        yield f"violations {seen} instead of {wanted}"
    for value in expected.get("kept_values", []):
        for side in Side:
            if not any(value in row.values() for row in bench.content(side).values()):
                yield f"{value!r} is not in {side}"
    if "kept_values" in expected and plain(bench.content(Side.NOTION)) != plain(bench.content(Side.SHEET)):
        yield "the sides differ"
    for one, two in expected.get("links", []):
        places = {record.addresses.get(side) for record in bench.memory.base().records.values() for side in Side}
        if not {one, two} <= places:
            yield f"{one} and {two} are not linked"
    for each in expected.get("errors", []):
        side = SIDES[each["side"]]
        if not any(r.failed and r.change.record == each["key"] and r.change.side is side for r in outcome.receipts):
            yield f"no error for {each['key']} on {each['side']}"
    yield from _plan(bench, outcome)
    if outcome.kind is OutcomeKind.FAILED and outcome.error is None and not outcome.receipts:
        yield "failed without saying why"


def _plan(bench: Bench, outcome: Outcome) -> Iterator[str]:
    """Compare the printed plan of a dry run."""
    wanted = bench.scenario.expected.get("plan")
    if wanted is None:
        return
    words = {Kind.UPDATE: "update", Kind.CREATE: "create", Kind.TRASH: "delete"}
    first = bench.outcomes[0].plan
    for word, side in SIDES.items():
        seen = {str(change.record): words[change.kind] for change in first.on(side) if change.kind in words}
        if seen != wanted[word]:
            yield f"the plan for {word} is {seen} instead of {wanted[word]}"
