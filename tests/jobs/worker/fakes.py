"""What stands for the world in the tests of jobs that run by themselves."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from jobs.exits import Exit
from jobs.logs import Log, logger
from jobs.report.voice import Voice
from jobs.schedule import JobName
from jobs.sync.outcome import Outcome
from jobs.sync.watch import Watch
from jobs.worker.book import Book
from jobs.worker.round import Round
from sync.errors import BothwaysError, Busy, OutOfReach, StateError
from sync.message import say
from sync.notice import Notice
from sync.turns import Standing, Turn, TurnKind

START = datetime(2026, 11, 22, 9, tzinfo=UTC)


@dataclass
class Clock:
    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class FakeLedger:
    """Keeps turns in a list; ``broken`` lets every call fail."""

    turns: list[Turn] = field(default_factory=list)
    busy: set[str] = field(default_factory=set)
    broken: bool = False

    def _check(self) -> None:
        if self.broken:
            raise StateError(say("The disk is full."))

    def standing(self, job: str) -> Standing:
        self._check()
        found = Standing()
        for turn in self.turns:
            if turn.job == job and turn.kind is not None:
                found = found.after(turn)
        return found

    def begin(self, run: str, job: str, at: datetime, until: datetime) -> None:
        self._check()
        if job in self.busy:
            raise Busy(say("another is at it"))
        self.turns.append(Turn(run, job, at))

    def keep(self, run: str, until: datetime) -> None:
        self._check()

    def end(self, turn: Turn) -> None:
        self._check()
        self.turns = [turn if (each.run, each.job) == (turn.run, turn.job) else each for each in self.turns]

    def told(self, run: str, job: str, at: datetime) -> None:
        self._check()
        self.turns = [replace(each, told=at) if (each.run, each.job) == (run, job) else each for each in self.turns]


@dataclass
class FakeHerald:
    heard: list[Notice] = field(default_factory=list)
    deaf: bool = False

    def tell(self, notice: Notice) -> None:
        if self.deaf:
            raise OutOfReach(say("no answer"))
        self.heard.append(notice)


@dataclass
class FakeMonitor:
    beats: list[tuple[str, bool]] = field(default_factory=list)

    def beat(self, text: str, *, well: bool) -> None:
        self.beats.append((text, well))


Told = Callable[[Outcome], None]


@dataclass
class Bench:
    """A worker's surroundings; ``comes`` is what each job comes to: a code, or what it raises."""

    comes: dict[JobName, Exit | BaseException] = field(default_factory=dict)
    outcomes: dict[JobName, Sequence[Outcome]] = field(default_factory=dict)
    ledger: FakeLedger = field(default_factory=FakeLedger)
    herald: FakeHerald = field(default_factory=FakeHerald)
    monitor: FakeMonitor = field(default_factory=FakeMonitor)
    clock: Clock = field(default_factory=Clock)
    lines: io.StringIO = field(default_factory=io.StringIO)
    done: list[JobName] = field(default_factory=list)
    deadline: timedelta | None = None
    count: int = 0

    def carry(self, job: JobName, watch: Watch, heed: Told) -> Exit:
        self.done.append(job)
        self.clock.sleep(60)
        for outcome in self.outcomes.get(job, ()):
            heed(outcome)
        found = self.comes.get(job, Exit.DONE)
        if isinstance(found, BaseException):
            raise found
        return found

    def round(self, *jobs: JobName) -> Round:
        self.count += 1
        log = Log(logger("json", "debug", self.lines))
        made = Round(
            f"run{self.count}",
            self.carry,
            Book(self.ledger, self.clock, log.trouble),
            Watch(self.clock, self.clock.sleep, self.deadline),
            self.clock,
            log,
            Voice("en"),
            lambda error: BothwaysError(say("a fault of its own ({kind})", kind=type(error).__name__)),
            (self.herald,),
            self.monitor,
        )
        made.go(jobs)
        return made

    def kinds(self, made: Round) -> dict[str, TurnKind | None]:
        return {each.turn.job: each.turn.kind for each in made.ended}
