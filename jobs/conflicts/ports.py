"""What the desk needs of the world: the memory of what was asked, the tab, the pages."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from mappings.board import BoardLine, BoardRow
from sync.changes import Conflict, Held
from sync.choices import Keep, Question
from sync.model import Address, Base


class Place(StrEnum):
    """Where a conflict is shown to people."""

    TAB = "tab"
    COMMENT = "comment"
    FLAG = "flag"
    SAID = "said"
    """Not a place: what was said once and is not to be said at every run."""


class Standing(Protocol):
    """A conflict that waits, since when."""

    @property
    def conflict(self) -> Conflict: ...

    @property
    def first_seen(self) -> datetime: ...


class Waiting(Protocol):
    """Something that the last run held."""

    @property
    def held(self) -> Held: ...


class Notebook(Protocol):
    """What the memory of a pair keeps of questions and answers. Each method is one transaction."""

    def open_conflicts(self) -> Sequence[Standing]: ...

    def held(self) -> Sequence[Waiting]: ...

    def base(self) -> Base: ...

    def choices(self) -> Sequence[tuple[Question, Keep]]: ...

    def choose(self, made: Sequence[tuple[Question, Keep]], at: datetime) -> None: ...

    def close_choices(self, over: Iterable[Question], at: datetime) -> None: ...

    def posts(self, place: str) -> Mapping[Question, str]:
        """Return what is shown in a place, each with where exactly."""
        ...

    def post(self, place: str, made: Mapping[Question, str], at: datetime) -> None: ...

    def withdraw(self, place: str, over: Iterable[Question], at: datetime) -> None: ...


class Board(Protocol):
    """The Conflicts tab of a spreadsheet."""

    def read(self) -> Sequence[BoardRow] | None: ...

    def post(self, lines: Sequence[BoardLine], pair: str) -> frozenset[str]:
        """Let these be the lines of the pair, and return the keys that stand in the tab then."""
        ...


class Pages(Protocol):
    """The pages of a database."""

    def comment(self, page: Address, text: str, mark: str) -> None:
        """Comment, unless a comment on the page has the mark in it already."""
        ...

    def flags(self, source: str) -> Mapping[Address, str]: ...

    def flag(self, source: str, page: Address, text: str | None, options: Sequence[str]) -> None: ...
