"""What the job needs of the services and of whoever answers. The wiring and the command fill these in."""

from collections.abc import Sequence
from typing import Protocol

from mappings.sketch import Book, Database, NewTable, Tab
from sync.message import Message


class Tables(Protocol):
    """The services, seen before there is a mapping. The first four only read."""

    def database(self, text: str) -> Database: ...

    def book(self, text: str) -> Book: ...

    def tabs(self, book: Book, titles: Sequence[str], header_row: int | None) -> tuple[Tab, ...]: ...

    def people(self) -> frozenset[str]: ...

    def add_id_property(self, source: str, name: str) -> None: ...

    def add_id_column(self, book: Book, tab: Tab, name: str) -> None: ...

    def found_database(self, parent: str, table: NewTable) -> str:
        """Make a database below a page and return its id."""

    def found_tab(self, book: Book, table: NewTable) -> None: ...

    def found_book(self, table: NewTable, locale: str, zone: str) -> str:
        """Make a spreadsheet with one tab and return its id."""


class Answers(Protocol):
    """Whoever sits at the terminal; None where nobody does."""

    def agree(self, question: Message) -> bool | None: ...

    def choose(self, question: Message, choices: Sequence[str]) -> str | None: ...
