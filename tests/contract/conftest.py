"""The stores that the memory's contract is held against."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.state.memory import PairMemory
from adapters.state.store import Store, open_store

BACKENDS = ["sqlite file", "sqlite in memory", "postgresql"]


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
def store(url: str) -> Iterator[Store]:
    with open_store(url) as opened:
        yield opened


@pytest.fixture
def memory(store: Store) -> PairMemory:
    return store.pair("risks", "data-source", "spreadsheet/tab")
