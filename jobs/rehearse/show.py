"""A rehearsal for people. The outcome of a job is shown as the job itself would show it."""

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.text import Text

from jobs.rehearse.act import Act
from jobs.rehearse.left import listed
from jobs.rehearse.samples import Sample
from jobs.rehearse.stage import Stage, Start
from jobs.report import Voice, report, summary
from jobs.report.line import safe, shorten
from jobs.report.names import Names, columns
from jobs.report.table import Page, spaced
from mappings.fields import PairMapping
from sync.message import Message, say
from sync.model import Side, Unreadable, Value

_STARTS: dict[Start, Message] = {
    Start.COPY: say("It begins with a copy of what the last run remembers."),
    Start.FIRST: say("There was no run yet, so this is the first one."),
    Start.FORGOTTEN: say(
        "The memory is not in a file that could be copied, so this is how a first run would go: with equal records "
        "adopted and different ones in conflict."
    ),
}


def opening(stage: Stage, voice: Voice, width: int) -> RenderableType:
    """Return what is played where, and from which beginning."""
    page = Page(Names({}), voice, width)
    where = say("A rehearsal: both tables were read and copied to this machine; the real ones are not written to.")
    return Group(page.prose(voice(where), 0, "bold"), page.prose(voice(_STARTS[stage.start]), 0))


def act(found: Act, voice: Voice, width: int, *, mapping: PairMapping, links: bool = False) -> RenderableType:
    """Return one pair's night."""
    first: list[RenderableType] = []
    for name, outcome in found.first.items():
        first.append(_heading(say("What {command} would say", command=f"bothways {name}"), found.pair, voice))
        first.append(report(outcome, voice, width, mapping=mapping, links=links))
    page = Page(Names({}, columns(mapping)), voice, width)
    blocks = [first, list(_after(found.after, page)), list(_again(found, page))]
    return Group(*spaced([block for block in blocks if block]))


def closing(left: Mapping[str, int], voice: Voice, width: int) -> RenderableType:
    """Return what was not carried over."""
    page = Page(Names({}), voice, width)
    lines = [page.prose(voice(said), mark="·") for _, _, said in listed(left)]
    return Group(page.heading(say("Not carried over")), *lines)


def _heading(what: Message, pair: str, voice: Voice) -> Text:
    return Text(f"── {safe(pair)}: {voice(what)}", style="bold cyan")


def _after(found: Sequence[Sample], page: Page) -> Iterator[RenderableType]:
    if not found:
        return
    yield page.heading(say("Both sides afterwards: a few of the records that would change"))
    voice = page.voice
    head = [voice(say("record")), voice(say("field")), *(voice.side(side) for side in Side)]
    rows = [
        [
            sample.title or sample.record,
            page.names.field(sample.field),
            *(_shown(sample.values[s], voice) for s in Side),
        ]
        for sample in found
    ]
    widths = _widths([head, *rows], page.width - 2 - 2 * 3)
    before = ""
    for number, row in enumerate([head, *rows]):
        before, row[0] = row[0], "" if row[0] == before else row[0]
        cells = (set_cell_size(shorten(safe(cell), width), width) for cell, width in zip(row, widths, strict=True))
        yield Text(("  " + "  ".join(cells)).rstrip(), style="" if number else "dim")


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Give each column what it needs; the widest ones share what there is."""
    needed = [max(cell_len(safe(row[place])) for row in rows) for place in range(len(rows[0]))]
    fair = max(needed)
    while fair > 4 and sum(min(width, fair) for width in needed) > room:
        fair -= 1
    return [min(width, fair) for width in needed]


def _shown(value: Value | Unreadable, voice: Voice) -> str:
    return value.seen if isinstance(value, Unreadable) else voice.value(value)


def _again(found: Act, page: Page) -> Iterator[RenderableType]:
    for name, outcome in found.second.items():
        line = say("Once more, {command}: {what}", command=f"bothways {name}", what=summary(outcome, page.voice))
        yield page.prose(page.voice(line), 0)
    if found.second and found.calm:
        yield page.prose(page.voice(say("Nothing is written a second time.")), 0, "green", "✓")
    elif found.second:
        why = say("A second run would write again. Please report it: this should not be.")
        yield page.prose(page.voice(why), 0, "bold red", "✗")
