"""Where two answers differ in keys, types, or values that the request decides."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

_FREE = frozenset(
    (
        *("request_id", "created_time", "last_edited_time", "expiry_time", "expires_at", "imported_time"),
        *("url", "public_url", "avatar_url", "upload_url", "status_url", "next_url", "next_cursor"),
        *("workspace_id", "workspace_name", "resolved_name"),
    )
)
"""Times, addresses and names of their workspace: they have to be there, and be of the same type."""


def differences(theirs: object, ours: object, path: str = "", key: str = "") -> Iterator[str]:
    if isinstance(theirs, dict) and isinstance(ours, dict):
        if theirs.keys() != ours.keys():
            lacking, extra = sorted(theirs.keys() - ours.keys()), sorted(ours.keys() - theirs.keys())
            yield f"{path}: lacks {lacking}, has {extra}"
        for name in theirs.keys() & ours.keys():
            yield from differences(theirs[name], ours[name], f"{path}.{name}", name)
    elif isinstance(theirs, list) and isinstance(ours, list):
        if len(theirs) != len(ours):
            yield f"{path}: {len(theirs)} items != {len(ours)}"
        for number, (left, right) in enumerate(zip(theirs, ours, strict=False)):
            yield from differences(left, right, f"{path}[{number}]", key)
    elif theirs != ours and not (key in _FREE and type(theirs) is type(ours)) and not _same_form(theirs, ours):
        yield f"{path}: {theirs!r} != {ours!r}"


def _same_form(theirs: object, ours: object) -> bool:
    """Times agree in their form, percent signs in what they mean, and an integration has any name."""
    if isinstance(theirs, str) and isinstance(ours, str):
        return _form(theirs) == _form(ours)
    return False


def _form(text: str) -> str:
    text = re.sub(r'your integration "[^"]*"', 'your integration "…"', unquote(text))
    return re.sub(r"\d", "0", text) if re.match(r"\d{4}-\d\d-\d\dT", text) else text
