"""The page on the sandbox: what it shows runs as it stands there."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gspread
import notion_client
import orjson
import pytest
from typer.testing import CliRunner

from adapters.sandbox.app import create_app
from adapters.sandbox.clock import Clock
from adapters.sandbox.server import SandboxServer
from adapters.sandbox.store import Store
from jobs.cli import app
from tests.shared import ROOT

PAGE = (ROOT / "docs" / "sandbox.md").read_text("utf-8")
BASE = "http://127.0.0.1:8787"


SESSION = """
def test_one(session_sandbox):
    session_sandbox.add_person("Ann", "ann@example.com")


def test_other(session_sandbox):
    assert session_sandbox.store.count("notion.user") > 1
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


CURL = [
    line.removeprefix("$ ") for block in blocks("console") for line in block.splitlines() if line.startswith("$ curl")
]


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with SandboxServer() as server:
        yield server.url


@pytest.mark.parametrize("snippet", blocks("python"), ids=lambda snippet: re.findall(r"import (\w+)", snippet)[-1])
def test_a_python_snippet_runs(base: str, snippet: str) -> None:
    names: dict[str, Any] = {"__name__": "snippet"}
    try:
        exec(compile(snippet.replace(BASE, base), "docs/sandbox.md", "exec"), names)  # noqa: S102 - our own page
    finally:
        for client in names.values():
            if isinstance(client, notion_client.Client):
                client.close()
            elif isinstance(client, gspread.Client):
                client.http_client.session.close()


@pytest.mark.parametrize("line", CURL, ids=range(len(CURL)))
def test_a_curl_line_is_answered(base: str, line: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not on this machine: the lines of docs/sandbox.md are not run")
    shell = ["/bin/sh", "-c", line.replace(BASE, base)]
    done = subprocess.run(shell, capture_output=True, text=True, timeout=20, check=True)  # noqa: S603 - our own page
    answer = orjson.loads(done.stdout)
    assert answer
    assert "error" not in answer
    assert answer.get("object") != "error"


@pytest.mark.parametrize("snippet", blocks("pytest"), ids=["fixture"])
def test_the_pytest_snippet_passes(tmp_path: Path, snippet: str) -> None:
    (tmp_path / "test_snippet.py").write_text(snippet, "utf-8")
    (tmp_path / "test_session.py").write_text(SESSION, "utf-8")
    plugin = ["-p", "adapters.sandbox.pytest_plugin", "-p", "no:cacheprovider", "--strict-markers"]
    done = subprocess.run(  # noqa: S603 - our own page
        [sys.executable, "-m", "pytest", "-q", "-c", "/dev/null", "--rootdir", str(tmp_path), *plugin, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "4 passed" in done.stdout, done.stdout + done.stderr


def test_every_option_of_the_command_is_on_the_page() -> None:
    shown = CliRunner().invoke(app, ["sandbox", "--help"], env={"COLUMNS": "120", "NO_COLOR": "1"}).output
    options = set(re.findall(r"^  (?:-\w, )?(--[a-z]+)", shown, re.MULTILINE)) - {"--help", "--verbose", "--language"}
    assert options == set(re.findall(r"^\| `(--[a-z]+)", PAGE, re.MULTILINE))


def test_every_endpoint_of_the_sandboxs_own_is_on_the_page() -> None:
    served = create_app(store=Store(), clock=Clock())
    paths = {path for route in served.routes if (path := getattr(route, "path", "")).startswith("/_sandbox/")}
    ids = {"pages/ID": "pages/{page_id}", "shares/ID": "shares/{id}"}
    named = {_with(ids, path) for path in re.findall(r"^\| `.*?(/_sandbox/[\w/]+)`", PAGE, re.MULTILINE)}
    assert named == paths


def _with(ids: dict[str, str], path: str) -> str:
    for shown, served in ids.items():
        path = path.replace(shown, served)
    return path


def test_the_functions_the_page_says_are_missing_are_missing() -> None:
    from adapters.sandbox.google.formulas.functions import FUNCTIONS  # noqa: PLC0415 - one test needs it

    names = re.search(r"fills other\s+cells: (.*?) come to", PAGE, re.DOTALL)
    assert names is not None
    assert not set(re.findall(r"`(\w+)`", names.group(1))) & FUNCTIONS.keys()
    assert 95 <= len(FUNCTIONS) < 120
