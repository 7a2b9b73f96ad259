"""The command as people and programs meet it."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from jobs.cli import app
from jobs.doctor import Area, Verdict
from jobs.exits import Exit
from tests.jobs.doctor.clinic import Clinic
from tests.shared import ROOT


def doctor(clinic: Clinic, *words: str, **more: str) -> Result:
    env = {**clinic.world.env, **{f"BOTHWAYS_{name}": text for name, text in more.items()}}
    for name in ("NO_COLOR", "COLUMNS"):
        env[name] = "100"
    return CliRunner().invoke(app, ["doctor", "--config", str(clinic.world.file), *words], env=env)


def test_all_is_well(clinic: Clinic) -> None:
    found = doctor(clinic, "--language", "en")
    assert found.exit_code == Exit.DONE, found.output
    assert "All is well." in found.output
    assert doctor(clinic, "--quiet").output == ""


def test_json_has_every_check(clinic: Clinic) -> None:
    found = doctor(clinic, "--json", "--pair", "risks", NOTION__VERSION="2025-09-03")
    shown: dict[str, Any] = json.loads(found.stdout)
    assert (shown["format"], shown["command"], shown["exit_code"]) == (1, "doctor", 0)
    assert shown["counts"]["warning"] == 1
    (warning,) = [each for each in shown["checks"] if each["verdict"] == "warning"]
    assert (warning["area"], warning["code"], warning["pair"]) == ("notion", "version", None)
    assert {each["pair"] for each in shown["checks"]} == {None, "risks"}


def test_problems_end_with_a_code_of_their_own_and_the_way_out(clinic: Clinic) -> None:
    found = doctor(clinic, "--language", "en", NOTION__TOKEN="not-the-token", GOOGLE__TOKEN="nor-this")
    assert found.exit_code == Exit.UNWELL
    assert found.output.count("✗") == 2
    assert "→" in found.output
    assert "not-the-token" not in found.output


def test_a_broken_configuration_ends_with_its_own_code(clinic: Clinic) -> None:
    clinic.edit_mapping('zone = "Asia/Tokyo"', 'zone = "Asia/Tokio"')
    found = doctor(clinic, "--json")
    assert found.exit_code == Exit.USAGE
    assert json.loads(found.stdout)["checks"][0]["area"] == "configuration"


def test_a_pair_that_does_not_exist(clinic: Clinic) -> None:
    found = doctor(clinic, "--json", "--pair", "risk")
    assert found.exit_code == Exit.USAGE
    assert json.loads(found.stdout)["error"]["kind"] == "Misconfigured"


@pytest.mark.parametrize("word", [*Area, *Verdict])
def test_the_page_names_every_area_and_verdict(word: str) -> None:
    assert f"`{word}`" in (ROOT / "docs/doctor.md").read_text("utf-8")
