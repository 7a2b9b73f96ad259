"""Texts that are formatted on both sides, edited on both: through both services, with the official clients."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.sync import OutcomeKind
from mappings.fields import FieldType
from mappings.text.clusters import units
from tests.real.world import SHEETS, World, fields_by_id, world

Json = dict[str, Any]
KINDS = {"title": FieldType.TITLE, "memo": FieldType.RICH_TEXT}
BOLD: Json = {"bold": True}
LINK: Json = {"link": {"uri": "https://example.com/docs"}}


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path, KINDS) as found:
        found.more["memo"] = 'on_conflict = "merge"'
        rows = [{"id": "r1z", "title": "停電のリスク", "memo": "cause\naction\nresult"}]
        found.type_rows(rows)
        found.create_pages(rows)
        yield found


def rich(*parts: tuple[str, Json]) -> list[Json]:
    return [{"text": {"content": words}, "annotations": marks} for words, marks in parts]


def write_page(made: World, name: str, runs: list[Json]) -> None:
    kind = str(KINDS[name])
    made.clients.notion.pages.update(made.pages["r1z"], properties={name: {kind: runs}})


def page(made: World, name: str) -> list[tuple[str, bool]]:
    answer: Any = made.clients.notion.pages.retrieve(made.pages["r1z"])
    prop = answer["properties"][name]
    return [(run["plain_text"], run["annotations"]["bold"]) for run in prop[prop["type"]]]


def write_cell(made: World, column: int, text: str, runs: list[Json]) -> None:
    cell = {"userEnteredValue": {"stringValue": text}, "textFormatRuns": runs}
    where = {"sheetId": sheet_id(made), "rowIndex": 1, "columnIndex": column}
    body = {"updateCells": {"start": where, "rows": [{"values": [cell]}], "fields": "userEnteredValue,textFormatRuns"}}
    made.clients.google.http_client.batch_update(made.spreadsheet, {"requests": [body]})


def sheet_id(made: World) -> int:
    found = made.clients.google.http_client.fetch_sheet_metadata(made.spreadsheet)
    return int(found["sheets"][0]["properties"]["sheetId"])


def cell(made: World, column: str) -> tuple[str, list[Json]]:
    url = f"{SHEETS}/{made.spreadsheet}?ranges='table'!{column}2&includeGridData=true"
    answer = made.clients.google.http_client.request("get", url).json()
    (found,) = answer["sheets"][0]["data"][0]["rowData"][0]["values"]
    return found["userEnteredValue"]["stringValue"], found.get("textFormatRuns", [])


def settled(made: World) -> None:
    """A further run has nothing to do, and both sides say the same."""
    made.server.forget_calls()
    assert made.sync().kind is OutcomeKind.IN_STEP
    assert made.write_calls() == {"notion": 0, "google": 0}
    notion, sheet = (fields_by_id(snapshot) for snapshot in made.both())
    assert notion == sheet


def test_an_edit_keeps_the_formatting_of_the_other_side_both_ways(made: World) -> None:
    made.sync()
    write_page(made, "title", rich(("停電", BOLD), ("のリスク", {})))
    write_cell(made, 2, "cause\naction\nresult", [{"startIndex": 6, "format": BOLD}, {"startIndex": 12, "format": {}}])
    settled(made)  # formatting alone is nobody's edit
    write_cell(made, 1, "大きな停電のリスク", [])
    write_page(made, "memo", rich(("cause: DNS\naction\nresult", {})))
    assert made.sync().kind is OutcomeKind.CHANGED
    assert page(made, "title") == [("大きな停電", True), ("のリスク", False)]
    assert cell(made, "C") == (
        "cause: DNS\naction\nresult",
        [{"startIndex": 11, "format": BOLD}, {"startIndex": 17, "format": {}}],
    )
    settled(made)


def test_lines_edited_on_both_sides_are_merged_and_both_keep_their_formatting(made: World) -> None:
    made.sync()
    write_page(made, "memo", rich(("cause", BOLD), (": DNS\naction\nresult", {})))
    runs = [{"startIndex": 6, "format": LINK}, {"startIndex": 12, "format": {}}]
    write_cell(made, 2, "cause\naction\nresult: restored\n", runs)
    assert made.sync().kind is OutcomeKind.CHANGED
    merged = "cause: DNS\naction\nresult: restored\n"
    assert page(made, "memo") == [("cause", True), (merged.removeprefix("cause"), False)]
    assert cell(made, "C") == (merged, [{"startIndex": 11, "format": LINK}, {"startIndex": 17, "format": {}}])
    settled(made)


def test_the_same_line_edited_on_both_sides_is_a_conflict_and_no_formatting_is_touched(made: World) -> None:
    made.sync()
    write_page(made, "memo", rich(("cause", BOLD), (": DNS\naction\nresult", {})))
    write_cell(made, 2, "cause: disk\naction\nresult", [{"format": BOLD}])
    assert made.sync().kind is OutcomeKind.CONFLICTS
    assert page(made, "memo")[0] == ("cause", True)
    assert cell(made, "C") == ("cause: disk\naction\nresult", [{"format": BOLD}])


@pytest.mark.parametrize("length", [2000, 2001, 5000, 50_000])
def test_long_texts_go_both_ways_and_keep_their_formatting(made: World, length: int) -> None:
    made.sync()
    write_page(made, "memo", rich(("head", BOLD), ("\n" + "あ" * 20, {})))
    made.sync()
    text = "head\n" + "👩‍🚒e\u0301" * ((length - 5) // 5)
    text += "x" * (length - len(text))
    write_cell(made, 2, text, [{"startIndex": 0, "format": LINK}, {"startIndex": 4, "format": {}}])
    assert made.sync().kind is OutcomeKind.CHANGED
    assert page(made, "memo") == [("head", True), (text[4:], False)]
    settled(made)
    write_page(made, "memo", [{"text": {"content": part}} for part in ("top\n", "y" * 2000, "あ" * 2000)])
    assert made.sync().kind is OutcomeKind.CHANGED
    assert cell(made, "C")[0] == "top\n" + "y" * 2000 + "あ" * 2000
    settled(made)


def test_a_text_too_long_for_a_cell_is_held_and_nothing_is_cut(made: World) -> None:
    made.sync()
    write_page(made, "title", rich(("変更", {})))
    write_page(made, "memo", [{"text": {"content": "z" * 2000}} for _ in range(26)])
    made.sync()
    assert cell(made, "B")[0] == "変更"
    assert cell(made, "C")[0] == "cause\naction\nresult"
    assert "".join(text for text, _ in page(made, "memo")) == "z" * 52_000
    outcome = made.sync()
    assert ["50,000" in str(held.why) for held in outcome.plan.held] == [True]


MARKS = st.fixed_dictionaries({}, optional={"bold": st.just(True), "color": st.just("red")})
WORDS = st.text(st.sampled_from("ab 漢の😀\n=@,"), min_size=1, max_size=10).filter(str.strip)
RUNS = st.lists(st.tuples(WORDS, MARKS), min_size=1, max_size=5)
FORMATS = st.sampled_from([BOLD, LINK, {}])


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("pair"), KINDS) as found:
        rows = [{"id": "r1z", "title": "one", "memo": "two"}]
        found.type_rows(rows)
        found.create_pages(rows)
        found.sync()
        yield found


@settings(max_examples=5, deadline=None, derandomize=True)
@given(RUNS, WORDS, st.lists(FORMATS, min_size=2, max_size=2), WORDS)
def test_any_formatted_text_takes_any_edit_of_the_other_side(
    lasting: World, runs: list[tuple[str, Json]], in_sheet: str, formats: list[Json], in_notion: str
) -> None:
    """The page is formatted and the cell edited, then the cell formatted and the page edited."""
    write_page(lasting, "memo", rich(*runs))
    lasting.sync()
    write_cell(lasting, 2, in_sheet, [])
    lasting.sync()
    assert "".join(text for text, _ in page(lasting, "memo")) == in_sheet
    half = len(in_sheet) // 2
    starts: list[Json] = [{"format": formats[0]}, {"startIndex": units(in_sheet[:half]), "format": formats[1]}]
    write_cell(lasting, 2, in_sheet, starts if half else starts[:1])
    write_page(lasting, "memo", rich((in_notion, {"italic": True})))
    lasting.sync()
    assert cell(lasting, "C")[0] == in_notion
    settled(lasting)
