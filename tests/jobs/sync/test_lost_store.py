"""A state store that is lost deletes nothing; one that cannot be trusted stops the run before any call."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jobs.cli import app
from jobs.exits import Exit
from jobs.sync import OutcomeKind
from tests.jobs.sync.pair import pair
from tests.real.world import World, fields_by_id

STORE = "bothways-state.db"


def lose(folder: Path) -> None:
    for file in folder.glob(f"{STORE}*"):
        file.unlink()


def test_a_lost_store_deletes_nothing_adopts_what_is_equal_and_asks_about_the_rest(tmp_path: Path) -> None:
    with pair(tmp_path, rows=6, options='deletes = "propagate"') as world:
        tab = world.clients.google.open_by_key(world.spreadsheet).worksheet("table")
        tab.update([["edited", 1]], "B2")
        tab.delete_rows(4)
        lose(tmp_path)
        before = world.both()
        world.server.forget_calls()
        outcome = world.sync()
        assert outcome.kind is OutcomeKind.CONFLICTS
        assert [(found.record, found.field) for found in outcome.plan.conflicts] == [("R-0x", "title")]
        assert [(change.side, change.kind, change.record) for change in outcome.plan.changes] == [
            ("sheet", "create", "R-2x")
        ]
        notion, sheet = map(fields_by_id, world.both())
        assert notion == fields_by_id(before[0]), "Notion is as it was"
        assert notion.keys() == sheet.keys()
        assert (notion["R-0x"]["title"], sheet["R-0x"]["title"]) == ("risk 0", "edited")
        world.server.forget_calls()
        assert world.sync().kind is OutcomeKind.CONFLICTS
        assert world.write_calls() == {"notion": 0, "google": 0}


def test_a_lost_store_between_equal_tables_is_made_anew_without_a_write(tmp_path: Path) -> None:
    with pair(tmp_path, rows=4) as world:
        lose(tmp_path)
        world.server.forget_calls()
        assert world.sync().kind is OutcomeKind.IN_STEP
        assert world.write_calls() == {"notion": 0, "google": 0}


def damaged(store: Path) -> None:
    content = bytearray(store.read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    store.write_bytes(content)


def no_database(store: Path) -> None:
    store.write_text("id,title\n1,risk\n" * 500, encoding="utf-8")


def foreign(store: Path) -> None:
    store.unlink()
    with sqlite3.connect(store) as database:
        database.execute("CREATE TABLE invoices (id INTEGER PRIMARY KEY, customer TEXT)")
    database.close()


def newer(store: Path) -> None:
    with sqlite3.connect(store) as database:
        (table,) = database.execute("SELECT name FROM sqlite_master WHERE name LIKE '%version%'").fetchone()
        database.execute(f"UPDATE {table} SET version_num = '9999'")  # noqa: S608 - the name is the store's own
    database.close()


def cut(store: Path) -> None:
    content = store.read_bytes()
    store.write_bytes(content[: len(content) // 3])


@pytest.mark.parametrize("spoil", [damaged, no_database, foreign, newer, cut], ids=lambda each: each.__name__)
def test_a_store_that_cannot_be_trusted_stops_the_run_before_any_call(
    tmp_path: Path, spoil: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOTHWAYS_LANGUAGE", "en")
    with pair(tmp_path, rows=4, options='deletes = "propagate"') as world:
        store = tmp_path / STORE
        with sqlite3.connect(store) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
        spoil(store)
        kept = store.read_bytes()
        world.server.forget_calls()
        for words in ([], ["--force"]):
            done = command(world, *words)
            assert done.exit_code == Exit.FAILED, done.stdout
            assert "state store" in done.output or "another program" in done.output
            assert "Traceback" not in done.output
        assert world.server.calls() == []
        assert store.read_bytes() == kept, "it is left as it is"


def command(world: World, *words: str) -> Result:
    return CliRunner().invoke(app, ["sync", "--config", str(world.settings_file()), *words])
