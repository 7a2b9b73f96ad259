"""What the worker counts, as Prometheus reads it. Names and units are those of its conventions."""

from collections.abc import Callable, Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600)


class Gauges:
    """A registry of its own. May be used from several threads."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._registry = made = CollectorRegistry()
        self._turns = Counter("bothways_runs", "Turns of jobs.", ["job", "outcome"], registry=made)
        self._seconds = Histogram(
            "bothways_run_seconds", "How long turns of jobs took.", ["job"], buckets=_SECONDS, registry=made
        )
        self._changes = Counter("bothways_changes", "Changes that were proved.", ["side", "kind"], registry=made)
        self._calls = Counter(
            "bothways_calls", "Calls to a service, repeated ones included.", ["service"], registry=made
        )
        self._retries = Counter("bothways_retries", "Calls that were sent again.", ["service"], registry=made)
        self._success = Gauge(
            "bothways_last_success_timestamp_seconds", "When a job last did what was due.", ["job"], registry=made
        )
        self._next = Gauge("bothways_next_run_timestamp_seconds", "When a job is next due.", ["job"], registry=made)
        self._failing = Gauge("bothways_job_failing", "1 while the last turn of a job failed.", ["job"], registry=made)
        self._conflicts = Gauge(
            "bothways_conflicts_waiting", "Conflicts that wait for a person.", ["pair"], registry=made
        )
        self._held = Gauge("bothways_held", "Fields and records that are held.", ["pair"], registry=made)
        self._oldest: datetime | None = None
        age = Gauge(
            "bothways_oldest_held_age_seconds", "The age of what is held longest; 0: nothing is.", registry=made
        )
        age.set_function(self._age)

    def ran(self, job: str, outcome: str, seconds: float) -> None:
        self._turns.labels(job, outcome).inc()
        self._seconds.labels(job).observe(seconds)

    def stands(self, job: str, *, failing: bool, success: datetime | None, upcoming: datetime | None) -> None:
        """Take in how a job stands; what is not known is not shown."""
        self._failing.labels(job).set(failing)
        if success is not None:
            self._success.labels(job).set(success.timestamp())
        if upcoming is not None:
            self._next.labels(job).set(upcoming.timestamp())

    def changed(self, side: str, kind: str, count: int) -> None:
        self._changes.labels(side, kind).inc(count)

    def called(self, service: str, calls: int, retries: int) -> None:
        self._calls.labels(service).inc(calls)
        self._retries.labels(service).inc(retries)

    def waits(self, conflicts: Mapping[str, int], held: Mapping[str, int], oldest: datetime | None) -> None:
        for pair, count in conflicts.items():
            self._conflicts.labels(pair).set(count)
        for pair, count in held.items():
            self._held.labels(pair).set(count)
        self._oldest = oldest

    def text(self) -> bytes:
        return generate_latest(self._registry)

    def _age(self) -> float:
        return 0.0 if self._oldest is None else max(0.0, (self._now() - self._oldest).total_seconds())
