import re
import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jobs.demo import grid
from jobs.demo.tables import ID_LIST, Demo, Row, configuration, demos, people
from mappings.codecs.sheet.codec import read_cell
from mappings.fields import Field, FieldType
from sync.model import FieldName, Unreadable, Value

RISKS, INCIDENTS = demos()
BOTH = pytest.mark.parametrize("demo", [RISKS, INCIDENTS], ids=["risks", "incidents"])


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def keys_of(demo: Demo, names: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(folded(row.values[name]) for name in names) for row in demo.rows)


def read(cell: dict[str, Any], demo: Demo, name: str) -> Value | Unreadable:
    field = demo.fields[name]
    mapped = Field(FieldName(name), field.type, field.notion, field.sheet)
    return read_cell(cell, mapped, ZoneInfo("Asia/Tokyo"))


def cell_of(demo: Demo, key: str, name: str) -> dict[str, Any]:
    """Return the cell as it would stand there if nobody had typed it otherwise."""
    plain = replace(demo, oddities=replace(demo.oddities, typed={}))
    rows = [row["values"] for row in grid.cells(plain)[1:] if "values" in row]
    title = demo.look.columns.index("title")
    meant = demo.row(key).values["title"]
    twins = [row for row in demo.rows if row.values["title"] == meant]
    found = [row for row in rows if len(row) > title and row[title].get("userEnteredValue") == {"stringValue": meant}]
    return dict(found[twins.index(demo.row(key))][demo.look.columns.index(name)])


def everything() -> str:
    found = [files("jobs.demo") / "data"]
    texts = []
    while found:
        here = found.pop()
        if here.is_dir():
            found += here.iterdir()
        else:
            texts.append(here.read_text("utf-8"))
    return "\n".join(texts)


def test_there_are_at_least_60_risks_and_200_incidents() -> None:
    assert len(RISKS.rows) >= 60
    assert len(INCIDENTS.rows) >= 200


def test_incidents_spread_over_fifteen_months_up_to_november_2026() -> None:
    months = {row.values["started"][:7] for row in INCIDENTS.rows}
    assert min(months) == "2025-09"
    assert max(months) == "2026-11"
    assert len(months) == 15


@BOTH
def test_every_mapped_field_that_people_write_has_a_column_in_the_data(demo: Demo) -> None:
    for field in demo.fields.values():
        assert field.type.computed or all(field.name in row.values for row in demo.rows), field.name


@BOTH
def test_every_mapped_field_has_a_place_in_the_sheet(demo: Demo) -> None:
    assert set(demo.fields) < set(demo.look.columns)
    assert demo.id_column in demo.look.columns


def test_the_title_names_a_risk_but_for_the_one_that_is_meant_to_be_ambiguous() -> None:
    twice = [key for key, count in keys_of(RISKS, ("title",)).items() if count > 1]
    assert twice == [("監視アラートが多すぎて見逃す",)]


def test_title_and_start_name_an_incident_in_notion() -> None:
    assert max(keys_of(INCIDENTS, ("title", "started")).values()) == 1
    assert INCIDENTS.oddities.twice_in_sheet


def test_titles_of_incidents_stand_several_times() -> None:
    assert sum(count > 1 for count in keys_of(INCIDENTS, ("title",)).values()) >= 8


@BOTH
def test_options_are_those_that_the_columns_offer(demo: Demo) -> None:
    for name, choices in demo.look.choices.items():
        assert {row.values[name] for row in demo.rows} - {""} <= set(choices), name
        assert not any("," in choice for choice in choices)


@BOTH
def test_owners_are_people_of_the_team(demo: Demo) -> None:
    owners = {
        email
        for field in demo.fields.values()
        if field.type is FieldType.PEOPLE
        for row in demo.rows
        for email in row.values[field.name].split(ID_LIST)
        if email
    }
    assert owners <= set(people())
    assert any(not row.values[demo.look.author] for row in demo.rows), "blank owners are what real tables have"


def test_most_scores_follow_from_likelihood_and_impact_and_four_do_not() -> None:
    level = {"高": 3, "中": 2, "低": 1}

    def wrong(row: Row) -> bool:
        return int(row.values["score"]) != level[row.values["likelihood"]] * level[row.values["impact"]]

    assert sum(map(wrong, RISKS.rows)) == 4


def test_some_reviews_are_overdue_and_some_incidents_end_before_they_begin() -> None:
    assert sum("" < row.values["next_review"] < "2026-11-01" for row in RISKS.rows) >= 10
    backwards = [row for row in INCIDENTS.rows if "" < row.values["resolved"] < row.values["started"]]
    assert len(backwards) == 2


@pytest.mark.parametrize(
    ("demo", "name", "pattern"),
    [
        (RISKS, "title", "^="),
        (RISKS, "title", r"^\+"),
        (RISKS, "title", " $"),
        (RISKS, "summary", "\n\n"),
        (RISKS, "summary", '"'),
        (RISKS, "title", "[Ａ-Ｚ]"),
        (INCIDENTS, "services", "/"),
        (INCIDENTS, "title", "🎄"),
        (INCIDENTS, "cause", "\n"),
        (INCIDENTS, "severity", "^Sev-2$"),
        (INCIDENTS, "severity", "^重大$"),
    ],
)
def test_the_oddities_of_real_tables_are_there(demo: Demo, name: str, pattern: str) -> None:
    assert any(re.search(pattern, row.values[name]) for row in demo.rows)


@BOTH
def test_oddities_speak_of_rows_that_are_there(demo: Demo) -> None:
    odd, keys = demo.oddities, {row.key for row in demo.rows}
    named = {*odd.only_notion, *odd.only_sheet, *odd.twice_in_sheet, *odd.blank_after, *odd.note_after}
    named |= {*odd.typed, *odd.differs, *odd.notes, *odd.ids["both"], *odd.ids["sheet"], *odd.ids["notion"]}
    named |= {key for cells in odd.empty.values() for key in cells}
    assert named <= keys


@BOTH
def test_what_is_typed_otherwise_means_the_same_or_cannot_be_read(demo: Demo) -> None:
    for key, cells in demo.oddities.typed.items():
        for name, text in cells.items():
            typed = read({"userEnteredValue": {"stringValue": text}}, demo, name)
            meant = read(cell_of(demo, key, name), demo, name)
            assert isinstance(typed, Unreadable) or typed == meant or "," in str(typed), (key, name)


@BOTH
def test_what_differs_at_the_first_meeting_really_differs(demo: Demo) -> None:
    for key, cells in demo.oddities.differs.items():
        for name, text in cells.items():
            assert demo.row(key).values[name] not in ("", text)


@BOTH
def test_cells_left_empty_on_one_side_are_filled_on_the_other(demo: Demo) -> None:
    for cells in demo.oddities.empty.values():
        assert all(demo.row(key).values[name] for key, names in cells.items() for name in names)


@BOTH
def test_dates_are_dates(demo: Demo) -> None:
    for field in demo.fields.values():
        if field.type is FieldType.DATE:
            for row in demo.rows:
                if row.values[field.name]:
                    datetime.fromisoformat(row.values[field.name])


def test_addresses_lie_in_domains_kept_free_for_examples() -> None:
    text = everything()
    mails = re.findall(r"@([\w.-]+\.\w+)", text)
    hosts = re.findall(r"https?://([\w.-]+)", text)
    assert mails
    assert hosts
    free = re.compile(r"(?:.*\.)?example\.(?:com|jp)|127\.0\.0\.1", re.IGNORECASE)
    assert {host for host in (*mails, *hosts) if not free.fullmatch(host)} == set()


def test_telephone_numbers_cannot_be_dialled() -> None:
    numbers = [row.values["hotline"] for row in INCIDENTS.rows if row.values["hotline"]]
    assert numbers
    assert all(re.fullmatch(r"00-0000-\d{4}", number) for number in numbers)


def test_nothing_looks_like_a_secret() -> None:
    known = {demo.spreadsheet_id for demo in demos()}
    words = set(re.findall(r"[A-Za-z0-9_-]{24,}", everything())) - known
    assert {word for word in words if re.search(r"\d", word) and not word.startswith("0b07a000")} == set()
    assert "token" not in configuration().replace("calls_per_minute", "").lower()
