"""Formulas. A result that was seeded is shown as it is; else the expression is worked out when the page is read."""

import re
from collections.abc import Callable
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

from adapters.sandbox.notion.errors import wrong
from adapters.sandbox.notion.formulas.evaluate import Scope, result
from adapters.sandbox.notion.formulas.kinds import kind_of
from adapters.sandbox.notion.formulas.parser import parsed, renamed
from adapters.sandbox.notion.formulas.tree import Node, Odd, written
from adapters.sandbox.notion.formulas.values import Moment, PageRef, Person, Value, shown
from adapters.sandbox.notion.ids import encoded
from adapters.sandbox.notion.properties.kind import Configuring, Kind, Reader
from adapters.sandbox.notion.properties.options import default_status
from adapters.sandbox.notion.properties.relation import living
from adapters.sandbox.notion.richtext import plain
from adapters.sandbox.notion.workspace import DATA_SOURCE, PAGE, USER, WORKSPACE_ID, Workspace
from adapters.sandbox.store import Doc

UNSUPPORTED: Doc = {"type": "unsupported", "unsupported": {}}
MOST_RELATED = 25
"""A formula sees no more related pages than a page read shows."""
_MOST_NESTED = 10
_nested: ContextVar[int] = ContextVar("nested", default=0)
_PROP = re.compile(r'prop\("((?:[^"\\]|\\.)*)"\)')
_KINDS = {"number": "number", "checkbox": "boolean", "date": "date", "created_time": "date", "last_edited_time": "date"}


def _bind(workspace: Workspace, source: Doc, prop: Doc, _limit: int | None) -> Reader:
    try:
        node = parsed(prop["formula"]["expression"])
    except Odd:
        return lambda value, _page: value or UNSUPPORTED

    def read(value: Any, page: Doc) -> Doc:  # noqa: ANN401 - stored JSON
        if value is not None:
            seeded: Doc = value
            return seeded
        return _worked_out(workspace, source, node, page)

    return read


def _worked_out(workspace: Workspace, source: Doc, node: Node, page: Doc) -> Doc:
    depth = _nested.get()
    if depth >= _MOST_NESTED:
        return UNSUPPORTED
    token = _nested.set(depth + 1)
    try:
        found = result(node, Scope(_reader(workspace, source, page), workspace.now()))
        return _wire(found, lambda: kind_of(node, lambda name: _kind_of_property(source, name)))
    except Odd:
        return UNSUPPORTED
    finally:
        _nested.reset(token)


def _wire(value: Value, kind: Callable[[], str]) -> Doc:
    match value:
        case None:
            empty = kind()
            return {"type": empty, empty: False if empty == "boolean" else None}
        case bool():
            return {"type": "boolean", "boolean": value}
        case int() | float():
            number = int(value) if float(value).is_integer() and abs(value) < 2**63 else value
            return {"type": "number", "number": number}
        case Moment(start, end):
            last = None if end is None else _day(end)
            return {"type": "date", "date": {"start": _day(start), "end": last, "time_zone": None}}
        case _:
            return {"type": "string", "string": shown(value)}


def _day(day: date) -> str:
    return day.isoformat(timespec="milliseconds") if isinstance(day, datetime) else day.isoformat()


def _find(source: Doc, name: str) -> Doc | None:
    from adapters.sandbox.notion.schema import find  # noqa: PLC0415 - the schema knows the kinds, this one too

    return find(source["schema"], name)


def _kind_of_property(source: Doc, name: str) -> str:
    prop = _find(source, name)
    return "string" if prop is None else _KINDS.get(prop["type"], "string")


def _reader(workspace: Workspace, source: Doc, page: Doc) -> Callable[[str, PageRef | None], Value]:
    def read(name: str, other: PageRef | None) -> Value:
        home, row = source, page
        if other is not None:
            found = workspace.store.get(PAGE, other.id)
            if found is None:
                return None
            row = found
            home = workspace.store.get(DATA_SOURCE, row["parent"].get("data_source_id", "")) or {"schema": {}}
        prop = _find(home, name)
        if prop is None:
            raise Odd(f"{name} is not a property")
        return _value(workspace, home, prop, row)

    return read


def _value(workspace: Workspace, source: Doc, prop: Doc, page: Doc) -> Value:
    kind, value = prop["type"], page["values"].get(prop["id"])
    if kind in _PLAIN:
        return _PLAIN[kind](value)
    if kind in ("select", "status", "multi_select"):
        return _choice(prop, value)
    if kind in ("created_time", "last_edited_time"):
        return Moment(datetime.fromisoformat(page[kind]))
    if kind in ("created_by", "last_edited_by"):
        return _person(workspace, page[kind])
    if kind in ("people", "relation"):
        keys = value or () if kind == "people" else living(workspace, value)[:MOST_RELATED]
        return [_person(workspace, key) if kind == "people" else PageRef(key) for key in keys]
    if kind in ("formula", "rollup"):
        from adapters.sandbox.notion.properties.registry import KINDS  # noqa: PLC0415 - the registry has this kind too

        return _of_wire(KINDS[kind].bind(workspace, source, prop, None)(value, page))
    if kind == "unique_id":
        prefix = prop["unique_id"]["prefix"]
        return shown(value if prefix is None else f"{prefix}-{value}")
    return value if isinstance(value, str | int | float) or value is None else shown(value)


def _choice(prop: Doc, value: Any) -> Value:  # noqa: ANN401 - stored JSON
    kind = prop["type"]
    names = {option["id"]: option["name"] for option in prop[kind]["options"]}
    if kind == "multi_select":
        return [names[key] for key in value or () if key in names]
    if value is None and kind == "status":
        default = default_status(prop)
        value = None if default is None else default["id"]
    return names.get(value)


def _person(workspace: Workspace, key: str) -> Person:
    user = workspace.store.get(USER, key) or {}
    return Person(user.get("name") or "", user.get("email"))


def _moment(value: Doc | None) -> Value:
    if value is None:
        return None
    days = [None if value[part] is None else _parsed(value[part]) for part in ("start", "end")]
    return None if days[0] is None else Moment(days[0], days[1])


_PLAIN: dict[str, Callable[[Any], Value]] = {
    "title": lambda value: plain(value or []),
    "rich_text": lambda value: plain(value or []),
    "checkbox": bool,
    "date": _moment,
    "files": lambda value: [each["name"] for each in value or ()],
}


def _parsed(text: str) -> date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _of_wire(value: Doc) -> Value:
    kind = value["type"]
    if kind == "date":
        return _moment(value["date"])
    if kind == "array":
        return [_of_item(each) for each in value["array"]]
    if kind in ("unsupported", "incomplete"):
        raise Odd(f"it rests on what is {kind}")
    return value[kind]


def _of_item(item: Doc) -> Value:
    kind, value = item["type"], item[item["type"]]
    if kind in ("title", "rich_text"):
        return plain(value)
    if kind == "date":
        return _moment(value)
    if isinstance(value, dict) and "name" in value:
        return value["name"]
    return value if isinstance(value, str | int | float) or value is None else shown(value)


def _config(edit: Configuring, given: object, path: str) -> Doc:
    expression = given.get("expression", edit.old.get("expression")) if isinstance(given, dict) else None
    if not isinstance(expression, str):
        raise wrong(f"{path}.expression", "a string", expression)
    return {"expression": _by_id(expression, edit.source)}


def _by_id(expression: str, source: Doc) -> str:
    """Return an expression as it is read back: in the service's own form, its properties named by id."""
    ids = {prop["name"]: key for key, prop in source["schema"].items()}

    def reference(name: str) -> str | None:
        key = ids.get(name)
        if key is None:
            return None
        return f"{{{{notion:block_property:{encoded(key)}:{source['id']}:{WORKSPACE_ID}}}}}"

    try:
        return written(renamed(parsed(expression), reference))
    except Odd:
        return _PROP.sub(lambda match: reference(match[1].replace('\\"', '"')) or match[0], expression)


FORMULA = {"formula": Kind(bind=_bind, configure=_config)}
