"""From what a configuration says to what a mapping is: ids out of URLs, and the policies that follow from a type."""

import re
from urllib.parse import urlsplit
from uuid import UUID

from mappings.fields import FieldType
from sync.policy import Compare, Direction, FieldPolicy, Inside, OnConflict, OneWay

LISTS = frozenset({FieldType.MULTI_SELECT, FieldType.PEOPLE, FieldType.RELATION, FieldType.FILES})
TEXTS = frozenset({FieldType.TITLE, FieldType.RICH_TEXT})
OPTIONS = frozenset({FieldType.SELECT, FieldType.MULTI_SELECT, FieldType.STATUS})

_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ID_AT_THE_END = re.compile(rf"(?:.*[^0-9a-f])?({_ID.pattern})", re.IGNORECASE)
_SPREADSHEET = re.compile(r"[A-Za-z0-9_-]{20,}")


def source_id(text: str) -> str | None:
    """Return the hyphenated id in a database's or data source's id or URL, or ``None``.

    In a URL the id ends the path; what follows as ``v=`` names a view.
    """
    text = text.strip()
    if "://" not in text:
        return str(UUID(text)) if _ID.fullmatch(text) else None
    last = urlsplit(text).path.rstrip("/").rpartition("/")[2]
    found = _ID_AT_THE_END.fullmatch(last)
    return str(UUID(found[1])) if found else None


def spreadsheet_id(text: str) -> str | None:
    """Return the id in a spreadsheet's id or URL, or ``None``."""
    text = text.strip()
    if "://" in text:
        _, _, after = urlsplit(text).path.partition("/d/")
        text = after.partition("/")[0]
    return text if _SPREADSHEET.fullmatch(text) else None


def merging(kind: FieldType) -> Inside:
    """Return how two edits may be merged inside a value of this type."""
    if kind in LISTS:
        return Inside.SET
    return Inside.LINES if kind in TEXTS else Inside.NOTHING


def comparing(kind: FieldType) -> Compare:
    """Return when two values of this type are the same. Notion has no two options that differ by case alone."""
    if kind in LISTS:
        return Compare.SET
    return Compare.CASEFOLD if kind in (FieldType.SELECT, FieldType.STATUS) else Compare.EXACT


def directions(kind: FieldType) -> tuple[Direction, ...]:
    """Return the directions a type allows, its default first. What Notion computes is only ever read.

    A button has no value, so there is nothing to carry.
    """
    if kind is FieldType.BUTTON:
        return (Direction.NONE,)
    return (Direction.TO_SHEET, Direction.NONE) if kind.computed else tuple(Direction)


def field_policy(
    kind: FieldType,
    *,
    on_conflict: OnConflict,
    merge: bool = False,
    direction: Direction | None = None,
    compare: Compare | None = None,
    one_way: OneWay = OneWay.REASSERT,
) -> FieldPolicy:
    """Return a field's policy; ``on_conflict`` also decides what ``merge`` cannot."""
    return FieldPolicy(
        direction=direction or directions(kind)[0],
        on_conflict=on_conflict,
        inside=merging(kind) if merge else Inside.NOTHING,
        compare=compare or comparing(kind),
        one_way=one_way,
        telling=kind in TEXTS or kind is FieldType.URL,
        joins=merging(kind),
    )
