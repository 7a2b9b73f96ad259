"""Real processes: asked to end in the middle of a run, and what the next run makes of it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner, Result

from adapters.sandbox.server import SandboxServer
from jobs.cli import app
from jobs.demo.clients import Clients
from jobs.demo.fill import fill
from jobs.demo.proof import writing
from tests.shared import ROOT

CALLS = "calls_per_minute = 100000"
JOBS = """
[jobs.sync]

[jobs.digest]
on = ["monday"]
at = ["07:00"]
enabled = false
"""


@pytest.fixture
def world(sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo's tables, and a configuration for them in the working folder."""
    with Clients(sandbox.notion_base, sandbox.google_base, sandbox.token) as clients:
        fill(clients)
    text = (ROOT / "config.example.toml").read_text("utf-8").replace("http://127.0.0.1:8787", sandbox.notion_base)
    text = text.replace("calls_per_minute = 180", CALLS).replace("s_per_minute = 60 ", "s_per_minute = 100000 ")
    (tmp_path / "bothways.toml").write_text(text + JOBS, "utf-8")
    for name in [each for each in os.environ if each.startswith("BOTHWAYS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BOTHWAYS_LANGUAGE", "en")
    monkeypatch.setenv("BOTHWAYS_NOTION__TOKEN", sandbox.token)
    monkeypatch.setenv("BOTHWAYS_GOOGLE__TOKEN", sandbox.token)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def started(*words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from jobs.cli import main; main()", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603 - ourselves


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()


def call(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def writes(server: SandboxServer) -> int:
    return sum(writing(each.method, each.path) for each in server.calls())


def until(holds: Any, patience: float = 60.0) -> None:  # noqa: ANN401 - a callable
    ends = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < ends, "it did not come to that"
        time.sleep(0.05)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("words", "code"), [(("worker", "--health-port", "0"), 0), (("run",), 8)])
def test_asked_to_end_it_finishes_the_call_and_keeps_what_is_proved(
    sandbox: SandboxServer, world: Path, words: tuple[str, ...], code: int
) -> None:
    sandbox.forget_calls()
    sandbox.script("notion write always slow 300ms")
    process = started(*words)
    try:
        until(lambda: writes(sandbox) >= 5)
        process.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        _, err = process.communicate(timeout=60)
    finally:
        end(process)
    assert process.returncode == code, err
    assert time.monotonic() - asked < 15  # the machine may be busy; a call is 300 ms
    lines = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    ends = [line for line in lines if line["event"] == "job ends"]
    assert [(line["outcome"], line["exit_code"]) for line in ends] == [("deferred", 8)]
    assert any(line["event"] == "change" for line in lines)
    assert sandbox.token not in err

    sandbox.script("")
    status = json.loads(call("status", "--json").stdout)
    assert status["jobs"][0]["last"]["outcome"] == "deferred"
    assert status["jobs"][0]["due"] is True
    done = call("run", "--json")
    pairs = json.loads(done.stdout)["jobs"][0]["report"]["pairs"]
    assert done.exit_code == 4, [(pair["pair"], pair["outcome"], pair["refusals"]) for pair in pairs]
    sandbox.forget_calls()
    again = json.loads(call("run", "--json").stdout)
    assert [pair["counts"]["notion"]["create"] for pair in again["jobs"][0]["report"]["pairs"]] == [0, 0]
    assert writes(sandbox) == 0


@pytest.mark.timeout(300)
def test_a_worker_tells_its_health_and_its_metrics(sandbox: SandboxServer, world: Path) -> None:
    process = started("worker", "--health-port", "0")
    try:
        assert process.stderr is not None
        url = json.loads(process.stderr.readline())["health"]
        while json.loads(process.stderr.readline())["event"] != "job ends":
            pass
        until(lambda: httpx.get(f"{url}/health").json()["jobs"]["sync"]["outcome"] == "settled")
        text = httpx.get(f"{url}/metrics").text
        assert httpx.get(f"{url}/live").json()["status"] == "ok"
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    finally:
        end(process)
    assert process.returncode == 0
    assert sandbox.token not in text
    assert 'bothways_changes_total{kind="create",side="notion"}' in text
    assert 'bothways_calls_total{service="sheets"}' in text
    assert 'bothways_conflicts_waiting{pair="risks"} 2.0' in text
