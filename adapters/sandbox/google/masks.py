"""Field masks: ``a.b,c/d(e,f),*`` read, checked against the schema, used to cut an answer and to merge an update."""

from typing import Any

from adapters.sandbox.google.errors import invalid, violations
from adapters.sandbox.google.schema import camel, messages

Json = dict[str, Any]
Mask = dict[str, "Mask"]  # recursive; an empty one is the whole


class Cut(list[Any]):
    """Items that were cut to the mask of the call while they were made."""


def parse(text: str) -> Mask:
    mask, rest = _group(text.replace(" ", ""), 0)
    if rest != len(text.replace(" ", "")):
        raise bad_path(text)
    return mask


def bad_path(path: str) -> Exception:
    text = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    return violations([(path, text)], "Request contains an invalid argument.")


def check(message: str, mask: Mask, before: str = "") -> None:
    """Raise Google's 400 where a path names what the message does not have."""
    fields = messages().get(message)
    if fields is None:
        return
    for name, below in mask.items():
        path = f"{before}.{name}" if before else name
        if name == "*":
            continue
        field = fields.get(name)
        if field is None:
            raise bad_path(path)
        check(field.kind.strip("[]{}"), below, path)


def update_mask(text: str | None, message: str) -> Mask:
    """Read the ``fields`` of an update request; ``*`` is every field of the message."""
    if not text:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    mask = _camel(parse(text))
    fields = messages()[message]
    if "*" in mask:
        return {name: {} for name in fields}
    for name in mask:
        if name not in fields:
            raise invalid(f"Invalid field: {name}")
    return mask


def project(value: Any, mask: Mask) -> Any:  # noqa: ANN401 - a JSON value
    """Cut a JSON value to the mask; a message that is there stays, even if nothing of it does."""
    if not mask or isinstance(value, Cut):
        return value
    if isinstance(value, list):
        return [project(item, mask) for item in value]
    if not isinstance(value, dict):
        return value
    everything = mask.get("*")
    out = {}
    for name, item in value.items():
        if name in mask:
            out[name] = project(item, mask[name])
        elif everything is not None:
            out[name] = project(item, everything)
    return out


def assign(target: Json, source: Json, mask: Mask) -> None:
    """Take over what the mask names: what the source does not have is removed from the target."""
    for name, below in mask.items():
        given = source.get(name)
        if below and "*" not in below:
            inner = dict(target.get(name) or {})
            assign(inner, given or {}, below)
            target[name] = inner
        elif given is None:
            target.pop(name, None)
        else:
            target[name] = given


def _camel(mask: Mask) -> Mask:
    return {camel(name): _camel(below) for name, below in mask.items()}


def _group(text: str, at: int) -> tuple[Mask, int]:
    """Read comma-separated paths up to a closing bracket or the end."""
    mask: Mask = {}
    while at < len(text) and text[at] != ")":
        at = _path(text, at, mask)
        if at < len(text) and text[at] == ",":
            at += 1
    return mask, at


def _path(text: str, at: int, mask: Mask) -> int:
    names = []
    start = at
    while at < len(text) and text[at] not in ",()":
        if text[at] in "./":
            names.append(text[start:at])
            start = at + 1
        at += 1
    names.append(text[start:at])
    below: Mask = {}
    if at < len(text) and text[at] == "(":
        below, at = _group(text, at + 1)
        if at >= len(text):
            raise bad_path(text)
        at += 1
    _merge(mask, [name for name in names if name], below)
    return at


def _merge(mask: Mask, names: list[str], below: Mask) -> None:
    for index, name in enumerate(names):
        known = name in mask
        whole = known and not mask[name]
        inner = mask.setdefault(name, {})
        if whole:
            return
        if index == len(names) - 1:
            if below:
                inner.update(below)
            else:
                inner.clear()
        mask = inner
