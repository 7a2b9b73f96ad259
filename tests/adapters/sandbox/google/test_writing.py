"""Writes: together, twice, without a condition; and what is refused before anything is written."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import gspread
import pytest
import requests

from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.google.client import Json, Sheets, connect
from tests.adapters.sandbox.google.test_batch import grid


def test_a_mask_overrides_what_the_body_says_of_grid_data(sheets: Sheets) -> None:
    """With a field mask responseIncludeGridData is ignored; the mask itself asks for cells or does not."""
    body = {
        "requests": [{"clearBasicFilter": {"sheetId": 0}}],
        "includeSpreadsheetInResponse": True,
        "responseIncludeGridData": True,
    }
    masked = sheets.post(":batchUpdate", body, fields="updatedSpreadsheet.sheets.properties.title")
    assert masked == {"updatedSpreadsheet": {"sheets": [{"properties": {"title": "Sheet1"}}]}}


def test_there_is_no_way_to_compare_and_set(sheets: Sheets) -> None:
    """No answer carries an etag or a revision, and a condition in the request's headers changes nothing."""
    url = f"{sheets.url}/values/A1"
    read = requests.get(url, timeout=5)
    assert not {"etag", "last-modified"} & {name.lower() for name in read.headers}
    condition = {"If-Match": '"another"', "If-Unmodified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}
    written = requests.put(
        url, params={"valueInputOption": "RAW"}, json={"values": [["x"]]}, headers=condition, timeout=5
    )
    assert written.status_code == 200
    assert not {"etag", "version", "revision"} & written.json().keys()


def test_an_append_sent_twice_is_there_twice(sheets: Sheets) -> None:
    """values.append is not idempotent: a retry after a lost answer doubles the row."""
    for _ in range(2):
        sheets.tab.append_row(["R-1"])
    assert sheets.shown("A1:A3") == [["R-1"], ["R-1"]]


def at_once(sheets: Sheets, option: str) -> list[Any]:
    """Append two rows that find their place before either is written."""

    def send(text: str) -> int:
        return requests.post(
            f"{sheets.url}/values/A1:append",
            params={"valueInputOption": "RAW", "insertDataOption": option},
            json={"values": [[text]]},
            headers={"X-Sandbox-Together": "2"},
            timeout=10,
        ).status_code

    sheets.tab.update([["id"]], "A1")
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(send, ["R-1", "R-2"])) == [200, 200]
    return sorted(row[0] for row in sheets.shown("A2:A9") if row)


def test_appends_at_the_same_time_overwrite_each_other(sheets: Sheets) -> None:
    """Two OVERWRITE appends at once find the same free row; one of them is lost, and both were answered 200."""
    assert len(at_once(sheets, "OVERWRITE")) == 1


def test_appends_that_insert_rows_keep_both(sheets: Sheets) -> None:
    """With INSERT_ROWS each makes its own row."""
    assert at_once(sheets, "INSERT_ROWS") == ["R-1", "R-2"]


def test_gspreads_insert_rows_are_two_calls(server: SandboxServer, sheets: Sheets) -> None:
    """gspread's insert_rows is an insertDimension and then an append: not atomic."""
    tab = sheets.tab
    server.forget_calls()
    tab.insert_rows([["x"]], 1)
    assert [call.path.partition(sheets.book.id)[2].rpartition(":")[2] for call in server.calls("google")] == [
        "batchUpdate",
        "append",
    ]


def test_gspread_turns_403_and_404_into_its_own_errors_when_it_opens(server: SandboxServer, sheets: Sheets) -> None:
    """open_by_key raises PermissionError for 403 and SpreadsheetNotFound for 404; later calls a plain APIError."""
    stranger = connect(server.google_base, "stranger@example.com")
    with pytest.raises(PermissionError):
        stranger.open_by_key(sheets.book.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        stranger.open_by_key("1" * 44)


@pytest.mark.parametrize(
    ("request_", "place", "kind", "value"),
    [
        (
            {"mergeCells": {"range": grid(top=0, bottom=2), "mergeType": "MERGE"}},
            "merge_cells.merge_type",
            "MergeCellsRequest.MergeType",
            "MERGE",
        ),
        (
            {"addChart": {"chart": {"spec": {"basicChart": {"chartType": "PIE"}}}}},
            "add_chart.chart.spec.basic_chart.chart_type",
            "BasicChartType",
            "PIE",
        ),
        (
            {"insertDimension": {"range": {"dimension": "ROW", "startIndex": 0, "endIndex": 1}}},
            "insert_dimension.range.dimension",
            "Dimension",
            "ROW",
        ),
    ],
)
def test_a_value_that_is_none_of_an_enum_is_refused(
    sheets: Sheets, request_: Json, place: str, kind: str, value: str
) -> None:
    """A word that the field's enum does not have is a 400 that names the field, the type and the word."""
    named = f"type.googleapis.com/google.apps.sheets.v4.{kind}"
    assert sheets.refused(request_)["message"] == f"Invalid value at 'requests[0].{place}' ({named}), \"{value}\""


def test_a_field_a_chart_does_not_have_is_refused(sheets: Sheets) -> None:
    """What is kept as an object is checked like the rest: a chart takes no field the API does not know."""
    error = sheets.refused({"addChart": {"chart": {"spec": {"colors": ["red"]}}}})
    assert error["message"] == (
        "Invalid JSON payload received. Unknown name \"colors\" at 'requests[0].add_chart.chart.spec': "
        "Cannot find field."
    )
