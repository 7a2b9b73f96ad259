"""The report of one pair, for people."""

from collections.abc import Callable, Iterable, Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from jobs.report import waiting
from jobs.report.names import Names, columns
from jobs.report.summary import not_sent, not_written, ran, summary, written
from jobs.report.table import Page, spaced
from jobs.report.voice import Voice
from jobs.sync.outcome import Outcome, OutcomeKind
from mappings.fields import PairMapping
from sync.changes import ColumnChange, Kind, Reshape
from sync.message import Message, say
from sync.model import Side


def report(
    outcome: Outcome, voice: Voice, width: int, *, mapping: PairMapping | None = None, links: bool = False
) -> RenderableType:
    """Return everything there is to say of a run, the closing line last.

    ``mapping`` gives fields the names people know; ``links`` lists the ids that are written, which are only counted
    otherwise.
    """
    page = Page(Names(outcome.titles, columns(mapping)), voice, width)
    blocks = [list(block) for block in _blocks(outcome, page, links=links)]
    parts = [*spaced([block for block in blocks if block])]
    closing = _closing(outcome, page)
    return Group(*parts, *([Text()] if parts else []), closing)


def problems(outcome: Outcome, voice: Voice, width: int, *, mapping: PairMapping | None = None) -> RenderableType:
    """Return the shortest that must be said: what stopped the run, and the closing line."""
    page = Page(Names(outcome.titles, columns(mapping)), voice, width)
    blocks = [*_refused(outcome, page), *_failed(outcome, page)]
    closing = _closing(outcome, page)
    return Group(*blocks, closing)


def _closing(outcome: Outcome, page: Page) -> Text:
    line = say("{pair}: {what}", pair=outcome.pair, what=summary(outcome, page.voice))
    return page.prose(page.voice(line), 0, _STYLE[outcome.kind])


def _blocks(outcome: Outcome, page: Page, *, links: bool) -> Iterator[Iterable[RenderableType]]:
    plan = outcome.plan
    yield _refused(outcome, page)
    yield _titled(_FOLLOWED, [[page.prose(page.voice(note.why))] for note in plan.notes], page)
    yield _titled(_COLUMNS, [[page.prose(_column(change, page))] for change in plan.columns], page)
    for side in Side:
        changes = [each for each in written(outcome) if each.side is side and (links or each.kind is not Kind.LINK)]
        heading = say("Written in {side}", side=side) if ran(outcome) else say("To be written in {side}", side=side)
        yield _titled(heading, (page.change(change) for change in changes), page)
    open_questions = [
        *(waiting.column_conflict(found, page) for found in plan.column_conflicts),
        *(waiting.violation(found, page) for found in plan.violations),
        *(waiting.conflict(found, page) for found in plan.conflicts),
    ]
    yield _titled(_CONFLICTS, open_questions, page)
    yield _titled(_HELD, [waiting.held(plan.held, page)] if plan.held else [], page)
    yield _titled(_LOST, [waiting.lost(plan.lost, page)] if plan.lost else [], page)
    yield _titled(_DESK, [[page.prose(page.voice(notice))] for notice in outcome.notices], page)
    yield _failed(outcome, page)


def _titled(heading: Message, blocks: Iterable[Iterable[RenderableType]], page: Page) -> list[RenderableType]:
    parts = [part for block in blocks for part in block]
    return [page.heading(heading), *parts] if parts else []


def _refused(outcome: Outcome, page: Page) -> list[RenderableType]:
    return _titled(_REFUSED, (waiting.refusal(found, page) for found in outcome.refusals), page)


def _failed(outcome: Outcome, page: Page) -> list[RenderableType]:
    parts = _titled(_NOT_WRITTEN, (waiting.failure(found, page) for found in not_written(outcome)), page)
    if not_sent(outcome):
        more = say("{count} more were not sent; the next run looks at them again", count=not_sent(outcome))
        parts += [page.prose(page.voice(more))]
    return parts + (list(waiting.trouble(outcome.error, page)) if outcome.error else [])


def _column(change: ColumnChange, page: Page) -> str:
    return page.voice(_RESHAPES[change.reshape](change))


_FOLLOWED = say("Followed: somebody changed the table itself")
_COLUMNS = say("Columns")
_CONFLICTS = say("Conflicts: a person decides, nothing is overwritten")
_HELD = say("Held: left alone in this run")
_LOST = say("Values that did not win: kept in the history")
_REFUSED = say("Stopped: nothing was written")
_DESK = say("Where people are asked")
_NOT_WRITTEN = say("Not written")
_RESHAPES: dict[Reshape, Callable[[ColumnChange], Message]] = {
    Reshape.ADD: lambda change: say(
        "add {name} ({kind}) in {side}", name=change.name, kind=change.kind, side=change.side
    ),
    Reshape.RENAME: lambda change: say(
        "rename {field} to {name} in {side}", field=change.field, name=change.name, side=change.side
    ),
    Reshape.RETYPE: lambda change: say(
        "make {name} {kind} in {side}", name=change.name, kind=change.kind, side=change.side
    ),
    Reshape.DROP: lambda change: say("remove {name} from {side}", name=change.name, side=change.side),
}
_STYLE = {
    OutcomeKind.IN_STEP: "bold green",
    OutcomeKind.CHANGED: "bold green",
    OutcomeKind.PENDING: "bold",
    OutcomeKind.CONFLICTS: "bold yellow",
    OutcomeKind.REFUSED: "bold red",
    OutcomeKind.UNFINISHED: "bold yellow",
    OutcomeKind.FAILED: "bold red",
}
