"""Which tab of the spreadsheet is meant."""

from collections.abc import Callable
from difflib import get_close_matches

from jobs.init.draft import Given
from jobs.init.ports import Answers, Tables
from mappings.sketch import Book, Database, Tab
from sync.errors import NotThere
from sync.message import Message, say

_LEAST = 2
"""So many columns of a tab have to go with the database for it to be taken unasked."""


def chosen_tab(
    given: Given,
    book: Book,
    tables: Tables,
    answers: Answers,
    database: Database | None,
    fields: Callable[[Tab], int],
) -> tuple[Tab | None, list[Message]]:
    """Return the tab, or None where a new one is to be made, and the answers that are missing.

    The one that was named, that the address names, or that has anything in it at all; of several the one of which most
    columns (``fields``) go with the database. Raises ``NotThere`` for a name that no tab has.
    """
    named = given.tab
    if named is not None and named not in book.tabs:
        if database is not None:
            return None, []
        raise _no_tab(named, book)
    asked = named or book.asked
    titles = [asked] if asked is not None else [each for each in book.tabs if not each.startswith(_OURS)]
    found = [each for each in tables.tabs(book, titles, given.header_row) if not each.empty]
    if len(found) == 1:
        return found[0], []
    if not found:
        return None, []
    ranked = sorted(found, key=fields, reverse=True)
    if fields(ranked[0]) >= _LEAST and fields(ranked[0]) >= 2 * fields(ranked[1]):
        return ranked[0], []
    choice = answers.choose(say("Which tab?"), [each.title for each in found])
    if choice is not None:
        return next(each for each in found if each.title == choice), []
    return None, [say("--tab NAME: which tab is meant; there are {tabs}", tabs=", ".join(each.title for each in found))]


_OURS = "Bothways "
"""So begin the titles of the tabs that Bothways makes; one of them is meant only where it is named."""


def _no_tab(wanted: str, book: Book) -> NotThere:
    near = get_close_matches(wanted, book.tabs, n=1, cutoff=0.0)
    return NotThere(
        say("The spreadsheet has no tab {tab}.", tab=repr(wanted)),
        say(
            "Its tabs are {tabs}; the nearest is {near}. Name one of them, or a database from which it can be made.",
            tabs=", ".join(repr(title) for title in book.tabs) or "-",
            near=repr(near[0]) if near else "-",
        ),
    )
