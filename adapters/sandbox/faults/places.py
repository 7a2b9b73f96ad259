"""The places of a JSON document, each with its pointer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Container = dict[str, Any] | list[Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A key of an object or an index of a list; ``steps`` lead there from the top."""

    inside: Any
    key: Any
    steps: tuple[str, ...]

    @property
    def value(self) -> object:
        return self.inside[self.key]

    @property
    def in_object(self) -> bool:
        return isinstance(self.inside, dict)

    def put(self, value: object) -> None:
        self.inside[self.key] = value

    def fits(self, pointer: str) -> bool:
        """Say whether a pointer leads here; ``*`` is any one step, no pointer is any place."""
        if not pointer:
            return True
        wanted = pointer.split("/")[1:]
        return len(wanted) == len(self.steps) and all(
            one in ("*", step) for one, step in zip(wanted, self.steps, strict=True)
        )


def places(node: object, steps: tuple[str, ...] = ()) -> Iterator[Place]:
    """Yield every place of a document, the outer ones before the inner ones."""
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in entries:
        here = (*steps, str(key).replace("~", "~0").replace("/", "~1"))
        yield Place(node, key, here)
        yield from places(value, here)
