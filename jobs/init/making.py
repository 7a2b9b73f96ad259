"""Making and adding in the services what a draft needs. Each step is told as soon as it is done."""

from collections.abc import Callable
from dataclasses import replace

from jobs.init.draft import Draft, Given
from jobs.init.ports import Tables
from sync.message import Message, say

Tell = Callable[[Message], None]


def made(draft: Draft, given: Given, tables: Tables, tell: Tell) -> Draft:
    """Carry out the steps of the draft, and return it with the places that are there now."""
    if draft.new is not None and draft.database is None and given.parent is not None:
        key = tables.found_database(given.parent, draft.new)
        tell(say("Made the Notion database {title}: {id}", title=draft.new.title, id=key))
        draft = replace(draft, source=key)
    elif draft.new is not None and draft.book is not None:
        tables.found_tab(draft.book, draft.new)
        tell(say("Made the tab {title}.", title=draft.new.title))
    elif draft.new is not None:
        key = tables.found_book(draft.new, draft.locale or "en_US", draft.zone or "UTC")
        tell(say("Made the spreadsheet {title}: {id}", title=draft.new.title, id=key))
        draft = replace(draft, spreadsheet=key)
    if draft.add_property is not None and draft.database is not None:
        tables.add_id_property(draft.database.source, draft.add_property)
        tell(say("Added the property {name} in Notion.", name=draft.add_property))
    if draft.add_column is not None and draft.book is not None and draft.tab is not None:
        tables.add_id_column(draft.book, draft.tab, draft.add_column)
        tell(say("Added the column {name} to the sheet.", name=draft.add_column))
    return draft
