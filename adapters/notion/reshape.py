"""Columns added and renamed. A person's column is never dropped or given another type."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.notion.client import Answer, Connection
from adapters.notion.failures import Rejected, Unanswered
from adapters.notion.layout import Layout
from adapters.notion.pages import TURNS
from sync.changes import ColumnChange, Reshape
from sync.errors import NotAllowed, Refused
from sync.message import say

_NEW: Mapping[str, Mapping[str, Any]] = {
    "rich_text": {},
    "number": {"format": "number"},
    "checkbox": {},
    "select": {"options": []},
    "multi_select": {"options": []},
    "status": {},
    "date": {},
    "url": {},
    "email": {},
    "phone_number": {},
    "people": {},
    "files": {},
    "unique_id": {"prefix": None},
    "created_time": {},
    "last_edited_time": {},
    "created_by": {},
    "last_edited_by": {},
}
"""The types that need no more than a name. A relation needs its target, and there is one title already."""


def reshape(connection: Connection, layout: Layout, changes: Sequence[ColumnChange]) -> Answer:
    """Carry out all changes in one call and return the data source. Raises ``Refused`` before anything is sent."""
    wanted = {key: body for change in changes for key, body in [_wanted(change, layout)]}
    for turn in range(TURNS):
        try:
            return connection.reshape(layout.source, wanted)
        except Unanswered:
            shown = connection.data_source(layout.source)
            if _shaped(shown, layout, changes):
                return shown
            if turn == TURNS - 1:
                raise
        except Rejected as refusal:
            way_out = say("Make the change in Notion by hand, or allow the connection to update the database.")
            raise NotAllowed(
                say("Notion refuses the change of columns: {why}", why=refusal.message), way_out
            ) from refusal
        connection.wait(turn)
    raise AssertionError("the last turn returns or raises")


def _wanted(change: ColumnChange, layout: Layout) -> tuple[str, Mapping[str, Any]]:
    place = layout.properties.get(change.field)
    if change.reshape is Reshape.RENAME and place is not None:
        return place.key, {"name": change.name}
    if change.reshape is Reshape.ADD and place is None and change.kind in _NEW:
        return change.name, {"type": change.kind, change.kind: dict(_NEW[change.kind])}
    seen = say(
        "the column {name} in Notion cannot be changed by Bothways ({what}, {kind})",
        name=change.name,
        what=change.reshape.value,
        kind=change.kind,
    )
    raise Refused(seen, say("Make the change in Notion by hand, then run again."))


def _shaped(shown: Answer, layout: Layout, changes: Sequence[ColumnChange]) -> bool:
    """Say whether the data source has what was asked for: adding it again would make a second one."""
    properties = shown.get("properties")
    if not isinstance(properties, dict):
        return False
    for change in changes:
        there = properties.get(change.name)
        place = layout.properties.get(change.field)
        if not isinstance(there, dict) or (place is not None and there.get("id") != place.id):
            return False
    return True
