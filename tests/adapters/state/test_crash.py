import shutil
import signal
from pathlib import Path

import pytest

from adapters.state.store import open_store
from sync.model import Base, BaseRecord
from tests.adapters.state.process import end, start
from tests.adapters.state.victim import ONE, THREE, TITLE, TWO, prepare, receive

VICTIM = ("-m", "tests.adapters.state.victim")
OLD = Base({ONE: BaseRecord({TITLE: "old"}), TWO: BaseRecord({TITLE: "old"})}, known=True)
NEW = Base({ONE: BaseRecord({TITLE: "new"}), THREE: BaseRecord({TITLE: "new"})}, known=True)


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    path = tmp_path / "prepared.db"
    with open_store(str(path)) as store:
        prepare(store.pair("risks", "n", "s"))
    return path


def test_a_kill_at_any_statement_of_a_receipt_leaves_all_or_nothing(prepared: Path, tmp_path: Path) -> None:
    whole = shutil.copy(prepared, tmp_path / "whole.db")
    statements = int(end(start(*VICTIM, whole, "0"))[0])
    assert statements > 8
    for fatal in range(1, statements + 1):
        path = shutil.copy(prepared, tmp_path / f"{fatal}.db")
        assert end(start(*VICTIM, path, str(fatal))) == ("", -signal.SIGKILL)
        with open_store(str(path)) as store:
            memory = store.pair("risks", "n", "s")
            assert memory.base() == OLD
            assert len(memory.open_intents()) == 2
            receive(memory)
            assert memory.base() == NEW
    with open_store(str(whole)) as store:
        memory = store.pair("risks", "n", "s")
        assert (memory.base(), memory.open_intents()) == (NEW, [])
