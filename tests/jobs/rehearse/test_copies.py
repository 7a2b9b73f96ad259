"""What is read from one sandbox and put into another reads the same there."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from adapters.notion.client import Connection, Patience
from adapters.notion.client import connect as connect_notion
from adapters.notion.copying import copy_people, copy_source
from adapters.pace import Pace
from adapters.sandbox.server import SandboxServer
from adapters.sandbox.store import Store
from adapters.sheets.client import SheetsClient
from adapters.sheets.connect import connect as connect_sheets
from adapters.sheets.copying import copy_spreadsheet
from adapters.state.copying import copy_store
from jobs.demo.clients import Clients
from jobs.demo.fill import fill
from jobs.demo.tables import demos
from sync.errors import StateError

Json = dict[str, Any]
SOURCE = "0b07a000-0000-4000-8000-00000000aaaa"
OTHER = "0b07a000-0000-4000-8000-00000000bbbb"
DATABASE = "0b07a000-0000-4000-8000-00000000dddd"
PAGE = "0b07a000-0000-4000-8000-00000000cccc"
STRANGER = "0b07a000-0000-4000-8000-00000000eeee"
GUEST = "0b07a000-0000-4000-8000-00000000ffff"
BOOK = "book-00000000000000000000000000000000000000"
MEMBER = {
    "object": "user",
    "id": GUEST[:-1] + "0",
    "type": "person",
    "name": "Mia",
    "person": {"email": "m@example.com"},
}


@pytest.fixture
def copy() -> Iterator[SandboxServer]:
    with SandboxServer() as server:
        yield server


def notion(server: SandboxServer) -> Connection:
    pace = Pace(10_000, 60.0, monotonic=lambda: 0.0, sleep=lambda _: None)
    return connect_notion(server.token, server.url, "2026-03-11", pace, Patience(lambda _: None, Random(1)))  # noqa: S311 - no secret


def sheets(server: SandboxServer) -> SheetsClient:
    return connect_sheets(server.token, random=Random(1), base_url=server.url, reads_a_minute=1000)  # noqa: S311 - no secret


def put(server: SandboxServer, given: Json) -> Json:
    with Clients(server.url, server.url, server.token) as clients:
        left: Json = clients.ask("POST", "load", given)["left"]
        return left


def bare(answer: Any) -> Any:  # noqa: ANN401 - JSON
    """Return an answer without what names the call."""
    if isinstance(answer, list):
        return [bare(each) for each in answer]
    if isinstance(answer, dict):
        return {name: bare(value) for name, value in answer.items() if name not in ("request_id", "public_url")}
    return answer


@pytest.fixture(scope="module")
def real() -> Iterator[SandboxServer]:
    with SandboxServer() as server, Clients(server.url, server.url, server.token) as clients:
        fill(clients)
        yield server


def test_a_database_its_pages_and_people_read_the_same_in_the_copy(real: SandboxServer, copy: SandboxServer) -> None:
    found: Json = {"databases": [], "data_sources": [], "pages": []}
    with closing(notion(real)) as connection:
        for demo in demos():
            part = copy_source(connection, demo.database_id)
            assert part["complete"]
            found = {name: [*found[name], *part[name]] for name in found}
        people = copy_people(connection)
    assert len(found["pages"]) == sum(len(demo.keys_on("notion")) for demo in demos())
    assert put(copy, {"notion": {**found, "users": people}}) == {}
    with closing(notion(copy)) as connection:
        again = [copy_source(connection, demo.database_id) for demo in demos()]
        seen = copy_people(connection)
    for name, objects in found.items():
        assert bare([each for part in again for each in part[name]]) == bare(objects)
    assert seen is not None
    assert people is not None
    assert sorted(map(repr, bare(seen))) == sorted(map(repr, bare(people)))


def test_a_spreadsheet_reads_the_same_in_the_copy(real: SandboxServer, copy: SandboxServer) -> None:
    key, tabs = demos()[0].spreadsheet_id, {demo.tab for demo in demos()}
    with Clients(real.url, real.url, real.token) as clients:
        tab = clients.google.open_by_key(key).worksheet(demos()[0].tab)
        row = {"sheetId": tab.id, "dimension": "ROWS", "startIndex": 4, "endIndex": 5}
        box = {"sheetId": tab.id, "startRowIndex": 1, "startColumnIndex": 2, "endColumnIndex": 4}
        metadata = {"metadataKey": "k", "metadataValue": "v", "visibility": "DOCUMENT"}
        clients.google.http_client.batch_update(
            key,
            {
                "requests": [
                    {
                        "createDeveloperMetadata": {
                            "developerMetadata": {**metadata, "location": {"dimensionRange": row}}
                        }
                    },
                    {"createDeveloperMetadata": {"developerMetadata": {**metadata, "location": {"sheetId": tab.id}}}},
                    {"createDeveloperMetadata": {"developerMetadata": {**metadata, "location": {"spreadsheet": True}}}},
                    {"addProtectedRange": {"protectedRange": {"range": box}}},
                    {"addNamedRange": {"namedRange": {"name": "choices", "range": box}}},
                    {
                        "updateDimensionProperties": {
                            "range": row,
                            "properties": {"pixelSize": 55, "hiddenByUser": True},
                            "fields": "pixelSize,hiddenByUser",
                        }
                    },
                ]
            },
        )
    with closing(sheets(real)) as client:
        book = copy_spreadsheet(client, key, tabs)
    assert put(copy, {"spreadsheets": [book]}) == {}
    with closing(sheets(copy)) as client:
        again = copy_spreadsheet(client, key, tabs)
    (protected,) = again["sheets"][0]["protectedRanges"]
    assert protected.pop("editors")["users"][-1] == "person@example.com"
    book["sheets"][0]["protectedRanges"][0].pop("editors", None)
    assert again == book
    assert "data" in again["sheets"][1]


def test_a_protected_range_stays_closed_to_who_may_not_edit_it(copy: SandboxServer) -> None:
    box = {"sheetId": 7, "startRowIndex": 0, "endRowIndex": 1}
    closed: Json = {"protectedRangeId": 1, "range": box}
    warned: Json = {"protectedRangeId": 2, "range": box, "warningOnly": True, "requestingUserCanEdit": True}
    put(copy, {"spreadsheets": [book_of([], protectedRanges=[closed, warned])]})
    with closing(sheets(copy)) as client:
        (sheet,) = copy_spreadsheet(client, BOOK, {"t"})["sheets"]
    assert [each.get("requestingUserCanEdit", False) for each in sheet["protectedRanges"]] == [False, True]


def book_of(rows: list[list[Json]], **parts: list[Json]) -> Json:
    grid = {"rowCount": 20, "columnCount": 5}
    properties = {"sheetId": 7, "title": "t", "index": 0, "sheetType": "GRID", "gridProperties": grid}
    sheet = {"properties": properties, "data": [{"rowData": [{"values": row} for row in rows]}], **parts}
    return {"spreadsheetId": BOOK, "properties": {"title": "b", "locale": "ja_JP"}, "sheets": [sheet]}


def test_formulas_that_cannot_be_worked_out_here_keep_the_result_they_had(tmp_path: Path) -> None:
    unknown = {
        "userEnteredValue": {"formulaValue": '=IMPORTRANGE("x","A1")'},
        "effectiveValue": {"stringValue": "from elsewhere"},
        "formattedValue": "from elsewhere",
    }
    failed = {
        "userEnteredValue": {"formulaValue": "=GOOGLEFINANCE(A3)"},
        "effectiveValue": {"errorValue": {"type": "N_A", "message": "no"}},
        "formattedValue": "#N/A",
    }
    known = {"userEnteredValue": {"formulaValue": "=1+1"}, "effectiveValue": {"numberValue": 2}, "formattedValue": "2"}
    spilled = {"effectiveValue": {"numberValue": 4}, "formattedValue": "4"}
    store = Store(tmp_path / "copy.db")
    with SandboxServer(store=store) as copy, Clients(copy.url, copy.url, copy.token) as clients:
        left = put(copy, {"spreadsheets": [book_of([[unknown], [failed, spilled], [known]])]})
        assert left == {"formula": 2, "spilled": 1}
        above = {"sheetId": 7, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
        clients.google.http_client.batch_update(BOOK, {"requests": [{"insertDimension": {"range": above}}]})
    store.close()
    store = Store(tmp_path / "copy.db")
    with SandboxServer(store=store) as copy, closing(sheets(copy)) as client:
        (sheet,) = copy_spreadsheet(client, BOOK, {"t"})["sheets"]
    store.close()
    first, second, third = (row["values"] for row in sheet["data"][0]["rowData"][1:])
    assert first[0]["effectiveValue"] == {"stringValue": "from elsewhere"}
    assert first[0]["userEnteredValue"] == unknown["userEnteredValue"]
    assert second[0]["effectiveValue"] == failed["effectiveValue"]
    assert second[1]["effectiveValue"] == {"numberValue": 4}
    assert "formulaValue" in second[1]["userEnteredValue"]
    assert third[0]["effectiveValue"] == {"numberValue": 2}


def test_tabs_that_formulas_look_into_are_read_and_others_are_not(real: SandboxServer) -> None:
    with Clients(real.url, real.url, real.token) as clients:
        book = clients.google.create("rates")
        first = book.sheet1
        for title in ("Rates 2026", "Private", "Named"):
            book.add_worksheet(title, 5, 5).update_acell("A1", f"in {title}")
        named = {
            "name": "threshold",
            "range": {"sheetId": book.worksheet("Named").id, "startRowIndex": 0, "endRowIndex": 1},
        }
        book.batch_update({"requests": [{"addNamedRange": {"namedRange": named}}]})
        first.update_acell("A1", "='Rates 2026'!A1&Threshold")
    with closing(sheets(real)) as client:
        found = copy_spreadsheet(client, book.id, {first.title})
    assert {sheet["properties"]["title"] for sheet in found["sheets"] if "data" in sheet} == {
        first.title,
        "Rates 2026",
        "Named",
    }


def workspace(**values: Json) -> Json:
    kinds: Json = {
        "Name": {"id": "title", "type": "title", "title": {}},
        "Kind": {"id": "k%3A", "type": "select", "select": {"options": []}},
        "Who": {"id": "w", "type": "people", "people": {}},
        "Rel": {"id": "r", "type": "relation", "relation": {"data_source_id": OTHER, "type": "single_property"}},
        "File": {"id": "f", "type": "files", "files": {}},
        "No": {"id": "n", "type": "unique_id", "unique_id": {"prefix": "R"}},
        "New": {"id": "x", "type": "of_next_year", "of_next_year": {}},
    }
    shown = {name: {"id": kinds[name]["id"], "type": kinds[name]["type"], **value} for name, value in values.items()}
    times = {"created_time": "2026-01-02T03:04:00.000Z", "last_edited_time": "2026-02-03T04:05:00.000Z"}
    parent = {"type": "data_source_id", "data_source_id": SOURCE, "database_id": DATABASE}
    return {
        "users": [MEMBER, {"object": "user", "id": GUEST[:-1] + "1", "type": "person", "name": "Noa", "person": {}}],
        "databases": [{"id": DATABASE, "parent": {"type": "workspace"}, "data_sources": [{"id": SOURCE}]}],
        "data_sources": [{"id": SOURCE, "parent": {"database_id": DATABASE}, "properties": kinds, **times}],
        "pages": [{"object": "page", "id": PAGE, "parent": parent, "properties": shown, **times}],
    }


def test_what_only_a_page_shows_comes_along(copy: SandboxServer) -> None:
    guest = {"object": "user", "id": GUEST, "type": "person", "name": "Gus", "person": {"email": "g@example.com"}}
    signed = {"name": "a.pdf", "type": "file", "file": {"url": "https://files.example/a.pdf?X-Signature=fake"}}
    option = {"id": "o1", "name": "kept", "color": "red"}
    given = workspace(
        Name={"title": []},
        Kind={"select": option},
        Who={"people": [guest]},
        Rel={"relation": [{"id": STRANGER}], "has_more": False},
        File={"files": [signed]},
        No={"unique_id": {"prefix": "R", "number": 41}},
    )
    left = put(copy, {"notion": given})
    assert left == {"email": 1, "property": 1, "stranger": 1}
    with closing(notion(copy)) as connection:
        page = connection.page(PAGE)
        people = copy_people(connection)
        new = connection.create(SOURCE, {"Rel": {"relation": [{"id": STRANGER}]}})
    assert (page["created_time"], page["last_edited_time"]) == ("2026-01-02T03:04:00.000Z", "2026-02-03T04:05:00.000Z")
    shown = page["properties"]
    assert shown["Kind"]["select"] == option
    assert shown["Who"]["people"][0]["person"] == {"email": "g@example.com"}
    assert shown["Rel"]["relation"] == [{"id": STRANGER}]
    assert shown["File"]["files"][0]["file"]["url"] == "https://files.example/a.pdf"
    assert people is not None
    assert {user["name"] for user in people if user["type"] == "person"} == {"Mia", "Noa"}
    assert new["properties"]["No"]["unique_id"]["number"] == 42
    assert new["properties"]["Rel"]["relation"] == [{"id": STRANGER}]


@pytest.mark.parametrize("shared", [True, False])
def test_a_related_table_is_in_the_copy_as_far_as_it_is_shared(copy: SandboxServer, *, shared: bool) -> None:
    given = workspace(Name={"title": []}, Rel={"relation": [], "has_more": False})
    put(copy, {"notion": given | ({"related": {OTHER: []}} if shared else {})})
    with closing(notion(copy)) as connection:
        assert copy_source(connection, SOURCE)["targets"] == ([OTHER] if shared else [])


def test_a_list_that_stayed_cut_is_counted_and_not_shown_as_whole(copy: SandboxServer) -> None:
    left = put(copy, {"notion": workspace(Name={"title": []}, Rel={"has_more": True})})
    assert left["cut"] == 1


@pytest.mark.parametrize("given", [{"notion": {"pages": [{}]}}, {"spreadsheets": [{"properties": {}}]}, {"notion": 3}])
def test_what_is_not_in_the_form_of_the_apis_is_refused(copy: SandboxServer, given: Json) -> None:
    with Clients(copy.url, copy.url, copy.token) as clients:
        assert clients.door.post("/_sandbox/load", json=given).status_code == 400
        assert clients.door.post("/_sandbox/load", content=b"{").status_code == 400


def test_a_spreadsheet_is_not_put_over_another(copy: SandboxServer) -> None:
    put(copy, {"spreadsheets": [book_of([])]})
    with Clients(copy.url, copy.url, copy.token) as clients:
        assert clients.door.post("/_sandbox/load", json={"spreadsheets": [book_of([])]}).status_code == 400


def test_a_memory_in_use_is_copied_with_its_last_writes_and_stays_as_it_is(tmp_path: Path) -> None:
    file, target = tmp_path / "state.db", tmp_path / "target.db"
    with closing(sqlite3.connect(file)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("CREATE TABLE t (x)")
        writer.execute("INSERT INTO t VALUES (1)")
        writer.commit()
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith("-shm")}
        assert copy_store(str(file), target)
        after = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.name in before}
    assert after == before
    with closing(sqlite3.connect(target)) as found:
        assert found.execute("SELECT x FROM t").fetchall() == [(1,)]


def test_a_memory_at_rest_is_copied_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    (tmp_path / "of").mkdir()
    file = tmp_path / "of" / "état 1?.db"
    with closing(sqlite3.connect(file)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("CREATE TABLE t (x)")
    before = file.read_bytes()
    assert copy_store(str(file), tmp_path / "target.db")
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert file.read_bytes() == before


def test_where_there_is_no_memory_none_is_made(tmp_path: Path) -> None:
    assert not copy_store(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "target.db")
    assert not copy_store("sqlite://", tmp_path / "target.db")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_memory_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "state.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(StateError):
        copy_store(str(tmp_path / "state.db"), tmp_path / "target.db")
