"""The messages of the Sheets API: their fields, the types of these, and which zeros an answer leaves out.

``schema.txt`` has an enum a line, ``@name value …``, and then a message a line, ``name field:type …``. A type is a
message, ``@enum``, ``[type]``, ``{type}`` for a map, ``[[*]]`` for rows of values. A ``?`` marks a field whose zero is
written out.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from adapters.sandbox.google.errors import violations

Json = dict[str, Any]
Violations = list[tuple[str, str]]

_SCALARS = {"str": "TYPE_STRING", "int": "TYPE_INT32", "num": "TYPE_DOUBLE", "bool": "TYPE_BOOL"}


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str
    keeps_zero: bool


@cache
def _lines() -> tuple[str, ...]:
    return tuple(files(__package__).joinpath("schema.txt").read_text("utf-8").splitlines())


@cache
def enums() -> dict[str, tuple[str, ...]]:
    """Return the values of each enum; its name is that of Google's type, with the message it belongs to."""
    listed = (line.split(" ") for line in _lines() if line.startswith("@"))
    return {name: tuple(values) for name, *values in listed}


@cache
def messages() -> dict[str, dict[str, Field]]:
    found: dict[str, dict[str, Field]] = {}
    for line in _lines():
        if line.startswith("@"):
            continue
        name, *fields = line.split(" ")
        parts = (field.split(":", 1) for field in fields)
        found[name] = {key.rstrip("?"): Field(key.rstrip("?"), kind, key.endswith("?")) for key, kind in parts if key}
    return found


def accept(message: str, doc: object, root: str = "") -> Json:
    """Return a request body without nulls and with its numbers as numbers, or raise what Google says of it."""
    found: Violations = []
    accepted = _accept(message, doc, root, found)
    if found:
        raise violations(found)
    return accepted if isinstance(accepted, dict) else {}


def tidy(message: str, doc: Json) -> Json:
    """Return a part of an answer as Google writes it: no nulls, no unset or zero plain fields."""
    fields = messages()[message]
    out: Json = {}
    for name, value in doc.items():
        field = fields.get(name)
        if field is None or value is None:
            continue
        shown = _tidy(field.kind, value)
        if shown in ([], {}) and value in ([], {}) and not isinstance(value, dict):
            continue
        if field.keeps_zero or not _is_zero(shown):
            out[name] = shown
    return out


def snake(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", lambda found: "_" + found.group(1).lower(), name)


def camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda found: found.group(1).upper(), name)


def _is_zero(value: object) -> bool:
    return value is False or value == "" or (isinstance(value, int | float) and value == 0)


def _tidy(kind: str, value: Any) -> Any:  # noqa: ANN401 - a JSON value
    if kind in _SCALARS or kind in ("mask", "[[*]]") or kind.startswith("@"):
        return value
    if kind.startswith("["):
        return [_tidy(kind[1:-1], item) for item in value]
    if kind.startswith("{"):
        return {key: _tidy(kind[1:-1], item) for key, item in value.items()}
    return tidy(kind, value)


def _accept(kind: str, value: Any, path: str, found: Violations) -> Any:  # noqa: ANN401 - a JSON value
    if kind in ("str", "mask"):
        return _text(kind, value, path, found)
    if kind.startswith("@"):
        return _choice(kind, value, path, found)
    if kind in _SCALARS:
        return _number(kind, value, path, found)
    if kind.startswith("["):
        return _items(kind, value, path, found)
    if not isinstance(value, dict):
        found.append(
            (path, f"Invalid value at '{path}' (type.googleapis.com/google.apps.sheets.v4.{kind}), \"{value}\"")
        )
        return None
    if kind.startswith("{"):
        return {key: _accept(kind[1:-1], item, f"{path}[{key}]", found) for key, item in value.items()}
    return _message(kind, value, path, found)


def _message(kind: str, value: Json, path: str, found: Violations) -> Json:
    fields = messages()[kind]
    out: Json = {}
    for key, item in value.items():
        field = fields.get(key) or fields.get(camel(key))
        if field is None:
            place = f" at '{path}'" if path else ""
            found.append((path, f'Invalid JSON payload received. Unknown name "{key}"{place}: Cannot find field.'))
        elif item is not None:
            below = f"{path}.{snake(field.name)}" if path else snake(field.name)
            out[field.name] = _accept(field.kind, item, below, found)
    return out


def _items(kind: str, value: Any, path: str, found: Violations) -> Any:  # noqa: ANN401 - a JSON value
    if kind == "[[*]]":
        rows = value if isinstance(value, list) else [value]
        for index, row in enumerate(rows):
            if not isinstance(row, list):
                place = f"{path}[{index}]" if isinstance(value, list) else path
                text = f"Invalid value at '{place}' (type.googleapis.com/google.protobuf.ListValue), {_shown(row)}"
                found.append((place, text))
        return rows
    listed = value if isinstance(value, list) else [value]
    return [_accept(kind[1:-1], item, f"{path}[{index}]", found) for index, item in enumerate(listed)]


def _text(kind: str, value: object, path: str, found: Violations) -> str:
    if isinstance(value, str):
        return value
    if kind == "mask" and isinstance(value, list):
        return ",".join(str(item) for item in value)
    found.append((path, f"Invalid value at '{path}' (TYPE_STRING), {_shown(value)}"))
    return ""


def _choice(kind: str, value: object, path: str, found: Violations) -> str:
    if isinstance(value, str) and value in enums()[kind]:
        return value
    name = f"type.googleapis.com/google.apps.sheets.v4.{kind[1:]}"
    found.append((path, f"Invalid value at '{path}' ({name}), {_shown(value)}"))
    return ""


def _number(kind: str, value: object, path: str, found: Violations) -> object:
    if kind == "bool":
        known = {True: True, False: False, "true": True, "false": False}
        if isinstance(value, bool | str) and value in known:
            return known[value]
    elif isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if kind == "num" and number == number:  # noqa: PLR0124 - not NaN
            return int(number) if number.is_integer() and abs(number) < 1e15 else number
        if kind == "int" and number.is_integer():
            return int(number)
    found.append((path, f"Invalid value at '{path}' ({_SCALARS[kind]}), {_shown(value)}"))
    return 0


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
