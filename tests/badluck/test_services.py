"""No network, and tokens that end in the middle: a message with the way out, and the next run does the rest."""

import json
import sys
from pathlib import Path

import pytest

from adapters.sandbox.server import SandboxServer
from jobs.demo.clients import Clients
from tests.badluck.scene import comes_right, nothing_written, refused, scene
from tests.real.world import World
from tests.secrets.desk import KINDS, ROWS, configured, run

NOWHERE = "http://127.0.0.1:1"


def cut_off(made: World, file: Path) -> str:
    """Let both services be where nobody answers; return the configuration as it was."""
    text = file.read_text("utf-8")
    file.write_text(text.replace(made.server.notion_base, NOWHERE), "utf-8")
    return text


@pytest.mark.parametrize("command", ["plan", "sync", "check", "rehearse"])
def test_without_a_network_every_command_says_so_and_writes_nothing(
    tmp_path: Path, hasty: list[float], command: str
) -> None:
    with scene(tmp_path) as (made, file):
        text = cut_off(made, file)
        done = run(file, command)
        assert done.exit_code == 1, done.output
        assert "reach" in done.output
        assert "fault of its own" not in done.output
        nothing_written(made)
        file.write_text(text, "utf-8")
        comes_right(made, file)


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("call", [2, 5, 8])
def test_a_network_that_goes_in_the_middle(tmp_path: Path, hasty: list[float], call: int, place: str) -> None:
    with scene(tmp_path) as (made, file):
        made.server.script(f"any * {call}th.. drop {place}" if call > 3 else f"any * 2nd.. drop {place}")
        refused(run(file, "sync"), "out of reach" if place == "never" else "→")
        made.server.script("")
        comes_right(made, file)


@pytest.mark.parametrize(
    ("script", "seen"),
    [
        ("notion * 1st.. 401", "the Notion token is refused"),
        ("notion PATCH * 1st.. 401", "the Notion token is refused"),
        ("notion POST /v1/pages 2nd.. 401", "the Notion token is refused"),
        ("google read 1st.. 401", "does not accept the access token any more"),
        ("google write 1st.. 401", "does not accept the access token any more"),
    ],
)
def test_a_token_that_ends_in_the_middle(tmp_path: Path, hasty: list[float], script: str, seen: str) -> None:
    with scene(tmp_path) as (made, file):
        made.server.script(script)
        refused(run(file, "sync"), seen)
        made.server.script("")
        comes_right(made, file)


def test_a_token_of_a_command_is_asked_for_again_once_it_has_expired(tmp_path: Path, hasty: list[float]) -> None:
    program = tmp_path / "printer.py"
    program.write_text(
        "from pathlib import Path\n"
        f"seen = Path({str(tmp_path / 'seen')!r})\n"
        "print('fresh-token' if seen.exists() else 'stale-token')\n"
        "seen.touch()\n"
    )
    with SandboxServer(token="fresh-token") as server, Clients(server.url, server.url, "fresh-token") as clients:
        made = World(server, clients, tmp_path, KINDS)
        made.make()
        made.type_rows(ROWS)
        file = configured(made, google=f"token_command = {json.dumps([sys.executable, str(program)])}")
        env: dict[str, str | None] = {"BOTHWAYS_NOTION__TOKEN": "fresh-token", "BOTHWAYS_GOOGLE__TOKEN": None}
        done = run(file, "sync", env=env)
        assert done.exit_code == 0, done.output
