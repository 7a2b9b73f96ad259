"""What only a server can do wrong. The contract itself runs on it too, where there is one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, create_engine, make_url, text

from adapters.state.store import open_store
from sync.errors import StateError
from sync.model import FieldName, RecordId
from sync.moves import Agree

T0 = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
MOVE = Agree(RecordId("R-1"), FieldName("title"), "a")


@contextmanager
def by_hand(url: str) -> Iterator[Connection]:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_what_was_agreed_is_there_after_opening_again(postgresql: str) -> None:
    with open_store(postgresql) as store:
        store.pair("risks", "n", "s").agree([MOVE])
    with open_store(postgresql) as store:
        assert store.pair("risks", "n", "s").base().records[RecordId("R-1")].fields == {"title": "a"}


def test_the_tables_of_other_programs_are_no_hindrance(postgresql: str) -> None:
    with by_hand(postgresql) as connection:
        connection.execute(text("CREATE TABLE customers (name TEXT)"))
    with open_store(postgresql) as store:
        assert not store.pair("risks", "n", "s").base().known


def test_a_table_of_our_name_that_is_not_ours_is_refused(postgresql: str) -> None:
    with by_hand(postgresql) as connection:
        connection.execute(text("CREATE TABLE bothways_pairs (name TEXT)"))
    with pytest.raises(StateError, match="another program"):
        open_store(postgresql)


def test_a_store_written_by_a_newer_program_is_refused(postgresql: str) -> None:
    open_store(postgresql).close()
    with by_hand(postgresql) as connection:
        connection.execute(text("UPDATE bothways_version SET version_num = '0999'"))
    with pytest.raises(StateError, match="newer Bothways"):
        open_store(postgresql)


def test_a_changed_base_is_refused(postgresql: str) -> None:
    with open_store(postgresql) as store:
        memory = store.pair("risks", "n", "s")
        memory.agree([MOVE])
        with by_hand(postgresql) as connection:
            connection.execute(text("UPDATE bothways_records SET fields = '{}'"))
        with pytest.raises(StateError, match="damaged"):
            memory.base()


def test_a_pair_that_is_locked_for_too_long_is_said_so(postgresql: str) -> None:
    with open_store(postgresql, patience=0.1) as store:
        memory = store.pair("risks", "n", "s")
        with by_hand(postgresql) as connection:
            connection.execute(text("SELECT id FROM bothways_pairs FOR UPDATE"))
            with pytest.raises(StateError, match="locked by another program"):
                memory.agree([MOVE])


def test_a_server_that_may_only_be_read_says_so(postgresql: str) -> None:
    options = f"{make_url(postgresql).query['options']} -c default_transaction_read_only=on"
    url = make_url(postgresql).update_query_dict({"options": options}).render_as_string(hide_password=False)
    with pytest.raises(StateError, match="cannot be written"):
        open_store(url)


def test_a_server_that_is_not_there_says_so_without_the_password(postgresql: str) -> None:
    with pytest.raises(StateError, match="cannot be used") as found:
        open_store("postgresql://user:not-a-real-password@127.0.0.1:1/state")
    assert "not-a-real-password" not in str(found.value)


def test_connections_that_open_a_new_store_at_once_all_get_it(postgresql: str) -> None:
    def known(_: int) -> bool:
        with closing(open_store(postgresql)) as store:
            return store.pair("risks", "n", "s").base().known

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(known, range(4))) == [False] * 4
