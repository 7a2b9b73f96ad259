"""Filters, checked once and turned into a test of a page."""

from collections.abc import Callable
from typing import Any

from adapters.sandbox.notion.errors import ApiError, invalid, too_long, wrong
from adapters.sandbox.notion.query.conditions import DATES, TESTS, Test, condition
from adapters.sandbox.notion.query.facts import fact
from adapters.sandbox.notion.query.times import date_test
from adapters.sandbox.notion.schema import find
from adapters.sandbox.notion.workspace import DATA_SOURCE, Workspace
from adapters.sandbox.store import Doc

Predicate = Callable[[Doc], bool]
MOST_CONDITIONS = 100
_TEXTS = frozenset({"title", "rich_text", "url", "email", "phone_number"})
_STAMPS = ("created_time", "last_edited_time")


def predicate(workspace: Workspace, source: Doc, given: object, path: str, depth: int = 0) -> Predicate:
    """Return what tells whether a page passes; compounds may be two levels deep."""
    if not isinstance(given, dict):
        raise wrong(path, "an object or `undefined`", given)
    for name, joined in (("and", all), ("or", any)):
        if name in given:
            parts = _parts(given[name], f"{path}.{name}", depth)
            tests = [
                predicate(workspace, source, part, f"{path}.{name}[{number}]", depth + 1)
                for number, part in enumerate(parts)
            ]
            return lambda page, joined=joined: joined(test(page) for test in tests)  # type: ignore[misc]  # bound now
    if "timestamp" in given:
        return _timestamp(workspace, given, path)
    if "property" not in given:
        raise invalid(
            f"body failed validation. Fix one:\n{path}.or should be defined, instead was `undefined`.\n"
            f"{path}.and should be defined, instead was `undefined`.\n"
            f"{path}.property should be defined, instead was `undefined`."
        )
    return _property(workspace, source, given, path)


def _parts(given: object, path: str, depth: int) -> list[Any]:
    if not isinstance(given, list):
        raise wrong(path, "an array", given)
    if len(given) > MOST_CONDITIONS:
        raise too_long(path, MOST_CONDITIONS, len(given))
    if depth >= 2:
        raise wrong(path, "not present", given)
    return given


def _timestamp(workspace: Workspace, given: Doc, path: str) -> Predicate:
    name = given["timestamp"]
    if name not in _STAMPS:
        raise wrong(f"{path}.timestamp", '`"created_time"` or `"last_edited_time"`', name)
    test = date_test(given.get(name), f"{path}.{name}", workspace.now())
    return lambda page: test(page[name])


def _property(workspace: Workspace, source: Doc, given: Doc, path: str) -> Predicate:
    prop = find(source["schema"], str(given["property"]))
    if prop is None:
        raise invalid(f"Could not find property with name or id: {given['property']}")
    kind = next((name for name in given if name not in ("property", "type")), None)
    if kind is None:
        raise invalid(f"body failed validation: {path}.{prop['type']} should be defined, instead was `undefined`.")
    have = prop["type"]
    if kind != have and not (kind in _TEXTS and have in _TEXTS) and not (kind == "date" and have in DATES):
        raise _mismatch(have, kind)
    spot = f"{path}.{kind}"
    if have == "rollup":
        return _rollup(workspace, source, prop, given[kind], spot)
    read = fact(workspace, source, prop)
    test = _formula(workspace, given[kind], spot) if have == "formula" else _test(workspace, kind, given[kind], spot)
    key = prop["id"]
    return lambda page: test(read(page["values"].get(key), page))


def _test(workspace: Workspace, kind: str, given: object, path: str) -> Test:
    if kind in DATES:
        return date_test(given, path, workspace.now())
    make = TESTS.get(kind)
    if make is None:
        raise wrong(path, "not present", given)
    if kind in ("people", "created_by", "last_edited_by") and isinstance(given, dict):
        given = {name: workspace.editor if want == "me" else want for name, want in given.items()}
    return make(given, path)


def _formula(workspace: Workspace, given: object, path: str) -> Test:
    """A formula's value is {type: …}; a filter for another type passes nothing but its emptiness."""
    kind, inner = condition(given, path)
    test = _test(workspace, kind, inner, f"{path}.{kind}")
    own = {"string": "string", "checkbox": "boolean", "number": "number", "date": "date"}.get(kind, kind)

    def passes(value: Doc) -> bool:
        found = value.get(own)
        return test(found["start"] if kind == "date" and found else found)

    return passes


def _rollup(workspace: Workspace, source: Doc, prop: Doc, given: object, path: str) -> Predicate:
    kind, inner = condition(given, path)
    read = fact(workspace, source, prop)
    key = prop["id"]
    if kind in ("number", "date"):
        test = _test(workspace, kind, inner, f"{path}.{kind}")

        def passes(page: Doc) -> bool:
            found = read(page["values"].get(key), page).get(kind)
            return test(found["start"] if kind == "date" and found else found)

        return passes
    if kind not in ("any", "every", "none"):
        raise wrong(f"{path}.{kind}", "not present", inner)
    type_of, condition_of = condition(inner, f"{path}.{kind}")
    each = _test(workspace, type_of, condition_of, f"{path}.{kind}.{type_of}")
    parts = _rolled_facts(workspace, source, prop)

    def over(page: Doc) -> bool:
        results = [each(value) for value in parts(page)]
        if kind == "every":
            return bool(results) and all(results)
        return any(results) is (kind == "any")

    return over


def _rolled_facts(workspace: Workspace, source: Doc, prop: Doc) -> Callable[[Doc], list[Any]]:
    """Return what gives the comparable values of the pages that a rollup looks at."""
    config = prop["rollup"]
    relation = source["schema"].get(config["relation_property_id"])
    target = None if relation is None else workspace.store.get(DATA_SOURCE, relation["relation"]["data_source_id"])
    rolled = None if target is None else target["schema"].get(config["rollup_property_id"])
    if target is None or rolled is None:
        return lambda _page: []
    read = fact(workspace, target, rolled)
    rows = workspace.rows[target["id"]]
    via, key = config["relation_property_id"], rolled["id"]

    def values(page: Doc) -> list[Any]:
        linked = (rows.get(other) for other in page["values"].get(via) or ())
        return [read(row["values"].get(key), row) for row in linked if row is not None and not row["in_trash"]]

    return values


def _mismatch(have: str, kind: str) -> ApiError:
    return invalid(
        "The property type in the database does not match the property type of the filter provided: "
        f"database property {have} does not match filter {kind}"
    )
