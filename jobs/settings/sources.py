"""Where settings come from: one TOML file, and environment variables over it."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from jobs.settings.services import HIDDEN
from mappings.suggest import nearest
from sync.errors import Misconfigured
from sync.message import say

PREFIX = "BOTHWAYS_"
DEFAULT = "bothways.toml"
_DEEPEST = 50
Path_: TypeAlias = tuple[str, ...]


class Given(PydanticBaseSettingsSource):
    """Hands over values that were read before."""

    def __init__(self, settings: type[BaseSettings], values: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self._values = values

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - the base class's signature
        return self._values.get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        return dict(self._values)


def find(path: Path | None, env: Mapping[str, str]) -> Path:
    """Return the file to read: ``path``, else what BOTHWAYS_CONFIG names, else bothways.toml in the working folder."""
    named = path or (Path(env[f"{PREFIX}CONFIG"]) if env.get(f"{PREFIX}CONFIG") else None)
    return named or Path(DEFAULT)


def read_file(path: Path) -> dict[str, Any]:
    """Read a TOML file. Raises ``Misconfigured`` where it is missing, unreadable or no TOML."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        seen = say("There is no configuration at {path}.", path=path.absolute())
        way_out = say(
            "Make one with {init}, or copy config.example.toml to {default}; or name another file with --config or "
            "{variable}.",
            default=DEFAULT,
            init="bothways init",
            variable=f"{PREFIX}CONFIG",
        )
        raise Misconfigured(seen, way_out=way_out) from None
    except OSError as error:
        seen = say("The configuration {path} cannot be read: {reason}.", path=path, reason=error.strerror or "-")
        raise Misconfigured(seen, way_out=say("Name a file that this user may read.")) from None
    except UnicodeDecodeError as error:
        seen = say("{path} is not UTF-8 text (byte {place}).", path=path, place=error.start)
        raise Misconfigured(seen, way_out=say("Save it as UTF-8.")) from None
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax(path, text, str(error)) from None
    except RecursionError:
        found = None
    if found is None or _nests(found):
        seen = say("{path} nests deeper than any configuration does.", path=path)
        raise Misconfigured(seen, way_out=say("Take the lists and tables without end out of it."))
    return found


def _nests(value: object) -> bool:
    """Say whether there are lists or tables inside each other beyond all sense, which cannot be looked through."""
    layer = [value]
    for _ in range(_DEEPEST):
        layer = [inner for each in layer for inner in _entries(each)]
        if not layer:
            return False
    return True


def _entries(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list) else ()


def _syntax(path: Path, text: str, reason: str) -> Misconfigured:
    what, _, where = reason.rpartition(" (at ")
    found = re.fullmatch(r"line (\d+), column (\d+)\)", where)
    line, column = found.groups() if found else (text.count("\n") + 1, len(text) - text.rfind("\n"))
    seen = say(
        "{path} is not TOML at line {line}, column {column}: {reason}.",
        path=path,
        line=line,
        column=column,
        reason=_quiet(what or reason),
    )
    return Misconfigured(seen, way_out=say("Correct that line; text stands in double quotes."))


def _quiet(reason: str) -> str:
    """Leave out what the parser quotes beyond a single character: it may be part of a secret."""
    return re.sub(r"(['\"])(?:(?!\1).){2,}\1", "…", reason)


def read_environment(
    env: Mapping[str, str], file: Mapping[str, Any], tables: Mapping[str, bool]
) -> tuple[dict[str, Any], dict[Path_, str]]:
    """Return the values of ``BOTHWAYS_…`` as nested tables, and which variable gave which path.

    ``tables`` has the keys of the top level and whether each is a table. Names of pairs and fields are found without
    regard to case. Lists and tables are written as JSON. A variable without ``__`` that is no known key belongs
    to somebody else, unless it is one that was nearly written right.
    """
    values: dict[str, Any] = {}
    named: dict[Path_, str] = {}
    for variable, text in sorted(env.items()):
        if not variable.startswith(PREFIX) or variable == f"{PREFIX}CONFIG":
            continue
        words = variable.removeprefix(PREFIX).split("__")
        if len(words) == 1 and words[0].lower() not in tables and not nearest(words[0], tables, 0.8):
            continue
        path = _path(words, file)
        named[path] = variable
        _put(values, path, _value(path, text))
    return values, named


def _path(words: list[str], file: Mapping[str, Any]) -> Path_:
    path: list[str] = []
    here: Any = file
    for word in words:
        names = here if isinstance(here, Mapping) else {}
        path.append(next((name for name in names if name.casefold() == word.casefold()), word.lower()))
        here = names.get(path[-1])
    return tuple(path)


def _value(path: Path_, text: str) -> object:
    if path in HIDDEN or not text.startswith(("[", "{")):
        return text
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return text if _nests(found) else found


def _put(values: dict[str, Any], path: Path_, value: object) -> None:
    here = values
    for key in path[:-1]:
        inner = here.setdefault(key, {})
        if not isinstance(inner, dict):
            return
        here = inner
    here.setdefault(path[-1], value)
