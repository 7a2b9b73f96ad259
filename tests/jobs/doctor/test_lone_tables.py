"""Tables without a partner are looked at as pairs are, each on the one side that it has."""

import json

import pytest

from jobs.doctor import Area, Verdict
from jobs.exits import Exit
from tests.jobs.doctor.clinic import BOOK, Clinic, wrong
from tests.jobs.doctor.test_command import doctor
from tests.jobs.doctor.test_services import share

ALONE = f"""
zone = "Asia/Tokyo"

[tables.incidents]
record = "incident"
notion = {{ source = "0b07a000-0000-4000-8000-000000000002" }}

[tables.incidents.fields]
title = {{ type = "title", notion = "タイトル" }}
status = {{ type = "status", notion = "ステータス" }}

[tables.risks]
record = "risk"
sheet = {{ spreadsheet = "{BOOK}", tab = "リスク一覧" }}

[tables.risks.fields]
title = {{ type = "title", sheet = "リスク名" }}
status = {{ type = "status", sheet = "ステータス" }}
"""


@pytest.fixture
def alone(clinic: Clinic) -> Clinic:
    clinic.world.file.write_text(ALONE, "utf-8")
    return clinic


def test_all_is_well(alone: Clinic) -> None:
    found = json.loads(doctor(alone, "--json").stdout)
    assert {each["verdict"] for each in found["checks"]} == {"ok"}, found
    told = {(each["area"], each["code"], each["pair"], each["field"]) for each in found["checks"]}
    assert {("tables", "source", "incidents", None), ("tables", "tab", "risks", None)} <= told
    assert {("fields", "field", name, "title") for name in ("incidents", "risks")} <= told


@pytest.mark.parametrize(
    ("right", "spoilt", "code", "table"),
    [
        ('notion = "ステータス"', 'notion = "ステータ"', "property", "incidents"),
        ('sheet = "ステータス"', 'sheet = "ステータ"', "column", "risks"),
    ],
)
def test_what_is_not_there_is_told_of_its_table_alone(
    alone: Clinic, right: str, spoilt: str, code: str, table: str
) -> None:
    alone.edit_mapping(right, spoilt)
    found = json.loads(doctor(alone, "--json").stdout)
    bad = [each for each in found["checks"] if each["verdict"] != "ok"]
    assert {(each["code"], each["pair"]) for each in bad} == {(code, table)}
    assert all(each["way_out"] for each in bad)


def test_a_service_that_holds_no_table_is_not_asked(alone: Clinic) -> None:
    risks = "\n[tables.risks]"
    alone.world.file.write_text('zone = "Asia/Tokyo"\n' + risks + ALONE.partition(risks)[2], "utf-8")
    found = doctor(alone, "--json", NOTION__TOKEN="nobody-takes-this")
    assert found.exit_code == Exit.DONE, found.output
    assert "notion" not in {each["area"] for each in json.loads(found.stdout)["checks"]}


def test_a_tab_that_is_only_read_needs_no_right_to_write_and_one_with_flags_does(alone: Clinic) -> None:
    share(alone, "reader")
    assert [each for each in wrong(alone.look()) if each[0] is Area.TABLES] == []
    own = 'flags = { type = "multi_select", own = true, sheet = "メモ" }\n'
    alone.world.file.write_text(ALONE + own, "utf-8")
    assert (Area.TABLES, "tab", Verdict.PROBLEM) in wrong(alone.look())


def test_one_table_by_its_name_and_a_name_that_nothing_has(alone: Clinic) -> None:
    found = json.loads(doctor(alone, "--json", "--pair", "risks").stdout)
    assert {each["pair"] for each in found["checks"]} == {None, "risks"}
    assert doctor(alone, "--pair", "risk").exit_code == Exit.USAGE
