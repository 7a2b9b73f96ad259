"""The stores that the memory's contract is held against."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from adapters.state.memory import PairMemory
from adapters.state.store import Store, open_store

POSTGRES = "BOTHWAYS_TEST_POSTGRES"


BACKENDS = ["sqlite file", "sqlite in memory"] + ["postgresql"] * (POSTGRES in os.environ)


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty store may be made."""
    if request.param == "sqlite file":
        yield str(tmp_path / "state.db")
    elif request.param == "sqlite in memory":
        yield ":memory:"
    else:
        yield request.getfixturevalue("postgresql")


@pytest.fixture
def postgresql() -> Iterator[str]:
    """The address of an empty schema of its own."""
    home = os.environ.get(POSTGRES)
    if not home:
        pytest.skip(f"no PostgreSQL to test with: set {POSTGRES} to postgresql://USER@HOST/DATABASE")
    pytest.importorskip("psycopg", reason="the driver for PostgreSQL is not installed: pip install 'psycopg[binary]'")
    name = f"test_{uuid.uuid4().hex}"
    admin = create_engine(make_url(home).set(drivername="postgresql+psycopg"))
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    try:
        made = make_url(home).update_query_dict({"options": f"-c search_path={name}"})
        yield made.render_as_string(hide_password=False)
    finally:
        with admin.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        admin.dispose()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url) as opened:
        yield opened


@pytest.fixture
def memory(store: Store) -> PairMemory:
    return store.pair("risks", "data-source", "spreadsheet/tab")
