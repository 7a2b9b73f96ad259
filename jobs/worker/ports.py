"""What the jobs that run by themselves ask of the world."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol, TypeAlias

from jobs.exits import Exit
from jobs.schedule import JobName
from jobs.sync.outcome import Outcome
from jobs.sync.watch import Watch
from sync.notice import Notice
from sync.turns import Standing, Turn


class Ledger(Protocol):
    """The turns of jobs, as they are remembered. All raise ``StateError``."""

    def standing(self, job: str) -> Standing: ...

    def begin(self, run: str, job: str, at: datetime, until: datetime) -> None:
        """Raises ``Busy`` while another process is at the job."""
        ...

    def keep(self, run: str, until: datetime) -> None: ...

    def end(self, turn: Turn) -> None: ...

    def told(self, run: str, job: str, at: datetime) -> None: ...


class Herald(Protocol):
    """A way in which people are called. Raises ``ServiceError``."""

    def tell(self, notice: Notice) -> None: ...


class Monitor(Protocol):
    """What notices when no run comes any more. Raises ``ServiceError``."""

    def beat(self, text: str, *, well: bool) -> None: ...


class Meter(Protocol):
    """What counts, and shows it."""

    def text(self) -> bytes: ...

    def ran(self, job: str, outcome: str, seconds: float) -> None: ...

    def stands(self, job: str, *, failing: bool, success: datetime | None, upcoming: datetime | None) -> None: ...

    def changed(self, side: str, kind: str, count: int) -> None: ...

    def called(self, service: str, calls: int, retries: int) -> None: ...

    def waits(self, conflicts: Mapping[str, int], held: Mapping[str, int], oldest: datetime | None) -> None: ...


Carry: TypeAlias = Callable[[JobName, Watch, Callable[[Outcome], None]], Exit]
"""Carries out a job, telling what each table came to. Raises ``BothwaysError``."""
