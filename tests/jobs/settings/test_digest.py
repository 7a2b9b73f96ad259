"""``[digest]``: what is read, and what is said of a mistake."""

from pathlib import Path

from jobs.digest.options import Options
from tests.jobs.settings.test_settings import SMALL, mistakes, read

RISKS = SMALL.replace("[pairs.risks]\n", '[pairs.risks]\nrecord = "risk"\n')


def test_the_defaults_are_those_of_the_builder(tmp_path: Path) -> None:
    settings = read(tmp_path, SMALL)
    assert settings.digest.options(settings.zone) == Options()


def test_every_key_reaches_the_builder(tmp_path: Path) -> None:
    text = """
[digest]
week_begins = "sunday"
lines = 3
highlights = 2
thanks = false
confidential = { title = ["true", "社外秘"] }
completion_days = 14
repeat_days = 30
rescored_percent = 10
budget_percent = 25
"""
    found = read(tmp_path, text + RISKS).digest.options("Asia/Tokyo")
    assert (found.zone, found.first_weekday, found.lines, found.highlights, found.thanks) == (
        "Asia/Tokyo",
        6,
        3,
        2,
        False,
    )
    assert found.confidential == {"title": ("true", "社外秘")}
    goals = found.goals
    assert (goals.completion_days, goals.repeat_days, goals.rescored_percent, goals.budget_percent) == (14, 30, 10, 25)


def test_a_mark_that_no_table_has_is_a_mistake_that_names_the_nearest(tmp_path: Path) -> None:
    (only,) = mistakes(tmp_path, '[digest]\nconfidential = { titel = ["true"] }\n' + RISKS)
    assert only.startswith("digest.confidential.titel: no field of a table has the role titel (nearest: title)")


def test_a_table_that_is_no_record_has_no_marks(tmp_path: Path) -> None:
    assert mistakes(tmp_path, '[digest]\nconfidential = { title = ["true"] }\n' + SMALL)


def test_what_is_out_of_bounds_is_said(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path, '[digest]\nhighlights = 6\nweek_begins = "monady"\nconfidential = { title = true }\n' + RISKS
    )
    assert len(found) == 3
    assert any("did you mean monday?" in each for each in found)


def test_a_place_without_an_id_is_a_mistake(tmp_path: Path) -> None:
    notion = '[digest.notion]\npage = "our digests"\n'
    found = mistakes(tmp_path, f'{notion}[digest.sheet]\nspreadsheet = "https://docs.google.com/"\n{RISKS}')
    assert [each.partition(": ")[0] for each in found] == ["digest.notion.page", "digest.sheet.spreadsheet"]
    assert "copy its link" in found[0]
