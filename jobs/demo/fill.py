"""Filling a running sandbox with the demo's tables, as a team has them before it uses Bothways."""

from dataclasses import dataclass
from typing import Any

from jobs.demo import grid, pages
from jobs.demo.clients import Clients
from jobs.demo.tables import Demo, demos, people

_BOOK = "リスクとインシデント"
_SPARE_ROWS = 40


@dataclass(frozen=True, slots=True)
class Filled:
    """What was put in, by pair and side."""

    pages: dict[str, int]
    rows: dict[str, int]


def fill_at(notion_base: str, google_base: str, token: str) -> Filled:
    """Fill the sandbox that serves at these addresses."""
    with Clients(notion_base, google_base, token) as clients:
        return fill(clients)


def fill(clients: Clients) -> Filled:
    """Put people, databases, pages and the spreadsheet into an empty sandbox.

    Raises the clients' own errors where something with the demo's ids is there already.
    """
    users = {email: _person(clients, name, email) for email, name in people().items()}
    home = clients.ask("GET", "info")["root_page_id"]
    made = {demo.name: _database(clients, demo, home, users) for demo in demos()}
    return Filled(made, _spreadsheet(clients, demos()))


def _person(clients: Clients, name: str, email: str) -> str:
    return str(clients.ask("POST", "users", {"name": name, "email": email})["id"])


def _database(clients: Clients, demo: Demo, home: str, users: dict[str, str]) -> int:
    with clients.saying({"X-Sandbox-Id": demo.database_id, "X-Sandbox-Data-Source-Id": demo.data_source_id}):
        clients.notion.databases.create(
            parent={"type": "page_id", "page_id": home},
            title=[{"text": {"content": demo.look.database}}],
            initial_data_source={"properties": pages.schema(demo)},
        )
    bodies = [_dated(demo, key, number, users) for number, key in enumerate(demo.keys_on("notion"))]
    return len(clients.ask("POST", "pages", {"pages": bodies})["ids"])


def _dated(demo: Demo, key: str, number: int, users: dict[str, str]) -> dict[str, Any]:
    row = demo.row(key)
    edit = pages.last_edit(demo, row, number)
    author = users.get(edit.pop("author"))
    return {**pages.page(demo, row, users), **edit, **({"user": author} if author else {})}


def _spreadsheet(clients: Clients, tables: tuple[Demo, ...]) -> dict[str, int]:
    """Make the spreadsheet with its tabs in one call, and furnish it in a second."""
    sheets, requests, counts = [], [], {}
    for number, demo in enumerate(tables):
        rows = grid.cells(demo)
        room = len(rows) + _SPARE_ROWS
        counts[demo.name] = sum(bool(row.get("values")) for row in rows) - 1 - len(demo.oddities.note_after)
        properties = grid.tab_properties(demo, number, room)
        sheets.append({"properties": properties})
        start = {"sheetId": grid.tab_id(number), "rowIndex": 0, "columnIndex": 0}
        fields = "userEnteredValue,userEnteredFormat,note"
        requests.append({"updateCells": {"start": start, "rows": rows, "fields": fields}})
        requests += grid.furnishing(demo, number, room)
    book = {"title": _BOOK, "locale": "ja_JP", "timeZone": "Asia/Tokyo"}
    clients.google.http_client.request(
        "post",
        "https://sheets.googleapis.com/v4/spreadsheets",
        json={"properties": book, "sheets": sheets},
        headers={"X-Sandbox-Id": tables[0].spreadsheet_id},
    )
    clients.google.http_client.batch_update(tables[0].spreadsheet_id, {"requests": requests})
    return counts
