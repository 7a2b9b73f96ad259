"""The tables that relations lead to: whether the connection may see them, what their pages are called."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from threading import RLock
from uuid import UUID

from adapters.notion.client import Connection
from adapters.notion.failures import Rejected
from adapters.notion.layout import Layout
from adapters.notion.properties import Property
from adapters.notion.rows import Rows
from mappings.codecs.notion import Lookup, Nobody, PageIds, read
from mappings.fields import FieldType
from sync.message import Message, say
from sync.model import FieldName

_PLAIN = Lookup(Nobody(), PageIds())
_TITLE = Property("title", "title", "title", "title")
_MOST_LOOKS = 10
"""Where more pages are missed than this, listing the table takes fewer calls than looking at each."""


@dataclass
class Targets:
    """What is asked of related tables in a run; each question is put to Notion at most once."""

    connection: Connection
    _barred: dict[str, Message | None] = field(default_factory=dict)
    _titles: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _hidden: dict[str, bool] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    def barred(self, source: str) -> Message | None:
        """Say why a relation to this data source shows nothing: where it is not shared, links read as if empty."""
        with self._lock:
            if source not in self._barred:
                self._barred[source] = self._asked(source)
            return self._barred[source]

    def _asked(self, source: str) -> Message | None:
        try:
            found = self.connection.data_source(source)
        except Rejected as refusal:
            if refusal.status not in (403, 404):
                raise
            return say(
                "the related table {source} is not shared with the connection, so its links cannot be seen; share it",
                source=source,
            )
        if found.get("in_trash") is True:
            return say("the related table {source} is in Notion's trash; restore it there", source=source)
        return None

    def titles(self, source: str) -> Mapping[str, str]:
        """Return the titles of the pages in a data source, by page id; those without one have an empty title."""
        with self._lock:
            if source not in self._titles:
                self._titles[source] = self._listed(source)
            return self._titles[source]

    def _listed(self, source: str) -> dict[str, str]:
        layout = Layout(source, {FieldName("title"): _TITLE}, None, others=True)
        try:
            rows = Rows(self.connection, layout).fetch()
        except Rejected:  # what is not shared has no titles either
            return {}
        return {key: _title(page.get("properties")) for key, page in rows.pages.items()}

    def hidden(self, pages: Collection[str], source: str | None) -> frozenset[str]:
        """Return those of the pages that are in the trash or cannot be seen.

        Relations leave them out until they are back. ``source`` is the data source that the pages belong to.
        """
        with self._lock:
            new = [page for page in pages if page not in self._hidden]
            living = self.titles(source) if source is not None and len(new) > _MOST_LOOKS else {}
            for page in new:
                self._hidden[page] = page not in living and self._is_hidden(page)
            return frozenset(page for page in pages if self._hidden[page])

    def _is_hidden(self, page: str) -> bool:
        try:
            return self.connection.page(str(UUID(page))).get("in_trash") is True
        except ValueError:
            return False
        except Rejected as refusal:
            if refusal.status not in (403, 404):
                raise
            return True


def _title(properties: object) -> str:
    for prop in properties.values() if isinstance(properties, dict) else ():
        if isinstance(prop, dict) and prop.get("type") == "title":
            found = read(FieldType.TITLE, prop, _PLAIN)
            return found if isinstance(found, str) else ""
    return ""
