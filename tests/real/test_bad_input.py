"""What people get wrong: each message says what was seen, what is allowed and the way out, and nothing is written."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jobs.cli import app
from mappings.fields import FieldType
from tests.real.world import World, world

KINDS = {"title": FieldType.TITLE, "owner": FieldType.RICH_TEXT, "score": FieldType.NUMBER, "due": FieldType.DATE}
ROWS = [
    {"id": f"R-{n}a", "title": f"リスク {n}", "owner": "aoki", "score": str(n), "due": "2026-01-05"} for n in range(4)
]


def rename_header(made: World) -> None:
    made.put([["owners"]], "C1")


def double_header(made: World) -> None:
    made.put([["owner"]], "F1")


CASES: dict[str, tuple[Callable[[World], None], Callable[[str], str], dict[str, str], int, list[str]]] = {
    "a database that is not there": (
        lambda _: None,
        lambda text: text.replace("DATABASE", "0b07a000-0000-4000-8000-0000000000ff"),
        {},
        1,
        ["0b07a000-0000-4000-8000-0000000000ff", "Connections"],
    ),
    "a wrong token": (lambda _: None, str, {"BOTHWAYS_NOTION__TOKEN": "not-the-token"}, 1, ["token"]),
    "a tab that is not there": (
        lambda _: None,
        lambda text: text.replace('tab = "table"', 'tab = "tables"'),
        {},
        1,
        ["tables", "table"],
    ),
    "a spreadsheet that is not there": (
        lambda _: None,
        lambda text: text.replace("SPREADSHEET", "no-such-spreadsheet-0000000000000000000000"),
        {},
        1,
        ["spreadsheet", "Check"],
    ),
    "a renamed header": (rename_header, str, {}, 2, ["owner", "owners"]),
    "a header that stands twice": (double_header, str, {}, 2, ["owner", "C1", "F1"]),
    "a policy that does not exist": (
        lambda _: None,
        lambda text: text.replace("[pairs.table]", '[pairs.table]\nconflicts = "yolo"'),
        {},
        2,
        ["pairs.table.conflicts", "yolo", "ask"],
    ),
    "a property that is not there": (
        lambda _: None,
        lambda text: text + '\n[pairs.table.fields.state]\ntype = "status"\nnotion = "Stat"\nsheet = "owner 2"\n',
        {},
        2,
        ["Stat"],
    ),
    "a type that does not fit": (
        lambda _: None,
        lambda text: text.replace('type = "number"', 'type = "checkbox"'),
        {},
        2,
        ["score", "number", "checkbox"],
    ),
}


def run(
    made: World, command: str, *, change: Callable[[str], str] = str, env: dict[str, str] | None = None
) -> tuple[int, str]:
    text = made.settings_file().read_text("utf-8")
    text = text.replace(made.database, "DATABASE").replace(made.spreadsheet, "SPREADSHEET")
    text = change(text).replace("DATABASE", made.database).replace("SPREADSHEET", made.spreadsheet)
    (made.folder / "bothways.toml").write_text(text, "utf-8")
    arguments = [command, "--config", str(made.folder / "bothways.toml"), "--language", "en"]
    variables = {"BOTHWAYS_NOTION__TOKEN": made.server.token, "BOTHWAYS_GOOGLE__TOKEN": made.server.token}
    found = CliRunner().invoke(app, arguments, env={**os.environ, "COLUMNS": "400", **variables, **(env or {})})
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    assert "Traceback" not in found.output
    return found.exit_code, found.output


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("command", ["plan", "sync"])
def test_a_mistake_is_named_and_nothing_is_written(case: str, command: str, tmp_path: Path) -> None:
    prepare, change, env, code, words = CASES[case]
    with world(tmp_path, KINDS, token="the-fake-token") as made:
        made.create_pages(ROWS)
        made.type_rows(ROWS)
        prepare(made)
        made.server.forget_calls()
        found, output = run(made, command, change=change, env=env)
        assert found == code, output
        assert made.write_calls() == {"notion": 0, "google": 0}
        for word in words:
            assert word in output


def test_an_id_twice_is_held_and_the_rest_goes_on(tmp_path: Path) -> None:
    with world(tmp_path, KINDS) as made:
        made.create_pages(ROWS)
        made.type_rows(ROWS)
        made.sync()
        made.type_rows([*ROWS, ROWS[1]])
        made.put([["sato"]], "C2")
        code, output = run(made, "sync")
        assert code == 0, output
        assert "R-1a" in output
        assert "2 times" in output
        owners = {record.id: record.fields for record in made.both()[0].records}
        assert dict(owners["R-0a"])["owner"] == "sato"  # type: ignore[index]  # every record has an id here


def test_a_value_that_does_not_fit_holds_its_field_and_the_rest_goes_on(tmp_path: Path) -> None:
    with world(tmp_path, KINDS) as made:
        made.create_pages(ROWS)
        made.type_rows(ROWS)
        made.sync()
        made.put([["sato", "plenty", "soon"]], "C2")
        code, output = run(made, "sync")
        assert code == 0, output
        assert "plenty" in output
        assert "soon" in output
        (record,) = [record for record in made.both()[0].records if record.id == "R-0a"]
        fields = {str(name): value for name, value in record.fields.items()}
        assert (fields["owner"], fields["score"]) == ("sato", 0)
