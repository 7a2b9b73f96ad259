"""The ledger, with what this process knows itself in its place where the store cannot be used."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from jobs.schedule import JobName
from jobs.worker.ports import Ledger
from sync.errors import StateError
from sync.turns import Standing, Turn

LASTS = timedelta(minutes=5)
"""A turn whose process was killed keeps its job so long from being begun anew."""
_EVERY = 60.0


class Book:
    """``ledger`` is None without a store; ``trouble`` is told what goes wrong with it.

    ``known`` is how jobs stand without a ledger.
    """

    def __init__(
        self,
        ledger: Ledger | None,
        now: Callable[[], datetime],
        trouble: Callable[[str, Exception], None],
        known: Mapping[JobName, Standing] | None = None,
    ) -> None:
        self._ledger = ledger
        self._now = now
        self._trouble = trouble
        self._own: dict[str, Standing] = {job.value: standing for job, standing in (known or {}).items()}

    def standing(self, job: str) -> Standing:
        """Return how a job stands; what this process knows and could not write down goes before."""
        if job not in self._own and self._ledger is not None:
            try:
                return self._ledger.standing(job)
            except StateError as error:
                self._trouble("ledger cannot be read", error)
        return self._own.get(job, Standing())

    @contextmanager
    def turn(self, run: str, job: str) -> Iterator[None]:
        """Have the job for oneself. Raises ``Busy``."""
        ledger = self._ledger
        if ledger is None:
            yield
            return
        try:
            ledger.begin(run, job, self._now(), self._now() + LASTS)
        except StateError as error:
            self._trouble("ledger cannot be written", error)
            yield
            return
        over = threading.Event()
        keeping = threading.Thread(target=self._keep, args=(ledger, run, over), name="ledger", daemon=True)
        keeping.start()
        try:
            yield
        finally:
            over.set()
            keeping.join()

    def _keep(self, ledger: Ledger, run: str, over: threading.Event) -> None:
        while not over.wait(_EVERY):
            try:
                ledger.keep(run, self._now() + LASTS)
            except StateError as error:
                self._trouble("ledger cannot be written", error)

    def end(self, turn: Turn) -> Standing:
        """Keep what a turn came to; return how the job stands now."""
        now = self.standing(turn.job).after(turn)
        if self._ledger is not None:
            try:
                self._ledger.end(turn)
            except StateError as error:
                self._trouble("ledger cannot be written", error)
            else:
                self._own.pop(turn.job, None)
                return now
        self._own[turn.job] = now
        return now

    def told(self, turn: Turn) -> None:
        """Keep that people were called."""
        if self._ledger is None:
            return
        try:
            self._ledger.told(turn.run, turn.job, self._now())
        except StateError as error:
            self._trouble("ledger cannot be written", error)
