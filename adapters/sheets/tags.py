"""Marks on columns, kept by the sheet as developer metadata: they stay on a column that is moved or renamed.

A mark is believed only where the memory of the pair says that this very one, by the id Google gave it, was seen on its
column before: one that was just written may have landed beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from adapters.sheets.client import Json
from adapters.sheets.grid import Grid, Layout, Tag
from mappings.fields import PairMapping
from sync.model import ID_FIELD, FieldName

KEY = "bothways"
"""The key of all our metadata; a person's own has other keys and is never touched."""


def mapped_headers(mapping: PairMapping) -> dict[FieldName, str]:
    """Return what the mapping calls each column, ``ID_FIELD`` for that of record ids."""
    return {ID_FIELD: mapping.sheet.id_column, **{each.name: each.sheet for each in mapping.fields}}


@dataclass
class Marks:
    """The marks of one pair. ``believed`` are those that were seen on their columns before, as ``shown`` gave them."""

    pair: str
    headers: Mapping[FieldName, str]
    believed: Mapping[FieldName, str] = field(default_factory=dict)

    @classmethod
    def of(cls, mapping: PairMapping, believed: Mapping[FieldName, str] | None = None) -> "Marks":
        return cls(mapping.name, mapped_headers(mapping), dict(believed or {}))

    def stem(self, name: FieldName) -> str:
        """Return what the marks of a field begin with, however the mapping called its column."""
        return f"{_part(self.pair)}/{_part(name)}/"

    def text(self, name: FieldName) -> str:
        """Return the mark of a field. The mapping's header is in it: another header means another column."""
        return self.stem(name) + _part(self.headers[name])

    def column(self, grid: Grid, name: FieldName) -> int | None:
        """Return the column that carries the believed mark of a field."""
        for column, tags in grid.tags.items():
            if any(_is(tag, self.text(name)) and self._key(name, tag) == self.believed.get(name) for tag in tags):
                return column
        return None

    def shown(self, grid: Grid, layout: Layout) -> dict[FieldName, str]:
        """Return the marks of the fields whose columns carry one of theirs, ``ID_FIELD`` among them."""
        found: dict[FieldName, str] = {}
        for name, at in _places(layout):
            keys = [self._key(name, tag) for tag in _ours(grid.tags.get(at, ()), self.stem(name))]
            if keys:
                found[name] = self.believed[name] if self.believed.get(name) in keys else keys[0]
        return found

    def _key(self, name: FieldName, tag: Tag) -> str:
        return f"{self.stem(name)}{tag.id}"

    def requests(self, grid: Grid, layout: Layout) -> list[Json]:
        """Return what marks the columns that lack a mark, and takes our marks away where they do not belong."""
        gone, made = [], []
        for name, at in _places(layout):
            stem, text = self.stem(name), self.text(name)
            for column, tags in sorted(grid.tags.items()):
                gone += [tag for tag in _ours(tags, stem) if column != at or tag.value != text]
            if not any(_is(tag, text) for tag in grid.tags.get(at, ())):
                made.append(_created(text, at, grid.sheet_id))
        return [*map(_deleted, gone), *made]


def _places(layout: Layout) -> Iterator[tuple[FieldName, int]]:
    yield ID_FIELD, layout.id_column
    yield from layout.columns.items()


def _part(text: str) -> str:
    return text.replace("%", "%25").replace("/", "%2F")


def _is(tag: Tag, text: str) -> bool:
    return tag.key == KEY and tag.value == text


def _ours(tags: Sequence[Tag], stem: str) -> list[Tag]:
    return [tag for tag in tags if tag.key == KEY and tag.value.startswith(stem)]


def _created(text: str, column: int, sheet_id: int) -> Json:
    place = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    made = {
        "metadataKey": KEY,
        "metadataValue": text,
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": place},
    }
    return {"createDeveloperMetadata": {"developerMetadata": made}}


def _deleted(tag: Tag) -> Json:
    return {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": tag.id}}}}
