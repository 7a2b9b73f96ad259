"""The command line where it is not at home: narrow, dumb or ASCII terminals, pipes that close, Ctrl+C, odd words."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from jobs.cli import app
from jobs.exits import Exit
from tests.fuzz.desk import Desk, desk
from tests.fuzz.stores import foreign, remove
from tests.fuzz.wire import CALM, graceless, known
from tests.shared import ROOT

COMMANDS = ("plan", "sync", "doctor", "rehearse", "init", "config", "sandbox", "demo", "", "no-such-command")
WORDS = (
    "--pair",
    "--json",
    "--config",
    "--language",
    "ja",
    "de",
    "-x",
    "--",
    "-",
    "",
    "table",
    "--force",
    "--quiet",
    "0",
    "-p",
)
WORDS_2 = (
    "check",
    "--header-row",
    "x",
    "/",
    "no/such/file",
    "\u202e",
    "--keep",
    "--help",
    "--version",
    "--no-add-ids",
    "-qv",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch, desk(tmp_path_factory.mktemp("desk"), patch) as found:
        found.again()
        yield found


def outside(made: Desk, *words: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start the program as a person does: what runs the tests may have taken Ctrl+C away."""
    call = [
        sys.executable,
        "-c",
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from jobs.cli import main; main()",
        *words,
        "--config",
        str(made.world.settings_file()),
    ]
    around = {name: text for name, text in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    return subprocess.Popen(  # noqa: S603 - this interpreter, our code
        call,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        cwd=made.folder,
        env={**around, "PYTHONPATH": str(ROOT), **(env or {})},
    )


def test_words_in_any_order_end_with_a_code_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    random = Random(20261120)  # noqa: S311 - repeatable, not secret
    for _ in range(150):
        command = random.choice(COMMANDS)
        words = [command, *random.choices((*WORDS, *WORDS_2), k=random.randint(0, 5))]
        if command in ("sandbox", "demo", "rehearse"):
            words.append("--no-such-option")
        done = CliRunner().invoke(app, words)
        assert done.exception is None or isinstance(done.exception, SystemExit), words
        assert done.exit_code in list(Exit), words
        assert "Traceback" not in done.output, words


@pytest.mark.parametrize("width", ["20", "1", "0", "-5", "x", "9999999"])
@pytest.mark.parametrize("words", [("plan",), ("plan", "-v"), ("doctor",), ("plan", "--language", "ja")])
def test_a_narrow_terminal_gets_all_of_it(
    made: Desk, monkeypatch: pytest.MonkeyPatch, width: str, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    assert graceless(made.run(*words)) == ""


@pytest.mark.parametrize(
    "env",
    [
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        {"TERM": "dumb", "NO_COLOR": "1"},
        {"TERM": "", "COLUMNS": "20", "LINES": "1"},
        {"LANG": "ja_JP.eucJP", "PYTHONIOENCODING": "euc_jp"},
        {"LANG": "\udcff", "TZ": "nowhere"},
    ],
)
def test_a_poor_terminal_is_no_reason_to_fail(made: Desk, env: dict[str, str]) -> None:
    process = outside(made, "plan", env=env)
    out, err = process.communicate(timeout=60)
    assert process.returncode in (Exit.PENDING, Exit.CONFLICTS), err
    assert b"record" in out
    assert b"Traceback" not in out + err


@pytest.mark.parametrize("words", [("plan",), ("plan", "--json"), ("doctor",), ("sync",)])
def test_a_pipe_that_closes_is_no_fault(made: Desk, words: tuple[str, ...]) -> None:
    made.again()
    process = outside(made, *words)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=60)
    assert b"Traceback" not in err
    assert b"Exception ignored" not in err
    made.server.script("")
    assert made.run("sync").exit_code in CALM


@pytest.mark.parametrize(
    "rule",
    [
        "notion POST */query once hang before",
        "google GET * once hang before",
        "notion PATCH * once hang after",
        "google POST *:batchUpdate once hang after",
    ],
)
def test_ctrl_c_ends_with_130_wherever_it_comes(made: Desk, rule: str) -> None:
    made.again()
    made.server.script(rule)
    process = outside(made, "sync")
    _until(lambda: bool(made.server.fired()))
    letting_go = threading.Timer(20, made.server.script, [""])
    letting_go.start()
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    out, err = process.communicate(timeout=60)
    letting_go.cancel()
    assert process.returncode == Exit.INTERRUPTED, err
    assert b"Traceback" not in out + err
    assert time.monotonic() - began < 10
    made.server.script("")
    assert made.run("sync").exit_code in CALM


@pytest.mark.parametrize("how", ["foreign", "gone"])
def test_a_store_that_is_exchanged_under_a_run_stops_it(made: Desk, how: str) -> None:
    made.again()
    before = known(made.state())
    file = made.folder / "bothways-state.db"
    aside = made.folder / "aside.db"

    def exchange() -> None:
        _until(lambda: bool(made.server.fired()))
        file.rename(aside)
        if how == "foreign":
            foreign(file, Random(1))  # noqa: S311 - as above

    made.server.script("notion POST */query once slow 300ms before")
    threading.Thread(target=exchange).start()
    done = made.run("sync")
    assert graceless(done) == ""
    assert done.exit_code == Exit.FAILED
    assert "exchanged or removed" in " ".join(done.output.split())
    assert known(made.state()) == before
    remove(file)
    aside.rename(file)
    made.server.script("")


def _until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)
