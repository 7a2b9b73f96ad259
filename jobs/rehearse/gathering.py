"""What is read for a rehearsal: each table once, whichever pairs share it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mappings.fields import PairMapping
from sync.errors import BothwaysError

Json = dict[str, Any]
_OBJECTS = ("databases", "data_sources", "pages")


@dataclass(frozen=True, slots=True)
class Readers:
    """How the real tables and the copied memory are read. All raise ``BothwaysError``.

    ``source`` takes a data source as the configuration names it and the pages that are expected there, ``spreadsheet``
    an id and the tabs that are wanted. ``pages`` are the pages that the memory knows of a pair, ``people`` None where
    the connection may not see them.
    """

    source: Callable[[str, Sequence[str]], Json]
    people: Callable[[], list[Json] | None]
    spreadsheet_id: Callable[[str], str]
    spreadsheet: Callable[[str, Iterable[str]], Json]
    pages: Callable[[str], Sequence[str]]


@dataclass
class Gathered:
    """Both services' objects as their APIs showed them, what was left out by kind, and pairs that cannot be read."""

    objects: dict[str, dict[str, Json]] = field(default_factory=lambda: {name: {} for name in _OBJECTS})
    books: dict[str, Json] = field(default_factory=dict)
    people: list[Json] = field(default_factory=list)
    related: dict[str, set[str]] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)
    errors: dict[str, BothwaysError] = field(default_factory=dict)

    def copies(self) -> Json:
        """Return everything in the form in which the local services take it."""
        notion: Json = {name: list(found.values()) for name, found in self.objects.items()}
        notion |= {"users": self.people, "related": {target: sorted(pages) for target, pages in self.related.items()}}
        return {"notion": notion, "spreadsheets": list(self.books.values())}


def gather(mappings: Sequence[PairMapping], readers: Readers) -> Gathered:
    """Read both sides of the pairs. A pair that cannot be read is left out and does not keep the others back."""
    gathered = Gathered()
    for mapping in mappings:
        try:
            _gather(mapping, mappings, readers, gathered)
        except BothwaysError as error:
            gathered.errors[mapping.name] = error
    if len(gathered.errors) < len(mappings):
        people = readers.people()
        gathered.people = people or []
        gathered.left["people"] += people is None
    gathered.left["bodies"] += len(gathered.objects["pages"])
    return gathered


def _gather(mapping: PairMapping, mappings: Sequence[PairMapping], readers: Readers, gathered: Gathered) -> None:
    found = readers.source(mapping.notion.source, readers.pages(mapping.name))
    key = readers.spreadsheet_id(mapping.sheet.spreadsheet)
    if key not in gathered.books:
        tabs = {each.sheet.tab for each in mappings if readers.spreadsheet_id(each.sheet.spreadsheet) == key}
        gathered.books[key] = readers.spreadsheet(key, tabs)
        gathered.left["tab"] += sum("data" not in sheet for sheet in gathered.books[key].get("sheets", ()))
    for name in _OBJECTS:
        gathered.objects[name] |= {each["id"]: each for each in found[name]}
    gathered.left["partial"] += not found["complete"]
    for target in found.get("targets", ()):
        gathered.related.setdefault(target, set())
    rehearsed = {each.name for each in mappings}
    for each in mapping.fields:
        if each.related and each.related not in rehearsed:
            for target in _targets(found["data_sources"], each.notion):
                gathered.related.setdefault(target, set()).update(readers.pages(each.related))


def _targets(sources: Iterable[Mapping[str, Any]], wanted: str) -> list[str]:
    """Return the data sources to which the relation of this name or id leads."""
    return [
        str(prop["relation"]["data_source_id"])
        for source in sources
        for name, prop in source["properties"].items()
        if prop["type"] == "relation" and wanted in (name, prop["id"])
    ]
