"""``bothways digest`` from the command line, against the local services, a chat and a mail server on this machine."""

import json
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from jobs.cli import app
from jobs.exits import Exit
from tests.adapters.signals.conftest import Web, web
from tests.jobs.commands.posting import Box, mailbox
from tests.jobs.rehearse.world import World, team

__all__ = ["web"]
WEEK = "2026-W46"
HUSH = "/services/T000/B000/hushhushhush"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with team(tmp_path) as made:
        text = made.file.read_text("utf-8")
        if "[rules]" not in text:
            made.file.write_text(f"{text}\n[rules]\nmeaning = false\nbodies = []\n", "utf-8")
        yield made


def configure(world: World, *, places: bool = True, more: str = "") -> None:
    book = next(line for line in world.file.read_text("utf-8").splitlines() if "spreadsheet = " in line)
    text = f'\n[digest.notion]\npage = "{world.server.root_page_id}"\n[digest.sheet]\n{_spreadsheet(book)}\n'
    with world.file.open("a", encoding="utf-8") as file:
        file.write(f"{more}{text if places else ''}")


def _spreadsheet(line: str) -> str:
    return "spreadsheet" + re.search(r'spreadsheet( = "[^"]+")', line)[1]  # type: ignore[index]  # the demo's file has it


def digest(world: World, *words: str, **env: str) -> Result:
    given = {**world.env, "NO_COLOR": "1", "COLUMNS": "100", **env}
    return CliRunner().invoke(app, ["digest", "--config", str(world.file), "--week", WEEK, *words], env=given)


def places(found: Result) -> dict[str, str]:
    shown: dict[str, Any] = json.loads(found.stdout)
    return {each["place"]: each["state"] for each in shown["places"]}


def test_without_a_place_it_reads_only_and_tells(world: World, tmp_path: Path) -> None:
    world.guard.shut = True
    held, files = world.dump(), world.files()
    found = digest(world, "--language", "en")
    assert found.exit_code == Exit.DONE, found.output
    assert WEEK in found.stdout or "2026" in found.stdout
    assert world.guard.refused == 0
    assert world.dump() == held
    assert world.files() == files, "no state store, no other file"
    page, paper = tmp_path / "digest.html", tmp_path / "digest.md"
    assert digest(world, "--html", str(page), "--markdown", str(paper)).exit_code == Exit.DONE
    assert page.read_text("utf-8").lower().startswith("<!doctype html>")
    assert paper.read_text("utf-8").startswith("# ")


def test_json_is_the_digest_itself(world: World) -> None:
    shown: dict[str, Any] = json.loads(digest(world, "--json").stdout)
    assert (shown["command"], shown["window"]["name"], shown["exit_code"]) == ("digest", WEEK, 0)
    assert shown["places"] == []
    assert len(shown["sections"]) == 16


def test_it_is_written_to_both_sides_once(world: World) -> None:
    configure(world)
    found = digest(world, "--json")
    assert found.exit_code == Exit.DONE, found.output
    assert places(found) == {"notion": "written", "tab": "written"}
    held = world.dump()
    again = digest(world, "--json")
    assert places(again) == {"notion": "same", "tab": "same"}
    assert world.dump() == held


def test_a_dry_run_and_the_tables_stay_as_they_are(world: World) -> None:
    configure(world)
    world.guard.shut = True
    held, files = world.dump(), world.files()
    assert digest(world, "--dry-run").exit_code == Exit.DONE
    assert world.dump() == held
    assert world.files() == files
    assert world.guard.refused == 0


def test_a_message_goes_out_once_a_window_and_leads_to_the_page(world: World, web: Web) -> None:
    configure(world, more="")
    env = {"BOTHWAYS_DIGEST__SLACK__URL": web.url + HUSH, "BOTHWAYS_DIGEST__CHAT__URL": f"{web.url}/chat{HUSH}"}
    found = digest(world, "--json", **env)
    assert places(found) == {"notion": "written", "tab": "written", "slack": "sent", "chat": "sent"}
    assert [path for _, path, _ in web.asked] == [HUSH, f"/chat{HUSH}"]
    assert "https://www.notion.so/" in web.asked[0][2]
    assert places(digest(world, "--json", **env))["slack"] == "sent before"
    assert len(web.asked) == 2
    digest(world, "--json", "--to", "slack", "--again", **env)
    assert len(web.asked) == 3
    assert "hush" not in found.output


def test_a_webhook_that_fails_never_fails_the_digest(world: World, web: Web) -> None:
    configure(world)
    web.status = 404
    found = digest(world, "--language", "en", "--verbose", BOTHWAYS_DIGEST__SLACK__URL=web.url + HUSH)
    assert found.exit_code == Exit.DONE
    assert "Slack did not take the message" in found.output
    assert "hush" not in found.output
    web.status = 200
    assert places(digest(world, "--json", BOTHWAYS_DIGEST__SLACK__URL=web.url + HUSH))["slack"] == "sent"


def test_a_service_that_says_no_fails_it_and_the_other_place_has_it(world: World) -> None:
    configure(world)
    text = world.file.read_text("utf-8")
    world.file.write_text(text.replace(world.server.root_page_id, "00000000-0000-4000-8000-000000000000"), "utf-8")
    found = digest(world, "--json")
    assert places(found) == {"notion": "failed", "tab": "written"}
    assert found.exit_code == Exit.FAILED


def test_a_letter_has_text_and_html(world: World) -> None:
    box = Box()
    with mailbox(box) as port:
        server_ = f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"'
        mail = f'\n[digest]\nmail_to = ["team@example.com"]\n{server_}\n'
        configure(world, places=False, more=mail)
        assert places(digest(world, "--json")) == {"mail": "sent"}
    [letter] = box.letters
    found = message_from_bytes(letter.original_content or b"", policy=policy.default)
    assert found.get_body(("plain",)) is not None
    assert found.get_body(("html",)) is not None
    assert letter.rcpt_tos == ["team@example.com"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--to", "slack"], "slack"),
        (["--to", "slcak"], "nearest: slack"),
        (["--week", "soon"], "2026-W46"),
        (["--week", "2026-W54"], "2026-W54 is no week"),
        (["--week", "2199-W01"], "2199-W01 has not begun yet"),
        (["--from", "2026-11-09"], "not both"),
    ],
)
def test_mistakes_are_told_with_the_way_out(world: World, words: list[str], said: str) -> None:
    found = digest(world, *words, "--language", "en")
    assert found.exit_code == Exit.USAGE
    assert said in found.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "2026-11-10", "--to", "2026-11-01"], "before it begins"),
        (["--from", "2026-11-31"], "2026-11-31 is no day"),
        (["--from", "2199-01-01", "--until", "2199-01-02"], "has not begun yet"),
    ],
)
def test_days_that_cannot_be(world: World, words: list[str], said: str) -> None:
    given = {**world.env, "COLUMNS": "100"}
    found = CliRunner().invoke(app, ["digest", "--config", str(world.file), *words, "--language", "en"], env=given)
    assert found.exit_code == Exit.USAGE
    assert said in found.output
    assert "→" in found.output


def test_no_right_to_write_is_told_with_the_way_out(world: World) -> None:
    configure(world)
    world.guard.shut = True
    for language, said in (("en", "→ Allow the connection to insert content."), ("ja", "→")):
        found = digest(world, "--language", language, "--to", "notion")
        assert found.exit_code == Exit.FAILED
        assert said in found.output


def test_a_file_that_cannot_be_written_keeps_it_from_no_other_place(world: World, tmp_path: Path) -> None:
    configure(world)
    found = digest(world, "--json", "--html", str(tmp_path / "nowhere" / "page.html"))
    assert found.exit_code == Exit.FAILED
    assert places(found) == {"notion": "written", "tab": "written"}


def test_the_folder_of_a_configured_file_is_made(world: World) -> None:
    configure(world, places=False, more='\n[digest]\nhtml = "public/week.html"\n')
    assert digest(world).exit_code == Exit.DONE
    assert (world.folder / "public" / "week.html").is_file()


def test_days_instead_of_a_week(world: World) -> None:
    given = {**world.env, "COLUMNS": "100"}
    words = ["digest", "--config", str(world.file), "--from", "2026-11-02", "--to", "2026-11-08", "--json"]
    found = CliRunner().invoke(app, words, env=given)
    assert json.loads(found.stdout)["window"]["name"] == "2026-W45"
