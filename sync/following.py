"""Tables and columns that people renamed, replaced or made anew: what is followed, and told once."""

from collections.abc import Iterator, Mapping

from sync.changes import Note
from sync.message import say
from sync.model import ID_FIELD, Base, Column, FieldName, Side, Site


def is_another(side: Side, before: Column, now: Column, *, blank: bool) -> bool:
    """Say whether a field is carried by another column than before, so that nothing is agreed on in it yet.

    A column of the sheet that lost its mark, or has another, may have been made anew, if it is called differently or is
    ``blank``; marks also get lost, and are written anew, where a file is uploaded again.
    """
    remapped = bool(before.mapped) and before.mapped != now.mapped
    if remapped and before.kind != now.kind:
        return True
    if before.key == now.key != "":
        return False
    if before.key and now.key and side is Side.NOTION:
        return True
    if before.key:
        return blank or before.name != now.name
    return remapped and before.name != now.name


def renamed_note(field: FieldName, side: Side, before: Column, now: Column) -> Note:
    why = say("{was} is called {now} in {side} now; it is followed", was=before.name, now=now.name, side=side)
    return Note(why, "column-renamed", side, field)


def another_note(field: FieldName, side: Side, now: Column) -> Note:
    why = say(
        "{name} in {side} is another column than before, so both sides are compared as if they met for the first time: "
        "blank cells are filled, different values are conflicts",
        name=now.name,
        side=side,
    )
    return Note(why, "column-replaced", side, field)


def site_notes(side: Side, before: Site | None, now: Site) -> Iterator[Note]:
    """Say what became of the table itself and of its column of record ids."""
    if before is None:
        return
    if before.table and now.table == before.table and now.name != before.name:
        why = say(
            "the table {was} is called {now} in {side} now; it is followed", was=before.name, now=now.name, side=side
        )
        yield Note(why, "table-renamed", side)
    elif before.table and now.table != before.table:
        why = say("{name} in {side} is another table than before", name=now.name or now.table, side=side)
        yield Note(why, "table-replaced", side)
    was, identity = before.identity, now.identity
    if was is None or identity is None or was.mapped != identity.mapped:
        return
    if was.name != identity.name:
        why = say(
            "the column of record ids {was} is called {now} in {side} now; it is followed",
            was=was.name,
            now=identity.name,
            side=side,
        )
        yield Note(why, "id-column-renamed", side)


def known_columns(base: Base, side: Side, mapped: Mapping[FieldName, str]) -> dict[FieldName, Column]:
    """Return the remembered columns of a side, ``ID_FIELD`` for that of record ids.

    One that the mapping calls otherwise by now (``mapped``) is left out: the mapping means another column.
    """
    found = dict(base.columns.get(side, {}))
    site = base.sites.get(side)
    if site is not None and site.identity is not None:
        found[ID_FIELD] = site.identity
    return {name: column for name, column in found.items() if not column.mapped or column.mapped == mapped.get(name)}
