"""A real tab in the sandbox behind the real Sheets adapter, where a scenario's event needs the service itself."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from adapters.sandbox.server import SandboxServer
from adapters.sheets import SheetTable, connect
from jobs.demo.clients import Clients
from mappings.fields import PairMapping
from sync.changes import Change, ColumnChange, Receipt
from sync.model import Address, Column, FieldName, RecordId, Side, Snapshot, Whereabouts
from sync.objections import Objections
from sync.ports import Progress, silent
from tests.fakes.table import Row
from tests.scenarios.form import Json

_BOOKS = "https://sheets.googleapis.com/v4/spreadsheets"
_ABOVE = re.compile(r"a row is inserted above (\S+)")
_PLACED = re.compile(r"rows? (\d+)(?:-(\d+))? (?:record (\S+?)|(blank)|only a default (FALSE) checkbox)(?:,|$)")


class Unreadable(Exception):
    """The event is told in words that this stand does not know."""


@dataclass
class SheetStand:
    """Looks like the table in memory to the bench; each row is typed into the tab as a person would type it."""

    server: SandboxServer
    clients: Clients
    columns: dict[FieldName, Column]
    mapping: PairMapping | None = None
    side: Side = Side.SHEET
    in_flight: int = 1
    names_records: bool = False
    trash: dict[Address, Row] = field(default_factory=dict)
    writes: list[Change] = field(default_factory=list)
    event: str = ""
    layout: str = ""

    def __post_init__(self) -> None:
        body = {"properties": {"title": "book"}, "sheets": [{"properties": {"title": "tab", "sheetId": 7}}]}
        self.book = str(self.clients.google.http_client.request("post", _BOOKS, json=body).json()["spreadsheetId"])
        self._put([["id", *self.columns]], 1)

    def _put(self, values: Sequence[Sequence[Json]], row: int) -> None:
        self.clients.google.http_client.values_update(
            self.book, f"'tab'!A{row}", params={"valueInputOption": "RAW"}, body={"values": values}
        )

    @property
    def rows(self) -> dict[Address, Row]:
        """The records of the tab by their ids; what no reader would take for one is left out."""
        found: Any = self.clients.google.http_client.values_get(self.book, "'tab'!A2:Z")
        rows = {}
        for place, cells in enumerate(found.get("values", []), 2):
            values = [*cells, *[""] * (1 + len(self.columns) - len(cells))]
            if values[0] or any(value not in ("", "FALSE") for value in values[1:]):
                fields = dict(zip(self.columns, (value or None for value in values[1:]), strict=False))
                rows[Address(str(values[0] or place))] = Row(RecordId(values[0]) if values[0] else None, fields)
        return rows

    @rows.setter
    def rows(self, rows: Mapping[Address, Row]) -> None:
        self.clients.google.http_client.values_clear(self.book, "'tab'!A2:Z")
        typed = {str(row.id or ""): [str(row.id or ""), *map(row.fields.get, self.columns)] for row in rows.values()}
        for place, cells in self._places(typed):
            self._put([cells], place + 1)

    def _places(self, typed: Mapping[str, list[Any]]) -> Iterable[tuple[int, list[Any]]]:
        """Yield row numbers below the header with what stands there."""
        if not self.layout:
            yield from enumerate(typed.values(), 1)
            return
        told = _PLACED.findall(self.layout)
        if not told:
            raise Unreadable(self.layout)
        for first, last, record, _blank, box in told:
            for place in range(int(first), int(last or first) + 1):
                if record:
                    yield place, typed[record]
                elif box:
                    yield place, ["", *[False] * len(self.columns)]

    @property
    def table(self) -> SheetTable:
        if not hasattr(self, "_table"):
            assert self.mapping is not None
            client = connect(
                self.server.token,
                random=Random(1),  # noqa: S311 - jitter
                base_url=self.server.google_base,
                reads_a_minute=10_000,
                writes_a_minute=10_000,
            )
            self._table = SheetTable(self.mapping, client, now=self.server.clock.now)
        return self._table

    def read(self, progress: Progress = silent) -> Snapshot:
        return self.table.read(progress)

    def locate(self, places: Mapping[RecordId, Address]) -> Mapping[RecordId, Whereabouts]:
        return self.table.locate(places)

    def recheck(self, seen: Snapshot) -> Snapshot:
        return self.table.recheck(seen)

    def objections(self, changes: Sequence[Change], seen: Snapshot) -> Objections:
        return self.table.objections(changes, seen)

    def batches(self, changes: Sequence[Change]) -> Sequence[Sequence[Change]]:
        return self.table.batches(changes)

    def write(self, batch: Sequence[Change], seen: Snapshot) -> Sequence[Receipt]:
        self._others_edit()
        receipts = self.table.write(batch, seen)
        self.writes += [receipt.change for receipt in receipts if receipt.done]
        return receipts

    def reshape(self, changes: Sequence[ColumnChange]) -> None:
        self.table.reshape(changes)

    def marks(self) -> Mapping[FieldName, str]:
        return self.table.marks()

    def _others_edit(self) -> None:
        """Let somebody insert a row just before the write."""
        if not self.event:
            return
        above = _ABOVE.search(self.event)
        if above is None:
            raise Unreadable(self.event)
        ids: Any = self.clients.google.http_client.values_get(self.book, "'tab'!A1:A")
        row = next(place for place, cells in enumerate(ids["values"]) if cells[:1] == [above[1]])
        place = {"sheetId": 7, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
        self.clients.google.http_client.batch_update(self.book, {"requests": [{"insertDimension": {"range": place}}]})
        self.event = ""
