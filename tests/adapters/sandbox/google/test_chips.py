"""Chips, text runs and links within a cell."""

import pytest

from tests.adapters.sandbox.google.client import Json, Sheets


def chip(start: int, **properties: Json) -> Json:
    return {"startIndex": start, "chip": properties}


def with_chips(text: str, *runs: Json) -> Json:
    cell = {"userEnteredValue": {"stringValue": text}, "chipRuns": list(runs)}
    where = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    return {"updateCells": {"start": where, "rows": [{"values": [cell]}], "fields": "userEnteredValue,chipRuns"}}


def test_a_chip_stands_on_an_at_sign_and_reads_as_text(sheets: Sheets) -> None:
    """A person is written on an ``@`` in the text; values.* has the text then, CellData all runs, plain ones empty."""
    sheets.batch(with_chips("💡 @ asks", chip(3, personProperties={"email": "ann@example.com"})))
    assert sheets.shown("A1") == [["💡 ann@example.com asks"]]
    assert sheets.cell("A1", "chipRuns")["chipRuns"] == [
        {"chip": {}},
        {"startIndex": 3, "chip": {"personProperties": {"email": "ann@example.com"}}},
        {"startIndex": 18, "chip": {}},
    ]


@pytest.mark.parametrize(
    "run",
    [
        chip(0, richLinkProperties={"uri": "https://example.com/page"}),
        chip(1, personProperties={"email": "ann@example.com"}),
        chip(0, richLinkProperties={"uri": "https://drive.google.com/" + "a" * 2000}),
    ],
)
def test_only_people_and_drive_files_are_written_as_chips(sheets: Sheets, run: Json) -> None:
    """Of links only those to Drive files of at most 2000 bytes can be written, and a run needs its ``@``."""
    assert sheets.refused(with_chips("@ x", run))["code"] == 400
    drive = chip(0, richLinkProperties={"uri": "https://docs.google.com/document/d/1a/edit"})
    sheets.batch(with_chips("@", drive))
    assert sheets.cell("A1", "chipRuns")["chipRuns"][0]["chip"] == drive["chip"]


def test_the_same_text_written_again_takes_chips_and_runs_away(sheets: Sheets) -> None:
    """Any new value, even the same text, erases text runs and chips; the note and the format stay."""
    sheets.batch(with_chips("@", chip(0, personProperties={"email": "ann@example.com"})))
    sheets.tab.update_note("A1", "kept")
    sheets.tab.update([["ann@example.com"]], "A1")
    assert sheets.cell("A1", "chipRuns,note") == {"note": "kept"}


def test_two_links_in_one_cell_leave_its_hyperlink_empty(sheets: Sheets) -> None:
    """``hyperlink`` is read only, and empty where a cell has more than one."""
    links = [{"startIndex": at, "format": {"link": {"uri": f"https://example.com/{at}"}}} for at in (0, 3)]
    cell = {"userEnteredValue": {"stringValue": "one two"}, "textFormatRuns": links}
    rows, where = [{"values": [cell]}], {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    sheets.batch({"updateCells": {"start": where, "rows": rows, "fields": "userEnteredValue,textFormatRuns"}})
    assert "hyperlink" not in sheets.cell("A1")


def test_text_runs_count_in_the_text_that_is_given_and_move_with_their_words(sheets: Sheets) -> None:
    cell = {
        "userEnteredValue": {"stringValue": "@ asks now"},
        "textFormatRuns": [{"startIndex": 7, "format": {"bold": True}}],
        "chipRuns": [chip(0, personProperties={"email": "ann@example.com"})],
    }
    where = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    fields = "userEnteredValue,textFormatRuns,chipRuns"
    sheets.batch({"updateCells": {"start": where, "rows": [{"values": [cell]}], "fields": fields}})
    assert sheets.cell("A1", "textFormatRuns")["textFormatRuns"] == [{"startIndex": 21, "format": {"bold": True}}]


def test_a_link_in_the_text_takes_the_place_of_the_link_of_the_cell(sheets: Sheets) -> None:
    first, second = ({"link": {"uri": f"https://example.com/{name}"}} for name in ("cell", "text"))
    form = {"textFormat": {**first, "bold": True}}
    where = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    cell = {"userEnteredValue": {"stringValue": "docs"}, "userEnteredFormat": form}
    fields = "userEnteredValue,userEnteredFormat.textFormat"
    sheets.batch({"updateCells": {"start": where, "rows": [{"values": [cell]}], "fields": fields}})
    assert sheets.cell("A1", "hyperlink") == {"hyperlink": "https://example.com/cell"}
    runs = {"textFormatRuns": [{"format": second}]}
    sheets.batch({"updateCells": {"start": where, "rows": [{"values": [runs]}], "fields": "textFormatRuns"}})
    found = sheets.cell("A1", "hyperlink,userEnteredFormat.textFormat")
    assert found == {"hyperlink": "https://example.com/text", "userEnteredFormat": {"textFormat": {"bold": True}}}
