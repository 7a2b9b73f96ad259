"""Relations, and the links that stand at their other end."""

from typing import Any

from adapters.sandbox.notion.errors import invalid, missing, too_long, wrong
from adapters.sandbox.notion.ids import checked_uuid
from adapters.sandbox.notion.properties.kind import Configuring, Kind, Reader, Writing
from adapters.sandbox.notion.shares import hidden, visible
from adapters.sandbox.notion.workspace import DATA_SOURCE, PAGE, Workspace, not_found
from adapters.sandbox.store import Doc

MOST = 100


def _write(writing: Writing, prop: Doc, value: object, path: str) -> Any:  # noqa: ANN401 - stored JSON
    if not isinstance(value, list):
        raise wrong(path, "an array", value)
    if len(value) > MOST:
        raise too_long(path, MOST, len(value))
    target = prop["relation"]["data_source_id"]
    keys = []
    for number, item in enumerate(value):
        given = item.get("id") if isinstance(item, dict) else None
        key = checked_uuid(given, f"{path}[{number}].id")
        page = visible(writing.workspace, PAGE, key)
        if page is None:
            raise not_found("page", key)
        if page["parent"].get("data_source_id") != target:
            raise invalid(f"Page with ID {key} is not in the related data source of property {prop['name']}.")
        keys.append(key)
    return list(dict.fromkeys(keys))


def _bind(workspace: Workspace, _source: Doc, _prop: Doc, limit: int | None) -> Reader:
    def read(value: Any, _page: Doc) -> list[Doc]:  # noqa: ANN401 - stored JSON
        return [{"id": key} for key in living(workspace, value)[:limit]] if value else []

    return read


def living(workspace: Workspace, keys: list[str] | None) -> list[str]:
    """Return the related pages that are neither in the trash nor out of sight: those are hidden until they are back."""
    pages = ((key, workspace.store.get(PAGE, key)) for key in keys or ())
    return [key for key, page in pages if page is not None and not page["in_trash"] and not hidden(workspace, page)]


def link(workspace: Workspace, page: Doc, prop: Doc, before: list[str], after: list[str]) -> None:
    """Carry a change of a two-way relation to the other end; the times of the pages there stay as they are."""
    synced = prop["relation"].get("dual_property", {}).get("synced_property_id")
    if synced is None:
        return
    for key in before:
        if key not in after:
            _edit(workspace, key, synced, page["id"], add=False)
    for key in after:
        if key not in before:
            _edit(workspace, key, synced, page["id"], add=True)


def _edit(workspace: Workspace, key: str, prop_id: str, other: str, *, add: bool) -> None:
    page = workspace.store.get(PAGE, key)
    if page is None:
        return
    links = [each for each in page["values"].get(prop_id) or [] if each != other]
    page["values"][prop_id] = [*links, other] if add else links
    workspace.put_page(page)


def _config(edit: Configuring, given: object, path: str) -> Doc:
    """Check a relation's target; the property at the other end is made with the schema."""
    if not isinstance(given, dict):
        raise wrong(path, "an object", given)
    key = given.get("data_source_id", edit.old.get("data_source_id"))
    if key is None:
        raise missing(f"{path}.data_source_id")
    key = checked_uuid(key, f"{path}.data_source_id")
    target = edit.workspace.store.get(DATA_SOURCE, key)
    if target is None:
        raise not_found("data source", key)
    kind = given.get("type") or next(
        (name for name in ("single_property", "dual_property") if name in given), edit.old.get("type")
    )
    if kind not in ("single_property", "dual_property"):
        raise missing(f"{path}.single_property") if kind is None else wrong(f"{path}.type", "a relation", kind)
    details = given.get(kind) or edit.old.get(kind) or {}
    return {
        "database_id": target["database_id"],
        "data_source_id": key,
        "type": kind,
        kind: {name: details[name] for name in ("synced_property_name", "synced_property_id") if name in details},
    }


RELATION = {"relation": Kind(bind=_bind, write=_write, configure=_config, listed=True)}
