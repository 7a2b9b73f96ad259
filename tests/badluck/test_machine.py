"""A full disk, a folder that is only read, a wrong clock, a store of a newer version."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.state import engine
from tests.badluck.scene import comes_right, nothing_written, only_reading, refused, scene
from tests.secrets.desk import run
from tests.shared import ROOT

STATE = "bothways-state.db"


def pages(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        return int(raw.execute("PRAGMA page_count").fetchone()[0])


@pytest.mark.parametrize("room", [0, 1, 2, 4])
def test_a_disk_that_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    """SQLite itself says that there is no room, so many pages after it is told where the disk ends."""
    many = 60
    with scene(tmp_path, more=many) as (made, file):
        genuine, most = engine._prepare, pages(tmp_path / STATE) + room

        def prepare(connection: Any, entry: Any) -> None:  # noqa: ANN401 - as SQLAlchemy calls it
            genuine(connection, entry)
            connection.execute(f"PRAGMA max_page_count = {most}")

        with monkeypatch.context() as full:
            full.setattr(engine, "_prepare", prepare)
            refused(run(file, "sync"), "There is no room left for the state store", "Make room and run again")
        comes_right(made, file, more=many)


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
from jobs.cli import main
main()
"""


def limited(size: int, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command whose files may have so many bytes."""
    return subprocess.run(  # noqa: S603 - this interpreter, our code
        [sys.executable, "-c", FULL, str(size), *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_a_disk_that_takes_no_more_of_a_file(tmp_path: Path) -> None:
    with scene(tmp_path) as (made, file):
        done = limited(4096, "sync", "--config", str(file), "--language", "en")
        assert done.returncode == 1, done.stderr
        said = " ".join((done.stdout + done.stderr).split())
        assert "of the state store" in said or "for the state store" in said, said
        assert "is damaged" not in said
        assert "Traceback" not in said
        comes_right(made, file)


def test_a_report_for_which_there_is_no_room_is_not_left_in_half(tmp_path: Path) -> None:
    with scene(tmp_path) as (_, file):
        report = tmp_path / "found.sarif"
        words = ["check", "--format", "sarif", "--output", str(report), "--config", str(file), "--language", "en"]
        done = limited(100, *words)
        assert done.returncode != 0
        assert "could not be written" in " ".join(done.stderr.split())
        assert not list(tmp_path.glob("found*"))


@pytest.mark.parametrize("log", ["closed", "left"])
def test_a_folder_that_is_only_read(open_folder: Path, log: str) -> None:
    """What only reads goes on; what would write says so before it has written anywhere."""
    with scene(open_folder) as (made, file):
        if log == "left":
            leave_log(open_folder / STATE)
        with only_reading(open_folder):
            planned = run(file, "plan")
            assert planned.exit_code == 3, planned.output
            assert run(file, "log").exit_code == 0
            assert run(file, "conflicts").exit_code == 0
            assert run(file, "check").exit_code == 0
            refused(run(file, "doctor"), "state store", code=7)
            made.server.forget_calls()
            refused(run(file, "sync"), str(open_folder / STATE), "Give this user the right to write to it")
            nothing_written(made)
        comes_right(made, file)


def leave_log(path: Path) -> None:
    """Leave the log that a killed run leaves, with something in it."""
    copy = path.with_name("copy.db")
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE bothways_pairs SET lease_term = lease_term + 1")
        raw.commit()
        shutil.copyfile(path, copy)
        shutil.copyfile(f"{path}-wal", f"{copy}-wal")
    copy.replace(path)
    Path(f"{copy}-wal").replace(f"{path}-wal")
    assert Path(f"{path}-wal").stat().st_size


def test_a_folder_that_is_only_read_and_has_no_store(open_folder: Path) -> None:
    with scene(open_folder) as (made, file):
        (open_folder / STATE).rename(open_folder / "elsewhere.db")
        with only_reading(open_folder):
            assert run(file, "plan").exit_code == 4  # without a memory nobody knows which of two values is newer
            refused(run(file, "sync"), str(open_folder / STATE), "name another place")
            nothing_written(made)
            assert not (open_folder / STATE).exists()
        (open_folder / "elsewhere.db").rename(open_folder / STATE)
        comes_right(made, file)


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_an_hour_off(tmp_path: Path, hours: int) -> None:
    with scene(tmp_path) as (made, file):
        made.server.clock.turn(timedelta(hours=hours))
        word = "behind" if hours > 0 else "ahead"
        refused(run(file, "sync"), f"The clock of this computer is 60 minutes {word}", "NTP")
        nothing_written(made)
        assert run(file, "plan").exit_code == 3
        refused(run(file, "doctor"), f"s {word}", "NTP", code=7)
        made.server.clock.turn(timedelta(hours=-hours))
        comes_right(made, file)


@pytest.mark.parametrize("minutes", [-3, 3])
def test_a_clock_that_is_a_little_off_stops_nothing(tmp_path: Path, minutes: int) -> None:
    with scene(tmp_path) as (made, file):
        made.server.clock.turn(timedelta(minutes=minutes))
        assert run(file, "sync").exit_code == 0
        made.server.clock.turn(timedelta(minutes=-minutes))
        comes_right(made, file)


@pytest.mark.parametrize("command", ["sync", "plan", "log", "conflicts", "check", "flag", "link", "rehearse"])
def test_a_store_that_a_newer_program_has_migrated(tmp_path: Path, command: str) -> None:
    with scene(tmp_path) as (made, file):
        with closing(sqlite3.connect(tmp_path / STATE)) as raw:
            known = raw.execute("SELECT version_num FROM bothways_version").fetchone()[0]
            raw.execute("UPDATE bothways_version SET version_num = '0999'")
            raw.commit()
        before = (tmp_path / STATE).read_bytes()
        refused(run(file, command), "written by a newer Bothways (its version is 0999)", "Update this Bothways")
        nothing_written(made)
        assert (tmp_path / STATE).read_bytes() == before
        refused(run(file, "doctor"), "newer Bothways", code=7)
        with closing(sqlite3.connect(tmp_path / STATE)) as raw:
            raw.execute("UPDATE bothways_version SET version_num = ?", (known,))
            raw.commit()
        comes_right(made, file)


@pytest.mark.parametrize("minutes", [-4, 0, 4])
def test_what_somebody_types_meanwhile_is_seen_by_a_wrong_clock_too(tmp_path: Path, minutes: int) -> None:
    with scene(tmp_path) as (made, file):
        made.server.clock.turn(timedelta(minutes=minutes))
        made.server.script('notion POST */query before 2nd page "row 0" set "text" = "typed meanwhile"')
        done = run(file, "sync")
        assert done.exit_code == 4, done.output
        assert made.server.fired()
        made.server.script("")
        made.server.clock.turn(timedelta(minutes=-minutes))
        notion, _ = made.both()
        assert "typed meanwhile" in {each.fields["text"] for each in notion.records}  # type: ignore[index]  # by its name
