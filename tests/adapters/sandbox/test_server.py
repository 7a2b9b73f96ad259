import json
import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.sandbox.server import FAKE_TOKEN, SandboxServer, serve
from tests.shared import ROOT

NOTION = {"authorization": f"Bearer {FAKE_TOKEN}", "notion-version": "2026-03-11"}


def test_calls_are_counted_by_service_without_the_sandboxs_own() -> None:
    with SandboxServer() as server:
        httpx.get(f"{server.url}/v1/users/me", headers=NOTION)
        httpx.get(f"{server.url}/_sandbox/info")
        assert [(call.service, call.method, call.path, call.status) for call in server.calls()] == [
            ("notion", "GET", "/v1/users/me", 200)
        ]
        assert httpx.get(f"{server.url}/_sandbox/calls").json() == [
            {"service": "notion", "method": "GET", "path": "/v1/users/me", "status": 200}
        ]
        assert server.calls("google") == []
        assert httpx.delete(f"{server.url}/_sandbox/calls").status_code == 204
        assert server.calls() == []


def test_the_info_endpoint_names_the_page_everything_can_be_put_on() -> None:
    with SandboxServer() as server:
        info = httpx.get(f"{server.url}/_sandbox/info").json()
        assert info["root_page_id"] == server.root_page_id
        page = httpx.get(f"{server.url}/v1/pages/{info['root_page_id']}", headers=NOTION)
        assert page.json()["parent"] == {"type": "workspace", "workspace": True}


def test_people_can_be_added_and_keep_their_id() -> None:
    with SandboxServer() as server:
        wish = {"name": "Mina Ito", "email": "mina.ito@example.com"}
        key = httpx.post(f"{server.url}/_sandbox/users", json=wish).json()["id"]
        assert server.add_person("Mina Ito", "Mina.Ito@example.com") == key
        user = httpx.get(f"{server.url}/v1/users/{key}", headers=NOTION).json()
        assert (user["name"], user["person"]["email"]) == ("Mina Ito", "Mina.Ito@example.com")


def test_a_wrapper_sees_each_request_before_the_services_do() -> None:
    seen = []

    def noting(app: ASGIApp) -> ASGIApp:
        async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
            seen.append(scope["path"])
            await app(scope, receive, send)

        return wrapped

    with SandboxServer(wrappers=[noting]) as server:
        httpx.get(f"{server.url}/v1/users/me", headers=NOTION)
    assert seen == ["/v1/users/me"]


def test_the_same_seed_gives_the_same_ids() -> None:
    made = []
    for _ in range(2):
        with SandboxServer(seed=7) as server:
            body = {"parent": {"type": "workspace", "workspace": True}, "title": []}
            made.append(httpx.post(f"{server.url}/v1/databases", headers=NOTION, json=body).json()["id"])
    assert made[0] == made[1]


def test_only_this_machine_is_served_unless_it_is_asked_for() -> None:
    with pytest.raises(ValueError, match="this machine only"):
        serve(0, None, None, StringIO(), host="0.0.0.0")  # noqa: S104 - refused


def test_the_process_prints_one_line_serves_and_ends_cleanly(tmp_path: Path) -> None:
    store = tmp_path / "sandbox.db"
    code = (
        "import sys; from pathlib import Path; from adapters.sandbox.server import serve; "
        f"serve(0, Path({str(store)!r}), None, sys.stdout)"
    )
    ids = []
    for _ in range(2):
        with subprocess.Popen(  # noqa: S603 - this interpreter, with the code above
            [sys.executable, "-W", "error", "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=dict(os.environ),
        ) as process:
            assert process.stdout is not None
            ready = json.loads(process.stdout.readline())
            headers = {**NOTION, "authorization": f"Bearer {ready['token']}"}
            body = {"parent": {"workspace": True}, "properties": {}}
            made = httpx.post(f"{ready['notion']}/v1/pages", headers=headers, json=body)
            ids.append(made.json()["id"])
            for key in ids:
                assert httpx.get(f"{ready['notion']}/v1/pages/{key}", headers=headers).status_code == 200
            process.send_signal(signal.SIGTERM)
            rest, errors = process.communicate(timeout=20)
            assert (process.returncode, rest, errors) == (0, "", "")
        assert set(ready) == {"notion", "google", "token"}
    assert len(set(ids)) == 2
