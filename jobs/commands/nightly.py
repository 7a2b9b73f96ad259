"""``bothways run``: the jobs that are due, one after the other, and one report."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from structlog.typing import FilteringBoundLogger

from jobs.commands.configured import settings_of
from jobs.commands.errands import Order, carry_out, unseen
from jobs.commands.guarded import unexpected
from jobs.commands.terminal import Terminal
from jobs.exits import Exit, gravest
from jobs.logs import Log, logger
from jobs.report import written
from jobs.report.document import FORMAT, Json, error_object
from jobs.schedule import Due, JobName, Planned, due
from jobs.settings import Settings
from jobs.sync.outcome import Outcome
from jobs.sync.watch import Watch
from jobs.worker.book import Book
from jobs.worker.ports import Herald, Ledger, Monitor
from jobs.worker.round import Round
from jobs.worker.show import job_object, report
from jobs.worker.stopping import Stop
from sync.errors import BothwaysError, Misconfigured, StateError
from sync.message import say


@dataclass(frozen=True)
class Asked:
    """What the command line asks for. ``everything`` runs what is not due, too; ``deadline`` is in minutes."""

    config: Path | None = None
    only: tuple[JobName, ...] = ()
    everything: bool = False
    dry: bool = False
    deadline: float | None = None
    as_json: bool = False
    language: str | None = None


@dataclass
class Shown:
    """What each job's own command said with ``--json``."""

    reports: dict[JobName, Json] = field(default_factory=dict)


def run(asked: Asked, screen: Terminal) -> Exit:
    """Do what is due. Raises what stops the command before any job."""
    shown = Shown()
    try:
        settings = settings_of(asked.config, asked.language, screen)
        planned = chosen(settings.planned(), asked.only)
        stop = Stop()
        with stop.heard(), ExitStack() as stack:
            made, dues = _prepared(asked, settings, planned, screen, stop, shown, stack)
            made.go([each.job for each in dues if each.now])
            after = [_again(each, made, planned) for each in dues]
    except BothwaysError as error:
        if asked.as_json:
            screen.raw(written(_document(error.exit_code, [], error_object(error, screen.voice))) + "\n")
        raise
    code = gravest(each.exit for each in made.ended)
    if asked.as_json:
        ended = {each.turn.job: each for each in made.ended}
        jobs = [job_object(each, ended.get(each.job), shown.reports.get(each.job), screen.voice) for each in after]
        screen.raw(written(_document(code, jobs, None)) + "\n")
    elif not screen.quiet or code not in (Exit.DONE, Exit.PENDING):
        screen.out.print()
        screen.show(report(made.ended, after, screen.voice))
    return code


def chosen(planned: Sequence[Planned], only: Sequence[JobName]) -> list[Planned]:
    """Return the jobs that were named. Raises ``Misconfigured`` for one that is not configured."""
    known = [each.job for each in planned]
    mistakes = [
        say("--only {seen}: {table} is not in the configuration", seen=each, table=f"[jobs.{each}]")
        for each in only
        if each not in known
    ]
    if mistakes:
        raise Misconfigured(
            say("The command line names jobs that are not configured."),
            mistakes,
            say("docs/schedules.md shows how a job is configured."),
        )
    return [each for each in planned if not only or each.job in only]


@contextmanager
def opened_ledger(settings: Settings, log: Log, *, reading: bool) -> Iterator[Ledger | None]:
    """Yield the ledger; None where the store cannot be used: then whatever may be due is due."""
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

    with ExitStack() as stack:
        try:
            found = stack.enter_context(wiring.ledger(settings, reading=reading))
        except StateError as error:
            log.trouble("ledger cannot be opened", error)
            found = None
        yield found


def carrying(order: Order, screen: Terminal, shown: Shown | None) -> Callable[..., Exit]:
    """Return what carries out a job; with ``shown`` its JSON is kept instead of its text being shown."""

    def carry(job: JobName, watch: Watch, heed: Callable[[Outcome], None]) -> Exit:
        if shown is None:
            if not screen.quiet:
                screen.out.print()
            return carry_out(job, order, screen, watch, heed)
        own, out = unseen(screen.voice, verbose=screen.verbose)
        try:
            return carry_out(job, order, own, watch, heed)
        finally:
            shown.reports[job] = _parsed(out.getvalue())

    return carry


def _prepared(
    asked: Asked,
    settings: Settings,
    planned: Sequence[Planned],
    screen: Terminal,
    stop: Stop,
    shown: Shown,
    stack: ExitStack,
) -> tuple[Round, list[Due]]:
    """Return the round and what is due."""
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

    name = wiring.new_run()
    log = Log(run_logger(settings, screen).bind(run=name))
    ledger = stack.enter_context(opened_ledger(settings, log, reading=asked.dry))
    book = Book(ledger, wiring.now, log.trouble)
    now = wiring.now()
    dues = [due(each, book.standing(each.job), now) for each in planned]
    if asked.everything:
        dues = [replace(each, now=True) for each in dues]
    order = Order(asked.config, asked.dry, asked.as_json, asked.language)
    made = Round(
        name,
        carrying(order, screen, shown if asked.as_json else None),
        Book(None, wiring.now, log.trouble) if asked.dry else book,
        wiring.watch(asked.deadline or settings.deadline_minutes, stop.sleep, stop),
        wiring.now,
        log,
        screen.voice,
        lambda error: unexpected(error, screen),
        *(((), None) if asked.dry else told_by(settings, log)),
    )
    return made, dues


def told_by(settings: Settings, log: Log) -> tuple[Sequence[Herald], Monitor | None]:
    """Return who is told of the jobs. A secret of theirs that cannot be fetched now stops no job."""
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

    heralds: Sequence[Herald] = ()
    monitor: Monitor | None = None
    try:
        heralds = wiring.heralds(settings)
    except Misconfigured as error:
        log.trouble("notices cannot be sent", error)
    try:
        monitor = wiring.monitor(settings)
    except Misconfigured as error:
        log.trouble("heartbeat cannot be sent", error)
    return heralds, monitor


def run_logger(settings: Settings, screen: Terminal) -> FilteringBoundLogger:
    """Return the logger; in a terminal the report says it all, so that only what went wrong is a line."""
    form, level = settings.log.format, settings.log.level
    if form == "auto" and (screen.err.is_terminal or screen.quiet) and level in ("debug", "info"):
        level = "warning"
    return logger(form, level, sys.stderr)


def _again(before: Due, made: Round, planned: Sequence[Planned]) -> Due:
    """Return when a job is next due, now that the round is over."""
    plan = next(each for each in planned if each.job is before.job)
    upcoming = None if plan.times is None else plan.times.next(made.now())
    return replace(before, next=upcoming)


def _document(code: int, jobs: Sequence[Mapping[str, Json]], error: Json) -> dict[str, Json]:
    return {"format": FORMAT, "command": "run", "exit_code": int(code), "error": error, "jobs": list(jobs)}


def _parsed(text: str) -> Json:
    try:
        found: Json = json.loads(text)
    except ValueError:
        return None
    return found
