"""The services as they are before there is a mapping: looked at, and added to where somebody said yes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from adapters.notion.founding import add_id_property, found_database
from adapters.notion.sketching import people_of, sketch_database
from adapters.sheets.founding import add_id_column, found_book, found_tab
from adapters.sheets.sketching import sketch_book, sketch_tabs
from jobs.init.ports import Tables
from jobs.settings import Settings
from jobs.wiring.services import Services, services
from mappings.sketch import Book, Database, NewTable, Tab


class _Founder:
    """Implements ``jobs.init.ports.Tables``; a service that is not asked for anything is not connected."""

    def __init__(self, shared: Services) -> None:
        self._shared = shared

    def database(self, text: str) -> Database:
        return sketch_database(self._shared.notion, text)

    def book(self, text: str) -> Book:
        return sketch_book(self._shared.google, text)

    def tabs(self, book: Book, titles: Sequence[str], header_row: int | None) -> tuple[Tab, ...]:
        return sketch_tabs(self._shared.google, book, titles, header_row)

    def people(self) -> frozenset[str]:
        return people_of(self._shared.notion)

    def add_id_property(self, source: str, name: str) -> None:
        add_id_property(self._shared.notion, source, name)

    def add_id_column(self, book: Book, tab: Tab, name: str) -> None:
        add_id_column(self._shared.google, book, tab, name)

    def found_database(self, parent: str, table: NewTable) -> str:
        return found_database(self._shared.notion, parent, table)

    def found_tab(self, book: Book, table: NewTable) -> None:
        found_tab(self._shared.google, book, table)

    def found_book(self, table: NewTable, locale: str, zone: str) -> str:
        return found_book(self._shared.google, table, locale, zone)


@contextmanager
def founding(settings: Settings) -> Iterator[Tables]:
    """Yield what ``bothways init`` works with; nothing is connected yet."""
    with services(settings) as shared:
        yield _Founder(shared)
