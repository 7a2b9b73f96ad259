"""What pydantic found wrong, in sentences with the path, what was seen and what is allowed."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Any, TypeAlias, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from jobs.settings.services import HIDDEN
from mappings.suggest import nearest
from sync.message import Message, say

Steps: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True)
class Names:
    """Calls a place by its path in the file, or by the variable that gave its value."""

    variables: Mapping[tuple[str, ...], str]

    def __call__(self, steps: Iterable[str | int]) -> str:
        steps = tuple(steps)
        for length in range(len(steps), 0, -1):
            variable = self.variables.get(tuple(str(step) for step in steps[:length]))
            if variable is not None:
                return variable + dotted(steps[length:], first=False)
        return dotted(steps)


def dotted(steps: Steps, *, first: bool = True) -> str:
    """Write a path as TOML does; a list's entries are counted from 0."""
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".") if first else text


def sentences(errors: Iterable[ErrorDetails], root: type[BaseModel], names: Names) -> list[tuple[Steps, Message]]:
    """Return one message a mistake, each with where it is. Alternatives of one value count as one mistake."""
    found: dict[Steps, Message] = {}
    for error in errors:
        steps = _cut(error["loc"], root, key_of_theirs=error["type"] == "extra_forbidden")
        if steps not in found:
            found[steps] = _sentence(error, steps, root, names)
    return list(found.items())


def _cut(steps: Steps, root: type[BaseModel], *, key_of_theirs: bool = False) -> Steps:
    """Leave out what pydantic adds to a path: the tried alternative of a union, and ``[key]``.

    ``key_of_theirs``: the last step is a key of the file, whatever it is called.
    """
    model: Any = root
    kept: list[str | int] = []
    for step in steps:
        if (step == "[key]" and not key_of_theirs) or (isinstance(step, str) and model is None):
            break
        kept.append(step)
        if isinstance(step, str):
            model = _below(model, step)
    return tuple(kept)


def _below(model: Any, step: str) -> Any:  # noqa: ANN401 - a model, a dict of models, or none
    """Return the model under a key, a one-entry list of it for a table of free names, or ``None`` at a leaf."""
    if isinstance(model, list):
        return model[0]
    field = model.model_fields.get(step) if model is not None else None
    if field is None:
        return None
    kind = field.annotation
    if get_origin(kind) is dict:
        return [get_args(kind)[1]]
    models = [each for each in get_args(kind) if isinstance(each, type) and issubclass(each, BaseModel)]
    if get_origin(kind) is UnionType and len(models) == 1:  # a table that may be left out
        return models[0]
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def keys(root: type[BaseModel], steps: Steps) -> list[str]:
    """Return the keys that are allowed in the table at ``steps``."""
    model: Any = root
    for step in steps:
        model = _below(model, str(step))
    return list(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else []


def hidden(steps: Steps) -> bool:
    """Say whether the value at ``steps`` may be, or contain, a secret."""
    secrets: tuple[Steps, ...] = HIDDEN
    return any(secret[: len(steps)] == tuple(steps)[: len(secret)] for secret in secrets)


def _sentence(error: ErrorDetails, steps: Steps, root: type[BaseModel], names: Names) -> Message:
    path, context = names(steps), error.get("ctx", {})
    if error["type"] == "missing":
        return say("{path}: missing, and it is needed", path=path)
    if error["type"] == "extra_forbidden":
        return unknown(path, str(steps[-1]), keys(root, steps[:-1]))
    seen = "…" if hidden(steps) else shown(error["input"])
    if error["type"] in ("enum", "literal_error"):
        return not_one_of(path, seen, re.findall(r"'([^']*)'", context["expected"]), error["input"])
    for marks, sentence in _LIMITS.items():
        if error["type"] in marks:
            limit = next((float(context[mark]) for mark in ("ge", "gt", "le", "lt") if mark in context), 0.0)
            return sentence(path, seen, limit)
    for mark, wanted in _KINDS.items():
        if error["type"].startswith(mark):
            return say("{path}: {seen} is not {wanted}", path=path, seen=seen, wanted=wanted)
    return say("{path}: {seen} is not allowed ({reason})", path=path, seen=seen, reason=error["msg"])


def unknown(path: str, key: str, allowed: list[str]) -> Message:
    near = nearest(key, allowed)
    if near is not None:
        return say("{path}: there is no such key; did you mean {near}?", path=path, near=near)
    return say("{path}: there is no such key; allowed are {allowed}", path=path, allowed=", ".join(allowed))


def not_one_of(path: str, seen: str, allowed: list[str], value: object) -> Message:
    near = nearest(value, allowed) if isinstance(value, str) else None
    choice = ", ".join(allowed)
    if near is not None:
        return say(
            "{path}: {seen} is not one of {allowed}; did you mean {near}?",
            path=path,
            seen=seen,
            allowed=choice,
            near=near,
        )
    return say("{path}: {seen} is not one of {allowed}", path=path, seen=seen, allowed=choice)


def shown(value: object) -> str:
    """Show a value as it may stand in the file, shortened."""
    text = f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else text[:40] + "…" + text[-10:]


_LIMITS: dict[tuple[str, ...], Callable[[str, str, float], Message]] = {
    ("greater_than_equal", "greater_than"): lambda path, seen, limit: say(
        "{path}: {seen} is too small; it must be at least {limit}", path=path, seen=seen, limit=f"{limit:g}"
    ),
    ("less_than_equal", "less_than"): lambda path, seen, limit: say(
        "{path}: {seen} is too large; it must be at most {limit}", path=path, seen=seen, limit=f"{limit:g}"
    ),
    ("string_too_short", "too_short"): lambda path, _seen, _limit: say("{path}: empty, and it must not be", path=path),
    ("string_pattern_mismatch",): lambda path, seen, _limit: say(
        "{path}: {seen} is not written as it must be, such as {example}", path=path, seen=seen, example="2026-03-11"
    ),
}

_KINDS = {
    "int_": say("a whole number"),
    "float_": say("a number"),
    "bool_": say("true or false"),
    "string_": say("text in quotes"),
    "tuple_": say('a list such as ["title"]'),
    "list_": say('a list such as ["title"]'),
    "dict_": say("a table"),
    "model_": say("a table"),
}
