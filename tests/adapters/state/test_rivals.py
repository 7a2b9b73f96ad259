import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.state.store import open_store
from tests.adapters.state.process import end, start


def test_processes_never_hold_the_lease_at_once(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    words = ("-m", "tests.adapters.state.rival", path, tmp_path / "inside")
    rivals = [start(*words, f"rival {number}", "40") for number in range(3)]
    assert [end(rival) for rival in rivals] == [("done", 0)] * 3


def test_the_lease_of_a_killed_process_ends_by_itself(tmp_path: Path) -> None:
    path = str(tmp_path / "state.db")
    code = (
        "import os, signal, sys; from datetime import *; from adapters.state.store import open_store\n"
        "memory = open_store(sys.argv[1]).pair('risks', 'n', 's')\n"
        "with memory.lease('killed', lambda: datetime(2025, 1, 1, tzinfo=UTC), timedelta(hours=1)):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert end(start("-c", code, path)) == ("", -signal.SIGKILL)
    with open_store(path) as store:
        memory = store.pair("risks", "n", "s")
        with memory.lease("next", lambda: datetime(2025, 1, 1, 1, tzinfo=UTC), timedelta(hours=1)):
            assert memory.runs() == []
