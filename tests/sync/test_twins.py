"""Two-way relations: whatever is edited at either end, in either service, one run brings both ends in step."""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from sync.model import Address, Base, BaseRecord, Column, FieldName, Record, RecordId, Side, Snapshot, Twin, Value
from sync.plan import Plan, make_plan
from sync.policy import Compare, FieldPolicy, PairPolicy

UP, DOWN = FieldName("parents"), FieldName("children")
POLICY = PairPolicy(fields={name: FieldPolicy(compare=Compare.SET) for name in (UP, DOWN)})
NAMES = tuple(f"r{number}" for number in range(4))
NOW = datetime(2026, 1, 5, tzinfo=UTC)

Links = frozenset[tuple[str, str]]
Lists = dict[tuple[str, FieldName], set[str]]
links = st.frozensets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=8)
toggles = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from((UP, DOWN)), st.sampled_from(NAMES)), max_size=5)


def lists(found: Iterable[tuple[str, str]]) -> Lists:
    made: Lists = {(name, field): set() for name in NAMES for field in (UP, DOWN)}
    for child, parent in found:
        made[child, UP].add(parent)
        made[parent, DOWN].add(child)
    return made


def page(name: str) -> str:
    return f"page of {name}"


def snapshot(side: Side, found: Lists, spell: Callable[[str], str], *, by_address: bool) -> Snapshot:
    records = tuple(
        Record(
            Address(page(name)),
            RecordId(name),
            {field: tuple(sorted(map(spell, found[name, field]))) or None for field in (UP, DOWN)},
        )
        for name in NAMES
    )
    twins = {UP: Twin(DOWN, by_address=by_address), DOWN: Twin(UP, by_address=by_address)}
    columns = {field: Column(field, "relation") for field in (UP, DOWN)}
    return Snapshot(side, records, columns, NOW, twins=twins, twofold=frozenset(twins))


def planned(agreed: Lists, notion: Lists, sheet: Lists, *, by_address: bool = False, twofold: bool = True) -> Plan:
    def spell(name: str) -> str:
        return page(name) if by_address else name

    sides = {Side.NOTION: notion, Side.SHEET: sheet}
    snapshots = {side: snapshot(side, found, spell, by_address=by_address) for side, found in sides.items()}
    if not twofold:
        snapshots = {side: replace(each, twins={}, twofold=frozenset()) for side, each in snapshots.items()}
    fields = snapshot(Side.SHEET, agreed, spell, by_address=by_address)
    base = Base({r.id: BaseRecord(_values(r.fields)) for r in fields.records if r.id is not None}, known=True)
    numbers = count()
    return make_plan(base, snapshots, POLICY, lambda: RecordId(f"new{next(numbers)}"))


def _values(fields: Mapping[FieldName, object]) -> dict[FieldName, Value]:
    return {name: value for name, value in fields.items() if isinstance(value, tuple | None)}


def carried_out(plan: Plan, notion: Lists, sheet: Lists, dice: random.Random) -> tuple[Lists, Lists]:
    """Write the plan. Notion carries each link to its other end, in whatever order the lists arrive."""
    notion, sheet = ({key: set(value) for key, value in found.items()} for found in (notion, sheet))
    cells = [(change, cell) for change in plan.changes for cell in change.cells]
    dice.shuffle(cells)
    for change, cell in cells:
        after = {str(each).removeprefix("page of ") for each in cell.after} if isinstance(cell.after, tuple) else set()
        name, field = str(change.record), cell.field
        if change.side is Side.SHEET:
            sheet[name, field] = after
            continue
        other = DOWN if field == UP else UP
        for gone in notion[name, field] - after:
            notion[gone, other].discard(name)
        for come in after:
            notion[come, other].add(name)
        notion[name, field] = after
    return notion, sheet


@given(agreed=links, notion=links, edits=toggles, by_address=st.booleans(), dice=st.randoms(use_true_random=False))
def test_one_run_unites_the_edits_of_both_ends_and_the_next_writes_nothing(
    *, agreed: Links, notion: Links, edits: list[tuple[str, FieldName, str]], by_address: bool, dice: random.Random
) -> None:
    was, there, here = lists(agreed), lists(notion), lists(agreed)
    for name, field, other in edits:
        here[name, field] ^= {other}
    typed = {
        (name, other) if field == UP else (other, name)
        for (name, field), now in here.items()
        for other in now ^ was[name, field]
    }
    plan = planned(was, there, here, by_address=by_address)
    assert not plan.conflicts
    after, shown = carried_out(plan, there, here, dice)
    edited = typed | (notion ^ agreed)
    assert after == shown == lists((agreed | edited) - (agreed & edited))
    again = planned(after, after, shown, by_address=by_address)
    assert not again.changes
    assert not again.conflicts


def test_without_a_two_way_relation_nothing_is_counted_ahead() -> None:
    was, here = lists(()), lists(())
    here["r0", UP] = {"r1"}
    for twofold, written in ((True, {(Side.NOTION, "r0"), (Side.SHEET, "r1")}), (False, {(Side.NOTION, "r0")})):
        plan = planned(was, was, here, twofold=twofold)
        assert {(change.side, change.record) for change in plan.changes} == written
