"""Every command on a page is run against the local services; what needs an account, root or a container is read.

What is read is read strictly: the command line takes it apart as it would before running it, a shell takes apart the
rest, and files of the project that it names have to be there.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import typer
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from jobs.cli import app
from jobs.commands.reference import reference
from tests.docs.blocks import PAGES, Line, lines
from tests.shared import ROOT

FIRST = sorted(PAGES, key=lambda page: (page.name != "start.md", page.name))
LINES = list({" ".join(line.arguments or line.words): line for page in FIRST for line in lines(page)}.values())
"""Each line once, those of the page for newcomers first: they meet the tables as they were."""
OURS = [line for line in LINES if line.arguments]
OTHERS = [line for line in LINES if not line.arguments]
READ = {
    "login": "needs a person and Google; tests/jobs/commands runs it against a stand-in",
    "sandbox": "serves until it is stopped; the services that all others are run against are this command",
    "worker": "works until it is stopped; tests/jobs/worker runs it",
}
"""Commands that are taken apart and not run, each with the reason."""
OWN_TABLES = {"mapping.md": "its tables are built and its commands run by tests/docs/test_mapping_page.py"}
RECORD = "クレジットカードが登録できない"
INSTEAD = {"R-012": RECORD, "R-1a": RECORD, "owner": "severity"}
INSTEAD["認証基盤の停止"] = "認証基盤が単一リージョンにしかない"
"""What pages call a record or a field, and what there is in the tables of the demo."""
URLS = {
    "--notion": "0b07a000-0000-4000-8000-000000000001",
    "--sheet": "https://docs.google.com/spreadsheets/d/demo-risks-and-incidents-0000000000000000000/edit",
    "--parent": "https://www.notion.so/00000000000040008000000000000001",
}
"""The tables of the demo, where a page says URL."""
RUN = re.compile(r"\d{8}T\d{6}-\w{6}")
WELL = (0, 3, 4, 7)
JOBS = "\n[jobs.sync]\n[jobs.digest]\n"


def ids(line: Line) -> str:
    return line.id


def run_here(line: Line) -> bool:
    return line.arguments[0] not in {"init", *READ} and line.page not in OWN_TABLES


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demo's tables as a page says, on a free port."""
    folder = tmp_path_factory.mktemp("services")
    words = [sys.executable, "-c", "from jobs.cli import main; main()", "sandbox", "--port", "0", "--demo"]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(words, cwd=folder, env=surroundings, stdout=subprocess.PIPE) as served:  # noqa: S603 - our own
        assert served.stdout is not None
        yield orjson.loads(served.stdout.readline())["notion"]
        served.send_signal(signal.SIGTERM)
        assert served.wait(20) == 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, services: str) -> Path:
    """Return a folder with the example's configuration under both names, after a first sync."""
    found = tmp_path_factory.mktemp("team")
    text = (ROOT / "config.example.toml").read_text("utf-8").replace("http://127.0.0.1:8787", services)
    text = re.sub(r"(\w+_per_minute) = \d+", r"\1 = 1000000", text)
    for name in ("bothways.toml", "config.example.toml"):
        (found / name).write_text(text + JOBS, "utf-8")
    (found / "night.faults").write_text("", "utf-8")
    with pytest.MonkeyPatch.context() as inside:
        inside.chdir(found)
        done = called(["sync"])
    assert done.exit_code in WELL, done.output
    return found


@pytest.fixture
def at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("BOTHWAYS_LANGUAGE", "en")
    return folder


def called(words: list[str]) -> Any:  # noqa: ANN401 - click's Result
    return CliRunner().invoke(app, words, input="y\n")


def latest() -> str:
    runs = orjson.loads(called(["log", "--json"]).stdout)["pairs"][0]["runs"]
    return next(str(run["run"]) for run in runs if run["counts"])


@pytest.mark.parametrize("line", [line for line in OURS if run_here(line)], ids=ids)
def test_a_command_runs_as_it_stands(at: Path, line: Line) -> None:
    words = [latest() if RUN.fullmatch(word) else INSTEAD.get(word, word) for word in line.arguments]
    done = called(words)
    said = done.output
    if words[0] == "restore" and done.exit_code == 2:
        assert "known" in said or "kept" in said or "future" in said, said
    elif words[0] == "digest" and "notion,slack" in words:
        assert done.exit_code == 2, said
        assert "does not say where" in said
    elif words[0] in ("flag", "link") and done.exit_code == 2:
        assert "docs/" in said, said
    else:
        assert done.exit_code in WELL, said
    assert "Traceback" not in said


@pytest.mark.parametrize("line", [line for line in OURS if line.arguments[0] == "init"], ids=ids)
def test_a_proposal_is_made(services: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: Line) -> None:
    """Nobody answers here: what a person would be asked is listed, and nothing is made."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOTHWAYS_LANGUAGE", "en")
    for service in ("NOTION", "GOOGLE"):
        monkeypatch.setenv(f"BOTHWAYS_{service}__BASE_URL", services)
    words = line.arguments
    words = [URLS[words[at - 1]] if word == "URL" else word for at, word in enumerate(words)]
    done = called([*words, *(["--dry-run"] if "--dry-run" not in words else [])])
    assert "othing was written." in done.output, done.output
    assert done.exit_code == 0 or "--tab NAME" in done.output
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("line", OURS, ids=ids)
def test_a_command_is_taken_apart(line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "night.faults").write_text("", "utf-8")
    command: Any = get_command(app)
    context: Any = typer.Context(command, info_name="bothways")
    words = line.arguments
    while isinstance(command, TyperGroup) and words and not words[0].startswith("-"):
        name, command, words = command.resolve_command(context, list(words))
        assert command is not None
        invoked = isinstance(command, TyperGroup) and bool(words)
        context = typer.Context(command, info_name=name, parent=context) if invoked else context
    command.make_context(line.arguments[0], list(words), parent=context)


def test_what_is_not_run_is_named_with_its_reason() -> None:
    names = {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}
    assert READ.keys() <= names
    assert {line.arguments[0] for line in OURS if not run_here(line)} <= READ.keys() | {
        "init",
        "config",
        "plan",
        "sync",
        "settle",
    }
    assert all(
        (ROOT / word).exists()
        for word in re.findall(r"tests/[\w/.]*\w", " ".join([*READ.values(), *OWN_TABLES.values()]))
    )


@pytest.mark.parametrize("line", OTHERS, ids=ids)
def test_a_shell_takes_apart_what_is_no_command_of_ours(line: Line) -> None:
    text = line.text.replace("<this repository>", "REPOSITORY")
    shell = shutil.which("bash") or "/bin/sh"
    done = subprocess.run([shell, "-n", "-c", text], capture_output=True, text=True, check=False)  # noqa: S603 - nothing is run
    assert done.returncode == 0, done.stderr
    for word in shlex.split(text, comments=True):
        if re.match(r"(?:deploy|examples|tests)/[\w./-]+$", word):
            assert (ROOT / word).exists(), word


@pytest.mark.parametrize("line", [line for line in OTHERS if "curl" in line.text], ids=ids)
def test_a_call_is_answered(services: str, at: Path, line: Line) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not on this machine: lines that use it are not run")
    text = line.text.replace("http://127.0.0.1:8787", services)
    done = subprocess.run(["/bin/sh", "-c", text], cwd=at, capture_output=True, text=True, timeout=20, check=False)  # noqa: S603 - our own page
    assert done.returncode == 0, done.stderr
    assert '"error"' not in done.stdout
    assert httpx.get(f"{services}/_sandbox/info").status_code == 200


def test_the_page_of_commands_is_what_the_program_says() -> None:
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == reference(app)
