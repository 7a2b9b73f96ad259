"""GridRanges and DimensionRanges: to boxes and back, and how they move when rows or columns come and go."""

from collections.abc import Callable
from typing import Any

from adapters.sandbox.google.a1 import Bounds, Box
from adapters.sandbox.google.errors import invalid

Json = dict[str, Any]
Span = tuple[int, int]
Shift = Callable[[int, int], Span | None]

_GRID_KEYS = {"startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"}


def bounds_of(grid: Json) -> Bounds:
    """Read a GridRange; an index that is not there leaves its side open."""
    bounds = Bounds(
        grid.get("startRowIndex", 0),
        grid.get("startColumnIndex", 0),
        grid.get("endRowIndex"),
        grid.get("endColumnIndex"),
    )
    if bounds.bottom is not None and bounds.bottom <= bounds.top:
        raise invalid(f"GridRange has an invalid row range: startRowIndex {bounds.top} >= endRowIndex {bounds.bottom}")
    if bounds.right is not None and bounds.right <= bounds.left:
        raise invalid(
            f"GridRange has an invalid column range: startColumnIndex {bounds.left} >= endColumnIndex {bounds.right}"
        )
    return bounds


def grid_of(sheet_id: int, box: Box) -> Json:
    return {
        "sheetId": sheet_id,
        "startRowIndex": box.top,
        "endRowIndex": box.bottom,
        "startColumnIndex": box.left,
        "endColumnIndex": box.right,
    }


def inserted(at: int, count: int) -> Shift:
    def shift(start: int, end: int) -> Span:
        return start + count if start >= at else start, end + count if end > at else end

    return shift


def deleted(first: int, last: int) -> Shift:
    def moved(index: int) -> int:
        return index if index <= first else max(first, index - (last - first))

    def shift(start: int, end: int) -> Span | None:
        span = moved(start), moved(end)
        return None if span[0] >= span[1] else span

    return shift


def moved(first: int, last: int, destination: int) -> Shift:
    """Return the shift of a block that is moved before ``destination``, counted before it is taken out."""
    count = last - first
    target = destination if destination <= first else destination - count
    out, back = deleted(first, last), inserted(target, count)

    def shift(start: int, end: int) -> Span | None:
        if first <= start and end <= last:
            return start - first + target, end - first + target
        shrunk = out(start, end)
        return back(*shrunk) if shrunk else None

    return shift


def shifted(doc: Any, sheet_id: int, dimension: str, shift: Shift) -> Any:  # noqa: ANN401 - a JSON value
    """Return a JSON value with each range in it moved; a dict whose range is gone comes back as None.

    A list loses such items; a dict that has a vanished range as a member vanishes with it.
    """
    if isinstance(doc, list):
        items = (shifted(item, sheet_id, dimension, shift) for item in doc)
        return [item for item in items if item is not None]
    if not isinstance(doc, dict):
        return doc
    keys = _range_keys(doc, dimension)
    if keys is not None:
        return _moved_range(doc, sheet_id, keys, shift)
    out = {}
    for key, value in doc.items():
        part = shifted(value, sheet_id, dimension, shift) if isinstance(value, dict | list) else value
        if part is None and value is not None:
            return None
        out[key] = part
    return out


def _range_keys(doc: Json, dimension: str) -> tuple[str, str] | None:
    if _GRID_KEYS & doc.keys():
        return ("startRowIndex", "endRowIndex") if dimension == "ROWS" else ("startColumnIndex", "endColumnIndex")
    if "dimension" in doc and "startIndex" in doc:
        return ("startIndex", "endIndex") if doc["dimension"] == dimension else ("", "")
    return None


def _moved_range(doc: Json, sheet_id: int, keys: tuple[str, str], shift: Shift) -> Json | None:
    start, end = keys
    if doc.get("sheetId", 0) != sheet_id or (start not in doc and end not in doc):
        return doc
    span = shift(doc.get(start, 0), doc.get(end, 1 << 30))
    if span is None:
        return None
    moved_doc = dict(doc)
    if start in doc:
        moved_doc[start] = span[0]
    if end in doc:
        moved_doc[end] = span[1]
    return moved_doc
