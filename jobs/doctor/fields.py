"""Every mapped field against the two live schemas."""

from collections.abc import Sequence

from jobs.doctor.check import Area, Check, Checks, Verdict
from jobs.doctor.facts import Examined
from jobs.doctor.options import options
from jobs.own.making import to_make
from mappings.fields import Field, FieldType, PairMapping
from mappings.live import LiveColumn, LiveProperty, LiveSource, LiveTab
from mappings.suggest import nearest
from sync.message import Message, say
from sync.model import Side
from sync.policy import Direction


def fields(seen: Examined, mappings: Sequence[PairMapping]) -> Checks:
    for mapping in mappings:
        source, tab = seen.sources.get(mapping.name), seen.tabs.get(mapping.name)
        if isinstance(source, LiveSource):
            yield from _misfits(mapping, "property", source.mistakes, None)
        if isinstance(tab, LiveTab):
            yield from _misfits(mapping, "column", tab.mistakes, tab.way_out)
            yield from _cells(tab.id_column, mapping, None)
        for field in mapping.fields:
            yield from _field(field, mapping, source, tab)


def _misfits(mapping: PairMapping, code: str, mistakes: Sequence[Message], way_out: Message | None) -> Checks:
    """Tell what a run would refuse to begin with."""
    for mistake in mistakes:
        given = way_out or say("Correct the mapping, or the table.")
        yield Check(Area.FIELDS, code, Verdict.PROBLEM, mistake, given, mapping.name)


def _field(field: Field, mapping: PairMapping, source: object, tab: object) -> Checks:
    prop = source.properties.get(field.name) if isinstance(source, LiveSource) else None
    column = tab.columns.get(field.name) if isinstance(tab, LiveTab) else None
    found: list[Check] = []
    if field.own and (
        (prop is None and isinstance(source, LiveSource)) or (column is None and isinstance(tab, LiveTab))
    ):
        lacks = say("{field}: what Bothways is to write has no place on both sides.", field=field.name)
        if len(mapping.sides) == 1:
            lacks = say("{field}: what Bothways is to write has no place in the table.", field=field.name)
        found.append(_check(field, mapping, "own", Verdict.PROBLEM, lacks, to_make(field, mapping.sides)))
    if isinstance(source, LiveSource):
        found += _property(field, mapping, source, prop)
    if isinstance(tab, LiveTab) and column is None and not tab.mistakes:
        gone = say("{field}: the column {name} is gone from the tab.", field=field.name, name=field.sheet)
        found.append(_check(field, mapping, "column", Verdict.PROBLEM, gone, _BRING_BACK))
    if column is not None:
        found += _renamed_column(field, mapping, column)
        found += _cells(column, mapping, field)
    if prop is not None and column is not None:
        found += options(field, mapping, prop, column)
    there = {Side.NOTION: prop, Side.SHEET: column}
    if not found and all(there[side] is not None for side in mapping.sides):
        found.append(_check(field, mapping, "field", Verdict.OK, _good(field, prop, column)))
    yield from found


def _good(field: Field, prop: LiveProperty | None, column: LiveColumn | None) -> Message:
    if prop is None:
        return say("{field}: {column}", field=field.name, column="" if column is None else column.header)
    if column is None:
        return say("{field}: {property} ({kind})", field=field.name, property=prop.name, kind=prop.kind)
    return say(
        "{field}: {property} ({kind}) and {column}",
        field=field.name,
        property=prop.name,
        kind=prop.kind,
        column=column.header,
    )


def _property(field: Field, mapping: PairMapping, source: LiveSource, prop: LiveProperty | None) -> Checks:
    if prop is None:
        if not source.mistakes:
            near = nearest(field.notion, source.others)
            gone = say(
                "{field}: the property {name} is gone (nearest: {near}).",
                field=field.name,
                name=field.notion,
                near=near or "-",
            )
            yield _check(field, mapping, "property", Verdict.PROBLEM, gone, _BRING_BACK)
        return
    if prop.kind != field.type and field.type is not FieldType.UNKNOWN and not source.mistakes:
        kinds = say(
            "{field}: the property {name} is {kind} now, the mapping says {wanted}.",
            field=field.name,
            name=prop.name,
            kind=prop.kind,
            wanted=field.type.value,
        )
        yield _check(
            field,
            mapping,
            "type",
            Verdict.PROBLEM,
            kinds,
            say("Correct the type in the mapping, or change the property back."),
        )
    if prop.name != field.notion and prop.kind == field.type:
        renamed = say(
            "{field}: the property {was} is called {now} now; it is followed.",
            field=field.name,
            was=field.notion,
            now=prop.name,
        )
        yield _check(field, mapping, "renamed", Verdict.WARNING, renamed, say("Write the new name into the mapping."))
    if prop.related is not None and not prop.reachable:
        hidden = say(
            "{field}: the relation leads to a database that is not shared ({id}); its records are held.",
            field=field.name,
            id=prop.related,
        )
        yield _check(
            field, mapping, "related", Verdict.PROBLEM, hidden, say("Share that database with the connection, too.")
        )


def _renamed_column(field: Field, mapping: PairMapping, column: LiveColumn) -> Checks:
    if column.header.strip() != field.sheet.strip() and column.header:
        renamed = say(
            "{field}: the column {was} is called {now} now; it is followed.",
            field=field.name,
            was=field.sheet,
            now=column.header,
        )
        yield _check(field, mapping, "renamed", Verdict.WARNING, renamed, say("Write the new name into the mapping."))


def _written(mapping: PairMapping, field: Field | None) -> bool:
    """Say whether a run may write into the column of a field; without one into that of the ids."""
    if len(mapping.sides) == 1:
        return field is not None and field.own
    return field is None or field.policy.direction in (Direction.BOTH, Direction.TO_SHEET)


def _cells(column: LiveColumn, mapping: PairMapping, field: Field | None) -> Checks:
    """Judge what stands in the column; without a field it is the one of the ids."""
    written = _written(mapping, field)
    if column.formulas and written:
        some = say(
            "{column} has {count} formulas (first: {cell}), which are never overwritten.",
            column=column.header,
            count=column.formulas,
            cell=column.first_formula,
        )
        way_out = say(
            "Nothing is written there. Where that is meant, set {setting} for the field.",
            setting='direction = "to_notion"',
        )
        if field is None:
            way_out = say("Empty these cells, or put the ids there as text; Bothways fills empty ones.")
        yield _check(field, mapping, "formulas", Verdict.WARNING, some, way_out)
    if column.merged:
        merged = say(
            "{column} has merged cells ({cells}): only the first of each holds a value.",
            column=column.header,
            cells=", ".join(column.merged),
        )
        yield _check(
            field, mapping, "merged", Verdict.WARNING, merged, say("Unmerge them: Format > Merge cells > Unmerge.")
        )
    if column.locked and written:
        locked = say(
            "{column} is protected ({cell}), so nothing is written there.", column=column.header, cell=column.locked
        )
        way_out = say(
            "Let our account edit the protected range (Data > Protect sheets and ranges), or remove the protection."
        )
        yield _check(field, mapping, "protected", Verdict.PROBLEM, locked, way_out)


def _check(
    field: Field | None,
    mapping: PairMapping,
    code: str,
    verdict: Verdict,
    seen: Message,
    way_out: Message | None = None,
) -> Check:
    name = None if field is None else field.name
    return Check(Area.FIELDS, code, verdict, seen, way_out, mapping.name, name)


_BRING_BACK = say("Bring it back, or correct the mapping.")
