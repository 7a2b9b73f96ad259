"""``bothways run`` and ``bothways status`` on the command line, with jobs that are made up."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.state.store import open_store
from jobs import wiring
from jobs.cli import app
from jobs.commands.errands import Order
from jobs.commands.terminal import Terminal
from jobs.exits import Exit
from jobs.schedule import JobName
from jobs.sync.outcome import Outcome
from jobs.sync.watch import Watch
from sync.errors import NotAllowed
from sync.message import say
from tests.shared import ROOT

JOBS = """
[jobs.sync]
every_minutes = 60

[jobs.link]

[jobs.flag]
enabled = false

[jobs.digest]
on = ["monday"]
at = ["07:00"]
zone = "Asia/Tokyo"
"""
MONDAY = datetime(2026, 11, 22, 22, tzinfo=UTC)
"""Seven o'clock in Tokyo."""


class World:
    """``comes`` is what each job comes to, or what it raises; ``now`` is the time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = MONDAY
        self.comes: dict[JobName, Exit | Exception] = {}
        self.done: list[JobName] = []
        self.dry: list[bool] = []

    def carry(
        self, job: JobName, order: Order, screen: Terminal, watch: Watch, heed: Callable[[Outcome], None]
    ) -> Exit:
        self.done.append(job)
        self.dry.append(order.dry)
        if order.as_json:
            screen.raw(json.dumps({"command": job.value}))
        found = self.comes.get(job, Exit.DONE)
        if isinstance(found, Exception):
            raise found
        return found


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(tmp_path)
    text = (ROOT / "config.example.toml").read_text("utf-8")
    (tmp_path / "bothways.toml").write_text(text + JOBS, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOTHWAYS_LANGUAGE", "en")
    monkeypatch.delenv("BOTHWAYS_CONFIG", raising=False)
    monkeypatch.setattr("jobs.commands.nightly.carry_out", made.carry)
    monkeypatch.setattr(wiring, "now", lambda: made.now)
    return made


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["run", *words])


def outcomes(done: Result) -> dict[str, str | None]:
    return {job["job"]: job["outcome"] for job in json.loads(done.stdout)["jobs"]}


def test_run_every_hour_it_does_what_is_due_since_the_last_time(world: World) -> None:
    begun = []
    for _ in range(3):
        world.done.clear()
        assert run("--json").exit_code == 0
        begun.append([job.value for job in world.done])
        world.now += timedelta(minutes=59)
    assert begun == [["sync", "link", "digest"], ["link"], ["sync", "link"]]
    world.now = MONDAY + timedelta(days=24)
    assert outcomes(run("--json"))["digest"] == "settled"
    assert outcomes(run("--json"))["digest"] is None


def test_a_job_that_fails_stops_no_other_and_is_tried_at_the_next_run(world: World) -> None:
    world.comes = {JobName.SYNC: NotAllowed(say("Notion did not accept the token."), say("Give a new one."))}
    done = run()
    assert done.exit_code == 1
    assert world.done == [JobName.SYNC, JobName.LINK, JobName.DIGEST]
    assert "sync: Notion did not accept the token." in done.stdout
    assert "sync: Give a new one." in done.stdout
    assert "next 2026-11-30 07:00 JST" in done.stdout
    world.comes, world.done = {}, []
    assert outcomes(run("--json")) == {"sync": "settled", "link": "settled", "digest": None}


def test_the_gravest_of_the_jobs_is_the_exit_code(world: World) -> None:
    world.comes = {JobName.SYNC: Exit.CONFLICTS, JobName.LINK: Exit.REFUSED}
    assert run().exit_code == Exit.REFUSED


def test_only_some_jobs_and_those_that_are_not_due(world: World) -> None:
    run()
    world.done.clear()
    run("--only", "digest")
    assert world.done == []
    run("--only", "digest", "--now")
    assert world.done == [JobName.DIGEST]
    wrong = run("--only", "flag")
    assert wrong.exit_code == 2
    assert "[jobs.flag]" in wrong.stderr


def test_a_dry_run_writes_nothing_not_even_that_it_ran(world: World) -> None:
    world.comes = {JobName.SYNC: Exit.PENDING}
    assert run("--dry-run").exit_code == Exit.PENDING
    assert all(world.dry)
    assert not list(world.folder.glob("*.db*"))
    assert outcomes(run("--json"))["sync"] == "settled"


def test_the_json_holds_what_each_job_said(world: World) -> None:
    made = json.loads(run("--json").stdout)
    assert made["command"] == "run"
    assert [job["report"] for job in made["jobs"]] == [{"command": name} for name in ("sync", "link", "digest")]


def test_status_tells_the_last_run_what_fails_and_what_is_next(world: World) -> None:
    fresh = CliRunner().invoke(app, ["status"])
    assert fresh.exit_code == 0
    assert "has not run yet" in fresh.stdout
    assert not list(world.folder.glob("*.db*"))
    world.comes = {JobName.LINK: NotAllowed(say("The sheet is not shared."), say("Share it."))}
    run()
    world.comes = {JobName.SYNC: NotAllowed(say("later"))}
    done = CliRunner().invoke(app, ["status"])
    assert done.exit_code == Exit.UNWELL
    assert "link: The sheet is not shared." in done.stdout
    assert "link: Share it." in done.stdout
    assert "Held: 0" in done.stdout
    found = json.loads(CliRunner().invoke(app, ["status", "--json"]).stdout)
    link = next(each for each in found["jobs"] if each["job"] == "link")
    assert (link["failures"], link["last"]["exit_code"], link["due"]) == (1, 1, True)
    digest = next(each for each in found["jobs"] if each["job"] == "digest")
    assert digest["next"] == "2026-11-30T07:00:00+09:00"


def test_without_a_store_that_can_be_used_the_jobs_run_all_the_same(world: World) -> None:
    with open_store(str(world.folder / "bothways-state.db")):
        pass
    (world.folder / "bothways-state.db").write_bytes(b"spoilt" * 1000)
    run()
    world.done.clear()
    done = run()
    assert world.done == [JobName.SYNC, JobName.LINK, JobName.DIGEST]
    assert "ledger cannot be opened" in done.stderr


def test_a_secret_of_a_notice_that_cannot_be_fetched_stops_no_job(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOTHWAYS_NOTIFY__WEBHOOK_FILE", "/no/such/file")
    done = run()
    assert done.exit_code == 0
    assert world.done == [JobName.SYNC, JobName.LINK, JobName.DIGEST]
    assert "notify.webhook_file" in done.stderr
