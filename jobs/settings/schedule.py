"""The ``[jobs]`` and ``[worker]`` tables: which jobs run by themselves, and when."""

from datetime import timedelta, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from jobs.schedule import JobName, Planned, Times, cron_of
from jobs.settings.services import Name
from jobs.settings.table import Table

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekday", "day"]
MORNING = "07:00"


class Job(Table):
    """When a job runs: `cron`, or `on` and `at`, or `every_minutes` (docs/schedules.md).

    Without any of them it runs at every `bothways run`, and in the worker every `worker.every_minutes`; the digest
    runs on the day on which a week begins, at 07:00.
    """

    enabled: bool = Field(default=True, description="`false` leaves the job out.")
    cron: Name | None = Field(
        default=None, description="Five fields: minute, hour, day, month, day of the week, as in `30 7 * * mon-fri`."
    )
    on: tuple[Day, ...] = Field(default=(), description='Days, as in `["monday", "thursday"]`; none: every day.')
    at: tuple[Name, ...] = Field(default=(), description='Times of day, as in `["07:00", "19:00"]`.')
    every_minutes: int | None = Field(
        default=None, ge=1, le=10080, description="Every so many minutes, counted from midnight UTC."
    )
    zone: Name | None = Field(
        default=None, description="The zone of `cron`, `on` and `at`. Not set: the configuration's `zone`."
    )

    def times(self, zone: tzinfo) -> Times | None:
        """Return its times; None where it has none of its own. Raises ``WrongTimes``."""
        zone = zone if self.zone is None else ZoneInfo(self.zone)
        if self.every_minutes is not None:
            return Times((), timedelta(minutes=self.every_minutes), zone)
        if self.cron is not None:
            return Times((self.cron,), None, zone)
        if self.at or self.on:
            return Times(tuple(cron_of(self.on, at) for at in self.at or (MORNING,)), None, zone)
        return None


class Jobs(Table):
    """What `bothways run` and `bothways worker` do, in this order. Without this table: `sync` alone."""

    sync: Job | None = Field(default=None, description="Bring both sides in step.")
    link: Job | None = Field(default=None, description="Set links and suggest them.")
    flag: Job | None = Field(default=None, description="Write what the rules find.")
    digest: Job | None = Field(default=None, description="Make the weekly digest.")

    def planned(self, zone: tzinfo, week_begins: str) -> tuple[Planned, ...]:
        """Return the jobs that are to run, in order."""
        named = {name: getattr(self, name.value) for name in JobName}
        if not any(named.values()):
            return (Planned(JobName.SYNC),)
        monday = Times((cron_of([week_begins], MORNING),), None, zone)
        own = {JobName.DIGEST: monday}
        return tuple(
            Planned(name, job.times(zone) or own.get(name))
            for name, job in named.items()
            if isinstance(job, Job) and job.enabled
        )


class Worker(Table):
    """What `bothways worker` does between its jobs (docs/operating.md)."""

    every_minutes: int = Field(
        default=15, ge=1, le=10080, description="Jobs without a time of their own run every so many minutes."
    )
    health_port: int = Field(
        default=8788,
        ge=0,
        le=65535,
        description="`/live`, `/health` and `/metrics` are served on this port of 127.0.0.1; 0: nowhere.",
    )
