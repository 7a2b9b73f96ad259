"""A data source in the sandbox with a property of every mapped type, and a table on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from adapters.notion.client import Connection, Patience, connect
from adapters.notion.table import NotionTable
from adapters.pace import Pace
from adapters.sandbox.server import SandboxServer
from mappings.codecs.notion import Relations
from mappings.fields import Field, FieldType, NotionPlace, PairMapping, SheetPlace
from sync.changes import Cell, Change, Kind
from sync.message import say
from sync.model import Address, FieldName, RecordId, Side, Value
from sync.policy import Compare, FieldPolicy, PairPolicy
from tests.adapters.notion.faults import Unreliable
from tests.adapters.pace.clock import StandingClock, dice

VERSION = "2026-03-11"
_SETS = (FieldType.MULTI_SELECT, FieldType.PEOPLE, FieldType.RELATION)

NAMES: Mapping[FieldType, str] = {
    FieldType.TITLE: "件名",
    FieldType.RICH_TEXT: "Memo",
    FieldType.NUMBER: "Count",
    FieldType.CHECKBOX: "Done",
    FieldType.SELECT: "Level",
    FieldType.MULTI_SELECT: "Tags",
    FieldType.STATUS: "State",
    FieldType.DATE: "Due",
    FieldType.URL: "Link",
    FieldType.EMAIL: "Mail",
    FieldType.PHONE: "Tel",
    FieldType.PEOPLE: "Who",
    FieldType.RELATION: "Parents",
    FieldType.FILES: "Papers",
    FieldType.PLACE: "Where",
    FieldType.UNIQUE_ID: "No",
    FieldType.CREATED_TIME: "Created",
    FieldType.LAST_EDITED_TIME: "Edited",
}


def name_of(kind: FieldType) -> FieldName:
    return FieldName(kind.value)


def field_of(kind: FieldType, related: str | None = None) -> Field:
    policy = FieldPolicy(compare=Compare.SET if kind in _SETS else Compare.EXACT)
    return Field(name_of(kind), kind, NAMES[kind], NAMES[kind], policy, related)


@dataclass
class World:
    server: SandboxServer
    clock: StandingClock = field(default_factory=StandingClock)
    transport: Unreliable = field(default_factory=Unreliable)
    connection: Connection = field(init=False)
    database: str = ""
    source: str = ""
    parents: str = ""

    def __post_init__(self) -> None:
        self.connection = connection(self.server, self.transport, self.clock)
        self.parents = self._database({"Name": {"title": {}}})[1]
        self.database, self.source = self._database(schema(self.parents))
        self.transport.forget()

    def _database(self, properties: Mapping[str, Any]) -> tuple[str, str]:
        made: Any = self.connection.client.databases.create(
            parent={"type": "page_id", "page_id": self.server.root_page_id},
            title=[{"text": {"content": "Risks"}}],
            initial_data_source={"properties": properties},
        )
        return made["id"], made["data_sources"][0]["id"]

    def mapping(self, *kinds: FieldType, id_property: str | None = "ID", related: str | None = None) -> PairMapping:
        fields = tuple(field_of(kind, related) for kind in kinds or NAMES)
        sheet = SheetPlace("spreadsheet", "Tab", "ID")
        return PairMapping(
            "risks",
            NotionPlace(self.database, id_property),
            sheet,
            fields,
            PairPolicy({each.name: each.policy for each in fields}),
            UTC,
        )

    def table(
        self,
        *kinds: FieldType,
        id_property: str | None = "ID",
        known: Mapping[FieldName, str] | None = None,
        relations: Mapping[str, Relations] | None = None,
        related: str | None = None,
        source: str | None = None,
    ) -> NotionTable:
        mapping = self.mapping(*kinds, id_property=id_property, related=related)
        if source is not None:
            mapping = replace(mapping, notion=replace(mapping.notion, source=source))
        return NotionTable(self.connection, mapping, now, known=known, relations=relations)

    def add(self, title: str, record: str | None = None, **properties: object) -> str:
        """Create a page the way a person does, and return its id."""
        given: dict[str, object] = {"件名": {"title": text(title)}, **properties}
        if record is not None:
            given["ID"] = {"rich_text": text(record)}
        return str(self.raw("POST", "pages", parent=_in(self.source), properties=given)["id"])

    def add_parent(self, title: str) -> str:
        given = {"Name": {"title": text(title)}}
        return str(self.raw("POST", "pages", parent=_in(self.parents), properties=given)["id"])

    def raw(self, method: str, path: str, **body: object) -> dict[str, Any]:
        """Call the service past the table; not counted."""
        before = len(self.transport.sent)
        answer: dict[str, Any] = self.connection.client.request(path=path, method=method, body=body or None)
        del self.transport.sent[before:], self.transport.bodies[before:]
        return answer

    def close(self) -> None:
        self.connection.close()


def connection(server: SandboxServer, transport: Unreliable, clock: StandingClock, attempts: int = 6) -> Connection:
    pace = Pace(10_000, 60, monotonic=clock.monotonic, sleep=clock.sleep)
    patience = Patience(clock.sleep, dice(), attempts)
    return connect(server.token, server.notion_base, VERSION, pace, patience, transport=transport)


def now() -> datetime:
    return datetime.now(UTC)


def text(content: str) -> list[dict[str, Any]]:
    return [{"text": {"content": content}}]


def _in(source: str) -> dict[str, str]:
    return {"type": "data_source_id", "data_source_id": source}


def schema(parents: str) -> dict[str, Any]:
    plain: dict[str, Any] = {NAMES[kind]: {kind.value: {}} for kind in NAMES if kind is not FieldType.RELATION}
    options = {"options": [{"name": "High"}, {"name": "Low"}]}
    return {
        **plain,
        NAMES[FieldType.SELECT]: {"select": options},
        NAMES[FieldType.MULTI_SELECT]: {"multi_select": options},
        NAMES[FieldType.UNIQUE_ID]: {"unique_id": {"prefix": "RISK"}},
        NAMES[FieldType.RELATION]: {"relation": {"data_source_id": parents, "single_property": {}}},
        "ID": {"rich_text": {}},
        "Unmapped": {"rich_text": {}},
    }


@dataclass(frozen=True)
class Was:
    """A value and what it replaces."""

    before: Value
    after: Value


def change(
    kind: Kind,
    record: str,
    page: str | None = None,
    cells: Mapping[FieldType, Value | Was] | None = None,
    restore: str | None = None,
) -> Change:
    made = [_cell(each, value) for each, value in (cells or {}).items()]
    return Change(
        Side.NOTION,
        kind,
        RecordId(record),
        None if page is None else Address(page),
        tuple(made),
        None if restore is None else Address(restore),
    )


def _cell(kind: FieldType, value: Value | Was) -> Cell:
    was = value if isinstance(value, Was) else Was(None, value)
    return Cell(name_of(kind), was.before, was.after, say("a test"))
