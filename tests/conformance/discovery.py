"""Google's own description of its APIs, as google-api-python-client brings it, and JSON checked against it.

The package is a development dependency. It is imported only when a document is asked for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import orjson

Json = dict[str, Any]

MISSING = "google-api-python-client is not installed: answers are not checked against Google's discovery document"
SERVED = {"sheets.v4": "v4/", "drive.v3": "drive/v3/"}  # document: what its paths begin with
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_NUMBER_WORDS = {"NaN", "Infinity", "-Infinity"}
_INT_LIMITS = {"int32": (-(2**31), 2**31 - 1), "uint32": (0, 2**32 - 1)}


class NotInstalledError(Exception):
    """The package that brings the documents is not there."""


@dataclass(frozen=True, slots=True)
class Problem:
    """``kind`` is ``unknown field`` or ``wrong type``; ``path`` begins with the schema's name."""

    kind: str
    path: str
    found: str
    is_written_number: bool = False

    def __str__(self) -> str:
        return f"{self.kind} {self.path}: {self.found}"


@dataclass(frozen=True, slots=True)
class Method:
    id: str
    verb: str
    pattern: re.Pattern[str]
    request: str | None
    response: str | None
    parameters: Json


@dataclass(slots=True)
class Document:
    """One discovery document: its schemas by name, its methods, and the parameters that all methods take."""

    name: str
    schemas: Json
    methods: list[Method] = field(default_factory=list)
    common: Json = field(default_factory=dict)

    def method(self, verb: str, path: str) -> Method | None:
        """Find the method of a call by its path, without the query."""
        path = unquote(path).removeprefix("/")
        return next((item for item in self.methods if item.verb == verb and item.pattern.fullmatch(path)), None)

    def problems(self, schema: str, doc: object, *, sent: bool = False) -> Iterator[Problem]:
        """Yield every field the schema does not have and every value of another type; null is unset.

        In what a client ``sent`` a number may be a text of digits, as protocol buffers read it.
        """
        for problem in self._problems({"$ref": schema}, doc, schema):
            if not (sent and problem.is_written_number):
                yield problem

    def query_problems(self, method: Method, query: list[tuple[str, str]]) -> Iterator[Problem]:
        known = {**self.common, **method.parameters}
        for name, value in query:
            if name not in known:
                yield Problem("unknown field", f"{method.id}?{name}", value)
            else:
                yield from self._problems(known[name], _from_text(known[name], value), f"{method.id}?{name}")

    def _problems(self, kind: Json, value: object, path: str) -> Iterator[Problem]:
        if value is None:
            return
        if "$ref" in kind:
            yield from self._message(self.schemas[kind["$ref"]], value, path)
        elif kind["type"] == "array":
            if not isinstance(value, list):
                yield _wrong(path, value)
                return
            for index, item in enumerate(value):
                yield from self._problems(kind["items"], item, f"{path}[{index}]")
        elif kind["type"] == "object":
            yield from self._message(kind, value, path)
        elif not _fits(kind, value):
            number = kind["type"] in ("integer", "number") and isinstance(value, str)
            yield Problem("wrong type", path, str(value)[:80], number and _NUMBER.fullmatch(str(value)) is not None)

    def _message(self, schema: Json, value: object, path: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield _wrong(path, value)
            return
        known, others = schema.get("properties", {}), schema.get("additionalProperties")
        for name, item in value.items():
            below = known.get(name) or others
            if below is None:
                yield Problem("unknown field", f"{path}.{name}", str(item)[:80])
            else:
                yield from self._problems(below, item, f"{path}.{name}")


@cache
def document(name: str) -> Document:
    """Read a document such as ``sheets.v4``; raise NotInstalledError where its package is missing."""
    try:
        package = import_module("googleapiclient")
    except ModuleNotFoundError:
        raise NotInstalledError(MISSING) from None
    file = Path(str(package.__file__)).parent / "discovery_cache" / "documents" / f"{name}.json"
    doc = orjson.loads(file.read_bytes())
    methods = sorted(_methods(doc, doc["servicePath"]), key=lambda method: -len(method.pattern.pattern))
    return Document(name, doc["schemas"], methods, doc["parameters"])


def served_by(path: str) -> Document | None:
    """Return the document that describes a path, or None where none does (Drive v2, the sandbox's own)."""
    path = path.removeprefix("/").removeprefix("upload/")
    return next((document(name) for name, start in SERVED.items() if path.startswith(start)), None)


def _methods(resource: Json, service: str) -> Iterator[Method]:
    for doc in resource.get("methods", {}).values():
        uploads = [item["path"] for item in doc.get("mediaUpload", {}).get("protocols", {}).values()]
        for path in (service + doc.get("flatPath", doc["path"]), *uploads):
            yield Method(
                doc["id"],
                doc["httpMethod"],
                re.compile(_pattern(path.removeprefix("/")), re.DOTALL),
                doc.get("request", {}).get("$ref"),
                doc.get("response", {}).get("$ref"),
                {**doc["parameters"], **({"uploadType": {"type": "string"}} if uploads else {})},
            )
    for below in resource.get("resources", {}).values():
        yield from _methods(below, service)


def _pattern(path: str) -> str:
    parts = re.split(r"\{(\w+)\}", path)
    ids = {"range": "(.+)", "spreadsheetId": "([^/:]+)"}
    return "".join(ids.get(part, "([^/]+)") if index % 2 else re.escape(part) for index, part in enumerate(parts))


def _fits(kind: Json, value: object) -> bool:
    if kind["type"] == "any":
        return True
    if kind["type"] == "boolean":
        return isinstance(value, bool)
    if kind["type"] == "integer":
        low, high = _INT_LIMITS[kind["format"]]
        return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    if kind["type"] == "number":
        return value in _NUMBER_WORDS or (isinstance(value, int | float) and not isinstance(value, bool))
    if not isinstance(value, str) or ("enum" in kind and value not in kind["enum"]):
        return False
    if kind.get("format") in ("date-time", "google-datetime"):
        return _MOMENT.fullmatch(value) is not None
    return kind.get("format") not in ("int64", "uint64") or value.removeprefix("-").isdigit()


def _from_text(kind: Json, text: str) -> object:
    """Read a query parameter as the type it is to have, or leave it a text that then is of the wrong type."""
    if kind["type"] == "boolean" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if kind["type"] == "integer" and text.removeprefix("-").isdigit():
        return int(text)
    return text


def _wrong(path: str, value: object) -> Problem:
    return Problem("wrong type", path, str(value)[:80])
