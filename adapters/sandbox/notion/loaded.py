"""Objects that were read from the API, as the sandbox keeps them: users, pages with their values."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from adapters.sandbox.notion.rows import source_of
from adapters.sandbox.notion.workspace import BOT_ID, USER, Workspace
from adapters.sandbox.store import Doc

Taker = Callable[[Workspace, Doc, Any], Any]
"""Takes a property of the schema and what a page shows of it, and returns what is kept."""


def kept_user(user: Doc) -> Doc:
    made = {"id": user["id"], "name": user.get("name"), "email": (user.get("person") or {}).get("email")}
    return made if user.get("type") == "person" else {**made, "bot": True}


def authored(given: Doc) -> Doc:
    return {
        "created_time": given.get("created_time"),
        "last_edited_time": given.get("last_edited_time"),
        "created_by": (given.get("created_by") or {}).get("id", BOT_ID),
        "last_edited_by": (given.get("last_edited_by") or {}).get("id", BOT_ID),
    }


def without_signature(file: Any) -> Any:  # noqa: ANN401 - stored JSON
    """Return a file, icon or cover without the signature in its address: that opens the file to whoever has it."""
    if not isinstance(file, dict) or not isinstance(file.get("file"), dict):
        return file
    return {**file, "file": {**file["file"], "url": str(file["file"].get("url")).partition("?")[0]}}


def kept_page(workspace: Workspace, given: Doc, left: Counter[str]) -> Doc:
    page: Doc = {
        "id": given["id"],
        **authored(given),
        "in_trash": given.get("in_trash", False),
        "cover": without_signature(given.get("cover")),
        "icon": without_signature(given.get("icon")),
        "parent": given["parent"],
        "is_locked": given.get("is_locked", False),
    }
    schema = source_of(workspace, page)["schema"]
    values: Doc = {}
    for shown in given["properties"].values():
        prop = schema.get(unquote(shown["id"]))
        if prop is None or shown["type"] != prop["type"]:
            continue
        kind = prop["type"]
        if kind not in shown:
            left["cut"] += 1
        elif shown[kind] is None:
            left["status"] += kind == "status"
        elif kind in _TAKERS:
            values[prop["id"]] = _TAKERS[kind](workspace, prop, shown[kind])
    return {**page, "values": values}


def _as_it_is(_workspace: Workspace, _prop: Doc, shown: Any) -> Any:  # noqa: ANN401 - stored JSON
    return shown


def _option(_workspace: Workspace, prop: Doc, shown: Doc) -> str:
    """Return the option's id; one that the schema does not list joins it, or the page would lose its value."""
    options: list[Doc] = prop[prop["type"]]["options"]
    if all(option["id"] != shown["id"] for option in options):
        options.append({"description": None, **shown})
    return str(shown["id"])


def _options(workspace: Workspace, prop: Doc, shown: list[Doc]) -> list[str]:
    return [_option(workspace, prop, each) for each in shown]


def _people(workspace: Workspace, _prop: Doc, shown: list[Doc]) -> list[str]:
    """Return the people's ids. Guests are seen on pages and not in the list of users."""
    for person in shown:
        if workspace.store.get(USER, person["id"]) is None and "type" in person:
            workspace.store.put(USER, person["id"], {**kept_user(person), "unlisted": True})
    return [person["id"] for person in shown]


def _related(_workspace: Workspace, _prop: Doc, shown: list[Doc]) -> list[str]:
    return [page["id"] for page in shown]


def _number(_workspace: Workspace, _prop: Doc, shown: Doc) -> int | None:
    return shown.get("number")


def _files(_workspace: Workspace, _prop: Doc, shown: list[Doc]) -> list[Doc]:
    return [without_signature(file) for file in shown]


def _verification(_workspace: Workspace, _prop: Doc, shown: Doc) -> Doc:
    return {**shown, "verified_by": (shown.get("verified_by") or {}).get("id")}


_PLAIN = ("title", "rich_text", "number", "checkbox", "url", "email", "phone_number", "date", "formula", "place")
_TAKERS: dict[str, Taker] = {
    **dict.fromkeys(_PLAIN, _as_it_is),
    "select": _option,
    "status": _option,
    "multi_select": _options,
    "people": _people,
    "relation": _related,
    "unique_id": _number,
    "files": _files,
    "verification": _verification,
}
"""What is not here the sandbox works out itself."""
