"""Nothing that this check has not made may be touched."""

from typing import Any

import pytest

from tests.live.ledger import Ledger
from tests.live.notion_guard import NotionGuard
from tests.live.sheets_guard import SheetsGuard

HOME = "11111111-1111-4111-8111-111111111111"
MINE = "22222222-2222-4222-8222-222222222222"
THEIRS = "33333333-3333-4333-8333-333333333333"
BOOK = "1" + "b" * 40
MARK = "bothways-live 0123 "


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(None, HOME, BOOK, MARK, there=[0, 7])


@pytest.fixture
def notion(ledger: Ledger) -> NotionGuard:
    guard = NotionGuard(ledger)
    body = below(HOME, MARK + "1")
    assert guard.objection("POST", "/v1/databases", body) is None
    guard.learn("POST", "/v1/databases", body, {"id": MINE, "data_sources": []})
    return guard


def below(page: str, title: str) -> dict[str, Any]:
    return {"parent": {"type": "page_id", "page_id": page}, "title": [{"text": {"content": title}}]}


@pytest.mark.parametrize(
    ("method", "address", "body"),
    [
        ("PATCH", f"/v1/pages/{THEIRS}", {}),
        ("PATCH", f"/v1/pages/{HOME}", {}),
        ("DELETE", f"/v1/blocks/{THEIRS}", None),
        ("DELETE", f"/v1/blocks/{HOME}", None),
        ("PATCH", f"/v1/blocks/{HOME}/children", {}),
        ("GET", f"/v1/pages/{THEIRS}", None),
        ("POST", f"/v1/data_sources/{THEIRS}/query", {}),
        ("POST", "/v1/search", {}),
        ("POST", "/v1/pages", {"parent": {"page_id": THEIRS}}),
        ("POST", "/v1/pages", {"parent": {"data_source_id": THEIRS}}),
        ("POST", "/v1/databases", below(HOME, "somebody's")),
        ("POST", "/v1/comments", {"parent": {"page_id": HOME}}),
        ("POST", "/v1/pages", {"parent": {"workspace": True}}),
        ("GET", f"/v1/comments?block_id={THEIRS}", None),
        ("POST", "/v1/oauth/token", {}),
    ],
)
def test_notion_is_not_touched_where_it_is_not_ours(notion: NotionGuard, method: str, address: str, body: Any) -> None:  # noqa: ANN401 - JSON
    assert notion.objection(method, address, body) is not None


@pytest.mark.parametrize(
    ("method", "address", "body"),
    [
        ("GET", f"/v1/pages/{HOME}", None),
        ("GET", f"/v1/blocks/{HOME}/children?page_size=100", None),
        ("PATCH", f"/v1/databases/{MINE.replace('-', '').upper()}", {}),
        ("POST", "/v1/pages", {"parent": {"database_id": MINE}}),
        ("GET", "/v1/users/me", None),
    ],
)
def test_what_is_ours_may_be_used(notion: NotionGuard, method: str, address: str, body: Any) -> None:  # noqa: ANN401 - JSON
    assert notion.objection(method, address, body) is None


@pytest.fixture
def sheets(ledger: Ledger) -> SheetsGuard:
    guard = SheetsGuard(ledger)
    made = {"requests": [{"addSheet": {"properties": {"sheetId": 99, "title": "it's mine"}}}]}
    assert guard.objection("POST", f"/v4/spreadsheets/{BOOK}:batchUpdate", made) is None
    return guard


AREA = {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}


@pytest.mark.parametrize(
    "request_",
    [
        {"deleteSheet": {"sheetId": 7}},
        {"deleteSheet": {"sheetId": 0}},
        {"updateCells": {"range": AREA, "rows": [], "fields": "*"}},
        {"copyPaste": {"source": {**AREA, "sheetId": 99}, "destination": AREA}},
        {"copyPaste": {"source": {**AREA, "sheetId": 99}, "destination": {**AREA, "sheetId": 7}}},
        {"findReplace": {"find": "a", "replacement": "b", "allSheets": True}},
        {"updateSpreadsheetProperties": {"properties": {"title": "x"}, "fields": "title"}},
        {"addSheet": {"properties": {"sheetId": 7, "title": "again"}}},
        {"addSheet": {"properties": {"title": "no number"}}},
        {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataKey": "key"}}}},
        {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": 5}}}},
        {"deleteNamedRange": {"namedRangeId": "theirs"}},
        {"addProtectedRange": {"protectedRange": {"range": {"sheetId": 7}}}},
        {"duplicateSheet": {"sourceSheetId": 7, "newSheetId": 99}},
    ],
    ids=lambda each: next(iter(each)),
)
def test_a_batch_is_stopped_as_a_whole_where_one_request_is_not_ours(sheets: SheetsGuard, request_: Any) -> None:  # noqa: ANN401 - JSON
    good = {"updateCells": {"range": {**AREA, "sheetId": 99}, "rows": [], "fields": "*"}}
    path = f"/v4/spreadsheets/{BOOK}:batchUpdate"
    assert sheets.objection("POST", path, {"requests": [good]}) is None
    assert sheets.objection("POST", path, {"requests": [good, request_]}) is not None


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", f"/v4/spreadsheets/{BOOK}/values/'Sheet1'!A1"),
        ("PUT", f"/v4/spreadsheets/{BOOK}/values/A1"),
        ("POST", f"/v4/spreadsheets/{BOOK}/values/Sheet1!A1:append"),
        ("POST", f"/v4/spreadsheets/{BOOK}/sheets/99:copyTo"),
        ("GET", f"/v4/spreadsheets/{'1' + 'c' * 40}"),
        ("POST", "/v4/spreadsheets"),
        ("DELETE", f"/drive/v3/files/{BOOK}"),
    ],
)
def test_other_tabs_and_other_files_are_not_touched(sheets: SheetsGuard, method: str, path: str) -> None:
    assert sheets.objection(method, path, {}) is not None


def test_values_go_into_a_tab_that_was_made(sheets: SheetsGuard) -> None:
    path = f"/v4/spreadsheets/{BOOK}/values/%27it%27%27s%20mine%27%21A1%3AB2"
    assert sheets.objection("PUT", path, {}) is None


def test_a_mark_that_was_there_before_is_not_taken_for_ours(ledger: Ledger) -> None:
    ledger.before = [5]
    guard = SheetsGuard(ledger)
    mark = {"metadataKey": "k", "metadataValue": "v"}
    made = {"createDeveloperMetadata": {"developerMetadata": {**mark, "location": {"spreadsheet": True}}}}
    path = f"/v4/spreadsheets/{BOOK}:batchUpdate"
    assert guard.objection("POST", path, {"requests": [made]}) is None
    guard.learn({"developerMetadata": [{"metadataId": 5, **mark}, {"metadataId": 6, **mark}]})
    looked = [
        {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": n}}}} for n in (5, 6)
    ]
    assert guard.objection("POST", path, {"requests": looked[:1]}) is not None
    assert guard.objection("POST", path, {"requests": looked[1:]}) is None
