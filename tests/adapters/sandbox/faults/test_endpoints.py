import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from adapters.sandbox.app import create_app
from adapters.sandbox.clock import Clock
from adapters.sandbox.faults.script import ScriptError
from adapters.sandbox.server import FAKE_TOKEN, SandboxServer
from adapters.sandbox.store import Store
from jobs.cli import app
from tests.adapters.sandbox.faults.world import World
from tests.shared import ROOT

NOTION = {"authorization": f"Bearer {FAKE_TOKEN}", "notion-version": "2026-03-11"}


def test_a_script_is_put_looked_at_and_taken_away(world: World) -> None:
    put = world.http.put(
        "/_sandbox/faults?seed=3", content="# two\nnotion GET * 2nd 500\nany * before once page this trash"
    )
    assert put.status_code == 200
    for _ in range(2):
        world.http.get("/v1/users/me")
    assert world.http.get("/_sandbox/faults").json() == {
        "seed": 3,
        "rules": [
            {"line": 2, "rule": "notion GET * 2nd 500", "calls": 2, "fired": 1},
            {"line": 3, "rule": "any * before once page this trash", "calls": 2, "fired": 1},
        ],
        "fired": [
            {
                "line": 3,
                "what": "page this trash",
                "nth": 1,
                "service": "notion",
                "method": "GET",
                "path": "/v1/users/me",
                "failed": "GET /v1/users/me is about no page",
            },
            {
                "line": 2,
                "what": "500",
                "nth": 2,
                "service": "notion",
                "method": "GET",
                "path": "/v1/users/me",
                "failed": "",
            },
        ],
    }
    assert world.http.delete("/_sandbox/faults").status_code == 204
    assert world.http.get("/_sandbox/faults").json() == {"seed": 7, "rules": [], "fired": []}
    assert world.http.get("/v1/users/me").status_code == 200


def test_a_script_with_mistakes_is_refused_and_the_old_one_stays(world: World) -> None:
    world.server.script("notion * always 500")
    answer = world.http.put("/_sandbox/faults", content="any * once cut\nany * evry 500")
    assert answer.status_code == 400
    (mistake,) = answer.json()["mistakes"]
    assert mistake["line"] == 2
    assert mistake["seen"] == "evry is not understood here"
    assert mistake["allowed"].startswith("always, once")
    assert world.http.get("/v1/users/me").status_code == 500


@pytest.mark.parametrize(("query", "body"), [("?seed=x", b""), ("", b"\xff")])
def test_what_is_no_text_or_no_seed_is_refused(world: World, query: str, body: bytes) -> None:
    assert world.http.put(f"/_sandbox/faults{query}", content=body).status_code == 400


def test_a_server_refuses_to_start_with_a_script_that_has_mistakes() -> None:
    with pytest.raises(ScriptError, match="line 1"):
        SandboxServer(faults="nonsense")


def test_under_a_server_that_cannot_hang_up_a_broken_connection_is_an_error() -> None:
    made = create_app(store=Store(), clock=Clock(), faults="any * once drop before")

    async def ask() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=made), base_url="http://sandbox") as client:
            await client.get("/v1/users/me")

    with pytest.raises(ConnectionResetError):
        asyncio.run(ask())


def test_the_command_line_names_every_mistake_of_a_script(tmp_path: Path) -> None:
    file = tmp_path / "night.faults"
    file.write_text("any * evry 500\nany * once 418", "utf-8")
    result = CliRunner().invoke(app, ["sandbox", "--port", "0", "--faults", str(file), "--language", "en"])
    assert result.exit_code == 2
    seen = " ".join(result.output.split())
    assert "line 1: evry is not understood here" in seen
    assert "line 2: 418 is not understood here" in seen


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_a_script_that_cannot_be_read_is_a_mistake_of_the_command_line(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "night.faults"
    if content is not None:
        file.write_bytes(content)
    assert CliRunner().invoke(app, ["sandbox", "--port", "0", "--faults", str(file)]).exit_code == 2


def test_the_process_takes_a_script_a_seed_and_quotas_and_leaves_nothing_in_the_log(tmp_path: Path) -> None:
    file = tmp_path / "night.faults"
    file.write_text("notion GET * 1st 500\nnotion GET * 2nd drop after\nnotion GET * 3rd hang before\n", "utf-8")
    words = ["sandbox", "--port", "0", "--faults", str(file), "--seed", "5", "--quotas"]
    code = f"import sys; sys.argv = ['bothways', *{words!r}]; from jobs.cli import main; main()"
    with subprocess.Popen(  # noqa: S603 - this interpreter, with the code above
        [sys.executable, "-W", "error", "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=dict(os.environ),
    ) as process:
        assert process.stdout is not None
        base = json.loads(process.stdout.readline())["notion"]
        assert httpx.get(f"{base}/v1/users/me", headers=NOTION).status_code == 500
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(f"{base}/v1/users/me", headers=NOTION)
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{base}/v1/users/me", headers=NOTION, timeout=0.2)
        assert httpx.get(f"{base}/_sandbox/faults").json()["seed"] == 5
        assert httpx.get(f"{base}/_sandbox/quotas").json()["quotas"] == {"notion": 180, "reads": 60, "writes": 60}
        before = httpx.get(f"{base}/_sandbox/clock").json()["now"]
        assert httpx.post(f"{base}/_sandbox/clock", json={"turn": 7200}).json()["now"][:13] != before[:13]
        process.send_signal(signal.SIGTERM)
        rest, errors = process.communicate(timeout=20)
    assert (process.returncode, rest, errors) == (0, "", "")
