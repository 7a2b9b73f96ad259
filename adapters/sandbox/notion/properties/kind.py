"""What a property type is made of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from adapters.sandbox.notion.workspace import Workspace
from adapters.sandbox.store import Doc

Reader = Callable[[Any, Doc], Any]
"""Takes a stored value (None where a page has none) and its page, returns what stands under the type's key."""


@dataclass(frozen=True, slots=True)
class Writing:
    """One page write: what it may look at, and the options it makes, which count only if all of it is valid."""

    workspace: Workspace
    source: Doc
    new_options: dict[str, list[Doc]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Configuring:
    """One property of a schema edit: its data source as it was, and its configuration so far ({} if it is new)."""

    workspace: Workspace
    source: Doc
    old: Doc


@dataclass(frozen=True, slots=True)
class Kind:
    """``write`` is None where a page write is refused; ``bind`` prepares a reader, cut at a limit if there is one."""

    bind: Callable[[Workspace, Doc, Doc, int | None], Reader]
    write: Callable[[Writing, Doc, object, str], Any] | None = None
    configure: Callable[[Configuring, object, str], Doc] | None = None
    listed: bool = False
    """Whether the property endpoint answers with a list."""


def constant(_workspace: Workspace, _source: Doc, _prop: Doc, _limit: int | None) -> Reader:
    return lambda value, _page: value
