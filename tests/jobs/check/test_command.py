"""The command against the local services, which refuse every write."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from jobs.cli import app
from jobs.exits import Exit
from tests.jobs.rehearse.world import World


def check(world: World, *words: str, width: int = 100) -> Result:
    env = {**world.env, "NO_COLOR": "1", "COLUMNS": str(width)}
    return CliRunner().invoke(app, ["check", "--config", str(world.file), *words], env=env)


def rules_of(world: World, text: str) -> None:
    """Put more into the configuration's [rules]."""
    before = world.file.read_text("utf-8")
    assert before.count("\nbodies = []\n") == 1
    world.file.write_text(before.replace("\nbodies = []\n", f"\nbodies = []\n{text}\n"), "utf-8")


def test_it_tells_by_rule_and_writes_nothing_anywhere(world: World) -> None:
    held, files = world.dump(), world.files()
    found = check(world, "--language", "en")
    assert found.exit_code == Exit.DONE, found.output
    assert "(risk.R3): 4" in found.stdout
    assert "https://" in found.stdout
    assert "nothing was written" in found.stdout
    assert world.guard.refused == 0
    assert world.dump() == held
    assert world.files() == files, "no state store, no other file"


def test_json_counts_lists_and_names(world: World) -> None:
    found = check(world, "--json")
    shown: dict[str, Any] = json.loads(found.stdout)
    assert (shown["format"], shown["command"], shown["exit_code"], shown["error"]) == (1, "check", 0, None)
    assert {each["table"]: each["record"] for each in shown["tables"]} == {"risks": "risk", "incidents": "incident"}
    assert sum(shown["counts"][weight] for weight in ("error", "warning", "note")) == len(shown["findings"])
    assert shown["counts"]["unjudged"] == len(shown["unjudged"]) > 0
    by_rule = {each["rule"]: each["findings"] for each in shown["rules"]}
    assert by_rule["risk.R3"] == sum(each["rule"] == "risk.R3" for each in shown["findings"]) == 4
    assert all(each["why"] and each["url"] for each in shown["findings"] if each["record"])
    assert all(each["why"] for each in shown["not_applicable"])


@pytest.mark.parametrize(("weight", "code"), [("error", Exit.UNWELL), ("warning", Exit.UNWELL), ("note", Exit.UNWELL)])
def test_findings_fail_only_where_they_are_to(world: World, weight: str, code: Exit) -> None:
    assert check(world, "--fail-on", weight).exit_code == code
    assert check(world, "--fail-on", weight, "--rule", "risk.due").exit_code == Exit.DONE


def test_a_file_is_written_whole(world: World, tmp_path: Path) -> None:
    target = tmp_path / "out" / "found.csv"
    failed = check(world, "--format", "csv", "--output", str(target), "--language", "en")
    assert failed.exit_code == Exit.FAILED
    assert "could not be written" in " ".join(failed.stderr.split())
    target.parent.mkdir()
    assert check(world, "--format", "csv", "--output", str(target)).exit_code == Exit.DONE
    assert [path.name for path in target.parent.iterdir()] == ["found.csv"]
    raw = target.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert sum(row["rule"] == "risk.R3" for row in rows) == 4
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert any(row["title"].startswith("'=SUM") for row in rows), "a title of the demo begins like a formula"


@pytest.mark.parametrize("width", [30, 60, 100])
def test_no_line_is_wider_than_the_terminal(world: World, width: int) -> None:
    found = check(world, "--language", "ja", width=width)
    assert max(cell_len(line) for line in found.stdout.splitlines()) <= width


def test_a_table_that_cannot_be_read_keeps_the_others_from_nothing(world: World) -> None:
    text = world.file.read_text("utf-8")
    world.file.write_text(text.replace('tab = "リスク一覧"', 'tab = "no such tab"'), "utf-8")
    found = check(world, "--json")
    shown = json.loads(found.stdout)
    errors = {each["table"]: each["error"] for each in shown["tables"]}
    assert found.exit_code == Exit.FAILED
    assert errors["risks"]["kind"] == "NotThere"
    assert errors["incidents"] is None
    assert {each["table"] for each in shown["findings"]} == {"incidents"}


def test_a_pair_that_does_not_say_what_it_is_about_is_named(world: World) -> None:
    text = world.file.read_text("utf-8")
    world.file.write_text(text.replace('record = "incident"', ""), "utf-8")
    found = check(world, "--language", "en")
    assert "incidents: not judged" in found.stdout
    assert "pairs.incidents.record" in found.stdout


def test_nothing_says_what_it_is_about(world: World) -> None:
    text = world.file.read_text("utf-8")
    world.file.write_text(text.replace('record = "incident"', "").replace('record = "risk"', ""), "utf-8")
    assert check(world).exit_code == Exit.USAGE


def test_a_rule_on_a_field_that_is_not_mapped_is_a_mistake(world: World) -> None:
    rules_of(world, '[rules.checks."risk.due"]\nweight = "error"\n')
    found = check(world, "--language", "en")
    assert found.exit_code == Exit.USAGE
    said = " ".join(found.stderr.split())
    assert "rules.checks.risk.due" in said
    assert "looks at the role due, which no field of risks has" in said
    assert "pairs.risks.roles.due" in said


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ('[rules.checks."risk.R33"]\non = false', "there is no rule risk.R33 (nearest: risk.R3)"),
        ('[rules.checks."risk.R3"]\nformula = "likelihood ** impact"', "cannot be reckoned"),
        ('[rules.checks."risk.R3"]\nformula = "likelyhood * impact"', "looks at the role likelyhood"),
        ('[rules.checks.mine]\nkind = "filled"\nroles = ["x"]', "rules.checks.mine.record: missing"),
        ('[rules.checks.mine]\nkind = "fild"', "did you mean filled?"),
        ('country = "XX"', '"XX" is no country code'),
        ('days_off = ["2026-02-30"]', '"2026-02-30" is no day'),
        ("[rules.severity.SEV9]\nmeeting_days = 3", '"SEV9" is no level'),
        ('[pairs.risks.roles]\nowner = "ownr"', '"ownr" names no field of this table'),
        ('[pairs.risks.roles]\nlikelyhood = "impact"', "there is no such role; did you mean likelihood?"),
        ('[rules.states.rsk]\nclosed = ["x"]', "rsk"),
    ],
)
def test_mistakes_in_the_rules_are_named(world: World, text: str, seen: str) -> None:
    rules_of(world, text)
    found = check(world, "--language", "en")
    assert found.exit_code == Exit.USAGE, found.output
    assert seen in " ".join(found.stderr.split())


def test_own_rules_states_and_words_count(world: World) -> None:
    rules_of(
        world,
        'stale_per_run = 3\n[rules.checks."stale.risk"]\non = false\n[rules.states.incident]\nclosed = ["復旧済"]',
    )
    shown = json.loads(check(world, "--json").stdout)
    assert "stale.risk" not in {each["rule"] for each in shown["rules"]}
    assert not [each for each in shown["unjudged"] if "復旧済" in each["why"]]


def test_wrong_names_on_the_command_line(world: World) -> None:
    assert check(world, "--pair", "riks").exit_code == Exit.USAGE
    assert "nearest: risk.R3" in check(world, "--rule", "risk.r3", "--language", "en").stderr


def test_sections_of_pages_are_read_where_they_are_wanted(world: World) -> None:
    """The demo's pages of incidents say nothing; without reading them, nobody knows."""
    world.file.write_text(world.file.read_text("utf-8").replace("\nbodies = []\n", "\n"), "utf-8")
    more = {"BOTHWAYS_NOTION__CALLS_PER_MINUTE": "6000"}
    env = {**world.env, **more, "NO_COLOR": "1", "COLUMNS": "100"}
    words = ["check", "--config", str(world.file), "--json", "--rule", "postmortem.C2"]
    read = json.loads(CliRunner().invoke(app, words, env=env).stdout)
    assert len(read["findings"]) > 0
    unread = json.loads(CliRunner().invoke(app, [*words, "--no-bodies"], env=env).stdout)
    assert unread["findings"] == []
    assert [each["rule"] for each in unread["not_applicable"]] == ["postmortem.C2"]
    assert world.guard.refused == 0
