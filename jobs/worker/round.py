"""One round: a turn of each job that is due. One that fails does not keep the others from theirs."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from jobs.exits import Exit
from jobs.logs import Log, changes_of
from jobs.report.voice import Voice
from jobs.schedule import JobName
from jobs.settings.secrecy import discreet
from jobs.sync.outcome import Outcome
from jobs.sync.watch import Watch
from jobs.worker import notices
from jobs.worker.book import Book
from jobs.worker.ports import Carry, Herald, Meter, Monitor
from jobs.worker.reason import kind_of, of_error, reason
from sync.errors import BothwaysError
from sync.message import Message
from sync.notice import Notice
from sync.turns import Standing, Turn, TurnKind


@dataclass(frozen=True)
class Ended:
    """A turn that is over, and how long it took."""

    turn: Turn
    seconds: float = 0.0
    outcomes: tuple[Outcome, ...] = ()

    @property
    def exit(self) -> Exit:
        return Exit(self.turn.code or 0)


@dataclass
class Round:
    """``unexpected`` turns a fault of Bothways itself into an error that can be shown."""

    run: str
    carry: Carry
    book: Book
    watch: Watch
    now: Callable[[], datetime]
    log: Log
    voice: Voice
    unexpected: Callable[[Exception], BothwaysError]
    heralds: Sequence[Herald] = ()
    monitor: Monitor | None = None
    meter: Meter | None = None
    ended: list[Ended] = field(default_factory=list)

    def go(self, jobs: Sequence[JobName]) -> None:
        """Carry out the jobs in order, then let the monitor know."""
        for job in jobs:
            self._turn(job)
        if self.meter is not None:
            for service, (calls, retries) in self.watch.calls.items():
                self.meter.called(service, calls, retries)
        self._beat()

    def _turn(self, job: JobName) -> None:
        before, began, outcomes = self.book.standing(job), time.monotonic(), list[Outcome]()
        turn = Turn(self.run, job.value, self.now())

        def heed(outcome: Outcome) -> None:
            outcomes.append(outcome)
            self.log.came(job.value, outcome)

        try:
            with self._begun(job), self.book.turn(self.run, job.value):
                with self._closed(turn):
                    code, why = self._carried(job, heed, outcomes)
                turn = replace(
                    turn, ended=self.now(), kind=kind_of(code), code=code, seen=why[0], way_out=why[1],
                    counts=_counts(outcomes),
                )  # fmt: skip
                self.book.end(turn)
        except BothwaysError as error:  # another process is at it, or the time was over before it began
            code = Exit(error.exit_code)
            seen, way_out = of_error(error)
            turn = replace(turn, ended=self.now(), kind=kind_of(code), code=code, seen=seen, way_out=way_out)
        self._over(Ended(turn, time.monotonic() - began, tuple(outcomes)), before)

    @contextmanager
    def _begun(self, job: JobName) -> Iterator[None]:
        self.watch.check()
        self.log.begins(job.value)
        yield

    @contextmanager
    def _closed(self, turn: Turn) -> Iterator[None]:
        """Close the turn where the process is interrupted, so that its job can be begun anew at once."""
        try:
            yield
        except BaseException:
            self.book.end(replace(turn, ended=self.now(), kind=TurnKind.DEFERRED, code=Exit.INTERRUPTED))
            raise

    def _carried(
        self, job: JobName, heed: Callable[[Outcome], None], outcomes: Sequence[Outcome]
    ) -> tuple[Exit, tuple[Message | None, Message | None]]:
        try:
            code = self.carry(job, self.watch, heed)
            return code, reason(code, outcomes)
        except BothwaysError as error:
            return Exit(error.exit_code), of_error(error)
        except Exception as error:  # noqa: BLE001 - a fault in one job is reported, and the others go on
            return Exit.FAILED, of_error(self.unexpected(error))

    def _over(self, ended: Ended, before: Standing) -> None:
        turn = ended.turn
        self.ended.append(ended)
        self.log.ends(turn, ended.seconds)
        if self.meter is not None:
            self.meter.ran(turn.job, "unknown" if turn.kind is None else turn.kind.value, ended.seconds)
            made = Counter((each.side.value, each.kind.value) for o in ended.outcomes for each in changes_of(o))
            for (side, kind), count in made.items():
                self.meter.changed(side, kind, count)
        if turn.kind is TurnKind.FAILED and not before.told and self._told(notices.failed(turn, self.voice)):
            self.book.told(turn)
        if turn.kind is TurnKind.SETTLED and before.told:
            self._told(notices.recovered(turn, before, self.voice))

    def _told(self, notice: Notice) -> bool:
        """Call people in every way there is; return whether any of them was taken."""
        taken = False
        discreetly = replace(notice, subject=discreet(notice.subject), text=discreet(notice.text))
        for herald in self.heralds:
            try:
                herald.tell(discreetly)
                taken = True
            except BothwaysError as error:
                self.log.trouble("notice was not sent", error)
        return taken

    def _beat(self) -> None:
        kinds = {each.turn.kind for each in self.ended}
        if self.monitor is None or (TurnKind.DEFERRED in kinds and TurnKind.FAILED not in kinds):
            return  # no word is right: a monitor notices when it lasts
        text = "\n".join(f"{each.turn.job}: {each.turn.kind} ({each.seconds:.0f} s)" for each in self.ended)
        try:
            self.monitor.beat(text, well=TurnKind.FAILED not in kinds)
        except BothwaysError as error:
            self.log.trouble("heartbeat was not sent", error)


def _counts(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """Count what was written on each side, and what waits."""
    made = Counter(change.side.value for outcome in outcomes for change in changes_of(outcome))
    waits = sum(len(outcome.plan.conflicts) for outcome in outcomes)
    held = sum(len(outcome.plan.held) for outcome in outcomes)
    return {**made, "conflicts": waits, "held": held}
