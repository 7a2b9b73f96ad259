"""Options of select, multi_select and status. Pages keep option ids, so that a renamed option follows."""

from typing import Any

from adapters.sandbox.notion.errors import invalid, missing, too_long, too_short, wrong
from adapters.sandbox.notion.properties.kind import Configuring, Kind, Reader, Writing
from adapters.sandbox.notion.richtext import COLORS
from adapters.sandbox.notion.workspace import Workspace
from adapters.sandbox.store import Doc

MOST_NAME = 100
MOST_CHOSEN = 100
_GROUPS = (("To-do", "gray"), ("In progress", "blue"), ("Complete", "green"))
_STATUSES = (("Not started", "default"), ("In progress", "blue"), ("Done", "green"))


def wire_option(option: Doc) -> Doc:
    return {"id": option["id"], "name": option["name"], "color": option["color"]}


def default_status(prop: Doc) -> Doc | None:
    """Return the option a page gets that has none: the first of the first group."""
    options: dict[str, Doc] = {option["id"]: option for option in prop["status"]["options"]}
    for group in prop["status"]["groups"]:
        for key in group["option_ids"]:
            if key in options:
                return options[key]
    return next(iter(options.values()), None)


def _named(prop: Doc, writing: Writing, value: object, path: str) -> tuple[Doc | None, str]:
    """Return the option that was meant, if there is one, and the name that was given."""
    if not isinstance(value, dict):
        raise wrong(path, "an object or `null`", value)
    options: list[Doc] = prop[prop["type"]]["options"] + writing.new_options.get(prop["id"], [])
    key, name = value.get("id"), value.get("name")
    if key is not None:
        found: Doc | None = next((option for option in options if option["id"] == key), None)
        if found is None and name is None:
            raise invalid(f'{prop["name"]} option with id "{key}" does not exist.')
        if found is not None:
            return found, found["name"]
    if not isinstance(name, str):
        raise missing(f"{path}.name") if name is None else wrong(f"{path}.name", "a string", name)
    _check_name(name, f"{path}.name")
    low = name.casefold()
    alike = [option for option in options if option["name"].casefold() == low]
    return next((option for option in alike if option["name"] == name), alike[0] if alike else None), name


def _check_name(name: str, path: str) -> None:
    if not name:
        raise too_short(path, 1, 0)
    if len(name) > MOST_NAME:
        raise too_long(path, MOST_NAME, len(name))


def _chosen(writing: Writing, prop: Doc, value: object, path: str) -> str:
    option, name = _named(prop, writing, value, path)
    if option is None:
        if "," in name:
            raise invalid(f"Invalid select option, commas not allowed: {name}")
        color = value.get("color") if isinstance(value, dict) else None
        option = new_option(writing.workspace, name, color or writing.workspace.random.choice(COLORS))
        writing.new_options.setdefault(prop["id"], []).append(option)
    key: str = option["id"]
    return key


def _select(writing: Writing, prop: Doc, value: object, path: str) -> Any:  # noqa: ANN401 - stored JSON
    return None if value is None else _chosen(writing, prop, value, path)


def _multi_select(writing: Writing, prop: Doc, value: object, path: str) -> Any:  # noqa: ANN401 - stored JSON
    if not isinstance(value, list):
        raise wrong(path, "an array", value)
    if len(value) > MOST_CHOSEN:
        raise too_long(path, MOST_CHOSEN, len(value))
    chosen = [_chosen(writing, prop, item, f"{path}[{number}]") for number, item in enumerate(value)]
    return list(dict.fromkeys(chosen))


def _status(writing: Writing, prop: Doc, value: object, path: str) -> Any:  # noqa: ANN401 - stored JSON
    if value is None:
        return None
    option, name = _named(prop, writing, value, path)
    if option is None:
        known = ", ".join(f"'{each['name']}'" for each in prop["status"]["options"])
        raise invalid(f"Invalid status value for property '{prop['name']}': '{name}'. Valid options are: {known}.")
    return option["id"]


def _bind_one(_workspace: Workspace, _source: Doc, prop: Doc, _limit: int | None) -> Reader:
    options = {option["id"]: wire_option(option) for option in prop["select"]["options"]}
    return lambda value, _page: options.get(value)


def _bind_many(_workspace: Workspace, _source: Doc, prop: Doc, _limit: int | None) -> Reader:
    options = {option["id"]: wire_option(option) for option in prop["multi_select"]["options"]}
    return lambda value, _page: [options[key] for key in value or () if key in options]


def _bind_status(_workspace: Workspace, _source: Doc, prop: Doc, _limit: int | None) -> Reader:
    options = {option["id"]: wire_option(option) for option in prop["status"]["options"]}
    default = default_status(prop)
    fallback = None if default is None else wire_option(default)
    return lambda value, _page: options.get(value, fallback)


def new_option(workspace: Workspace, name: str, color: str) -> Doc:
    return {"id": workspace.uuid(), "name": name, "color": color, "description": None}


def configured_options(workspace: Workspace, given: object, old: list[Doc], path: str) -> list[Doc]:
    """Return the options after a schema edit: those given, and no others.

    A known option is found by id or name; giving it another name changes nothing, as with the service.
    """
    if not isinstance(given, list):
        raise wrong(path, "an array", given)
    if len(given) > 100:
        raise too_long(path, 100, len(given))
    kept: list[Doc] = []
    for number, item in enumerate(given):
        option = _configured(workspace, item, old, f"{path}[{number}]")
        if all(option["name"].casefold() != other["name"].casefold() for other in kept):
            kept.append(option)
    return kept


def _configured(workspace: Workspace, item: object, old: list[Doc], path: str) -> Doc:
    if not isinstance(item, dict):
        raise wrong(path, "an object", item)
    key, name, color = item.get("id"), item.get("name"), item.get("color")
    if color is not None and color not in COLORS:
        raise wrong(f"{path}.color", '`"default"`, `"gray"`, or another color', color)
    for option in old:
        if (key is not None and option["id"] == key) or (key is None and option["name"] == name):
            described = item.get("description", option["description"])
            return {**option, "description": described}
    if not isinstance(name, str):
        raise missing(f"{path}.name")
    _check_name(name, f"{path}.name")
    if "," in name:
        raise invalid(f"Invalid select option, commas not allowed: {name}")
    option = new_option(workspace, name, color or "default")
    return {**option, "description": item.get("description")}


def _config(edit: Configuring, given: object, path: str) -> Doc:
    options = given.get("options", []) if isinstance(given, dict) else []
    return {"options": configured_options(edit.workspace, options, edit.old.get("options", []), f"{path}.options")}


def _status_config(edit: Configuring, given: object, path: str) -> Doc:
    """Make or change a status property; options that are new belong to the group To-do, as reports say."""
    old: list[Doc] = edit.old.get("options", [])
    wanted = given.get("options") if isinstance(given, dict) else None
    if wanted is None and old:
        return {"options": old, "groups": edit.old["groups"]}
    if wanted is None:
        options = [new_option(edit.workspace, name, color) for name, color in _STATUSES]
        homes = {option["id"]: number for number, option in enumerate(options)}
    else:
        options = configured_options(edit.workspace, wanted, old, f"{path}.options")
        homes = {key: number for number, group in enumerate(edit.old.get("groups", ())) for key in group["option_ids"]}
    ids = [str(group["id"]) for group in edit.old.get("groups", ())] or [edit.workspace.uuid() for _ in _GROUPS]
    groups = [
        {
            "id": ids[number],
            "name": name,
            "color": color,
            "option_ids": [option["id"] for option in options if homes.get(option["id"], 0) == number],
        }
        for number, (name, color) in enumerate(_GROUPS)
    ]
    return {"options": options, "groups": groups}


OPTIONS = {
    "select": Kind(bind=_bind_one, write=_select, configure=_config),
    "multi_select": Kind(bind=_bind_many, write=_multi_select, configure=_config),
    "status": Kind(bind=_bind_status, write=_status, configure=_status_config),
}
