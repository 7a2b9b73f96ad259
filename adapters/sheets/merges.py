"""Merged cells: only the first one holds a value, the others show it and hold none of their own."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from adapters.sheets.a1 import a1
from adapters.sheets.grid import Box
from sync.message import Message, say


@dataclass(frozen=True)
class Merges:
    """The merged ranges of a tab; they never overlap."""

    boxes: Sequence[Box]

    def at(self, row: int, column: int) -> Box | None:
        """Return the merged range that the cell is part of."""
        boxes = self._columns.get(column, ())
        place = bisect_right(boxes, row, key=lambda box: box.top) - 1
        return boxes[place] if place >= 0 and boxes[place].has(row, column) else None

    def over(self, row: int, column: int) -> Box | None:
        """Return the merged range that covers the cell; its first cell is not covered."""
        box = self.at(row, column)
        return None if box is None or (box.top, box.left) == (row, column) else box

    @cached_property
    def _columns(self) -> Mapping[int, Sequence[Box]]:
        found: dict[int, list[Box]] = {}
        for box in sorted(self.boxes, key=lambda box: box.top):
            for column in range(box.left, box.right):
                found.setdefault(column, []).append(box)
        return found


def merged(row: int, column: int, box: Box) -> Message:
    """Say which cell is merged into which range."""
    return say(
        "{cell} is merged into {range}, whose value stands in {first} alone; unmerge the cells, or leave it so",
        cell=a1(row, column),
        range=f"{a1(box.top, box.left)}:{a1(box.bottom - 1, box.right - 1)}",
        first=a1(box.top, box.left),
    )
