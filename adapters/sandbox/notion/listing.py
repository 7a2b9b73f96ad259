"""Lists by cursor, where the cursor is the id of the next item."""

from collections.abc import Sequence

from adapters.sandbox.notion.errors import bad_cursor, invalid, wrong
from adapters.sandbox.notion.request import Call
from adapters.sandbox.store import Doc

MOST = 100
INCOMPLETE = {"type": "incomplete", "incomplete_reason": "query_result_limit_reached"}
"""What a list says of itself that was cut off at the cap."""


def page_size(given: object, *, part: str = "body", most: int = MOST) -> int:
    """Check a page size; nothing given is the most there can be."""
    if given is None:
        return most
    try:
        size = int(str(given))
    except ValueError:
        raise wrong(f"{part}.page_size", "a number", given, part=part) from None
    if isinstance(given, bool) or size < 1:
        raise wrong(f"{part}.page_size", "≥ `1`", given, part=part)
    if size > most:
        raise invalid(f"{part} failed validation: {part}.page_size should be ≤ `{most}`, instead was `{size}`.")
    return size


def cut(items: Sequence[Doc], keys: Sequence[str], cursor: str | None, size: int) -> tuple[list[Doc], str | None]:
    """Return one page of the items and the key of the item that follows it."""
    start = 0
    if cursor:
        try:
            start = keys.index(cursor)
        except ValueError:
            raise bad_cursor(cursor) from None
    following = keys[start + size] if start + size < len(keys) else None
    return list(items[start : start + size]), following


def listing(call: Call, items: Sequence[Doc], kind: str) -> Doc:
    """Return one page of a list that is asked for in the query string."""
    size = page_size(call.first("page_size"), part="query")
    found, following = cut(items, [item["id"] for item in items], call.first("start_cursor"), size)
    return list_answer(found, following, kind)


def list_answer(items: list[Doc], following: str | None, kind: str) -> Doc:
    return {
        "object": "list",
        "results": items,
        "next_cursor": following,
        "has_more": following is not None,
        "type": kind,
        kind: {},
    }
