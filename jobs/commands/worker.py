"""``bothways worker``: the jobs as a service, until it is asked to end."""

import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from jobs.commands.configured import settings_of
from jobs.commands.errands import Order, carry_out, unseen
from jobs.commands.guarded import unexpected
from jobs.commands.nightly import chosen, opened_ledger, told_by
from jobs.commands.terminal import Terminal
from jobs.exits import Exit
from jobs.logs import Log, logger
from jobs.schedule import JobName, Planned
from jobs.settings import Settings
from jobs.sync.outcome import Outcome
from jobs.sync.watch import Watch
from jobs.worker.book import Book
from jobs.worker.loop import Loop, with_times
from jobs.worker.ports import Meter
from jobs.worker.round import Round
from jobs.worker.stopping import Stop
from sync.errors import BothwaysError
from sync.turns import Standing, TurnKind

_STALLED = timedelta(minutes=5)
"""A worker that has not looked at the clock for so long, and is at no job, is taken for dead."""


@dataclass(frozen=True)
class Asked:
    """What the command line asks for. ``port`` is where health is served; None is what the configuration says."""

    config: Path | None = None
    only: tuple[JobName, ...] = ()
    port: int | None = None
    language: str | None = None


@dataclass
class Service:
    """The worker and what it is asked by others, which come from another thread."""

    asked: Asked
    settings: Settings
    planned: tuple[Planned, ...]
    screen: Terminal
    log: Log
    stop: Stop
    now: Callable[[], datetime]
    meter: Meter
    known: dict[JobName, Standing] = field(default_factory=dict)

    def look(self) -> Mapping[JobName, Standing]:
        """Return how the jobs stand, and let the gauges know."""
        with opened_ledger(self.settings, self.log, reading=False) as ledger:
            book = Book(ledger, self.now, self.log.trouble)
            found = {each.job: book.standing(each.job) for each in self.planned} if ledger is not None else self.known
        for each in self.planned:
            standing = found.get(each.job, Standing())
            self.meter.stands(
                each.job,
                failing=bool(standing.streak),
                success=None if standing.settled is None else standing.settled.ended,
                upcoming=None if each.times is None else each.times.next(self.now()),
            )
        self.known = dict(found)
        return found

    def go(self, ready: Sequence[JobName]) -> None:
        """Have a round of these jobs."""
        from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

        run = wiring.new_run()
        log = Log(self.log.to.bind(run=run))
        with ExitStack() as stack:
            ledger = stack.enter_context(opened_ledger(self.settings, log, reading=False))
            made = Round(
                run,
                self._carry,
                Book(ledger, self.now, log.trouble, {} if ledger is not None else dict(self.known)),
                wiring.watch(self.settings.deadline_minutes, self.stop.sleep, self.stop),
                self.now,
                log,
                self.screen.voice,
                lambda error: unexpected(error, self.screen),
                *told_by(self.settings, log),
                self.meter,
            )
            made.go(ready)
            if ledger is None:
                self.known |= {each: made.book.standing(each) for each in ready}
        try:
            waits = wiring.waiting(self.settings)
        except BothwaysError as error:
            log.trouble("what waits cannot be read", error)
            return
        oldest = None if waits.oldest_held is None else waits.oldest_held[1]
        self.meter.waits(waits.conflicts, waits.held, oldest)

    def _carry(self, job: JobName, watch: Watch, heed: Callable[[Outcome], None]) -> Exit:
        own, _ = unseen(self.screen.voice, verbose=self.screen.verbose)
        return carry_out(job, Order(self.asked.config, language=self.asked.language), own, watch, heed)


def run(asked: Asked, screen: Terminal) -> Exit:
    """Work until SIGTERM or Ctrl+C. Raises ``Misconfigured`` before the first job."""
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

    settings = settings_of(asked.config, asked.language, screen)
    every = timedelta(minutes=settings.worker.every_minutes)
    planned = with_times(chosen(settings.planned(), asked.only), every)
    wiring.heralds(settings), wiring.monitor(settings)  # a secret that cannot be fetched is said now, not at night
    log, stop, meter = Log(logger(settings.log.format, settings.log.level, sys.stderr)), Stop(), wiring.gauges()
    service = Service(asked, settings, planned, screen, log, stop, wiring.now, meter)
    loop = Loop(planned, service.look, service.go, wiring.now, stop.sleep, stop)
    port = settings.worker.health_port if asked.port is None else asked.port
    served = (
        wiring.health_served(
            port,
            live=lambda: live(loop, wiring.now()),
            health=lambda: health(loop, wiring.now()),
            metrics=meter.text,
        )
        if port or asked.port == 0
        else nullcontext("")
    )
    with stop.heard((signal.SIGTERM, signal.SIGINT)), served as address:
        log.to.info("worker begins", jobs=[each.job.value for each in planned], health=address or None)
        loop.work()
        log.to.info("worker ends")
    return Exit.DONE


def live(loop: Loop, now: datetime) -> tuple[bool, Mapping[str, object]]:
    """Say whether the worker works: it is at a job, or has looked at the clock of late."""
    well = loop.busy or (loop.ticked is not None and now - loop.ticked < _STALLED)
    return well, {"status": "ok" if well else "stalled", "busy": loop.busy}


def health(loop: Loop, now: datetime) -> tuple[bool, Mapping[str, object]]:
    """Say whether the worker works and no job fails."""
    wakes = loop.wakes(now)
    jobs = {
        each.job.value: _job(loop.standings.get(each.job, Standing()), wakes.get(each.job)) for each in loop.planned
    }
    alive = live(loop, now)[0]
    failing = any(standing.streak for standing in loop.standings.values())
    status = "stalled" if not alive else "failing" if failing else "ok"
    return status == "ok", {"status": status, "busy": loop.busy, "jobs": jobs}


def _job(standing: Standing, upcoming: datetime | None) -> dict[str, object]:
    latest, settled = standing.latest, standing.settled
    kind = None if latest is None else latest.kind
    return {
        "last": None if latest is None else latest.started.isoformat(timespec="seconds"),
        "outcome": None if kind is None else TurnKind(kind).value,
        "last_success": None if settled is None or settled.ended is None else _iso(settled.ended),
        "failures": len(standing.streak),
        "next": None if upcoming is None else _iso(upcoming),
    }


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
