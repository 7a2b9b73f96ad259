"""Two runs of one pair in processes of their own, side by side over one store."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from jobs.exits import Exit
from tests.contract.conftest import BACKENDS
from tests.jobs.sync.pair import equal, pair, row
from tests.real.world import World
from tests.shared import ROOT

_LONG = 120
"""Seconds after which a process counts as stuck."""


@pytest.fixture(params=[name for name in BACKENDS if name != "sqlite in memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql"))
    return f"sqlite:///{tmp_path / 'state.db'}"


def start(world: World, store: str, *words: str) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-c",
        "from jobs.cli import main; main()",
        "sync",
        "--config",
        str(world.settings_file()),
    ]
    env = {**os.environ, "BOTHWAYS_STATE__URL": store, "BOTHWAYS_LANGUAGE": "en"}
    return subprocess.Popen(  # noqa: S603 - this interpreter, our code
        [*command, *words], cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    told, _ = process.communicate(timeout=_LONG)
    return process.returncode, told


def until_it_hangs(world: World) -> None:
    """Return once the call that the script lets hang has come."""
    ends = time.monotonic() + _LONG
    while not world.server.fired():
        assert time.monotonic() < ends, "nobody called"
        time.sleep(0.02)


def test_a_second_run_leaves_or_waits(tmp_path: Path, store: str) -> None:
    with pair(tmp_path) as world:
        world.type_rows([row(number) for number in range(5)])
        world.server.script("notion POST */query once hang before")
        first = start(world, store)
        until_it_hangs(world)
        leaving = end(start(world, store))
        late = end(start(world, store, "--wait", "5"))
        waiting = start(world, store, "--wait", str(_LONG))
        assert first.poll() is None
        httpx.delete(f"{world.server.url}/_sandbox/faults")
        assert leaving[0] == late[0] == Exit.BUSY, (leaving, late)
        assert "is working on the pair" in leaving[1]
        assert "another run has this pair; waiting" in late[1]
        assert end(first)[0] == Exit.DONE
        assert end(waiting)[0] == Exit.DONE
        assert len(equal(world)) == 5
        made = [call for call in world.server.calls("notion") if (call.method, call.path) == ("POST", "/v1/pages")]
        assert len(made) == 5, "each page once"


def test_runs_that_begin_together_take_turns(tmp_path: Path, store: str) -> None:
    with pair(tmp_path) as world:
        world.type_rows([row(number) for number in range(5)])
        runs = [start(world, store, "--wait", str(_LONG)) for _ in range(3)]
        ends = [end(run) for run in runs]
        assert [code for code, _ in ends] == [Exit.DONE] * 3, ends
        assert len(equal(world)) == 5
        made = [call for call in world.server.calls("notion") if (call.method, call.path) == ("POST", "/v1/pages")]
        assert len(made) == 5, "each page once"
