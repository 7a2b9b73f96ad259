"""The Digest tab against the local Google Sheets, by its own client."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import gspread
import pytest

from adapters.sandbox.server import SandboxServer
from adapters.sheets.digest import TAB, DigestTab
from jobs.digest.model import Digest, SectionKey, Window
from jobs.digest.render.tab import sheaf
from sync.message import say
from tests.adapters.sheets.world import client_of, person
from tests.jobs.digest.samples import hostile, sample


@pytest.fixture
def book(server: SandboxServer) -> gspread.Spreadsheet:
    made = person(server).create("週報")
    made.share("worker@example.com", perm_type="anyone", role="writer")
    return made


def tab(server: SandboxServer, book: gspread.Spreadsheet) -> DigestTab:
    return DigestTab(client_of(server), book.id, "Digest")


def calls(server: SandboxServer) -> list[str]:
    return [call.method for call in server.calls("google")]


def earlier(digest: Digest, weeks: int) -> Digest:
    window, back = digest.window, timedelta(weeks=weeks)
    week = int(window.name[-2:]) - weeks
    return replace(digest, window=Window(window.start - back, window.end - back, f"{window.name[:-2]}{week:02}"))


def changed(digest: Digest, more: int = 0) -> Digest:
    """Return it with another figure, and with ``more`` further ones."""

    def other(section: Any) -> Any:  # noqa: ANN401 - a section
        figures = tuple(replace(each, value=(each.value or 0) + 1) for each in section.figures)
        return replace(section, figures=figures + figures[:1] * more)

    return replace(
        digest,
        sections=tuple(other(each) if each.key is SectionKey.INCIDENTS else each for each in digest.sections),
    )


def sheet_of(book: gspread.Spreadsheet) -> dict[str, Any]:
    found = book.fetch_sheet_metadata({"includeGridData": "true"})
    sheet: dict[str, Any] = next(each for each in found["sheets"] if each["properties"]["sheetId"] == TAB)
    return {**sheet, "named": found.get("namedRanges", [])}


def cells(book: gspread.Spreadsheet) -> list[list[dict[str, Any]]]:
    return [row.get("values", []) for row in sheet_of(book)["data"][0].get("rowData", [])]


def column(book: gspread.Spreadsheet, place: int) -> list[Any]:
    rows = cells(book)
    shown = [row[place].get("userEnteredValue", {}) if len(row) > place else {} for row in rows]
    return [next(iter(each.values()), None) for each in shown]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_takes_two_calls_and_none_to_write_when_nothing_has_changed(
    server: SandboxServer, book: gspread.Spreadsheet, language: str
) -> None:
    digest = sample(language)
    server.forget_calls()
    assert tab(server, book).publish(sheaf(digest, language))
    assert calls(server) == ["GET", "POST"]
    server.forget_calls()
    assert not tab(server, book).publish(sheaf(replace(digest, made_at=digest.window.end), language))
    assert calls(server) == ["GET"]
    server.forget_calls()
    assert tab(server, book).publish(sheaf(changed(digest), language))
    assert calls(server) == ["GET", "POST"]


def test_figures_are_numbers_and_charts_are_native(server: SandboxServer, book: gspread.Spreadsheet) -> None:
    digest = sample("en")
    tab(server, book).publish(sheaf(digest, "en"))
    names = column(book, 1)
    values = column(book, 2)
    figures = [figure for section in digest.sections for figure in section.figures]
    told = {name: value for name, value in zip(names, values, strict=True) if isinstance(value, int | float)}
    for figure in figures:
        if figure.value is not None:
            assert told[str(figure.name)] == pytest.approx(figure.value)
    charts = sheet_of(book)["charts"]
    drawn = [chart for section in digest.sections for chart in section.charts]
    assert len(charts) == len(drawn)
    assert all(chart["spec"]["altText"] for chart in charts)
    rows = cells(book)
    for chart, meant in zip(charts, drawn, strict=True):
        for series, wanted in zip(chart["spec"]["basicChart"]["series"], meant.series, strict=True):
            (place,) = series["series"]["sourceRange"]["sources"]
            at = place.get("startColumnIndex", 0)
            found = [row[at] if len(row) > at else {} for row in rows[place["startRowIndex"] : place["endRowIndex"]]]
            numbers = [cell.get("userEnteredValue", {}).get("numberValue") for cell in found[1:]]
            assert numbers == list(wanted.values)


def test_the_same_week_is_rewritten_in_place_and_history_is_kept(
    server: SandboxServer, book: gspread.Spreadsheet
) -> None:
    digest = sample("en")
    tab(server, book).publish(sheaf(earlier(digest, 2), "en"))
    tab(server, book).publish(sheaf(digest, "en"))
    tab(server, book).publish(sheaf(earlier(digest, 1), "en"))
    notes = book.get_worksheet_by_id(TAB)
    starts = {each["name"]: each["range"].get("startRowIndex", 0) for each in sheet_of(book)["named"]}
    assert [name[-3:] for name in sorted(starts, key=lambda name: starts[name])] == ["W46", "W45", "W44"]
    middle = next(row for name, row in starts.items() if name.endswith("W45"))
    notes.update_cell(middle + 3, 12, "beside")
    notes.update_cell(1, 10, "=1+1")
    charts = len(sheet_of(book)["charts"])
    tab(server, book).publish(sheaf(changed(digest, more=4), "en"))
    tab(server, book).publish(sheaf(changed(earlier(digest, 1)), "en"))
    titles = [text for text in column(book, 0) if isinstance(text, str) and text.startswith("Weekly reliability")]
    assert len(titles) == 3
    assert len(sheet_of(book)["charts"]) == charts
    after = {each["name"][-3:]: each["range"].get("startRowIndex", 0) for each in sheet_of(book)["named"]}
    assert notes.cell(after["W45"] + 3, 12).value == "beside", "it moved along"
    assert column(book, 9)[0] == "=1+1"


def test_a_tab_that_was_renamed_and_rows_that_were_moved_are_followed(
    server: SandboxServer, book: gspread.Spreadsheet
) -> None:
    tab(server, book).publish(sheaf(sample("en"), "en"))
    sheet = book.get_worksheet_by_id(TAB)
    sheet.update_title("週報の表")
    sheet.insert_rows([["mine"], ["mine too"]], 1)
    tab(server, book).publish(sheaf(changed(sample("en")), "en"))
    assert [each.title for each in book.worksheets() if each.id == TAB] == ["週報の表"]
    assert column(book, 0)[:2] == ["mine", "mine too"]
    assert sum(str(text).startswith("Weekly reliability") for text in column(book, 0)) == 1


def test_a_tab_of_somebody_elses_keeps_its_name(server: SandboxServer, book: gspread.Spreadsheet) -> None:
    book.add_worksheet("digest", 5, 5)
    tab(server, book).publish(sheaf(sample("en"), "en"))
    assert {"Digest 2", "digest"} <= {each.title for each in book.worksheets()}


def test_text_is_text_whatever_it_begins_with(server: SandboxServer, book: gspread.Spreadsheet) -> None:
    digest = hostile()
    formula = replace(digest, title=say('=IMPORTXML("https://evil.example")'))
    tab(server, book).publish(sheaf(formula, "en"))
    entered = [cell.get("userEnteredValue", {}) for row in cells(book) for cell in row]
    assert any(str(each.get("stringValue", "")).startswith("=IMPORTXML") for each in entered)
    assert not any("formulaValue" in each for each in entered)
    links = [
        cell["userEnteredFormat"].get("textFormat", {})
        for row in cells(book)
        for cell in row
        if "userEnteredFormat" in cell
    ]
    assert not any("javascript" in str(each) for each in links)


def test_a_chart_that_somebody_deleted_comes_back_and_one_too_many_goes(
    server: SandboxServer, book: gspread.Spreadsheet
) -> None:
    digest = sample("en")
    tab(server, book).publish(sheaf(digest, "en"))
    charts = sheet_of(book)["charts"]
    book.batch_update({"requests": [{"deleteEmbeddedObject": {"objectId": charts[0]["chartId"]}}]})
    assert tab(server, book).publish(sheaf(digest, "en"))
    assert len(sheet_of(book)["charts"]) == len(charts)
    bare = replace(digest, sections=tuple(replace(each, charts=each.charts[:0]) for each in digest.sections))
    tab(server, book).publish(sheaf(bare, "en"))
    assert not sheet_of(book).get("charts")
