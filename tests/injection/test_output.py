"""What people typed is shown as they typed it: it neither styles nor steers the terminal."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from jobs.cli import app
from mappings.fields import FieldType
from tests.injection.test_text import KINDS, add_page
from tests.real.world import World, world

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LOUD = "[bold red]loud[/bold red] [/] [link=https://example.com]x[/link]"
STEERING = "\x1b[31mred\x1b]0;title\x07 \x9b2J \u202eback"


def run(made: World, *words: str) -> Result:
    env = {"COLUMNS": "200", "BOTHWAYS_LANGUAGE": "en"}
    return CliRunner().invoke(app, [*words, "--config", str(made.settings_file())], env=env)


@pytest.mark.parametrize("command", ["plan", "sync"])
def test_markup_is_shown_and_escape_sequences_never_reach_the_terminal(tmp_path: Path, command: str) -> None:
    with world(tmp_path, KINDS) as made:
        add_page(made, "r-1", {"name": LOUD, "text": STEERING, "choice": "[bold]c[/bold]"})
        add_page(made, f"r-{STEERING}", {"name": STEERING})
        found = run(made, command)
        assert found.exception is None or isinstance(found.exception, SystemExit), found.output
        assert "[bold red]loud[/bold red] [/]" in found.output
        assert not CONTROL.search(found.output), CONTROL.findall(found.output)


def test_json_has_the_values_exactly_and_no_raw_control_character(tmp_path: Path) -> None:
    with world(tmp_path, KINDS) as made:
        add_page(made, "r-1", {"name": LOUD, "text": STEERING})
        found = run(made, "plan", "--json")
        assert not CONTROL.search(found.stdout)
        shown: Any = json.loads(found.stdout)
        values = {cell["field"]: cell["after"] for cell in shown["pairs"][0]["changes"][0]["cells"]}
        assert (values["name"], values["text"]) == (LOUD, STEERING)


def test_conflicts_and_names_of_columns_are_shown_safely_too(tmp_path: Path) -> None:
    with world(tmp_path, {"name": FieldType.TITLE, "text": FieldType.RICH_TEXT}) as made:
        add_page(made, "r-1", {"name": "one", "text": LOUD})
        made.put([["r-1", "one", STEERING]], "A2")
        found = run(made, "plan")
        assert "[bold red]loud" in found.output
        assert not CONTROL.search(found.output)


def test_the_checkup_shows_names_of_tables_safely(tmp_path: Path) -> None:
    with world(tmp_path, {"name": FieldType.TITLE, "text": FieldType.RICH_TEXT}) as made:
        made.clients.notion.databases.update(made.database, title=[{"text": {"content": f"{LOUD} {STEERING}"}}])
        made.clients.notion.data_sources.update(made.source, title=[{"text": {"content": f"{LOUD} {STEERING}"}}])
        made.put([["id", "name", f"tex{STEERING}"]])
        for words in (["doctor"], ["doctor", "--json"]):
            found = run(made, *words)
            assert "[bold red]loud" in found.output
            assert not CONTROL.search(found.output)
