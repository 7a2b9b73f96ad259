"""The properties of a data source: how they are edited, and how they are shown."""

from typing import Any

from adapters.sandbox.notion.errors import invalid, is_one_of, too_long, too_short, wrong
from adapters.sandbox.notion.ids import encoded, new_property_id
from adapters.sandbox.notion.properties.kind import Configuring
from adapters.sandbox.notion.properties.registry import KINDS
from adapters.sandbox.notion.retype import retyped
from adapters.sandbox.notion.richtext import plain
from adapters.sandbox.notion.workspace import DATA_SOURCE, Workspace
from adapters.sandbox.store import Doc

MOST_PROPERTIES = 500
TITLE: Doc = {"id": "title", "name": "Name", "description": None, "type": "title", "title": {}}
_LAST = ("formula", "rollup")


def ordered(schema: dict[str, Doc]) -> list[Doc]:
    """Return the properties as the service sorts them: by id, the title last."""
    return sorted(schema.values(), key=lambda prop: (prop["id"] == "title", prop["id"]))


def find(schema: dict[str, Doc], key: str) -> Doc | None:
    """Return the property with that name, or with that id, encoded or not."""
    by_name = next((prop for prop in schema.values() if prop["name"] == key), None)
    if by_name is not None:
        return by_name
    return schema.get(key) or next((prop for prop in schema.values() if encoded(prop["id"]) == key), None)


def shown_schema(workspace: Workspace, source: Doc) -> Doc:
    return {prop["name"]: _shown(workspace, source, prop) for prop in ordered(source["schema"])}


def _shown(workspace: Workspace, source: Doc, prop: Doc) -> Doc:
    kind = prop["type"]
    config = prop[kind]
    if kind == "relation" and config["type"] == "dual_property":
        other = _source(workspace, source, config["data_source_id"])
        synced = other["schema"].get(config["dual_property"].get("synced_property_id")) if other else None
        if synced is not None:
            names = {"synced_property_name": synced["name"], "synced_property_id": encoded(synced["id"])}
            config = {**config, "dual_property": names}
    elif kind == "rollup":
        config = _followed(workspace, source, config)
    shown = {"id": encoded(prop["id"]), "name": prop["name"], "description": prop["description"], "type": kind}
    return {**shown, kind: config}


def _followed(workspace: Workspace, source: Doc, config: Doc) -> Doc:
    """Return a rollup's configuration with the present names of its properties."""
    relation = source["schema"].get(config["relation_property_id"])
    if relation is None:
        return config
    other = _source(workspace, source, relation["relation"]["data_source_id"])
    rolled = other["schema"].get(config["rollup_property_id"]) if other else None
    name = config["rollup_property_name"] if rolled is None else rolled["name"]
    return {**config, "relation_property_name": relation["name"], "rollup_property_name": name}


def _source(workspace: Workspace, source: Doc, key: str) -> Doc | None:
    return source if key == source["id"] else workspace.store.get(DATA_SOURCE, key)


def edit_schema(workspace: Workspace, source: Doc, given: object, path: str) -> None:
    """Apply a schema edit, all of it or nothing, and put the data source (and those at the other end)."""
    if not isinstance(given, dict):
        raise wrong(path, "an object", given)
    draft = {**source, "schema": dict(source["schema"])}
    changes = sorted(given.items(), key=lambda item: _kind_given(item[1]) in _LAST)
    for key, change in changes:
        _apply(workspace, draft, key, change, f"{path}.{key}")
    if len(draft["schema"]) > MOST_PROPERTIES:
        raise invalid(f"A data source can have at most {MOST_PROPERTIES} properties.")
    workspace.limits.check_schema(draft["schema"])
    before, source["schema"] = source["schema"], draft["schema"]
    workspace.put_source(source)
    _settle(workspace, source, before)


def _apply(workspace: Workspace, draft: Doc, key: str, change: object, path: str) -> None:
    schema: dict[str, Doc] = draft["schema"]
    prop = find(schema, key)
    if change is None:
        if prop is None:
            raise invalid(f"Could not find property with name or id: {key}")
        if prop["type"] == "title":
            raise invalid("Cannot delete the title property.")
        del schema[prop["id"]]
        return
    if not isinstance(change, dict):
        raise wrong(path, "an object or `null`", change)
    kind = _kind_given(change)
    if prop is None:
        if kind is None:
            raise invalid(f"Could not find property with name or id: {key}")
        prop = _created(workspace, schema, change.get("name", key), kind)
    else:
        prop = dict(prop)
    _rename(schema, prop, change.get("name", prop["name"]), path)
    if kind is not None:
        _configure(workspace, draft, prop, kind, change.get(kind), path)
    if "description" in change:
        prop["description"] = change["description"] or None
    schema[prop["id"]] = prop


def _created(workspace: Workspace, schema: dict[str, Doc], name: str, kind: str) -> Doc:
    if kind == "title":
        if "title" in schema:
            raise invalid("A data source has exactly one title property.")
        return {**TITLE, "name": name}
    if kind == "unique_id" and any(prop["type"] == kind for prop in schema.values()):
        raise invalid("A data source can have only one unique_id property.")
    key = new_property_id(workspace.random, set(schema))
    return {"id": key, "name": name, "description": None, "type": kind}


def _rename(schema: dict[str, Doc], prop: Doc, name: object, path: str) -> None:
    if not isinstance(name, str):
        raise wrong(f"{path}.name", "a string or `undefined`", name)
    if not name:
        raise too_short(f"{path}.name", 1, 0)
    if len(name) > 2000:
        raise too_long(f"{path}.name", 2000, len(name))
    if any(other["name"] == name and other["id"] != prop["id"] for other in schema.values()):
        raise invalid(f"Cannot have two properties with the same name: {name}")
    prop["name"] = name


def _configure(workspace: Workspace, draft: Doc, prop: Doc, kind: str, given: object, path: str) -> None:
    if prop["type"] == "title" and kind != "title":
        raise invalid("Cannot change the type of the title property.")
    if kind == "title" and prop["type"] != "title":
        raise invalid("Cannot change a property's type to title.")
    old = prop.pop(prop["type"], {}) if prop["type"] == kind else {}
    prop.pop(prop["type"], None)
    configure = KINDS[kind].configure
    prop["type"] = kind
    prop[kind] = {} if configure is None else configure(Configuring(workspace, draft, old), given, f"{path}.{kind}")


def _kind_given(change: object) -> str | None:
    if not isinstance(change, dict):
        return None
    named = change.get("type")
    if named is not None and not is_one_of(named, KINDS):
        raise wrong("body.properties.type", "a property type", named)
    return named or next((name for name in change if name in KINDS and name not in ("name", "description")), None)


def _settle(workspace: Workspace, source: Doc, before: dict[str, Doc]) -> None:
    """Bring rows and other ends in line with an edited schema."""
    after: dict[str, Doc] = source["schema"]
    lost = [prop for key, prop in before.items() if key not in after or after[key]["type"] != prop["type"]]
    for prop in lost:
        if prop["type"] == "relation":
            _part(workspace, prop)
    for prop in list(after.values()):
        if prop["type"] == "relation" and prop["relation"]["type"] == "dual_property":
            _pair(workspace, source, prop)
        if prop["type"] == "unique_id" and prop["id"] not in before:
            _number(workspace, source, prop)
    if lost:
        _revalue(workspace, source, lost)
    workspace.put_source(source)


def _revalue(workspace: Workspace, source: Doc, lost: list[Doc]) -> None:
    """Drop or convert the values of properties that are gone or have another type."""
    for page in workspace.rows[source["id"]].values():
        for prop in lost:
            value: Any = page["values"].pop(prop["id"], None)
            now = source["schema"].get(prop["id"])
            if now is not None and value is not None:
                page["values"][prop["id"]] = retyped(value, prop, now)
        workspace.put_page(page)


def _pair(workspace: Workspace, source: Doc, prop: Doc) -> None:
    """Make the property at the other end of a two-way relation, if it is not there."""
    details = prop["relation"]["dual_property"]
    other = _source(workspace, source, prop["relation"]["data_source_id"])
    if other is None or details.get("synced_property_id") in other["schema"]:
        return
    name = details.get("synced_property_name") or f"Related to {plain(source['title'])} ({prop['name']})"
    while find(other["schema"], name) is not None:
        name += " 1"
    key = new_property_id(workspace.random, set(other["schema"]))
    details |= {"synced_property_name": name, "synced_property_id": key}
    other["schema"] = {
        **other["schema"],
        key: {
            "id": key,
            "name": name,
            "description": None,
            "type": "relation",
            "relation": {
                "database_id": source["database_id"],
                "data_source_id": source["id"],
                "type": "dual_property",
                "dual_property": {"synced_property_name": prop["name"], "synced_property_id": prop["id"]},
            },
        },
    }
    workspace.put_source(other)


def _part(workspace: Workspace, prop: Doc) -> None:
    """Leave the other end of a two-way relation that is gone as a relation of its own."""
    relation = prop["relation"]
    synced = relation.get("dual_property", {}).get("synced_property_id")
    other = workspace.store.get(DATA_SOURCE, relation["data_source_id"])
    if synced is None or other is None or synced not in other["schema"]:
        return
    left = dict(other["schema"][synced])
    left["relation"] = {
        "database_id": left["relation"]["database_id"],
        "data_source_id": left["relation"]["data_source_id"],
        "type": "single_property",
        "single_property": {},
    }
    other["schema"] = {**other["schema"], synced: left}
    workspace.put_source(other)


def _number(workspace: Workspace, source: Doc, prop: Doc) -> None:
    """Number the rows that are there, oldest first."""
    source["counter"] = 0
    for page in workspace.rows[source["id"]].values():
        source["counter"] += 1
        page["values"][prop["id"]] = source["counter"]
        workspace.put_page(page)
