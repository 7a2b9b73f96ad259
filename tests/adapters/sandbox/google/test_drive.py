"""Drive: files found, copied, shared, imported, exported, trashed and deleted."""

import re
from datetime import timedelta

import gspread
import pytest
import requests
from gspread.exceptions import SpreadsheetNotFound
from gspread.utils import ExportFormat

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.google.client import Sheets, connect


def test_a_new_file_has_an_id_of_44_letters_that_are_safe_in_a_url(sheets: Sheets) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{44}", sheets.book.id)


def test_a_caller_may_choose_the_id_by_the_sandboxs_own_header(server: SandboxServer) -> None:
    made = requests.post(
        f"{server.google_base}/drive/v3/files",
        json={"name": "Demo", "mimeType": "application/vnd.google-apps.spreadsheet"},
        headers={"X-Sandbox-Id": "demo-register"},
        timeout=5,
    )
    assert made.json()["id"] == "demo-register"
    assert connect(server.google_base).open_by_key("demo-register").title == "Demo"


def test_files_are_found_by_name_folder_and_trash_and_listed_in_pages(client: gspread.Client) -> None:
    names = ["Risk's list", "Risk list 2", "Other 日本語"]
    made = [client.create(name, folder_id="folder-1") for name in names]
    found = client.list_spreadsheet_files(folder_id="folder-1")
    assert {item["id"] for item in found} == {book.id for book in made}
    assert client.open("Other 日本語").id == made[2].id
    base = client.http_client
    url = "https://www.googleapis.com/drive/v3/files"
    query = "name contains 'risk' and trashed = false and 'folder-1' in parents"
    page = base.request("get", url, params={"q": query, "pageSize": 1, "fields": "nextPageToken,files(name)"}).json()
    assert len(page["files"]) == 1
    rest = base.request("get", url, params={"q": query, "pageToken": page["nextPageToken"]}).json()
    assert len(rest["files"]) == 1
    assert "nextPageToken" not in rest
    base.request("patch", f"{url}/{made[1].id}", json={"trashed": True})
    names_left = base.request("get", url, params={"q": query, "fields": "files/name"}).json()["files"]
    assert names_left == [{"name": "Risk's list"}]
    with pytest.raises(SpreadsheetNotFound):
        client.open("no such title")


def test_a_title_changed_on_either_side_is_the_name_of_the_file(sheets: Sheets, client: gspread.Client) -> None:
    sheets.book.update_title("New title")
    assert client.get_file_drive_metadata(sheets.book.id)["name"] == "New title"
    client.http_client.request(
        "patch", f"https://www.googleapis.com/drive/v3/files/{sheets.book.id}", json={"name": "Newer"}
    )
    assert client.open_by_key(sheets.book.id).title == "Newer"


def test_the_time_of_change_moves_with_every_write_and_with_no_read(
    sheets: Sheets, client: gspread.Client, clock: TurnableClock
) -> None:
    before = client.get_file_drive_metadata(sheets.book.id)["modifiedTime"]
    clock.turn(timedelta(minutes=1))
    sheets.shown("A1")
    assert client.get_file_drive_metadata(sheets.book.id)["modifiedTime"] == before
    sheets.tab.update([["x"]], "A1")
    assert client.get_file_drive_metadata(sheets.book.id)["modifiedTime"] > before


def test_a_copy_has_the_values_and_is_its_own_file(sheets: Sheets, client: gspread.Client) -> None:
    sheets.type("A1", "x", "=1+1")
    copy = client.copy(sheets.book.id, title="Copy", copy_permissions=True)
    copy.sheet1.update([["y"]], "A1")
    assert copy.sheet1.get_all_values() == [["y", "2"]]
    assert sheets.shown("Sheet1") == [["x", "2"]]


def test_a_file_is_shared_listed_and_unshared(sheets: Sheets) -> None:
    sheets.book.share("reader@example.com", perm_type="user", role="reader", notify=False)
    sheets.book.share("", perm_type="anyone", role="reader")
    shared = {(item["type"], item["role"], item.get("emailAddress")) for item in sheets.book.list_permissions()}
    assert shared == {
        ("user", "owner", "person@example.com"),
        ("user", "reader", "reader@example.com"),
        ("anyone", "reader", None),
    }
    sheets.book.remove_permissions("reader@example.com", role="any")
    assert len(sheets.book.list_permissions()) == 2


def test_csv_goes_in_as_typed_and_comes_out_as_shown(sheets: Sheets, client: gspread.Client) -> None:
    client.import_csv(sheets.book.id, 'id,day,"a, b"\nR-1,2026-01-05,10%\n')
    fresh = client.open_by_key(sheets.book.id)
    assert [tab.title for tab in fresh.worksheets()] == ["Register"]
    assert fresh.sheet1.get_all_values() == [["id", "day", "a, b"], ["R-1", "2026-01-05", "10%"]]
    exported = client.export(sheets.book.id, ExportFormat.CSV)
    assert bytes(exported).decode() == 'id,day,"a, b"\r\nR-1,2026-01-05,10%'


def test_an_upload_makes_a_spreadsheet_of_a_csv(server: SandboxServer) -> None:
    body = (
        "--xx\r\nContent-Type: application/json\r\n\r\n"
        '{"name": "Up", "mimeType": "application/vnd.google-apps.spreadsheet"}\r\n'
        "--xx\r\nContent-Type: text/csv\r\n\r\na,1\r\n--xx--"
    )
    made = requests.post(
        f"{server.google_base}/upload/drive/v3/files?uploadType=multipart",
        data=body.encode(),
        headers={"Content-Type": 'multipart/related; boundary="xx"'},
        timeout=5,
    ).json()
    assert connect(server.google_base).open_by_key(made["id"]).sheet1.get_all_values() == [["a", "1"]]


def test_a_deleted_file_is_gone_for_drive_and_sheets(sheets: Sheets, client: gspread.Client) -> None:
    client.del_spreadsheet(sheets.book.id)
    gone = requests.get(f"{sheets.base}/drive/v3/files/{sheets.book.id}", timeout=5)
    message = f"File not found: {sheets.book.id}."
    entry = {
        "domain": "global",
        "reason": "notFound",
        "message": message,
        "locationType": "parameter",
        "location": "fileId",
    }
    assert gone.json() == {"error": {"errors": [entry], "code": 404, "message": message}}
    with pytest.raises(SpreadsheetNotFound):
        client.open_by_key(sheets.book.id)


def test_an_unknown_conversion_is_refused_in_drives_style(sheets: Sheets) -> None:
    url = f"{sheets.base}/drive/v3/files/{sheets.book.id}/export"
    refused = requests.get(url, params={"mimeType": "image/png"}, timeout=5)
    assert refused.status_code == 400
    assert refused.json()["error"]["errors"][0]["domain"] == "global"
