"""Edits in Notion: pages trashed, restored, moved, added; values set; properties renamed and removed."""

from dataclasses import dataclass
from typing import Any

from adapters.sandbox.notion.ids import as_uuid
from adapters.sandbox.notion.workspace import DATA_SOURCE
from adapters.sandbox.people.edit import Edit
from adapters.sandbox.people.hand import Hand, NotMade
from adapters.sandbox.people.written import written
from adapters.sandbox.words import Word, Words, quoted

Json = dict[str, Any]
VERBS = ("trash", "restore")


@dataclass(frozen=True, slots=True)
class Trash(Edit):
    """A page goes to the trash, or comes back from it."""

    page: Word
    verb: str = "trash"

    @property
    def what(self) -> str:
        return f"page {self.page} {self.verb}"

    async def make(self, hand: Hand) -> None:
        wish = {"in_trash": self.verb == "trash"}
        await hand.notion(self.who, "PATCH", f"/v1/pages/{hand.page(self.page)}", wish)


@dataclass(frozen=True, slots=True)
class SetValue(Edit):
    """A property gets a value, told in words by its type; None empties it."""

    page: Word
    name: str
    value: str | None

    @property
    def what(self) -> str:
        value = "empty" if self.value is None else quoted(self.value)
        return f"page {self.page} set {quoted(self.name)} = {value}"

    async def make(self, hand: Hand) -> None:
        path = f"/v1/pages/{hand.page(self.page)}"
        properties = (await hand.notion(self.who, "GET", path)).get("properties", {})
        if self.name not in properties:
            raise NotMade(f"the page has no property {quoted(self.name)}")
        kind = properties[self.name]["type"]
        payload = {kind: written(kind, self.value, hand)}
        await hand.notion(self.who, "PATCH", path, {"properties": {self.name: payload}})


@dataclass(frozen=True, slots=True)
class MovePage(Edit):
    """A page moves to another data source or page, by id."""

    page: Word
    to: str

    @property
    def what(self) -> str:
        return f"page {self.page} move to {self.to}"

    async def make(self, hand: Hand) -> None:
        kind = "page_id"
        if hand.workspace.store.get(DATA_SOURCE, as_uuid(self.to) or "") is not None:
            kind = "data_source_id"
        parent = {"type": kind, kind: self.to}
        await hand.notion(self.who, "POST", f"/v1/pages/{hand.page(self.page)}/move", {"parent": parent})


@dataclass(frozen=True, slots=True)
class AddPage(Edit):
    """A row with a title and nothing else."""

    source: Word
    title: str

    @property
    def what(self) -> str:
        return f"source {self.source} add {quoted(self.title)}"

    async def make(self, hand: Hand) -> None:
        parent = {"type": "data_source_id", "data_source_id": hand.source(self.source)}
        title = [{"text": {"content": self.title}}]
        await hand.notion(self.who, "POST", "/v1/pages", {"parent": parent, "properties": {"title": {"title": title}}})


@dataclass(frozen=True, slots=True)
class ChangeProperty(Edit):
    """A property gets another name; with none it is removed."""

    source: Word
    name: str
    to: str | None

    @property
    def what(self) -> str:
        if self.to is None:
            return f"source {self.source} remove {quoted(self.name)}"
        return f"source {self.source} rename {quoted(self.name)} to {quoted(self.to)}"

    async def make(self, hand: Hand) -> None:
        change = None if self.to is None else {"name": self.to}
        path = f"/v1/data_sources/{hand.source(self.source)}"
        await hand.notion(self.who, "PATCH", path, {"properties": {self.name: change}})


def read_page_edit(words: Words, who: str) -> Edit:
    page = words.take('a page\'s id, "title", or this')
    verb = words.expect(*VERBS, "set", "move")
    if verb in VERBS:
        return Trash(who, page, verb)
    if verb == "move":
        words.expect("to")
        return MovePage(who, page, words.fitting(r"\S+", "the id of a data source or page"))
    name = words.text()
    words.expect("=")
    return SetValue(who, page, name, None if words.accept("empty") else words.text())


def read_source_edit(words: Words, who: str) -> Edit:
    source = words.take('a data source\'s id, "title", or this')
    verb = words.expect("add", "rename", "remove")
    name = words.text()
    if verb == "add":
        return AddPage(who, source, name)
    if verb == "remove":
        return ChangeProperty(who, source, name, None)
    words.expect("to")
    return ChangeProperty(who, source, name, words.text())
