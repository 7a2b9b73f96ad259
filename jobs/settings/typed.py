"""The values as they were typed: nothing is known of them yet."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from sync.message import Message

Mistakes: TypeAlias = Iterator[tuple[tuple[str | int, ...], Message]]
"""Each with its place."""


def table(values: object, key: str) -> Mapping[str, Any]:
    """Return the table under ``key``; an empty one where there is something else, which is reported elsewhere."""
    found = values.get(key) if isinstance(values, Mapping) else None
    return found if isinstance(found, Mapping) else {}
