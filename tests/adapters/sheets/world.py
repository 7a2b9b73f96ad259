"""A spreadsheet in the sandbox, the people who work in it, and the table under test."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import gspread
import requests
from google.auth.credentials import AnonymousCredentials
from gspread.http_client import HTTPClient

from adapters.sandbox.server import SandboxServer
from adapters.sheets import SheetsClient, SheetTable, connect
from mappings.fields import Field, FieldType, NotionPlace, PairMapping, SheetPlace
from sync.changes import Cell, Change, Kind, Receipt
from sync.message import say
from sync.model import Address, FieldName, Record, RecordId, Side, Site, Snapshot, Value
from sync.policy import PairPolicy

Json = dict[str, Any]
NOW = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
TOKYO = ZoneInfo("Asia/Tokyo")
PERSON = "sato@example.jp"
WORKER = "worker@project.iam.gserviceaccount.com"

FIELDS = (
    Field(FieldName("title"), FieldType.TITLE, "Name", "件名"),
    Field(FieldName("score"), FieldType.NUMBER, "Score", "点数"),
    Field(FieldName("open"), FieldType.CHECKBOX, "Open", "未解決"),
    Field(FieldName("due"), FieldType.DATE, "Due", "期限"),
    Field(FieldName("tags"), FieldType.MULTI_SELECT, "Tags", "タグ"),
)
HEADERS = ["ID", "件名", "メモ", "点数", "未解決", "期限", "タグ", "計算"]
"""メモ and 計算 are nobody's business: a note and a formula."""
A, B, C, D = (RecordId(f"r{number}z") for number in range(1, 5))
TITLE, SCORE, OPEN, DUE, TAGS = (each.name for each in FIELDS)


def mapping(
    spreadsheet: str, *, tab: str = "Register", fields: Sequence[Field] = FIELDS, header_row: int = 1
) -> PairMapping:
    place = SheetPlace(spreadsheet, tab, "ID", header_row)
    return PairMapping("register", NotionPlace("db", None), place, tuple(fields), PairPolicy({}), TOKYO)


def client_of(server: SandboxServer, sleeps: list[float] | None = None) -> SheetsClient:
    naps = sleeps if sleeps is not None else []
    return connect(
        server.token,
        random=Random(1),  # noqa: S311 - jitter
        base_url=server.google_base,
        monotonic=lambda: 1e6 + sum(naps),
        sleep=naps.append,
        reads_a_minute=10_000,
        writes_a_minute=10_000,
    )


class _Person(HTTPClient):
    """gspread as a person's browser would be: another account, the sandbox's address."""

    base = ""

    def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - gspread's own
        for host in ("https://sheets.googleapis.com", "https://www.googleapis.com"):
            endpoint = endpoint.replace(host, self.base)
        return super().request(method, endpoint, *args, **kwargs)


def person(server: SandboxServer) -> gspread.Client:
    class Here(_Person):
        base = server.google_base

    session = requests.Session()
    session.headers["X-Sandbox-User"] = PERSON
    nobody = AnonymousCredentials()  # type: ignore[no-untyped-call]  # google-auth has annotations on few constructors
    return gspread.Client(auth=nobody, session=session, http_client=Here)


@dataclass
class World:
    server: SandboxServer
    book: gspread.Spreadsheet
    sleeps: list[float] = field(default_factory=list)

    @property
    def tab(self) -> gspread.Worksheet:
        return self.book.worksheet("Register")

    def table(
        self,
        *,
        tab: str = "Register",
        fields: Sequence[Field] = FIELDS,
        header_row: int = 1,
        known: Mapping[FieldName, str] | None = None,
        marked: Mapping[FieldName, str] | None = None,
        site: Site | None = None,
    ) -> SheetTable:
        client = client_of(self.server, self.sleeps)
        what = mapping(self.book.id, tab=tab, fields=fields, header_row=header_row)
        return SheetTable(what, client, now=lambda: NOW, known=known, marked=marked, site=site)

    def do(self, *deeds: Json) -> None:
        self.book.batch_update({"requests": list(deeds)})

    def values(self, tab: str = "Register") -> list[list[Any]]:
        found: list[list[Any]] = self.book.worksheet(tab).get_all_values(value_render_option="UNFORMATTED_VALUE")  # type: ignore[arg-type]  # gspread takes the plain string
        return found

    def dump(self) -> Json:
        """Everything there is, cells and all."""
        found: Json = dict(self.book.fetch_sheet_metadata({"includeGridData": "true"}))
        return found

    def calls(self) -> list[tuple[str, int]]:
        return [(call.method, call.status) for call in self.server.calls("google")]


def fill(world: World, rows: Sequence[Sequence[Any]]) -> None:
    world.tab.update([HEADERS, *rows], "A1", value_input_option="USER_ENTERED")  # type: ignore[arg-type]  # gspread takes the plain string


ROWS = [
    ["r1z", "停電", "a", 3, True, "2026-01-05", "電源, 本番", "=D2*2"],
    ["r2z", "遅延", "b", 5, False, "2026-01-06 10:00", "", "=D3*2"],
    ["r3z", "誤送信", "c", 8, True, "", "人", "=D4*2"],
]


def record(snapshot: Snapshot, name: RecordId) -> Record:
    return next(each for each in snapshot.records if each.id == name)


def update(snapshot: Snapshot, name: RecordId, values: Mapping[FieldName, Value]) -> Change:
    was = record(snapshot, name)
    return Change(Side.SHEET, Kind.UPDATE, name, was.address, cells(values, was))


def cells(values: Mapping[FieldName, Value], was: Record | None = None) -> tuple[Cell, ...]:
    before: Callable[[FieldName], Any] = lambda name: None if was is None else was.fields[name]  # noqa: E731 - a default
    return tuple(Cell(name, before(name), value, say("test")) for name, value in values.items())


def create(name: RecordId, values: Mapping[FieldName, Value]) -> Change:
    return Change(Side.SHEET, Kind.CREATE, name, cells=cells(values))


def link(name: RecordId, row: int) -> Change:
    return Change(Side.SHEET, Kind.LINK, name, Address(str(row)))


def trash(snapshot: Snapshot, name: RecordId) -> Change:
    return Change(Side.SHEET, Kind.TRASH, name, record(snapshot, name).address)


def by_key(receipts: Sequence[Receipt]) -> dict[tuple[Kind, RecordId], Receipt]:
    return {(each.change.kind, each.change.record): each for each in receipts}


def meddle(table: SheetTable, deed: Callable[[], object], times: int = 1) -> None:
    """Let somebody edit the spreadsheet right before a batch is carried out."""
    client = table._reader.client
    real = client.change
    left = [times]

    def change(spreadsheet: str, body: Json, *, fields: str) -> Json:
        if left[0]:
            left[0] -= 1
            deed()
        return real(spreadsheet, body, fields=fields)

    client.change = change  # type: ignore[method-assign]  # a test stands between
