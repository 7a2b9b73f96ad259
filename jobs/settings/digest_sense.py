"""Mistakes of the digest: a mark of confidential records that no table has would hide nothing."""

from collections.abc import Mapping
from typing import Any

from jobs.settings.mistakes import Names, shown
from jobs.settings.typed import Mistakes, table
from mappings.load import source_id, spreadsheet_id
from mappings.suggest import nearest
from sync.message import say


def senseless_digest(values: Mapping[str, Any], names: Names) -> Mistakes:
    """Yield the roles of ``digest.confidential`` that no table with a record type has."""
    yield from _places(table(values, "digest"), names)
    tables = [
        each
        for kind in ("pairs", "tables")
        for name in table(values, kind)
        if "record" in (each := table(table(values, kind), name))
    ]
    mapped = {role for each in tables for role in (*table(each, "fields"), *table(each, "roles"))}
    for role in table(table(values, "digest"), "confidential"):
        if role not in mapped:
            at = ("digest", "confidential", role)
            yield (
                at,
                say(
                    "{path}: no field of a table has the role {role} (nearest: {near}), so that nothing would be "
                    "confidential",
                    path=names(at),
                    role=role,
                    near=nearest(role, mapped, 0.5) or "-",
                ),
            )


def _places(digest: Mapping[str, Any], names: Names) -> Mistakes:
    place = table(digest, "notion")
    if "page" in place and "database" in place:
        at = ("digest", "notion", "database")
        yield at, say("{path}: there is a page as well; the digest stands in one place", path=names(at))
    for kind in ("page", "database"):
        at, seen = ("digest", "notion", kind), place.get(kind)
        if isinstance(seen, str) and seen and source_id(seen) is None:
            yield (
                at,
                say(
                    "{path}: {seen} has no id of Notion in it; copy its link in Notion, or the 32 digits of its id",
                    path=names(at),
                    seen=shown(seen),
                ),
            )
    at, seen = ("digest", "sheet", "spreadsheet"), table(digest, "sheet").get("spreadsheet")
    if isinstance(seen, str) and seen and spreadsheet_id(seen) is None:
        yield (
            at,
            say(
                "{path}: {seen} has no spreadsheet id in it; copy the address of the spreadsheet (what follows /d/)",
                path=names(at),
                seen=shown(seen),
            ),
        )
