"""A database made from nothing, and the property that carries the record id. Only after somebody said yes."""

from collections.abc import Mapping
from typing import Any

from adapters.notion.client import Connection
from adapters.notion.failures import Rejected, Unanswered
from adapters.notion.pages import TURNS
from adapters.notion.source import id_in
from mappings.fields import FieldType
from mappings.sketch import NewColumn, NewTable
from sync.errors import BothwaysError, NotAllowed, NotThere, OutOfReach, ServiceError
from sync.message import say

_SHARE_PAGE = say("Open the page in Notion, choose Connections in its menu and add the connection; then run again.")
_WITH_OPTIONS = (FieldType.SELECT, FieldType.MULTI_SELECT)
_COLORS = ("blue", "green", "orange", "purple", "pink", "yellow", "brown", "red", "gray")
_LONGEST_OPTION = 100
_MOST_OPTIONS = 100


def found_database(connection: Connection, parent: str, table: NewTable) -> str:
    """Make a database below the page ``parent`` (an id or URL), in one call, and return its id.

    Raises ``NotThere`` or ``NotAllowed`` where the page is not shared, and ``OutOfReach`` where nobody knows whether
    the database was made: it is not made a second time.
    """
    properties = {each.name: _property(each) for each in table.columns}
    if table.identity is not None:
        properties[table.identity] = {"rich_text": {}}
    try:
        made = connection.found(id_in(parent), table.title, properties)
    except Rejected as refusal:
        raise _refused(refusal, parent) from refusal
    except Unanswered as lost:
        raise OutOfReach(
            say("Notion did not say whether the database {title} was made.", title=table.title),
            say("Look below the page: if it is there, run again with its address; else just run again."),
        ) from lost
    return str(made["id"])


def add_id_property(connection: Connection, source: str, name: str) -> None:
    """Add a text property for the record id. What is there already is left alone."""
    wanted = {name: {"type": "rich_text", "rich_text": {}}}
    for turn in range(TURNS):
        if _has(connection, source, name):
            return
        try:
            connection.reshape(source, wanted)
        except Unanswered:
            if turn == TURNS - 1:
                raise
            connection.wait(turn)
        except Rejected as refusal:
            raise NotAllowed(
                say("Notion refuses to add the property {name}: {why}", name=name, why=refusal.message),
                say("Add a text property of this name by hand, or allow the connection to update content."),
            ) from refusal
        else:
            return


def _has(connection: Connection, source: str, name: str) -> bool:
    properties = connection.data_source(source).get("properties")
    return isinstance(properties, dict) and name in properties


def _property(column: NewColumn) -> Mapping[str, Any]:
    kind = column.type.value
    if column.type is FieldType.NUMBER:
        return {kind: {"format": column.form or "number"}}
    if column.type in _WITH_OPTIONS:
        names = [name for name in dict.fromkeys(column.options) if name and len(name) <= _LONGEST_OPTION]
        options = [
            {"name": name, "color": _COLORS[place % len(_COLORS)]} for place, name in enumerate(names[:_MOST_OPTIONS])
        ]
        return {kind: {"options": options}}
    return {kind: {}}


def _refused(refusal: Rejected, parent: str) -> BothwaysError:
    if refusal.status == 404:
        return NotThere(say("no page {page} is shared with the Notion connection", page=parent), _SHARE_PAGE)
    if refusal.status == 403:
        return NotAllowed(
            say("Notion does not let the connection make a database: {why}", why=refusal.message),
            say("Allow the connection to insert content."),
        )
    return ServiceError(say("Notion refuses to make the database: {why}", why=refusal.message))
