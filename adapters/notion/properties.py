"""The properties of a data source, as its schema lists them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

bare = lru_cache(maxsize=4096)(unquote)
"""A property id without its percent-encoding. The same few are asked for on every page."""

_WITH_OPTIONS = ("select", "multi_select", "status")


@dataclass(frozen=True, slots=True)
class Property:
    """A property of the schema. ``id`` is Notion's, percent-encoded; ``key`` names it in a write.

    ``target`` is the data source that a relation leads to, ``twin`` the id of the property at its other end;
    ``through`` is the data source that a rollup gathers from.
    """

    id: str
    name: str
    kind: str
    key: str
    options: tuple[str, ...] | None = None
    target: str | None = None
    twin: str | None = None
    through: str | None = None


def properties_of(raw: Mapping[str, Any]) -> list[Property]:
    shapes = [(str(name), prop) for name, prop in raw.items() if isinstance(prop, dict)]
    names = [name for name, _ in shapes]
    return [
        Property(
            id=str(prop.get("id", name)),
            name=name,
            kind=str(prop.get("type")),
            key=_key(str(prop.get("id", name)), name, names),
            options=_options(prop),
            target=_of_relation(prop, "data_source_id"),
            twin=_of_relation(prop, "dual_property", "synced_property_id"),
            through=_of_rollup(prop, raw),
        )
        for name, prop in shapes
    ]


def _key(key: str, name: str, names: Iterable[str]) -> str:
    """Return the id, or the name where another property is called like this one's id."""
    return name if any(other in (key, bare(key)) for other in names if other != name) else key


def _options(prop: Mapping[str, Any]) -> tuple[str, ...] | None:
    kind = prop.get("type")
    settings = prop.get(kind) if kind in _WITH_OPTIONS else None
    options = settings.get("options") if isinstance(settings, dict) else None
    if not isinstance(options, list):
        return None
    return tuple(str(option["name"]) for option in options if isinstance(option, dict) and "name" in option)


def _of_relation(prop: Mapping[str, Any], *path: str) -> str | None:
    found: Any = prop.get("relation") if prop.get("type") == "relation" else None
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, str) else None


def _of_rollup(prop: Mapping[str, Any], schema: Mapping[str, Any]) -> str | None:
    rollup = prop.get("rollup") if prop.get("type") == "rollup" else None
    key = rollup.get("relation_property_id") if isinstance(rollup, dict) else None
    shapes = (each for each in schema.values() if isinstance(each, dict) and isinstance(key, str))
    relation = next((each for each in shapes if bare(str(each.get("id"))) == bare(str(key))), {})
    return _of_relation(relation, "data_source_id")
