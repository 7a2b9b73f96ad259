"""Files in and out: CSV import over Drive's upload paths, and the formats that Drive exports a spreadsheet to."""

import csv
import re
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from typing import Any

from adapters.sandbox.google.a1 import Bounds
from adapters.sandbox.google.drive import create, opened
from adapters.sandbox.google.errors import DriveError
from adapters.sandbox.google.exports.pages import ODS, ods, pdf, zipped_html
from adapters.sandbox.google.exports.xlsx import xlsx
from adapters.sandbox.google.library import SPREADSHEET, Library
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.values import Rendering, read, write
from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]
_DELIMITERS = {"text/csv": ",", "text/tab-separated-values": "\t"}
_EXPORTS: dict[str, Callable[[Workbook], bytes]] = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": xlsx,
    "application/x-vnd.oasis.opendocument.spreadsheet": ods,
    ODS: ods,
    "application/zip": zipped_html,
    "application/pdf": pdf,
}


def export(library: Library, file_id: str, kind: str, caller: str) -> bytes:
    """Return the first tab as CSV or TSV, or all tabs in one of the other formats."""
    file = opened(library, file_id, caller)
    if file["mimeType"] != SPREADSHEET:
        raise DriveError(403, "fileNotExportable", "Export only supports Docs Editors files.")
    book = library.open(file_id, caller)
    if kind in _DELIMITERS:
        return _delimited(book, _DELIMITERS[kind])
    if kind not in _EXPORTS:
        raise DriveError(400, "badRequest", "The requested conversion is not supported.")
    return _EXPORTS[kind](book)


def _delimited(book: Workbook, mark: str) -> bytes:
    sheet = book.sheets[0]
    rows = read(book, sheet, sheet.whole, Rendering())
    width = max((len(row) for row in rows), default=0)
    out = StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\r\n")
    writer.writerows([*row, *[""] * (width - len(row))] for row in rows)
    return out.getvalue().removesuffix("\r\n").encode()


def import_into(library: Library, file_id: str, data: bytes, kind: str, caller: str) -> None:
    """Replace all tabs by one with the rows of the file; the time zone becomes that of Google's servers."""
    opened(library, file_id, caller, write=True)
    book = library.open(file_id, caller, write=True)
    fill_from(library, book, data, kind)
    library.save(book, caller)


def create_from(library: Library, given: Json, data: bytes, kind: str, caller: str, file_id: str | None) -> Json:
    file = create(library, given, caller, file_id)
    if file["mimeType"] == SPREADSHEET:
        import_into(library, file["id"], data, kind, caller)
    return opened(library, file["id"], caller)


def fill_from(library: Library, book: Workbook, data: bytes, kind: str) -> None:
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig")), delimiter=_DELIMITERS.get(kind, ",")))
    width = max((len(row) for row in rows), default=0)
    grid = {"rowCount": max(1000, len(rows)), "columnCount": max(26, width)}
    title = book.properties["title"]
    properties = {"sheetId": book.new_sheet_id(), "title": title, "index": 0, "sheetType": "GRID"}
    sheet = Sheet({**properties, "gridProperties": grid})
    book.sheets, book.named, book.metadata = [sheet], [], []
    book.properties["timeZone"] = "America/Los_Angeles"
    book.check_size()
    write(book, sheet, Bounds(0, 0, 1, 1), rows, option="USER_ENTERED", now=_naive(library))


def multipart(body: bytes, content_type: str) -> tuple[str, bytes, str]:
    """Split a multipart/related upload into metadata, data and the data's type."""
    found = re.search(r'boundary="?([^";]+)"?', content_type)
    if not found:
        raise DriveError(400, "badContent", "Missing boundary in multipart request.")
    parts = body.split(b"--" + found.group(1).encode())[1:-1]
    if len(parts) != 2:
        raise DriveError(400, "badContent", "Bad multipart request.")
    texts = []
    kind = ""
    for part in parts:
        head, _, content = part.strip(b"\r\n").partition(b"\r\n\r\n")
        named = re.search(rb"content-type:\s*([^\s;]+)", head, re.IGNORECASE)
        kind = named.group(1).decode() if named else ""
        texts.append(content)
    return texts[0].decode(), texts[1], kind


def _naive(library: Library) -> datetime:
    return library.clock.now().replace(tzinfo=None)
