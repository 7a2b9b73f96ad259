"""What was asked for on the command line, and what is to become of it."""

from dataclasses import dataclass

from mappings.proposal import Proposal
from mappings.sketch import Book, Database, NewTable, Tab
from sync.message import Message, say

NO_ID = "00000000-0000-0000-0000-000000000000"
"""Stands for the id of a database that is still to be made."""
NO_BOOK = "to-be-made-" + "0" * 20
"""Stands for the id of a spreadsheet that is still to be made."""


@dataclass(frozen=True, slots=True)
class Given:
    """The answers that came with the command. None: not given."""

    notion: str | None = None
    sheet: str | None = None
    tab: str | None = None
    parent: str | None = None
    name: str | None = None
    id_property: str | None = None
    id_column: str | None = None
    header_row: int | None = None
    add_ids: bool | None = None
    yes: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A pair that is about to be written down.

    ``new`` is the table that has to be made first, on the side that has no place yet. ``add_property`` and
    ``add_column`` are added for the record id. ``missing`` are answers without which it cannot go on, ``zone`` and
    ``locale`` those of the spreadsheet.
    """

    name: str
    proposal: Proposal
    database: Database | None
    book: Book | None
    tab: Tab | None
    zone: str
    locale: str
    new: NewTable | None = None
    id_property: str | None = None
    id_column: str | None = None
    add_property: str | None = None
    add_column: str | None = None
    source: str = NO_ID
    spreadsheet: str = NO_BOOK
    missing: tuple[Message, ...] = ()

    @property
    def tab_title(self) -> str:
        if self.tab is not None:
            return self.tab.title
        return self.new.title if self.new is not None else ""

    @property
    def writes(self) -> bool:
        """Whether anything has to be made or added in the services."""
        return self.new is not None or self.add_property is not None or self.add_column is not None

    def steps(self) -> list[Message]:
        """Say what would be made or added in the services, in order."""
        found: list[Message] = []
        if self.new is not None and self.database is None:
            found.append(
                say(
                    "make the Notion database {title} with {count} properties",
                    title=self.new.title,
                    count=len(self.new.columns),
                )
            )
        elif self.new is not None:
            where = self.book.title if self.book else None
            count = len(self.new.columns)
            made = (
                say(
                    "make the tab {title} with {count} columns in {book}", title=self.new.title, count=count, book=where
                )
                if where is not None
                else say("make the spreadsheet {title} with {count} columns", title=self.new.title, count=count)
            )
            found.append(made)
        if self.add_property:
            found.append(say("add the text property {name} in Notion for the record ids", name=self.add_property))
        if self.add_column:
            found.append(
                say("add the column {name} at the right end of the tab for the record ids", name=self.add_column)
            )
        return found
