"""Blocks of a report as rich renderables. Every text is a ``Text``: nothing in it is markup."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.console import RenderableType
from rich.text import Text

from jobs.report.line import beside, folded, shorten
from jobs.report.names import Names
from jobs.report.voice import Voice
from sync.changes import Cell, Change, Kind
from sync.message import Message, say
from sync.model import FieldName, RecordId, Side, Value

NARROW = 72
"""Below this the reason stands on a line of its own."""
_INDENT = 2
_VALUE = 40
"""So wide may a value be in a block of many."""


@dataclass(frozen=True)
class Page:
    """What a block is written with, and how wide it may be."""

    names: Names
    voice: Voice
    width: int

    def heading(self, message: Message) -> Text:
        return Text(self.voice(message), style="bold")

    def record(self, record: RecordId, *notes: str) -> Text:
        """Write the line that names a record: its title, its id, and what there is to say of it as a whole."""
        title, name = self.names.record(record)
        rest = "  ".join([name if title else "", *notes]).strip()
        room = max(self.width - _INDENT - cell_len(rest) - 2, 12)
        line = Text(" " * _INDENT + shorten(title or name, room), style="cyan", no_wrap=False)
        return line.append(f"  {rest}", style="dim") if rest else line

    def prose(self, text: str, indent: int = _INDENT, style: str = "", mark: str = "") -> Text:
        """Write a paragraph; its lines stand below one another, right of the mark."""
        mark = f"{mark} " if mark else ""
        lines = folded(text, self.width - indent - cell_len(mark))
        rest = "\n" + " " * (indent + cell_len(mark))
        return Text(" " * indent + mark + rest.join(lines), style=style)

    def cells(self, cells: Sequence[Cell], side: Side) -> Iterator[RenderableType]:
        """Write one line a cell: the field, before and after, and why."""
        labels = [self.names.field(cell.field, side) for cell in cells]
        reasons = [self.voice(cell.why) for cell in cells]
        label = min(max(map(cell_len, labels), default=0), self.width // 4)
        why = min(max(map(cell_len, reasons), default=0), self.width // 3) if self.width >= NARROW else 0
        room = self.width - 2 * _INDENT - label - 2 - (why + 2 if why else 0)
        for place, cell in enumerate(cells):
            before, after = beside(self.voice.value(cell.before), self.voice.value(cell.after), room - 3)
            line = Text(" " * 2 * _INDENT + set_cell_size(shorten(labels[place], label), label) + "  ")
            line.append(before, "red").append(" → ", "dim").append(after, "green")
            if why:
                yield _with_reason(line, folded(reasons[place], why), self.width - why)
                continue
            yield line
            if place + 1 == len(cells) or reasons[place + 1] != reasons[place]:
                yield self.prose(reasons[place], 2 * _INDENT, "dim", "└")

    def block(self, values: Mapping[FieldName, Value], side: Side) -> RenderableType:
        """Write the values of a whole record, one after the other."""
        parts = [
            f"{self.names.field(name, side)}: {shorten(self.voice.value(value), _VALUE)}"
            for name, value in values.items()
            if value is not None
        ]
        return self.prose(" · ".join(parts) or self.voice(say("(empty)")), 2 * _INDENT)

    def change(self, change: Change) -> Iterator[RenderableType]:
        """Write one change: an update cell by cell, a creation or a trashing as one block."""
        if change.kind is Kind.LINK:
            yield self.record(change.record, self.voice(say("the id is written")))
            return
        if change.kind is Kind.UPDATE:
            yield self.record(change.record)
            yield from self.cells(change.cells, change.side)
            return
        trashed = change.kind is Kind.TRASH
        what = say("to the trash") if trashed else say("out of the trash") if change.restore else say("new")
        why = [self.voice(change.cells[0].why)] if change.cells else []
        yield self.record(change.record, self.voice(what))
        values = {cell.field: cell.before if trashed else cell.after for cell in change.cells}
        yield self.block(values, change.side)
        for reason in why:
            yield self.prose(reason, 2 * _INDENT, "dim", "└")


def _with_reason(line: Text, reason: Sequence[str], column: int) -> Text:
    """Put the reason's lines to the right, where its column begins."""
    line.append(" " * max(column - line.cell_len, 0))
    return line.append(("\n" + " " * column).join(reason), "dim")


def spaced(blocks: Iterable[Sequence[RenderableType]]) -> Iterator[RenderableType]:
    """Put an empty line between blocks."""
    for place, block in enumerate(blocks):
        if place:
            yield Text()
        yield from block
