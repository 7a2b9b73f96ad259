"""A digest as it is written into Notion and into a spreadsheet: values that both the renderer and the writer know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

Blocks: TypeAlias = Sequence[dict[str, Any]]
"""Blocks of Notion as they are sent."""
MARK = "bothways"
WIDTH = 8
"""So many columns of the tab are ours."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image. ``caption`` says the same in words, and stands in its place where it cannot be sent."""

    name: str
    data: bytes = field(repr=False)
    caption: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A digest as a page of Notion. ``print`` is the same for the same content, whenever it was made.

    An image names its picture by ``picture``: {"type": "image", "image": {"picture": key}}. ``plain`` is the body
    without mentions. ``titles`` are all that the page may have been called when it was made.
    """

    key: str
    """The window's name."""
    title: str
    titles: tuple[str, ...]
    print: str
    body: Blocks
    plain: Blocks
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    kept: str = ""
    """What is said above an earlier version that people have written into."""


def mark_of(key: str, print_: str) -> str:
    """Return the text by which a version of a digest is known, with or without a memory."""
    return f"{MARK} {key} {print_}"


def print_in(mark: str, key: str) -> str | None:
    """Return the print in a mark of the digest ``key``; ``None`` where the text is no such mark."""
    words = mark.split()
    return words[2] if len(words) == 3 and words[:2] == [MARK, key] else None


class Look(StrEnum):
    PLAIN = "plain"
    TITLE = "title"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Cell:
    """A text stays a text whatever it begins with; a number is a number with a pattern."""

    value: str | float | None = None
    pattern: str = ""
    link: str | None = None
    look: Look = Look.PLAIN


class Drawn(StrEnum):
    COLUMN = "COLUMN"
    STACKED = "STACKED"
    LINE = "LINE"


@dataclass(frozen=True, slots=True)
class Graph:
    """A chart over rows of the block: ``top`` is the row of the heads, the labels stand in the first column."""

    title: str
    text: str
    kind: Drawn
    top: int
    labels: int
    series: int


@dataclass(frozen=True, slots=True)
class Sheaf:
    """One digest as a block of rows, each of at most ``WIDTH`` cells."""

    key: str
    order: int
    """The day on which the window begins, as an ordinal: a later one stands higher."""
    print: str
    rows: tuple[tuple[Cell, ...], ...]
    graphs: tuple[Graph, ...] = ()
