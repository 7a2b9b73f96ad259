"""Every property value in the recorded answers: understood, written to the local service, read again as the same.

``pytest -s`` shows how many there were of each type.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.sandbox.server import SandboxServer
from jobs.demo.clients import Clients
from mappings.codecs.notion import Lookup, Nobody, PageIds, Unwritable, read, write
from mappings.fields import FieldType
from sync.model import Unreadable, Value
from tests.mappings.codecs.notion_service import Staff
from tests.shared import shared

Json = dict[str, Any]

OPTIONS = (FieldType.SELECT, FieldType.MULTI_SELECT, FieldType.STATUS)
HELD = (
    "no e-mail address that the connection may see",
    "cannot be seen by the connection",
    "did not work the formula out",
    "did not work the rollup out",
    "only the beginning of a list",
)
"""Reasons for which the service's reference leaves no other way: people without an address, results not given."""


@dataclass(frozen=True)
class Seen:
    """A property value as it was recorded, and what was made of it."""

    kind: FieldType
    prop: Json
    value: Value | Unreadable

    @property
    def raw(self) -> object:
        return self.prop.get(self.kind.value)


def answers(folder: Path) -> Iterator[object]:
    for file in sorted(folder.glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["response"]


def properties(answer: object) -> Iterator[Json]:
    """Return the values of pages and the items of the property endpoint, however deep they lie."""
    if isinstance(answer, list):
        for each in answer:
            yield from properties(each)
    elif isinstance(answer, dict):
        values = answer.get("properties")
        if answer.get("object") == "page" and isinstance(values, dict):
            yield from (each for each in values.values() if isinstance(each, dict))
        if answer.get("object") == "property_item" or isinstance(answer.get("property_item"), dict):
            yield answer.get("property_item") or answer
        for each in answer.values():
            yield from properties(each)


def kind_of(prop: Json) -> FieldType:
    found = str(prop.get("type"))
    return FieldType(found) if FieldType.knows(found) else FieldType.UNKNOWN


def is_head(prop: Json) -> bool:
    """Say whether this only heads a list of items: its own part is empty, or a rollup that is not finished."""
    return "next_url" in prop and prop.get("type") != "rollup"


@pytest.fixture(scope="module")
def seen() -> list[Seen]:
    lookup = Lookup(Nobody(), PageIds())
    found = (each for answer in answers(shared("recorded/notion")) for each in properties(answer))
    return [Seen(kind_of(each), each, read(kind_of(each), each, lookup)) for each in found if not is_head(each)]


def test_every_recorded_value_is_understood_but_for_what_nobody_can_know(seen: list[Seen]) -> None:
    counts = Counter(each.kind for each in seen)
    held = Counter((each.kind, str(each.value.why)) for each in seen if isinstance(each.value, Unreadable))
    for kind, count in sorted(counts.items()):
        print(f"{kind}: {count}")  # noqa: T201 - figures for the documentation
    for (kind, why), count in sorted(held.items()):
        print(f"held: {kind}: {why}: {count}")  # noqa: T201 - figures for the documentation
    assert sum(counts.values()) > 1000
    assert [why for _, why in held if not any(reason in why for reason in HELD)] == []


def test_what_is_held_is_a_small_part(seen: list[Seen]) -> None:
    held = [each for each in seen if isinstance(each.value, Unreadable)]
    assert len(held) < len(seen) / 100


def test_what_would_be_sent_over_a_recorded_value_reads_as_the_same(seen: list[Seen]) -> None:
    people = {email: email for each in seen if each.kind is FieldType.PEOPLE for email in listed(each.value)}
    lookup = Lookup(Staff(people), PageIds())
    written = 0
    for each in seen:
        if writable(each) and not isinstance(each.value, Unreadable):
            wire = write(each.kind, each.value, lookup, each.raw)
            assert not isinstance(wire, Unwritable), (each, wire)
            if not has_mentions(each):
                assert read(each.kind, wire, lookup) == each.value
            written += 1
    assert written > 1000


def test_every_recorded_value_that_can_be_written_comes_back_from_the_service_as_it_was(seen: list[Seen]) -> None:
    with SandboxServer() as server, Clients(server.notion_base, server.google_base, server.token) as clients:
        table = Table(server, clients)
        distinct = {(each.kind, each.value): each for each in seen if writable(each)}
        table.prepare(list(distinct.values()))
        for each in distinct.values():
            table.put(each)
        wrong = table.come_back()
        print(f"distinct values written, read, written over and read: {len(distinct)}")  # noqa: T201 - figures
        assert wrong == []
        assert len(distinct) > 100


def writable(each: Seen) -> bool:
    """Say whether a value can be written: a status never empties, and computed ones are read only."""
    emptied = each.kind is FieldType.STATUS and each.value is None
    return not (isinstance(each.value, Unreadable) or each.kind.computed or emptied)


def has_mentions(each: Seen) -> bool:
    """Say whether there are runs whose text the service adds: a write names only whom or what they mention."""
    runs = each.raw if isinstance(each.raw, list) else [each.raw]
    return any(isinstance(run, dict) and run.get("type") in ("mention", "equation") for run in runs)


def listed(value: Value | Unreadable) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) else ()


@dataclass
class Table:
    """A data source with properties of every type that can be written, and a page for each round of values.

    Options that differ in nothing but case cannot stand in one property, so there may be several of a type.
    """

    server: SandboxServer
    clients: Clients
    source: str = ""
    lookup: Lookup = field(default_factory=lambda: Lookup(Nobody(), PageIds()))
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    """The options of each property that has some, by their case-folded names."""
    rounds: list[dict[str, Seen]] = field(default_factory=list)

    def prepare(self, all_of: list[Seen]) -> None:
        """Make what the values speak of: people, related pages, options."""
        people = {email for each in all_of if each.kind is FieldType.PEOPLE for email in listed(each.value)}
        ids = {email: self.server.add_person(email, email) for email in sorted(people)}
        self.lookup = Lookup(Staff(ids), PageIds())
        related = self._database({"Name": {"title": {}}})
        pages = {page for each in all_of if each.kind is FieldType.RELATION for page in listed(each.value)}
        self._pages(related, sorted(pages))
        schema: Json = {}
        for each in all_of:
            name = self._property(each)
            schema.setdefault(name, {each.kind.value: {}})
            if each.kind is FieldType.RELATION:
                schema[name] = {"relation": {"data_source_id": related, "single_property": {}}}
            elif each.kind in OPTIONS:
                options = [{"name": option} for option in self.names[name].values()]
                schema[name] = {each.kind.value: {"options": options}}
        self.source = self._database(schema)

    def _property(self, each: Seen) -> str:
        """Return the first property of the type that can have the value's options beside those it has."""
        if each.kind not in OPTIONS:
            return each.kind.value
        wanted = {name.casefold(): name for name in listed(each.value)}
        number = 0
        while True:
            number += 1
            name = f"{each.kind} {number}"
            there = self.names.setdefault(name, {})
            if len(there | wanted) <= 100 and all(there.get(key, option) == option for key, option in wanted.items()):
                there |= wanted
                return name

    def put(self, each: Seen) -> None:
        """Give the value a place in the first page that has nothing under its property."""
        name = self._property(each)
        free = next((page for page in self.rounds if name not in page), None)
        if free is None:
            free = {}
            self.rounds.append(free)
        free[name] = each

    def come_back(self) -> list[object]:
        """Write and read every page, then write over what the service shows; return what was not the same."""
        wrong: list[object] = []
        for values in self.rounds:
            bodies = {name: self._wire(each, name, None) for name, each in values.items()}
            parent = {"type": "data_source_id", "data_source_id": self.source}
            page: Any = self.clients.notion.pages.create(parent=parent, properties=bodies)
            wrong += self._compared(values, page)
            bodies = {
                name: self._wire(each, name, page["properties"][name][each.kind.value]) for name, each in values.items()
            }
            page = self.clients.notion.pages.update(page["id"], properties=bodies)
            wrong += self._compared(values, page)
        return wrong

    def _wire(self, each: Seen, name: str, current: object) -> object:
        assert not isinstance(each.value, Unreadable)
        options = tuple(self.names[name].values()) if name in self.names else None
        written = write(each.kind, each.value, replace(self.lookup, options=options), current)
        assert not isinstance(written, Unwritable), (each, written)
        return written

    def _compared(self, values: Mapping[str, Seen], page: Json) -> list[object]:
        found = {name: read(each.kind, page["properties"][name], self.lookup) for name, each in values.items()}
        return [(each, found[name]) for name, each in values.items() if found[name] != each.value]

    def _database(self, schema: Json) -> str:
        made: Any = self.clients.notion.databases.create(
            parent={"type": "page_id", "page_id": self.server.root_page_id},
            title=[{"text": {"content": "recorded"}}],
            initial_data_source={"properties": schema},
        )
        return str(made["data_sources"][0]["id"])

    def _pages(self, source: str, keys: list[str]) -> None:
        parent = {"type": "data_source_id", "data_source_id": source}
        pages = [{"parent": parent, "properties": {}, "id": key} for key in keys]
        answer = httpx.post(f"{self.server.url}/_sandbox/pages", json={"pages": pages})
        assert answer.status_code == 200, answer.text
