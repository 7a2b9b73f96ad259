"""The log of a record and the list of runs, for people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.text import Text

from jobs.history.finding import Found
from jobs.report.line import safe, shorten
from jobs.report.names import Names, columns
from jobs.report.table import Page
from jobs.report.voice import Voice
from jobs.report.waiting import conflict, held
from mappings.fields import PairMapping
from sync.changes import Cell, Kind
from sync.history import Event, Kept, Ran, Standing, Waiting, What
from sync.message import Message, say
from sync.model import Side


@dataclass(frozen=True, slots=True)
class RecordLog:
    """Everything that is known of a record. ``here`` says where it stands."""

    pair: str
    found: Found
    events: Sequence[Event]
    conflicts: Sequence[Standing] = ()
    held: Sequence[Waiting] = ()
    lost: Sequence[Kept] = ()
    known: bool = True
    here: Mapping[Side, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run, and the run that it undid, where it did."""

    ran: Ran
    undoes: str | None = None


def record_log(log: RecordLog, voice: Voice, width: int, mapping: PairMapping) -> RenderableType:
    """Return the events by run, the oldest first, and below them what is open now."""
    page = Page(Names({log.found.record: log.found.title}, columns(mapping)), voice, width)
    parts: list[RenderableType] = [page.record(log.found.record, *_places(log, page))]
    if not log.events:
        parts.append(page.prose(voice(say("nothing was written to it, and nothing is known of it but its id"))))
    for (run, minute), group in groupby(log.events, key=lambda event: (event.run, event.at.replace(second=0))):
        parts += [Text(), Text(f"{_time(minute, voice)}  {safe(run)}", style="bold"), *_of_run(list(group), page)]
    if log.conflicts or log.held:
        parts += [Text(), page.heading(say("Open now"))]
        for standing in log.conflicts:
            parts += conflict(standing.conflict, page)
        parts += held([waiting.held for waiting in log.held], page) if log.held else ()
    return Group(*parts)


def _places(log: RecordLog, page: Page) -> Iterator[str]:
    if not log.known:
        yield page.voice(say("gone from both sides"))


def _of_run(events: Sequence[Event], page: Page) -> Iterator[RenderableType]:
    """Write what happened in one run: a heading for each kind of event and side, below it a line a field."""
    written = {event.field for event in events if event.what is What.WRITTEN}
    told = [event for event in events if event.what is not What.AGREED or event.field not in written]
    for (what, kind, side), group in groupby(told, key=lambda event: (event.what, event.kind, event.side)):
        some = list(group)
        yield page.prose(page.voice(_heading(what, kind, side)), 2)
        cells = [
            Cell(event.field, event.before, event.after, sides_named(event.why) if event.why else Message(""))
            for event in some
            if event.field is not None
        ]
        yield from page.cells(cells, side or Side.SHEET)
        for event in some:
            if event.field is None and event.why is not None:
                yield page.prose(page.voice(sides_named(event.why)), 4, "dim", "└")


def _heading(what: What, kind: Kind | None, side: Side | None) -> Message:
    if what is What.WRITTEN and kind in _WRITTEN:
        return replace(_WRITTEN[kind], values=(("side", side),))
    return replace(_HEADINGS[what], values=(("side", side),))


def sides_named(message: Message) -> Message:
    """Return a message of the journal, which keeps sides as plain words, with the sides it speaks of."""
    names = {side.value: side for side in Side}
    return replace(message, values=tuple((key, _side_of(key, value, names)) for key, value in message.values))


def _side_of(key: str, value: object, names: Mapping[str, Side]) -> object:
    if isinstance(value, Message):
        return sides_named(value)
    return names.get(value, value) if isinstance(value, str) and key in _SIDE_KEYS else value


def run_list(pair: str, lines: Iterable[RunLine], voice: Voice, width: int) -> RenderableType:
    """Return the latest runs, the newest first: when, what they came to, what they wrote, what was forced."""
    rows = [_cells(line, voice) for line in lines]
    if not rows:
        return Text(voice(say("{pair}: no run yet", pair=pair)))
    wide = [max(cell_len(row[place]) for row in rows) for place in range(4)]
    parts: list[RenderableType] = [Text(safe(pair), style="bold")]
    for row in rows:
        text = "  ".join(set_cell_size(cell, size) for cell, size in zip(row, wide, strict=False))
        parts.append(Text(shorten(f"  {text}".rstrip(), width)))
        parts += [Text(f"      └ {shorten(note, width - 8)}", style="dim") for note in row[4:] if note]
    return Group(*parts)


def _cells(line: RunLine, voice: Voice) -> list[str]:
    ran = line.ran
    wrote = [
        voice(say("{count} in {side}", count=ran.counts.get(side.value, 0), side=side))
        for side in Side
        if ran.counts.get(side.value)
    ]
    notes = [
        voice(say("undid the run {run}", run=line.undoes)) if line.undoes else "",
        voice(say("forced past: {codes}", codes=", ".join(ran.forced))) if ran.forced else "",
    ]
    what = voice(_OUTCOMES.get(ran.outcome or "", say("not ended")))
    return [_time(ran.started, voice), safe(ran.run), what, voice.all(wrote) if wrote else "-", *notes]


def _time(at: datetime, voice: Voice) -> str:
    return at.astimezone(voice.zone).strftime("%Y-%m-%d %H:%M %Z")


_SIDE_KEYS = frozenset({"side", "missing", "other", "barred", "notion", "sheet"})
_OUTCOMES = {
    "in_step": say("in step"),
    "changed": say("written"),
    "conflicts": say("conflicts"),
    "refused": say("refused"),
    "failed": say("failed"),
    "unfinished": say("unfinished"),
}
_WRITTEN = {
    Kind.LINK: say("The id was written in {side}"),
    Kind.CREATE: say("Made in {side}"),
    Kind.TRASH: say("Taken to the trash in {side}"),
}
_HEADINGS = {
    What.WRITTEN: say("Written in {side}"),
    What.REFUSED: say("Refused by {side}"),
    What.FAILED: say("Not written in {side}"),
    What.OPEN: say("Sent to {side}; no answer yet"),
    What.DROPPED: say("Sent to {side} and never answered; both sides were read again"),
    What.AGREED: say("Both sides agreed"),
    What.FORGOTTEN: say("Gone from both sides"),
    What.UNLINKED: say("Moved to another table"),
    What.LINKED: say("In both tables again"),
    What.LOST: say("Did not win in {side}; kept here"),
    What.CONFLICT: say("Conflict: last agreed, and the value in {side}"),
}
