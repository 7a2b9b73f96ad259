"""The spreadsheets of the sandbox: held in memory, written through to the store row block by row block."""

import threading
from datetime import datetime
from random import Random
from typing import Any, Protocol

import orjson

from adapters.sandbox.google.cells import from_doc, to_doc
from adapters.sandbox.google.errors import forbidden, not_found
from adapters.sandbox.google.formats import DEFAULT_FORMAT, theme
from adapters.sandbox.google.sheet import BLANK_ROW, Row, Sheet
from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
DEFAULT_USER = "person@example.com"
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_BLOCK = 256
_WRITERS = {"owner", "organizer", "fileOrganizer", "writer"}
_READERS = {*_WRITERS, "commenter", "reader"}
FILES, BOOKS, BLOCKS = "google.file", "google.book", "google.rows"


class Documents(Protocol):
    def get(self, kind: str, key: str) -> Json | None: ...
    def put(self, kind: str, key: str, doc: Json) -> None: ...
    def delete(self, kind: str, key: str) -> None: ...
    def all(self, kind: str) -> list[tuple[str, Json]]: ...


class Now(Protocol):
    def now(self) -> datetime: ...


class Library:
    def __init__(self, store: Documents, clock: Now, random: Random) -> None:
        self.store = store
        self.clock = clock
        self.random = random
        self.lock = threading.RLock()
        self._books: dict[str, Workbook] = {}
        self._saved: dict[tuple[str, int], list[Row]] = {}

    def new_id(self) -> str:
        return "1" + "".join(self.random.choice(_ALPHABET) for _ in range(43))

    def stamp(self) -> str:
        return self.clock.now().strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"

    def create(self, file: Json, properties: Json, sheets: list[Sheet]) -> Workbook:
        """Keep a new spreadsheet under the id of its file."""
        own = {"locale": "en_US", "autoRecalc": "ON_CHANGE", "timeZone": "Etc/GMT", **properties}
        filled = {"title": file["name"], **own, "defaultFormat": DEFAULT_FORMAT, "spreadsheetTheme": theme()}
        book = Workbook(file["id"], filled, sheets, self.random)
        self._books[book.id] = book
        self.store.put(FILES, file["id"], file)
        self.save(book, file["owner"])
        return book

    def file(self, file_id: str) -> Json | None:
        return self.store.get(FILES, file_id)

    def open(self, spreadsheet_id: str, caller: str, *, write: bool = False) -> Workbook:
        """Return a spreadsheet for a caller: 404 where there is none, 403 where it is not shared with the caller."""
        file = self.file(spreadsheet_id)
        if file is None or file["mimeType"] != SPREADSHEET:
            raise not_found()
        role = role_of(file, caller)
        if role not in (_WRITERS if write else _READERS):
            raise forbidden()
        book = self._books.get(spreadsheet_id) or self._load(spreadsheet_id)
        book.caller, book.owner, book.clock = caller, file["owner"], self.clock.now
        if book.volatile:
            book.changed()
        return book

    def save(self, book: Workbook, caller: str) -> None:
        """Write what has changed, and the file's name, version and time of change."""
        file = self.store.get(FILES, book.id)
        if file is not None:
            self.touch({**file, "name": book.properties["title"]}, caller)
        sheets = [
            {
                "properties": sheet.properties,
                "parts": sheet.parts,
                "rowMeta": [[index, meta] for index, meta in sheet.row_meta.items()],
                "columnMeta": [[index, meta] for index, meta in sheet.column_meta.items()],
                "blocks": -(-len(sheet.rows) // _BLOCK),
            }
            for sheet in book.sheets
        ]
        doc = {"properties": book.properties, "named": book.named, "metadata": book.metadata, "sheets": sheets}
        self.store.put(BOOKS, book.id, orjson.loads(orjson.dumps(doc)))
        for sheet in book.sheets:
            self._save_rows(book.id, sheet)

    def touch(self, file: Json, caller: str) -> None:
        version = int(file.get("version", 0)) + 1
        changed = {"modifiedTime": self.stamp(), "lastModifyingUser": caller, "version": version}
        self.store.put(FILES, file["id"], {**file, **changed})

    def delete(self, file_id: str) -> None:
        doc = self.store.get(BOOKS, file_id) or {"sheets": []}
        for sheet in doc["sheets"]:
            sheet_id = sheet["properties"]["sheetId"]
            self._saved.pop((file_id, sheet_id), None)
            for block in range(sheet["blocks"]):
                self.store.delete(BLOCKS, f"{file_id}/{sheet_id}/{block}")
        self.store.delete(BOOKS, file_id)
        self.store.delete(FILES, file_id)
        self._books.pop(file_id, None)

    def _save_rows(self, book_id: str, sheet: Sheet) -> None:
        before = self._saved.get((book_id, sheet.id), [])
        for block in range(-(-len(sheet.rows) // _BLOCK)):
            here = slice(block * _BLOCK, (block + 1) * _BLOCK)
            rows, old = sheet.rows[here], before[here]
            if len(rows) == len(old) and all(row is was for row, was in zip(rows, old, strict=True)):
                continue
            cells = [[[column, to_doc(cell)] for column, cell in row.items()] for row in rows]
            self.store.put(BLOCKS, f"{book_id}/{sheet.id}/{block}", {"rows": cells})
        self._saved[book_id, sheet.id] = list(sheet.rows)

    def _load(self, book_id: str) -> Workbook:
        doc = self.store.get(BOOKS, book_id)
        if doc is None:
            raise not_found()
        sheets = [self._load_sheet(book_id, item) for item in doc["sheets"]]
        book = Workbook(book_id, doc["properties"], sheets, self.random)
        book.named, book.metadata = doc["named"], doc["metadata"]
        self._books[book_id] = book
        return book

    def _load_sheet(self, book_id: str, doc: Json) -> Sheet:
        sheet = Sheet(doc["properties"])
        sheet.parts = doc["parts"]
        sheet.row_meta = {int(index): meta for index, meta in doc["rowMeta"]}
        sheet.column_meta = {int(index): meta for index, meta in doc["columnMeta"]}
        for block in range(doc["blocks"]):
            stored = self.store.get(BLOCKS, f"{book_id}/{sheet.id}/{block}") or {"rows": []}
            for cells in stored["rows"]:
                sheet.rows.append({column: from_doc(cell) for column, cell in cells} or BLANK_ROW)
        self._saved[book_id, sheet.id] = list(sheet.rows)
        return sheet


def role_of(file: Json, caller: str) -> str | None:
    """Return the best role the caller has on a file; None where it is not shared with the caller."""
    if file["owner"].casefold() == caller.casefold():
        return "owner"
    roles = [
        permission["role"]
        for permission in file.get("permissions", [])
        if permission["type"] == "anyone" or permission.get("emailAddress", "").casefold() == caller.casefold()
    ]
    return next((role for role in roles if role in _WRITERS), roles[0] if roles else None)
