"""Columns: renamed, retyped, added or gone on one side since the last agreement, or on both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from sync.changes import ColumnChange, ColumnConflict, Held, Note, Reshape
from sync.following import another_note, is_another, renamed_note, site_notes
from sync.message import say
from sync.model import Base, Column, FieldName, Side, Snapshot, Unreadable
from sync.policy import PairPolicy, Schema
from sync.values import same

Columns = Mapping[Side, Column | None]
_NOTHING = (None, False, ())


@dataclass
class Reshaping:
    """What the run makes of the columns. ``held`` fields are left alone on both sides."""

    changes: list[ColumnChange] = field(default_factory=list)
    conflicts: list[ColumnConflict] = field(default_factory=list)
    held: dict[FieldName, Held] = field(default_factory=dict)
    added: dict[Side, set[FieldName]] = field(default_factory=lambda: {side: set() for side in Side})
    """Columns that this run creates on a side: they count as agreed empty there."""
    dropped: set[FieldName] = field(default_factory=set)
    renewed: set[FieldName] = field(default_factory=set)
    """Fields that another column carries than at the last agreement: they meet as if for the first time."""
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ground:
    base: Base
    snapshots: Mapping[Side, Snapshot]
    policy: PairPolicy


def reshape(base: Base, snapshots: Mapping[Side, Snapshot], policy: PairPolicy) -> Reshaping:
    """Compare the columns of both sides with those last agreed on."""
    found, ground = Reshaping(), _Ground(base, snapshots, policy)
    names = dict.fromkeys(name for side in Side for name in [*base.columns.get(side, {}), *snapshots[side].columns])
    for name in names:
        before: Columns = {side: base.columns.get(side, {}).get(name) for side in Side}
        now: Columns = {side: snapshots[side].columns.get(name) for side in Side}
        if any(before.values()):
            _known(name, before, now, ground, found)
        else:
            _new(name, now, policy, found)
    if policy.shared_names:
        _one_name_twice(list(names), base, snapshots, found)
    for side in Side:
        found.notes += site_notes(side, base.sites.get(side), snapshots[side].site)
    return found


def _known(
    name: FieldName,
    before: Columns,
    now: Columns,
    ground: _Ground,
    found: Reshaping,
) -> None:
    gone = [side for side in Side if now[side] is None and before[side] is not None]
    if gone:
        _gone(name, gone[0], before, now, ground, found)
        return
    _retyped(name, before, now, ground.policy, found)
    for side in Side:
        was, column = before[side], now[side]
        if was is None or column is None:
            continue
        if is_another(side, was, column, blank=_emptied(name, side, ground)):
            found.renewed.add(name)
            found.notes.append(another_note(name, side, column))
        elif not ground.policy.shared_names and was.mapped == column.mapped and was.name != column.name:
            found.notes.append(renamed_note(name, side, was, column))
    if ground.policy.shared_names:
        _renamed(name, before, now, found)


def _gone(
    name: FieldName,
    side: Side,
    before: Columns,
    now: Columns,
    ground: _Ground,
    found: Reshaping,
) -> None:
    other = now[side.other]
    if other is None:
        why = say("the column {name} is gone from both sides; take it out of the mapping", name=name)
        found.held[name] = Held(why, "column-gone-from-both", field=name)
        return
    propagate = ground.policy.on_drop is Schema.PROPAGATE
    if propagate and _edited(name, side.other, ground):
        why = say("{name} was dropped in {side}, but edited in {other} since", name=name, side=side, other=side.other)
        values = {side: (None,), side.other: (other.name,)}
        found.conflicts.append(ColumnConflict((name,), (_name(before[side]),), values, why))
        found.held[name] = Held(why, "column-gone", field=name, side=side)
        return
    if propagate:
        found.dropped.add(name)
        found.changes.append(ColumnChange(side.other, Reshape.DROP, name, other.name, other.kind))
        return
    was = before[side]
    called = was.name if was else name
    near = get_close_matches(called, [column.name for column in ground.snapshots[side].columns.values()], n=1)
    why = say(
        "the column {name} is gone from {side}; nothing of it is cleared elsewhere. "
        "Bring it back, or correct the mapping (nearest: {near})",
        name=called,
        side=side,
        near=near[0] if near else "-",
    )
    found.held[name] = Held(why, "column-gone", field=name, side=side)


def _emptied(name: FieldName, side: Side, ground: _Ground) -> bool:
    """Say whether a column holds nothing at all, though something was agreed on."""
    if any(record.fields.get(name) not in _NOTHING for record in ground.snapshots[side].records):
        return False
    return any(record.fields.get(name) not in _NOTHING for record in ground.base.records.values())


def _edited(name: FieldName, side: Side, ground: _Ground) -> bool:
    """Say whether a value of the column was changed on ``side`` since the last agreement."""
    how = ground.policy.of(name).compare
    for record in ground.snapshots[side].records:
        known = ground.base.records.get(record.id) if record.id else None
        value = record.fields.get(name)
        if known is not None and name in known.fields:
            if isinstance(value, Unreadable) or not same(value, known.fields[name], how):
                return True
        elif value is not None:
            return True
    return False


def _retyped(name: FieldName, before: Columns, now: Columns, policy: PairPolicy, found: Reshaping) -> None:
    changed = [side for side in Side if _of_another_kind(before[side], now[side])]
    if not changed:
        return
    kinds = {side: now[side].kind for side in Side if now[side]}  # type: ignore[union-attr]  # just tested
    was = next(column.kind for column in before.values() if column)
    if len(changed) == len(Side) and len(set(kinds.values())) > 1:
        why = say("{name} was given two different types: {notion} and {sheet}", name=name, **kinds)
        found.conflicts.append(ColumnConflict((name,), (was,), {side: (kinds[side],) for side in Side}, why))
        found.held[name] = Held(why, "column-types", field=name)
    elif len(changed) == 1 and policy.on_retype is Schema.ASK:
        side = changed[0]
        why = say(
            "{name} in {side} was {was} and is {now} now; change it back there, or write the new type in the mapping",
            name=name,
            side=side,
            was=was,
            now=kinds[side],
        )
        found.held[name] = Held(why, "column-retyped", field=name, side=side)
    elif len(changed) == 1:
        side = changed[0]
        other = now[side.other]
        if other is not None:
            found.changes.append(ColumnChange(side.other, Reshape.RETYPE, name, other.name, kinds[side]))


def _of_another_kind(before: Column | None, now: Column | None) -> bool:
    """A type that the mapping itself has given up since is no surprise."""
    return before is not None and now is not None and before.kind != now.kind and before.mapped == now.mapped


def _renamed(name: FieldName, before: Columns, now: Columns, found: Reshaping) -> None:
    names = {side: column.name for side, column in now.items() if column}
    was = next(column.name for column in before.values() if column)
    changed = [side for side in names if names[side] != was]
    if len(changed) == len(Side) and len(set(names.values())) > 1:
        why = say("{was} was renamed to {notion} and to {sheet}", was=was, **names)
        found.conflicts.append(ColumnConflict((name,), (was,), {side: (names[side],) for side in Side}, why))
        found.held[name] = Held(why, "column-names", field=name)
    elif len(changed) == 1 and len(names) == len(Side):
        side = changed[0]
        kind = now[side.other].kind  # type: ignore[union-attr]  # both sides have a name
        found.changes.append(ColumnChange(side.other, Reshape.RENAME, name, names[side], kind))


def _one_name_twice(names: list[FieldName], base: Base, snapshots: Mapping[Side, Snapshot], found: Reshaping) -> None:
    """Refuse renames that would give two columns of a side the same name."""
    for side in Side:
        called = {name: column.name for name, column in snapshots[side].columns.items()}
        renames = [change for change in found.changes if change.side is side and change.reshape is Reshape.RENAME]
        after = called | {change.field: change.name for change in renames}
        for change in renames:
            clash = [name for name in names if after.get(name) == change.name]
            if len(clash) < 2 or any(set(clash) == set(conflict.fields) for conflict in found.conflicts):
                continue
            why = say("{fields} would both be called {name}", fields=", ".join(clash), name=change.name)
            was = tuple(_name(base.columns.get(side, {}).get(name)) for name in clash)
            now = {each: tuple(_name(snapshots[each].columns.get(name)) for name in clash) for each in Side}
            found.conflicts.append(ColumnConflict(tuple(clash), was, now, why))
            found.held |= {name: Held(why, "column-names", field=name) for name in clash}
    held = {name for conflict in found.conflicts for name in conflict.fields}
    found.changes[:] = [change for change in found.changes if change.field not in held]


def _name(column: Column | None) -> str | None:
    return column.name if column else None


def _new(name: FieldName, now: Columns, policy: PairPolicy, found: Reshaping) -> None:
    present = {side: column for side, column in now.items() if column}
    if len(present) == len(Side):
        kinds = {side: column.kind for side, column in present.items()}
        if policy.shared_names and len(set(kinds.values())) > 1:
            why = say("{name} was added as {notion} and as {sheet}", name=name, **kinds)
            found.conflicts.append(ColumnConflict((name,), (None,), {side: (kinds[side],) for side in Side}, why))
            found.held[name] = Held(why, "column-types", field=name)
        return
    for side, column in present.items():
        if policy.on_add is Schema.PROPAGATE:
            found.changes.append(ColumnChange(side.other, Reshape.ADD, name, column.name, column.kind))
            found.added[side.other].add(name)
        else:
            why = say("{name} is only in {side}", name=column.name, side=side)
            found.held[name] = Held(why, "column-alone", field=name, side=side)
