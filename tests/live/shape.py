"""What an answer looks like, without what it says: its keys, the kinds of its values, the services' own words."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE)
_TIME = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?")
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,40}")
_WORD = re.compile(r"[A-Za-z_]{1,40}")
_VOCABULARY = frozenset(
    ("object", "type", "code", "status", "reason", "majorDimension", "sheetType", "dimension", "visibility")
)
"""Keys whose values are words of the service, not of people. Notion draws the colour of an option by lot."""
_NAMED = ("properties", "schema")
"""Notion's objects whose keys are names that people gave."""


def shape(answer: object) -> frozenset[str]:
    """Return one line for every place in an answer: ``results[].id: id``. No line has a value that people gave."""
    return frozenset(_lines(answer, ""))


def _lines(value: object, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        if not value:
            yield f"{path}: empty object"
        for key, inner in value.items():
            yield from _lines(inner, f"{path}.{_named(str(key), inner, path)}".lstrip("."))
    elif isinstance(value, list):
        if not value:
            yield f"{path}: empty list"
        for each in value:
            yield from _lines(each, f"{path}[]")
    else:
        yield f"{path}: {_kind(value, path.rpartition('.')[2])}"


def _named(key: str, inner: object, path: str) -> str:
    if path.rpartition(".")[2] in _NAMED and isinstance(inner, dict) and "type" in inner:
        return f"{{{_word(inner['type'])}}}"
    return key if _KEY.fullmatch(key) else "{name}"


def _word(value: object) -> str:
    return value if isinstance(value, str) and _WORD.fullmatch(value) else "name"


_PLAIN = {bool: "boolean", type(None): "null", int: "integer", float: "decimal"}


def _kind(value: object, key: str) -> str:
    if type(value) in _PLAIN:
        return _PLAIN[type(value)]
    text = str(value)
    if key in _VOCABULARY and _WORD.fullmatch(text):
        return text
    if _UUID.fullmatch(text):
        return "id"
    if _TIME.fullmatch(text):
        return re.sub(r"\d", "9", text)
    if text.startswith(("https://", "http://")):
        return "address"
    return "text" if text else "empty text"


def pattern(path: str) -> str:
    """Return a call's path with every id, range and name taken out, and the names of its parameters."""
    parts = urlsplit(path)
    steps = _SLASHED.sub(r"/values/{range}\1", unquote(parts.path)).split("/")
    for place, before in enumerate(steps[:-1], 1):
        rest, colon, verb = steps[place].rpartition(":")
        known = colon and _WORD.fullmatch(verb) and before in ("spreadsheets", "sheets")
        if before in _HOLDERS and steps[place] not in _FIXED:
            steps[place] = f"{{{_HOLDERS[before]}}}{colon}{verb}" if known and rest else f"{{{_HOLDERS[before]}}}"
    asked = sorted({key for key, _ in parse_qsl(parts.query, keep_blank_values=True) if _KEY.fullmatch(key)})
    return "/".join(steps) + (f"?{'&'.join(asked)}" if asked else "")


_HOLDERS = {
    "pages": "id",
    "blocks": "id",
    "databases": "id",
    "data_sources": "id",
    "comments": "id",
    "users": "id",
    "file_uploads": "id",
    "views": "id",
    "properties": "property",
    "spreadsheets": "id",
    "sheets": "id",
    "developerMetadata": "id",
}
_FIXED = ("me",)
_SLASHED = re.compile(r"/values/.*?(:append|:clear)?$")
"""A tab's name may have a slash in it."""


def code(answer: Any) -> str:  # noqa: ANN401 - an answer may be anything
    """Return the service's own word for what went wrong, or an empty text."""
    if not isinstance(answer, dict):
        return ""
    error = answer.get("error")
    found = error.get("status") if isinstance(error, dict) else answer.get("code")
    return found if isinstance(found, str) and _WORD.fullmatch(found) else ""
