"""Several machines on one PostgreSQL: processes that take turns, are killed, or lose the server."""

import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, text

from adapters.state.checkup import look_at_store
from adapters.state.engine import Database
from adapters.state.peek import peek
from adapters.state.store import open_store
from sync.errors import StateError
from sync.model import Base, BaseRecord, FieldName, RecordId
from sync.moves import Agree
from tests.adapters.state.process import end, start
from tests.adapters.state.victim import ONE, THREE, TITLE, TWO, prepare, receive

OLD = Base({ONE: BaseRecord({TITLE: "old"}), TWO: BaseRecord({TITLE: "old"})}, known=True)
NEW = Base({ONE: BaseRecord({TITLE: "new"}), THREE: BaseRecord({TITLE: "new"})}, known=True)
MOVE = Agree(RecordId("R-1"), FieldName("title"), "a")
KILLED = (
    "import os, signal, sys; from datetime import *; from adapters.state.store import open_store\n"
    "memory = open_store(sys.argv[1]).pair('risks', 'n', 's')\n"
    "with memory.lease('killed', lambda: datetime(2025, 1, 1, tzinfo=UTC), timedelta(hours=1)):\n"
    "    os.kill(os.getpid(), signal.SIGKILL)"
)


def test_processes_never_hold_the_lease_at_once(postgresql: str, tmp_path: Path) -> None:
    token = tmp_path / "inside"
    rivals = [start("-m", "tests.adapters.state.rival", postgresql, token, f"rival {n}", "20") for n in range(2)]
    assert [end(rival) for rival in rivals] == [("done", 0)] * 2


def test_the_lease_of_a_killed_process_ends_by_itself(postgresql: str) -> None:
    assert end(start("-c", KILLED, postgresql)) == ("", -signal.SIGKILL)
    with open_store(postgresql) as store:
        memory = store.pair("risks", "n", "s")
        with memory.lease("next", lambda: datetime(2025, 1, 1, 1, tzinfo=UTC), timedelta(hours=1)):
            assert memory.runs() == []


def test_a_kill_in_the_middle_of_a_receipt_leaves_nothing_of_it(postgresql: str) -> None:
    with open_store(postgresql) as store:
        prepare(store.pair("risks", "n", "s"))
    for fatal in (1, 5, 9):
        assert end(start("-m", "tests.adapters.state.victim", postgresql, str(fatal))) == ("", -signal.SIGKILL)
        with open_store(postgresql) as store:
            memory = store.pair("risks", "n", "s")
            assert memory.base() == OLD
            assert len(memory.open_intents()) == 2
    with open_store(postgresql) as store:
        memory = store.pair("risks", "n", "s")
        receive(memory)
        assert (memory.base(), memory.open_intents()) == (NEW, [])


def end_from_outside(cluster: URL, process: int) -> None:
    """End a connection as a server does that starts anew."""
    engine = create_engine(cluster)
    with engine.begin() as other:
        assert other.execute(text("SELECT pg_terminate_backend(:process, 10000)"), {"process": process}).scalar_one()
    engine.dispose()


def test_a_connection_that_was_lost_between_two_calls_is_made_anew(postgresql: str, cluster: URL) -> None:
    with open_store(postgresql) as store:
        memory = store.pair("risks", "n", "s")
        with store._database.reading() as connection:
            process = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        end_from_outside(cluster, process)
        memory.agree([MOVE])
        assert memory.base().records[RecordId("R-1")].fields == {"title": "a"}


def test_a_connection_that_is_lost_within_a_call_leaves_nothing_half_done(postgresql: str, cluster: URL) -> None:
    def spoil(database: Database) -> None:
        with database.writing() as connection:
            connection.execute(text("UPDATE bothways_records SET fields = '{}'"))
            end_from_outside(cluster, connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
            connection.execute(text("SELECT 1"))

    with open_store(postgresql) as store:
        memory = store.pair("risks", "n", "s")
        memory.agree([MOVE])
        with pytest.raises(StateError, match="cannot be used") as found:
            spoil(store._database)
        assert found.value.way_out is not None
        assert memory.base().records[RecordId("R-1")].fields == {"title": "a"}


def test_a_look_into_the_store_makes_and_writes_nothing(postgresql: str, cluster: URL) -> None:
    with peek(postgresql) as found:
        assert found is None
    with open_store(postgresql) as store:
        store.pair("risks", "n", "s").agree([MOVE])
    with peek(postgresql) as found:
        assert found is not None
        memory = found.memory("risks")
        assert memory is not None
        assert set(memory.base().records) == {"R-1"}
        with pytest.raises(StateError, match="cannot be written"):
            memory.agree([Agree(RecordId("R-2"), FieldName("title"), "x")])


def test_the_doctor_sees_what_the_store_holds(postgresql: str) -> None:
    with open_store(postgresql) as store:
        store.pair("risks", "n", "s").agree([MOVE])
    seen = look_at_store(postgresql)
    assert (seen.there, seen.version, seen.size, seen.far, seen.fleeting) == (True, seen.newest, None, False, False)
    assert seen.pairs["risks"].records == 1
