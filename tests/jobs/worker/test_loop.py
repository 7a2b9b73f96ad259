from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from jobs.schedule import JobName, Planned, Times, cron_of
from jobs.worker.loop import Loop, with_times
from sync.turns import Standing, Turn, TurnKind
from tests.jobs.worker.fakes import START, Clock

SYNC, DIGEST = JobName.SYNC, JobName.DIGEST
QUARTER = Planned(SYNC, Times((), timedelta(minutes=15)))
MORNING = Planned(DIGEST, Times((cron_of(["monday"], "07:00"),), None, ZoneInfo("Asia/Tokyo")))


@dataclass
class World:
    """Runs the loop until ``end``; a job fails while it is in ``failing``."""

    planned: Sequence[Planned]
    end: datetime
    clock: Clock = field(default_factory=Clock)
    standings: dict[JobName, Standing] = field(default_factory=dict)
    failing: set[JobName] = field(default_factory=set)
    begun: list[tuple[JobName, datetime]] = field(default_factory=list)
    takes: float = 30.0

    def look(self) -> Mapping[JobName, Standing]:
        return dict(self.standings)

    def go(self, ready: Sequence[JobName]) -> None:
        for job in ready:
            at = self.clock()
            self.begun.append((job, at))
            self.clock.sleep(self.takes)
            kind = TurnKind.FAILED if job in self.failing else TurnKind.SETTLED
            turn = Turn("r", job, at, self.clock(), kind, 0)
            self.standings[job] = self.standings.get(job, Standing()).after(turn)

    def work(self) -> list[tuple[str, str]]:
        clock = self.clock
        Loop(self.planned, self.look, self.go, clock, clock.sleep, lambda: clock.at >= self.end).work()
        return [(job.value, f"{at:%d %H:%M}") for job, at in self.begun]


def test_each_job_runs_at_its_time_and_in_order() -> None:
    end = datetime(2026, 11, 22, 22, 1, tzinfo=START.tzinfo)
    world = World((QUARTER, MORNING), end, Clock(end - timedelta(minutes=31)))
    world.standings = {DIGEST: Standing().after(Turn("r", "digest", START, START, TurnKind.SETTLED, 0))}
    assert world.work() == [
        ("sync", "22 21:30"),
        ("sync", "22 21:45"),
        ("sync", "22 22:00"),
        ("digest", "22 22:00"),
    ]


def test_runs_that_were_missed_while_the_machine_slept_are_caught_up_once() -> None:
    world = World((QUARTER,), START + timedelta(hours=5))
    slept = False
    sleep = world.clock.sleep

    def laptop(seconds: float) -> None:
        nonlocal slept
        sleep(seconds)
        if not slept and world.clock.at > START + timedelta(minutes=20):
            slept = True
            sleep(4 * 3600)

    Loop(world.planned, world.look, world.go, world.clock, laptop, lambda: world.clock.at >= world.end).work()
    times = [at - START for _, at in world.begun]
    assert times[:2] == [timedelta(0), timedelta(minutes=15)]
    assert timedelta(hours=4, minutes=20) < times[2] < timedelta(hours=4, minutes=23)
    assert times[3] == timedelta(hours=4, minutes=30)


def test_a_run_longer_than_its_pause_is_followed_by_one_and_not_by_all_it_missed() -> None:
    world = World((QUARTER,), START + timedelta(hours=2), takes=40 * 60)
    assert [at for _, at in world.work()] == ["22 09:00", "22 09:40", "22 10:20"]


def test_a_job_that_fails_is_tried_again_after_pauses_and_not_in_a_hurry() -> None:
    world = World((MORNING,), START + timedelta(hours=16))
    world.clock.at = datetime(2026, 11, 22, 22, tzinfo=START.tzinfo)
    world.failing = {DIGEST}
    pauses = [at for _, at in world.work()]
    assert pauses == ["22 22:00", "22 22:05", "22 22:16", "22 22:36", "22 23:17", "23 00:37"]


def test_a_job_that_was_run_by_hand_meanwhile_is_not_run_again() -> None:
    world = World((QUARTER,), START + timedelta(minutes=31))
    by_hand = START + timedelta(minutes=15)

    def look() -> Mapping[JobName, Standing]:
        if world.clock() >= by_hand and len(world.begun) == 1:
            world.standings[SYNC] = Standing().after(Turn("hand", "sync", by_hand, by_hand, TurnKind.SETTLED, 0))
        return world.look()

    Loop(world.planned, look, world.go, world.clock, world.clock.sleep, lambda: world.clock.at >= world.end).work()
    assert [f"{at:%H:%M}" for _, at in world.begun] == ["09:00", "09:30"]


def test_jobs_without_a_time_get_the_workers() -> None:
    every = timedelta(minutes=7)
    assert with_times([Planned(SYNC), MORNING], every) == (Planned(SYNC, Times((), every)), MORNING)
