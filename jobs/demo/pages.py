"""The Notion half of the demo: schemas and pages in the API's own form."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jobs.demo.tables import ID_LIST, Demo, Mapped, Row
from mappings.fields import FieldType

ZONE = ZoneInfo("Asia/Tokyo")
Json = dict[str, Any]

_COLORS = ("blue", "green", "orange", "purple", "pink", "yellow", "brown", "red", "gray")
_CHUNK = 2000
_LAST_DAY = datetime(2026, 11, 20, 18, 0, tzinfo=ZONE)
_AS_TEXT = (FieldType.URL, FieldType.EMAIL, FieldType.PHONE)


def schema(demo: Demo) -> Json:
    """Return the properties of a new database."""
    made = {field.notion: _property(demo, field) for field in demo.fields.values()}
    return {**made, demo.id_property: {"rich_text": {}}, **demo.look.notion_only}


def page(demo: Demo, row: Row, people: Mapping[str, str]) -> Json:
    """Return the body that creates a row's page; ``people`` has the users' ids by e-mail address."""
    left_empty = demo.oddities.empty["notion"].get(row.key, ())
    values = {name: "" if name in left_empty else text for name, text in row.values.items()}
    properties = {
        demo.fields[name].notion: written(demo.fields[name].type, text, people) for name, text in values.items() if text
    }
    record_id = demo.oddities.id_on("notion", row.key)
    if record_id:
        properties[demo.id_property] = written(FieldType.RICH_TEXT, record_id, people)
    body = {"parent": {"type": "data_source_id", "data_source_id": demo.data_source_id}, "properties": properties}
    if row.key in demo.bodies:
        body["markdown"] = demo.bodies[row.key]
    return body


def last_edit(demo: Demo, row: Row, number: int) -> Json:
    """Return when and by whom the page was last edited: some days after it was opened, by whoever has it."""
    opened = row.values.get("detected") or row.values["started"]
    moment = datetime.fromisoformat(opened).replace(tzinfo=ZONE) + timedelta(days=number * 7 % 90, hours=9)
    return {"time": min(moment, _LAST_DAY).astimezone(UTC).isoformat(), "author": row.values[demo.look.author]}


def written(kind: FieldType, text: str, people: Mapping[str, str]) -> Json:
    """Return a property's value for a page. ``text`` is not empty."""
    value: Any = text
    if kind in (FieldType.TITLE, FieldType.RICH_TEXT):
        value = [{"text": {"content": text[at : at + _CHUNK]}} for at in range(0, len(text), _CHUNK)]
    elif kind is FieldType.NUMBER:
        value = float(text) if "." in text else int(text)
    elif kind is FieldType.CHECKBOX:
        value = text == "true"
    elif kind in (FieldType.SELECT, FieldType.STATUS):
        value = {"name": text}
    elif kind is FieldType.MULTI_SELECT:
        value = [{"name": name} for name in text.split(ID_LIST)]
    elif kind is FieldType.PEOPLE:
        value = [{"id": people[email]} for email in text.split(ID_LIST)]
    elif kind is FieldType.DATE:
        value = {"start": datetime.fromisoformat(text).replace(tzinfo=ZONE).isoformat() if "T" in text else text}
    elif kind not in _AS_TEXT:
        raise ValueError(f"{kind} is computed by Notion")
    return {kind.value: value}


def _property(demo: Demo, field: Mapped) -> Json:
    if field.type is FieldType.UNIQUE_ID:
        return {"unique_id": {"prefix": demo.look.prefix}}
    if field.type not in (FieldType.SELECT, FieldType.STATUS, FieldType.MULTI_SELECT):
        return {field.type.value: {}}
    choices = demo.look.choices.get(field.name) or tuple(
        dict.fromkeys(name for row in demo.rows for name in row.values[field.name].split(ID_LIST) if name)
    )
    options = [{"name": name, "color": _COLORS[place % len(_COLORS)]} for place, name in enumerate(choices)]
    return {field.type.value: {"options": options}}
