"""Mistakes of a pair that no single value shows: names that name nothing, things taken twice, impossible choices."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from jobs.settings.format_sense import senseless_formats
from jobs.settings.mistakes import Names, shown
from jobs.settings.option_sense import senseless_options
from jobs.settings.pairs import FieldConflict, FieldTable
from jobs.settings.typed import Mistakes, table
from mappings.fields import FieldType
from mappings.load import directions, merging, source_id, spreadsheet_id
from mappings.suggest import nearest
from sync.message import say
from sync.policy import Inside


def senseless_pairs(pairs: Mapping[str, Any], names: Names) -> Mistakes:
    """Yield what makes no sense in the pairs."""
    for name in pairs:
        pair = table(pairs, name)
        yield from senseless_table(("pairs", name), pair, [*pairs], names)
        yield from _identity(("pairs", name), pair, names)
    yield from _one_tab_twice(pairs, names)


def senseless_table(at: tuple[str, ...], given: Mapping[str, Any], pairs: list[str], names: Names) -> Mistakes:
    """Yield what makes no sense in a pair or in a table without a partner."""
    yield from _ids(at, given, names)
    yield from _named_fields(at, given, names)
    yield from _twice(at, given, names)
    for each in table(given, "fields"):
        yield from _field((*at, "fields", each), table(table(given, "fields"), each), pairs, names)


def _ids(at: tuple[str, ...], pair: Mapping[str, Any], names: Names) -> Mistakes:
    source = table(pair, "notion").get("source")
    if isinstance(source, str) and source and source_id(source) is None:
        yield (
            (*at, "notion", "source"),
            say(
                "{path}: {seen} has no Notion id in it; copy the link of the database (32 letters and digits)",
                path=names([*at, "notion", "source"]),
                seen=shown(source),
            ),
        )
    spreadsheet = table(pair, "sheet").get("spreadsheet")
    if isinstance(spreadsheet, str) and spreadsheet and spreadsheet_id(spreadsheet) is None:
        yield (
            (*at, "sheet", "spreadsheet"),
            say(
                "{path}: {seen} has no spreadsheet id in it; copy the address of the spreadsheet (what follows /d/)",
                path=names([*at, "sheet", "spreadsheet"]),
                seen=shown(spreadsheet),
            ),
        )


def _named_fields(at: tuple[str, ...], pair: Mapping[str, Any], names: Names) -> Mistakes:
    known = [*table(pair, "fields")]
    wanted: list[tuple[tuple[str | int, ...], object]] = [
        (("match_on", place), each) for place, each in _entries(pair.get("match_on"))
    ]
    for place, group in _entries(pair.get("unique")):
        wanted += [(("unique", place, inner), each) for inner, each in _entries(group)]
    for steps, each in wanted:
        if isinstance(each, str) and each and each not in known:
            yield (
                (*at, *steps),
                say(
                    "{path}: {seen} names no field of this pair; fields are {allowed} (nearest: {near})",
                    path=names([*at, *steps]),
                    seen=shown(each),
                    allowed=", ".join(known) or "-",
                    near=nearest(each, known) or "-",
                ),
            )


def _entries(value: object) -> list[tuple[int, object]]:
    return list(enumerate(value)) if isinstance(value, list | tuple) else []


def _twice(at: tuple[str, ...], pair: Mapping[str, Any], names: Names) -> Mistakes:
    """Two fields that share a property or a column, or take the one that carries the id."""
    for side, id_key in (("notion", "id_property"), ("sheet", "id_column")):
        taken: dict[str, str] = {}
        own = table(pair, side).get(id_key)
        if isinstance(own, str):
            taken[own] = names([*at, side, id_key])
        flag = table(pair, side).get("conflict_property")
        if isinstance(flag, str):
            taken[flag] = names([*at, side, "conflict_property"])
        for each in table(pair, "fields"):
            column = table(table(pair, "fields"), each).get(side, each)
            steps = (*at, "fields", each, side)
            if isinstance(column, str) and column in taken:
                yield (
                    steps,
                    say(
                        "{path}: {seen} is taken by {other} already; a property or column belongs to one field",
                        path=names(steps),
                        seen=shown(column),
                        other=taken[column],
                    ),
                )
            elif isinstance(column, str):
                taken[column] = names(steps)


def _identity(at: tuple[str, ...], pair: Mapping[str, Any], names: Names) -> Mistakes:
    """Without an id property, records must be recognised by their fields, and cannot be doubled."""
    if "id_property" in table(pair, "notion") or not table(pair, "notion"):
        return
    if not pair.get("match_on"):
        yield (
            (*at, "match_on"),
            say(
                "{path}: needed, because {other} is not set: records must be recognised by something",
                path=names([*at, "match_on"]),
                other=names([*at, "notion", "id_property"]),
            ),
        )
    asked: list[tuple[tuple[str, ...], object]] = [((*at, "conflicts"), pair.get("conflicts"))]
    fields = table(pair, "fields")
    asked += [((*at, "fields", each, "on_conflict"), table(fields, each).get("on_conflict")) for each in fields]
    for steps, policy in asked:
        if policy == FieldConflict.KEEP_BOTH:
            yield (
                steps,
                say(
                    "{path}: {seen} needs {other}: a page's own id cannot be given to two records",
                    path=names(steps),
                    seen=shown(policy),
                    other=names([*at, "notion", "id_property"]),
                ),
            )


def _field(at: tuple[str, ...], typed: Mapping[str, Any], pairs: list[str], names: Names) -> Mistakes:
    try:
        field = FieldTable.model_validate(dict(typed))
    except ValidationError:
        return
    if field.direction is not None and field.direction not in directions(field.type):
        yield (
            (*at, "direction"),
            say(
                "{path}: {seen} is not possible for {type}, which Notion computes; allowed are {allowed}",
                path=names([*at, "direction"]),
                seen=shown(str(field.direction)),
                type=field.type,
                allowed=", ".join(directions(field.type)),
            ),
        )
    if field.on_conflict is FieldConflict.MERGE and merging(field.type) is Inside.NOTHING:
        mergeable = [kind for kind in FieldType if merging(kind) is not Inside.NOTHING]
        yield (
            (*at, "on_conflict"),
            say(
                "{path}: {type} cannot be merged; only {allowed} can",
                path=names([*at, "on_conflict"]),
                type=field.type,
                allowed=", ".join(mergeable),
            ),
        )
    yield from senseless_options(at, field, names)
    yield from senseless_formats(at, field, names)
    if field.related is None:
        return
    if field.type is not FieldType.RELATION:
        yield (
            (*at, "related"),
            say("{path}: only a relation has it, and this is {type}", path=names([*at, "related"]), type=field.type),
        )
    elif field.related not in pairs:
        yield (
            (*at, "related"),
            say(
                "{path}: {seen} names no pair; pairs are {allowed} (nearest: {near})",
                path=names([*at, "related"]),
                seen=shown(field.related),
                allowed=", ".join(pairs),
                near=nearest(field.related, pairs) or "-",
            ),
        )


def _one_tab_twice(pairs: Mapping[str, Any], names: Names) -> Mistakes:
    taken: dict[tuple[str | None, str], str] = {}
    for name in pairs:
        sheet = table(table(pairs, name), "sheet")
        spreadsheet, tab = sheet.get("spreadsheet"), sheet.get("tab")
        if not isinstance(spreadsheet, str) or not isinstance(tab, str):
            continue
        place = (spreadsheet_id(spreadsheet), tab)
        if place in taken:
            yield (
                ("pairs", name, "sheet", "tab"),
                say(
                    "{path}: {seen} belongs to {other} already; a tab belongs to one pair",
                    path=names(["pairs", name, "sheet", "tab"]),
                    seen=shown(tab),
                    other=taken[place],
                ),
            )
        elif place[0] is not None:
            taken[place] = f"pairs.{name}"
