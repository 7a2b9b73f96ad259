"""The state store, the surroundings and the configuration."""

import os
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.state.checkup import look_at_store, on
from adapters.state.store import open_store
from jobs.doctor import Area, Verdict, exit_of, misconfigured
from jobs.doctor.surroundings import surroundings as judged
from jobs.exits import Exit
from jobs.settings import load
from jobs.wiring import surroundings
from jobs.wiring.services import memory_of
from sync.errors import Misconfigured, StateError
from tests.jobs.doctor.clinic import Clinic, only, wrong
from tests.jobs.doctor.test_services import text

NAME = "bothways-state.db"


def test_a_damaged_store(clinic: Clinic) -> None:
    (clinic.world.folder / NAME).write_bytes(b"no database at all" * 200)
    assert only(clinic.look(), Area.STATE, "state").verdict is Verdict.PROBLEM


def test_somebody_elses_database(clinic: Clinic) -> None:
    with sqlite3.connect(clinic.world.folder / NAME) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    assert "recipes" in text(only(clinic.look(), Area.STATE, "state").seen)


def test_a_locked_store(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic.world.sync()
    monkeypatch.setattr("jobs.wiring.stored.look_at_store", lambda url: look_at_store(url, patience=0.05))
    holder = sqlite3.connect(clinic.world.folder / NAME, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    found = only(clinic.look(), Area.STATE, "state")
    holder.close()
    assert "locked" in text(found.seen)


def test_a_store_of_a_newer_version(clinic: Clinic) -> None:
    clinic.world.sync()
    with sqlite3.connect(clinic.world.folder / NAME) as store:
        store.execute("UPDATE bothways_version SET version_num = '9999'")
    store.close()
    found = only(clinic.look(), Area.STATE, "version")
    assert "9999" in text(found.seen)


def test_another_runs_lease_and_what_it_left_open(clinic: Clinic) -> None:
    clinic.world.sync()
    mapping = clinic.world.mapping("risks")
    with open_store(clinic.world.settings().state_url()) as store:
        memory = memory_of(store, mapping)
        with memory.lease("night-run", lambda: datetime.now(UTC), timedelta(minutes=10)):
            found = only(clinic.look(), Area.STATE, "lease")
    assert (found.pair, found.verdict, "night-run" in text(found.seen)) == ("risks", Verdict.WARNING, True)
    assert wrong(clinic.look()) == []
    later = [each for each in clinic.look(clock=lambda: datetime.now(UTC) + timedelta(hours=1)) if each.code == "lease"]
    assert later == []


def test_a_pair_whose_tables_were_changed_under_its_name(clinic: Clinic) -> None:
    clinic.world.sync()
    clinic.edit_mapping('tab = "リスク一覧"', 'tab = "別の一覧"')
    found = [each for each in clinic.look() if (each.area, each.code) == (Area.STATE, "memory")]
    assert [each.pair for each in found] == ["risks"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(clinic: Clinic, tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir(mode=0o500)
    assert only(clinic.look(STATE__URL=f"sqlite:///{folder}/state.db"), Area.STATE, "state").verdict is Verdict.PROBLEM


def test_a_place_that_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(StateError, match="cannot be made"):
        look_at_store(f"sqlite:///{tmp_path}/new/state.db")


def test_a_store_among_temporary_files(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(clinic.world.folder))
    assert only(clinic.look(), Area.STATE, "place").verdict is Verdict.WARNING


def test_a_store_on_another_computers_disk(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = f"disk / ext4 rw 0 0\nserver:/home {clinic.world.folder} nfs4 rw 0 0\n"
    monkeypatch.setattr("adapters.state.checkup.mounts", lambda: mounts)
    assert "another computer" in text(only(clinic.look(), Area.STATE, "place").seen)


@pytest.mark.parametrize(
    ("table", "far"),
    [
        ("a / ext4 rw", False),
        ("a / ext4 rw\nb /srv nfs rw", True),
        ("b /srv/data/x nfs rw\na / ext4 rw", False),
        ("", False),
    ],
)
def test_the_nearest_mount_above_counts(table: str, far: bool) -> None:  # noqa: FBT001 - a parameter of a case
    assert on(Path("/srv/data/state.db"), ["nfs"], table) is far


def test_looking_makes_no_file(tmp_path: Path) -> None:
    assert look_at_store(f"sqlite:///{tmp_path}/deep/state.db").there is False
    assert list(tmp_path.iterdir()) == []


def test_old_python_missing_libraries_and_zones() -> None:
    assert [each.verdict for each in judged(surroundings())] == [Verdict.OK] * 3
    poor = replace(surroundings(), python=(3, 9, 1), versions={"gspread": None}, zones=0)
    assert [(each.code, each.verdict) for each in judged(poor)] == [
        ("python", Verdict.PROBLEM),
        ("libraries", Verdict.PROBLEM),
        ("zones", Verdict.PROBLEM),
    ]


def test_every_mistake_of_the_configuration_is_a_problem_of_its_own(clinic: Clinic) -> None:
    clinic.edit_mapping('zone = "Asia/Tokyo"', 'zone = "Asia/Tokio"')
    clinic.edit_mapping('id_column = "ID"', 'id_colum = "ID"')
    with pytest.raises(Misconfigured) as caught:
        load(clinic.world.file, {})
    checks = misconfigured(caught.value, surroundings())
    problems = [each for each in checks if each.verdict is Verdict.PROBLEM]
    assert len(problems) == len(caught.value.mistakes) >= 3
    assert any(each.area is Area.SURROUNDINGS for each in checks)
    assert exit_of(checks) is Exit.USAGE
