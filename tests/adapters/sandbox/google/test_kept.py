"""What a store with a file keeps from one run of the sandbox to the next."""

from pathlib import Path

from adapters.sandbox.server import SandboxServer
from adapters.sandbox.store import Store
from tests.adapters.sandbox.google.client import Sheets, connect
from tests.adapters.sandbox.google.test_structure import tagged


def test_a_spreadsheet_is_as_it_was_after_the_sandbox_was_started_anew(tmp_path: Path) -> None:
    file = tmp_path / "sandbox.db"
    first = Store(file)
    with SandboxServer(store=first) as server:
        sheets = Sheets(server.google_base, connect(server.google_base).create("Kept"))
        sheets.tab.update([[f"row {row}", row] for row in range(600)], "A1")
        sheets.type("D1", "=B3*2", "2026-01-05")
        sheets.tab.update_note("A2", "a note")
        tagged(sheets, "ROWS", 2, "third")
        sheets.tab.delete_rows(300)
        before = sheets.get(includeGridData="true")
    first.close()
    second = Store(file)
    with SandboxServer(store=second) as server:
        kept = Sheets(server.google_base, connect(server.google_base).open_by_key(sheets.book.id))
        assert kept.get(includeGridData="true") == before
        assert kept.book.title == "Kept"
    second.close()


def test_a_refused_batch_leaves_nothing_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "sandbox.db"
    store = Store(file)
    with SandboxServer(store=store) as server:
        sheets = Sheets(server.google_base, connect(server.google_base).create("Kept"))
        sheets.tab.update([["before"]], "A1")
        sheets.refused(
            {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "After"}, "fields": "title"}},
            {"deleteSheet": {"sheetId": 5}},
        )
    store.close()
    store = Store(file)
    with SandboxServer(store=store) as server:
        kept = Sheets(server.google_base, connect(server.google_base).open_by_key(sheets.book.id))
        assert kept.tab.title == "Sheet1"
        assert kept.shown("A1") == [["before"]]
    store.close()
