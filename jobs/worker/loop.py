"""The worker: it waits for the next job that is due, and has a round of those that are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jobs.schedule import JobName, Planned, Times, wake
from sync.turns import Standing

_LONGEST = timedelta(seconds=60)
"""The clock is looked at so often: it may be set, and the machine may sleep."""


@dataclass
class Loop:
    """``look`` tells how the jobs stand; ``go`` has a round of some. Both are called in the main thread."""

    planned: Sequence[Planned]
    look: Callable[[], Mapping[JobName, Standing]]
    go: Callable[[Sequence[JobName]], None]
    now: Callable[[], datetime]
    sleep: Callable[[float], None]
    stopped: Callable[[], bool]
    tried: dict[JobName, datetime] = field(default_factory=dict)
    standings: Mapping[JobName, Standing] = field(default_factory=dict)
    ticked: datetime | None = None
    busy: bool = False

    def work(self) -> None:
        """Return when the process was asked to end."""
        self.standings = self.look()
        while not self.stopped():
            self.ticked = self.now()
            if any(at <= self.ticked for at in self.wakes(self.ticked).values()):
                self._round()
            else:
                upcoming = min(self.wakes(self.ticked).values(), default=self.ticked + _LONGEST)
                self.sleep(min(_LONGEST, upcoming - self.ticked).total_seconds())

    def wakes(self, now: datetime) -> dict[JobName, datetime]:
        """Return when each job is next looked at."""
        found = {
            each.job: wake(each, self.standings.get(each.job, Standing()), now, self.tried.get(each.job))
            for each in self.planned
        }
        return {job: at for job, at in found.items() if at is not None}

    def _round(self) -> None:
        """Look again first: somebody may have run a job by hand meanwhile."""
        self.busy = True
        try:
            self.standings = self.look()
            now = self.now()
            ready = [job for job, at in self.wakes(now).items() if at <= now]
            if ready:
                self.go(ready)
                self.standings = self.look()
                for job in ready:
                    self._tried(job)
        finally:
            self.busy = False

    def _tried(self, job: JobName) -> None:
        """Take note of a job that did not come to its end: it waits a while before it is tried again."""
        standing = self.standings.get(job, Standing())
        self.tried.pop(job, None)
        if standing.latest is None or standing.latest != standing.settled:
            self.tried[job] = self.now()


def with_times(planned: Sequence[Planned], every: timedelta) -> tuple[Planned, ...]:
    """Give a time to the jobs that have none of their own."""
    return tuple(each if each.times is not None else Planned(each.job, Times((), every)) for each in planned)
