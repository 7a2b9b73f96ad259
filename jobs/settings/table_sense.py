"""Mistakes of single tables that no single value shows."""

from collections.abc import Mapping
from typing import Any

from jobs.settings.mistakes import Names, shown
from jobs.settings.pair_sense import senseless_table
from jobs.settings.typed import Mistakes, table
from mappings.load import source_id, spreadsheet_id
from sync.message import say


def senseless_tables(values: Mapping[str, Any], names: Names) -> Mistakes:
    """Yield what makes no sense in the single tables."""
    tables, pairs = table(values, "tables"), table(values, "pairs")
    for name in tables:
        at, given = ("tables", name), table(tables, name)
        if name in pairs:
            yield at, say("{path}: there is a pair of this name; give one of them another", path=names(at))
        yield from _one_side(at, given, names)
        yield from senseless_table(at, given, [*pairs], names)
        yield from _known_apart(at, given, names)
    yield from _twice(pairs, tables, names)


def _one_side(at: tuple[str, ...], given: Mapping[str, Any], names: Names) -> Mistakes:
    there = [side for side in ("notion", "sheet") if side in given]
    if not there:
        yield at, say("{path}: it needs either {notion} or {sheet}", path=names(at), notion="notion", sheet="sheet")
    elif len(there) > 1:
        yield (
            (*at, "sheet"),
            say("{path}: a table has one side; make it a pair to keep two in step", path=names([*at, "sheet"])),
        )


def _known_apart(at: tuple[str, ...], given: Mapping[str, Any], names: Names) -> Mistakes:
    """Rows without ids need something that tells them apart."""
    sheet, fields = table(given, "sheet"), table(given, "fields")
    if not sheet or "id_column" in sheet or given.get("match_on"):
        return
    if not any(table(fields, each).get("type") == "title" for each in fields):
        yield (
            (*at, "match_on"),
            say(
                "{path}: needed, because {other} is not set and no field is a title: what else tells rows apart?",
                path=names([*at, "match_on"]),
                other=names([*at, "sheet", "id_column"]),
            ),
        )


def _twice(pairs: Mapping[str, Any], tables: Mapping[str, Any], names: Names) -> Mistakes:
    """A table belongs to one pair or stands alone."""
    taken: dict[tuple[object, object], str] = {}
    for kind, group in (("pairs", pairs), ("tables", tables)):
        for name in group:
            for side, key, place in _places(table(group, name)):
                first = taken.setdefault(place, f"{kind}.{name}")
                if kind == "tables" and first != f"tables.{name}":
                    steps = (kind, name, side, key)
                    yield (
                        steps,
                        say(
                            "{path}: {seen} belongs to {other} already",
                            path=names(steps),
                            seen=shown(table(table(group, name), side).get(key)),
                            other=first,
                        ),
                    )


def _places(given: Mapping[str, Any]) -> list[tuple[str, str, tuple[object, object]]]:
    found: list[tuple[str, str, tuple[object, object]]] = []
    source = table(given, "notion").get("source")
    if isinstance(source, str) and source_id(source) is not None:
        found.append(("notion", "source", ("notion", source_id(source))))
    book, tab = (table(given, "sheet").get(key) for key in ("spreadsheet", "tab"))
    if isinstance(book, str) and isinstance(tab, str) and spreadsheet_id(book) is not None:
        found.append(("sheet", "tab", (spreadsheet_id(book), tab)))
    return found
