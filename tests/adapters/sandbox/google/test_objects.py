"""Charts and slicers as objects, and the fill handle."""

import pytest

from tests.adapters.sandbox.google.client import Sheets
from tests.adapters.sandbox.google.test_batch import grid
from tests.adapters.sandbox.google.test_structure import span


def test_a_chart_is_kept_as_an_object_and_its_ranges_move_with_the_rows(sheets: Sheets) -> None:
    """Charts come back as they were sent, colours beside their styles, and read from where their rows went."""
    source = {"sources": [grid(top=1, bottom=5, left=0, right=1)]}
    series = [{"series": {"sourceRange": source}, "targetAxis": "LEFT_AXIS"}]
    spec = {"title": "Risks", "backgroundColor": {"red": 1}, "basicChart": {"chartType": "COLUMN", "series": series}}
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 1, "columnIndex": 3}}}
    chart = sheets.batch({"addChart": {"chart": {"spec": spec, "position": position}}})["replies"][0]["addChart"][
        "chart"
    ]
    assert chart["spec"]["backgroundColorStyle"] == {"rgbColor": {"red": 1}}
    border = {"objectId": chart["chartId"], "border": {"color": {"blue": 1}}, "fields": "color"}
    sheets.batch({"insertDimension": {"range": span("ROWS", 0, 2)}}, {"updateEmbeddedObjectBorder": border})
    kept = sheets.get()["sheets"][0]["charts"][0]
    moved = kept["spec"]["basicChart"]["series"][0]["series"]["sourceRange"]["sources"][0]
    assert (moved["startRowIndex"], moved["endRowIndex"], kept["border"]["color"]) == (3, 7, {"blue": 1})
    sheets.batch({"updateChartSpec": {"chartId": chart["chartId"], "spec": {**spec, "title": "New"}}})
    assert sheets.get(fields="sheets.charts.spec.title")["sheets"] == [{"charts": [{"spec": {"title": "New"}}]}]


def test_a_slicer_is_kept_as_an_object(sheets: Sheets) -> None:
    """A slicer is added and changed field by field; it hides nothing from who reads by the API."""
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 1, "columnIndex": 3}}}
    spec = {"dataRange": grid(top=0, bottom=5, left=0, right=2), "title": "State"}
    added = sheets.batch({"addSlicer": {"slicer": {"spec": spec, "position": position}}})["replies"][0]
    number = added["addSlicer"]["slicer"]["slicerId"]
    sheets.batch({"updateSlicerSpec": {"slicerId": number, "spec": {"title": "Owner"}, "fields": "title"}})
    assert sheets.get(fields="sheets.slicers.spec(title,dataRange.endRowIndex)")["sheets"] == [
        {"slicers": [{"spec": {"title": "Owner", "dataRange": {"endRowIndex": 5}}}]}
    ]


@pytest.mark.parametrize(
    ("given", "filled"),
    [
        (["R-009"], ["R-010", "R-011"]),
        (["8f3a"], ["8f3a", "8f3a"]),
        (["R-1", "R-3"], ["R-5", "R-7"]),
        ([1, 2], [3, 4]),
        ([5], [5, 5]),
        (["2026-01-30"], [46053, 46054]),
        (["open", "closed"], ["open", "closed"]),
        (["=ROW()*10"], [20, 30]),
    ],
)
def test_a_fill_counts_on_what_ends_in_digits(sheets: Sheets, given: list[object], filled: list[object]) -> None:
    """Filled down, an id that ends in digits becomes the next one, and one that ends in a letter a duplicate."""
    for row, value in enumerate(given, start=1):
        sheets.type(f"A{row}", value)
    end = len(given)
    source = {"source": grid(top=0, bottom=end, left=0, right=1), "dimension": "ROWS", "fillLength": 2}
    sheets.batch({"autoFill": {"sourceAndDestination": source}})
    assert sheets.typed(f"A{end + 1}:A9") == [[value] for value in filled]


def test_a_range_is_filled_from_the_part_of_it_that_has_data(sheets: Sheets) -> None:
    """With a range alone the data in it is found and carried on into the rest."""
    sheets.tab.update([["R-1", 1], ["R-2", 2]], "A1")
    sheets.batch({"autoFill": {"range": grid(top=0, bottom=4, left=0, right=2)}})
    assert sheets.typed("A3:B9") == [["R-3", 3], ["R-4", 4]]
