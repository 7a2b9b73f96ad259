"""Rollups: what the related pages say, together."""

from collections.abc import Callable
from statistics import fmean, median
from typing import Any

from adapters.sandbox.notion.dates import moment_of
from adapters.sandbox.notion.errors import invalid, is_one_of, wrong
from adapters.sandbox.notion.properties.kind import Configuring, Kind, Reader
from adapters.sandbox.notion.properties.relation import living
from adapters.sandbox.notion.workspace import DATA_SOURCE, PAGE, Workspace
from adapters.sandbox.store import Doc

Values = list[Any]
_NUMBERS: dict[str, Callable[[list[float]], float | None]] = {
    "sum": lambda found: sum(found) if found else None,
    "average": lambda found: fmean(found) if found else None,
    "median": lambda found: median(found) if found else None,
    "min": lambda found: min(found, default=None),
    "max": lambda found: max(found, default=None),
    "range": lambda found: max(found) - min(found) if found else None,
}
_COUNTS: dict[str, Callable[[Values, Values], float]] = {
    "count": lambda all_of, _filled: len(all_of),
    "count_all": lambda all_of, _filled: len(all_of),
    "count_values": lambda _all, filled: len(filled),
    "not_empty": lambda _all, filled: len(filled),
    "empty": lambda all_of, filled: len(all_of) - len(filled),
    "unique": lambda _all, filled: len({str(each) for each in filled}),
    "checked": lambda all_of, _filled: sum(each is True for each in all_of),
    "unchecked": lambda all_of, _filled: sum(each is not True for each in all_of),
    "percent_checked": lambda all_of, _filled: _share(sum(each is True for each in all_of), all_of),
    "percent_unchecked": lambda all_of, _filled: _share(sum(each is not True for each in all_of), all_of),
    "percent_not_empty": lambda all_of, filled: _share(len(filled), all_of),
    "percent_empty": lambda all_of, filled: _share(len(all_of) - len(filled), all_of),
}
_DATES = ("earliest_date", "latest_date", "date_range")
_LISTS = ("show_original", "show_unique")
FUNCTIONS = frozenset((*_NUMBERS, *_COUNTS, *_DATES, *_LISTS))


def _share(part: int, whole: Values) -> float:
    return part / len(whole) if whole else 0


def _bind(workspace: Workspace, source: Doc, prop: Doc, _limit: int | None) -> Reader:
    config = prop["rollup"]
    function = config["function"]
    relation = source["schema"].get(config["relation_property_id"])
    target = None if relation is None else workspace.store.get(DATA_SOURCE, relation["relation"]["data_source_id"])
    rolled = None if target is None else target["schema"].get(config["rollup_property_id"])
    if target is None or rolled is None:
        return lambda value, _page: value or {"type": "unsupported", "unsupported": {}, "function": function}
    from adapters.sandbox.notion.properties.registry import KINDS  # noqa: PLC0415 - the registry has this kind too

    read = KINDS[rolled["type"]].bind(workspace, target, rolled, None)

    def roll(value: Any, page: Doc) -> Doc:  # noqa: ANN401 - stored JSON
        if value is not None:
            seeded: Doc = value
            return seeded
        keys = living(workspace, page["values"].get(config["relation_property_id"]))
        pages = [found for key in keys if (found := workspace.store.get(PAGE, key)) is not None]
        values = [read(other["values"].get(rolled["id"]), other) for other in pages]
        return {**_rolled(function, rolled["type"], values), "function": function}

    return roll


def _rolled(function: str, kind: str, values: Values) -> Doc:
    filled = [value for value in values if value not in (None, [], {})]
    if function in _LISTS:
        shown = values if function == "show_original" else list({str(value): value for value in filled}.values())
        return {"type": "array", "array": [{"type": kind, kind: value} for value in shown]}
    if function in _DATES:
        return {"type": "date", "date": _date(function, kind, filled)}
    if function in _NUMBERS:
        numbers = [value.get("number") if kind == "formula" else value for value in filled]
        found = [value for value in numbers if isinstance(value, int | float) and not isinstance(value, bool)]
        return {"type": "number", "number": _NUMBERS[function](found)}
    return {"type": "number", "number": _COUNTS[function](values, filled)}


def _date(function: str, kind: str, filled: Values) -> Doc | None:
    dates = [value if kind == "date" else {"start": value, "end": None} for value in filled]
    if kind not in ("date", "created_time", "last_edited_time") or not dates:
        return None
    starts = sorted((date["start"] for date in dates), key=moment_of)
    ends = sorted((date["end"] or date["start"] for date in dates), key=moment_of)
    start = ends[-1] if function == "latest_date" else starts[0]
    return {"start": start, "end": ends[-1] if function == "date_range" else None, "time_zone": None}


def configured_rollup(edit: Configuring, given: object, path: str) -> Doc:
    """Check a rollup against the schema of its data source and of the one it looks into."""
    if not isinstance(given, dict):
        raise wrong(path, "an object", given)
    if not is_one_of(given.get("function"), FUNCTIONS):
        raise wrong(f"{path}.function", "a rollup function", given.get("function"))
    relation = _meant(edit.source, given, "relation_property")
    if relation is None or relation["type"] != "relation":
        raise invalid(f"Rollup relation property {given.get('relation_property_name')} does not exist.")
    target = edit.workspace.store.get(DATA_SOURCE, relation["relation"]["data_source_id"])
    rolled = None if target is None else _meant(target, given, "rollup_property")
    if rolled is None:
        raise invalid(f"Rollup property {given.get('rollup_property_name')} does not exist.")
    return {
        "rollup_property_name": rolled["name"],
        "relation_property_name": relation["name"],
        "rollup_property_id": rolled["id"],
        "relation_property_id": relation["id"],
        "function": given["function"],
    }


def _meant(source: Doc, given: Doc, part: str) -> Doc | None:
    key, name = given.get(f"{part}_id"), given.get(f"{part}_name")
    props: list[Doc] = list(source["schema"].values())
    return next((prop for prop in props if (prop["id"] == key if key else prop["name"] == name)), None)


ROLLUP = {"rollup": Kind(bind=_bind, configure=configured_rollup, listed=True)}
