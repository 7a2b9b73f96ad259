"""How related records are called in cells: by id, by title or by a link to the page. All three are read."""

import unicodedata
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from mappings.codecs.notion import Relations
from mappings.fields import RelatedAs
from mappings.links import link_to, page_in
from mappings.suggest import nearest
from sync.message import Message, say

_SHOWN = 3


@dataclass(frozen=True)
class RelatedNames:
    """The names of one related table's records.

    ``known`` has the record ids that are taken as they stand. ``titles`` gives the title of each record by its id (of
    a record, or of a page where no pair is named), ``former`` titles that records had before; both may be slow, and
    are asked for at most once, when a cell needs them.
    """

    relations: Relations
    known: Container[str]
    written_as: RelatedAs
    titles: Callable[[], Mapping[str, str]]
    former: Callable[[], Iterable[tuple[str, str]]] = tuple
    _given: set[str] = field(default_factory=set)
    """Ids of records that are new in this run, which no memory knows yet."""

    def meant(self, entry: str) -> str | Message:
        """Return the id of the record that an entry of a cell means, or why nobody can tell."""
        if entry in self.known or entry in self._given:
            return entry
        page = page_in(entry)
        if page is not None:
            record = self.relations.record_of(page)
            return record or say("the page {page} is no record of the related table", page=entry)
        narrow = unicodedata.normalize("NFKC", entry).strip()
        return narrow if narrow in self.known else self._titled(entry)

    def spelled(self, key: str) -> str:
        """Return what to write for a record: in any case something that means this record when it is read."""
        if self.written_as is RelatedAs.ID:
            return self._new(key)
        title = self._titles.get(key) if self.written_as is RelatedAs.TITLE else None
        if title and self.meant(title) == key:
            return title
        page = self.relations.page_of(key)
        return self._new(key) if page is None else link_to(page)

    def _new(self, key: str) -> str:
        if key not in self.known:
            self._given.add(key)
        return key

    def _titled(self, title: str) -> str | Message:
        for found in (self._exact.get(_same(title)), self._folded.get(_folded(title)), self._past.get(_folded(title))):
            if found is not None and len(found) == 1:
                return found[0]
            if found is not None:
                return say(
                    "{count} related records are called {title}: {ids}. Write the id or the link of the one you mean",
                    count=len(found),
                    title=title,
                    ids=", ".join(found[:_SHOWN]) + (", …" if len(found) > _SHOWN else ""),
                )
        near = nearest(title, self._titles.values())
        return say("no related record has the id or the title {title} (nearest: {near})", title=title, near=near or "-")

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return self.titles()

    @cached_property
    def _exact(self) -> Mapping[str, list[str]]:
        return _index((_same(title), key) for key, title in self._titles.items())

    @cached_property
    def _folded(self) -> Mapping[str, list[str]]:
        return _index((_folded(title), key) for key, title in self._titles.items())

    @cached_property
    def _past(self) -> Mapping[str, list[str]]:
        """A cell goes on meaning the record whose title was changed since it was written."""
        return _index((_folded(title), key) for key, title in self.former() if key in self._titles)


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text, key in pairs:
        if text and key not in found.setdefault(text, []):
            found[text].append(key)
    return found


def _same(title: str) -> str:
    return unicodedata.normalize("NFC", title)


def _folded(title: str) -> str:
    """Fold width, case and runs of blanks, as records are matched."""
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split())
