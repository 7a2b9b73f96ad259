"""``[tables.*]``, ``roles`` and ``template``: what is read, and what is said of a mistake."""

from pathlib import Path

import pytest

from jobs.rules.item import RecordType
from mappings.templates import Heading, Template
from mappings.templates import load as own_template
from sync.errors import Misconfigured
from sync.model import FieldName, Side
from tests.jobs.settings.test_settings import SMALL, mistakes, read

PAGE = "0b07a000000040008000000000000007"
BOOK = "another-spreadsheet-of-the-team-0000000"
SLO = f"""
[tables.slo]
record = "slo"
notion = {{ source = "{PAGE}" }}

[tables.slo.fields]
title = {{ type = "title", notion = "SLO名" }}
target = {{ type = "number", notion = "目標" }}
"""
BACKLOG = f"""
[tables.backlog]
record = "backlog"
sheet = {{ spreadsheet = "{BOOK}", tab = "Backlog" }}

[tables.backlog.fields]
title = {{ type = "title", sheet = "件名" }}
status = {{ type = "status" }}
"""


def test_a_table_has_one_side(tmp_path: Path) -> None:
    settings = read(tmp_path, SMALL + SLO + BACKLOG)
    slo, backlog = settings.tables["slo"], settings.tables["backlog"]
    assert (slo.record, slo.side, slo.key) == (RecordType.SLO, Side.NOTION, ())
    assert (backlog.record, backlog.side, backlog.key) == (RecordType.BACKLOG, Side.SHEET, (FieldName("title"),))
    mapping = backlog.mapping("backlog", settings.tzinfo())
    assert mapping.sheet.id_column == "件名", "a row without an id is found by what tells it apart"
    assert mapping.policy.read_only == {Side.NOTION}
    assert [each.name for each in settings.mappings()] == ["risks"], "a single table is no pair"


def test_tables_alone_are_a_configuration(tmp_path: Path) -> None:
    settings = read(tmp_path, SLO)
    assert settings.mappings() == ()
    assert set(settings.tables) == {"slo"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SLO.replace("[tables.slo]", "[tables.risks]").replace("tables.slo.", "tables.risks."), "there is a pair"),
        (SLO.replace(f'notion = {{ source = "{PAGE}" }}\n', ""), "tables.slo: it needs either notion or sheet"),
        (
            SLO.replace('record = "slo"', f'record = "slo"\nsheet = {{ spreadsheet = "{BOOK}", tab = "T" }}'),
            "tables.slo.sheet: a table has one side; make it a pair to keep two in step",
        ),
        (SLO.replace('record = "slo"', 'record = "slos"'), "did you mean slo?"),
        (SLO.replace('record = "slo"\n', ""), "tables.slo.record: missing, and it is needed"),
        (SLO.replace(PAGE, "somewhere"), "tables.slo.notion.source"),
        (SLO.replace('source = "', 'sorce = "'), "did you mean source?"),
        (SLO.replace("目標", "SLO名"), "tables.slo.fields.target.notion"),
        (
            BACKLOG.replace('type = "title"', 'type = "rich_text"'),
            "tables.backlog.match_on: needed, because tables.backlog.sheet.id_column is not set",
        ),
        (
            BACKLOG.replace('record = "backlog"', 'record = "backlog"\nmatch_on = ["titel"]'),
            'tables.backlog.match_on[0]: "titel" names no field of this pair; fields are title, status (nearest: ti',
        ),
    ],
)
def test_each_mistake_is_named(tmp_path: Path, text: str, expected: str) -> None:
    found = mistakes(tmp_path, SMALL + text)
    assert any(expected in each for each in found), found


def test_a_table_belongs_to_one_pair_or_stands_alone(tmp_path: Path) -> None:
    pair = read(tmp_path, SMALL).pairs["risks"]
    text = BACKLOG.replace(BOOK, pair.sheet.spreadsheet).replace('"Backlog"', f'"{pair.sheet.tab}"')
    (found,) = mistakes(tmp_path, SMALL + text)
    assert "belongs to pairs.risks already" in found
    (found,) = mistakes(tmp_path, SMALL + SLO.replace(PAGE, pair.notion.source))
    assert "belongs to pairs.risks already" in found


def test_every_mistake_is_said_at_once(tmp_path: Path) -> None:
    text = SMALL + SLO.replace(PAGE, "x") + BACKLOG.replace('type = "status"', 'type = "statu"')
    assert len(mistakes(tmp_path, text)) == 2


def templated(value: str, before: str = "") -> str:
    return before + SMALL.replace("[pairs.risks.notion]\n", f'[pairs.risks.notion]\ntemplate = "{value}"\n')


def test_a_template_is_had_in_the_language_of_the_team(tmp_path: Path) -> None:
    found = read(tmp_path, templated("postmortem", 'language = "ja"\n')).mappings()[0].notion.template
    assert found == own_template("postmortem", "ja")
    assert read(tmp_path, templated("risk")).mappings()[0].notion.template == own_template("risk", "en")
    ours = templated("risk").replace('"Name"', '"リスク名"')
    if ours != templated("risk"):
        assert read(tmp_path, ours).mappings()[0].notion.template == own_template("risk", "ja")


def test_a_template_of_ones_own_counts_from_the_folder_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("## 概要\n(一文)\n", "utf-8")
    (mapping,) = read(tmp_path, templated("page.md")).mappings()
    assert mapping.notion.template == Template((Heading("概要", 2, ("(一文)",)),))


@pytest.mark.parametrize(
    ("value", "why"),
    [("postmortm", "it is none of postmortem, risk"), ("gone.md", "cannot be read"), ("bad.toml", "no heading in it")],
)
def test_a_template_that_cannot_be_had_is_a_mistake(tmp_path: Path, value: str, why: str) -> None:
    (tmp_path / "bad.toml").write_text("title = 1\n", "utf-8")
    (found,) = mistakes(tmp_path, templated(value))
    assert found.startswith("pairs.risks.notion.template: ")
    assert why in found


def test_without_pairs_there_is_nothing_to_keep_in_step(tmp_path: Path) -> None:
    from jobs.commands.run import chosen  # noqa: PLC0415 - the command line is needed here alone

    with pytest.raises(Misconfigured, match="no pairs"):
        chosen(read(tmp_path, SLO).mappings(), [])
