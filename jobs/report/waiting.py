"""The blocks of what was not written: conflicts, held, values that did not win, refusals, failures."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import RenderableType
from rich.text import Text

from jobs.report.line import safe, shorten
from jobs.report.names import place
from jobs.report.table import Page
from sync.changes import ColumnConflict, Conflict, Held, Lost, Receipt, Violation
from sync.errors import BothwaysError, Misconfigured
from sync.guard import Refusal
from sync.message import say
from sync.model import Side


def conflict(found: Conflict, page: Page) -> Iterator[RenderableType]:
    """Write the last agreed value and both sides' below one another."""
    if found.field is None:
        yield page.record(found.record)
        yield page.prose(page.voice(found.why), 4)
        for side, values in found.records.items():
            yield page.prose(page.voice.side(side), 4, "bold")
            yield page.block(values, side)
        return
    yield page.record(found.record, page.names.field(found.field))
    yield page.prose(page.voice(found.why), 4)
    if found.later:
        yield page.prose(page.voice(say("put off until one of the values changes")), 4, "dim")
    agreed = page.voice(say("never: they meet for the first time")) if found.first else page.voice.value(found.was)
    rows = [(page.voice(say("last agreed")), agreed)]
    rows += [(page.voice.side(side), page.voice.value(found.values.get(side))) for side in Side]
    yield _rows(rows, page)


def _rows(rows: Sequence[tuple[str, str]], page: Page) -> RenderableType:
    label = max(cell_len(name) for name, _ in rows)
    text = Text()
    for number, (name, value) in enumerate(rows):
        text.append(("\n" if number else "") + " " * 4 + set_cell_size(name, label) + "  ", "dim")
        text.append(shorten(value, page.width - 6 - label))
    return text


def column_conflict(found: ColumnConflict, page: Page) -> Iterator[RenderableType]:
    yield page.prose(page.voice(found.why))
    rows = [(page.voice(say("last agreed")), _listed(found.base))]
    rows += [(page.voice.side(side), _listed(found.values.get(side, ()))) for side in Side]
    yield _rows(rows, page)


def _listed(names: Sequence[str | None]) -> str:
    return safe(", ".join(name or "-" for name in names))


def violation(found: Violation, page: Page) -> Iterator[RenderableType]:
    fields = page.voice.all([page.names.field(name) for name in found.fields])
    yield page.prose(page.voice(say("these would have the same {fields}, which is to be unique:", fields=fields)))
    for record in found.records:
        yield page.record(record)


def held(found: Sequence[Held], page: Page) -> Iterator[RenderableType]:
    """Write each reason once, and below it the places."""
    places: dict[str, list[str]] = {}
    for each in found:
        places.setdefault(page.voice(each.why), []).append(_place(each, page))
    for reason, where in places.items():
        yield page.prose(reason)
        for line in filter(None, where):
            yield page.prose(line, 4, "dim", "·")


def _place(found: Held, page: Page) -> str:
    title, name = page.names.record(found.record) if found.record else ("", "")
    column = page.names.field(found.field, found.side) if found.field else ""
    where = place(found.side, found.address if found.side is Side.SHEET or not found.record else None, page.voice)
    rest = "  ".join(part for part in (name, column, where) if part)
    return f"{shorten(title, max(page.width - 8 - cell_len(rest), 12))}  {rest}" if title else rest


def lost(found: Sequence[Lost], page: Page) -> Iterator[RenderableType]:
    for each in found:
        yield page.record(each.record, page.names.field(each.field, each.side), page.voice.side(each.side))
        yield page.prose(shorten(page.voice.value(each.value), page.width - 4), 4)
        yield page.prose(page.voice(each.why), 4, "dim", "└")


def refusal(found: Refusal, page: Page) -> Iterator[RenderableType]:
    yield page.prose(page.voice(found.seen), style="bold red")
    yield page.prose(page.voice(found.way_out), mark="→")


def failure(found: Receipt, page: Page) -> Iterator[RenderableType]:
    """Write what of one change did not arrive, and why."""
    yield page.record(found.change.record, page.voice.side(found.change.side))
    if found.failed is not None:
        yield page.prose(page.voice(found.failed), 4)
    for name, why in found.refused.items():
        label = page.names.field(name, found.change.side)
        yield page.prose(page.voice(say("{field}: {why}", field=label, why=why)), 4)


def trouble(error: BothwaysError, page: Page) -> Iterator[RenderableType]:
    """Write what was seen, every mistake, and the way out."""
    yield page.prose(page.voice(error.seen), 0, "bold red")
    for mistake in error.mistakes if isinstance(error, Misconfigured) else ():
        yield page.prose(page.voice(mistake), mark="-")
    if error.way_out is not None:
        yield page.prose(page.voice(error.way_out), 0, mark="→")
