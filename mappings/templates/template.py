"""A template: headings, each with a line that says what belongs under it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from mappings.aliases import LANGUAGES, Language
from sync.message import Message, say

NAMES = ("postmortem", "risk")
MOST = 100
"""Blocks that Notion takes along with a new page."""
LONGEST = 2000
"""Characters of one piece of text."""
_HEADING = re.compile(r"(#{1,4})\s+(.*\S)\s*")
_ENTRY = re.compile(r"[-*]\s+(.*\S)\s*")


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` counts from 1 to 4, as Notion does; ``lines`` stand under it, as entries of a list where ``listed``."""

    text: str
    level: int = 2
    lines: tuple[str, ...] = ()
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    headings: tuple[Heading, ...]

    @property
    def blocks(self) -> int:
        return sum(1 + len(each.lines) for each in self.headings)

    @property
    def lines(self) -> tuple[str, ...]:
        """The placeholders: none of them is text that a person wrote."""
        return tuple(line for each in self.headings for line in each.lines)


@cache
def load(name: str, language: Language) -> Template:
    """Return one of ``NAMES`` in one of the languages. Raises KeyError for others."""
    if name not in NAMES or language not in LANGUAGES:
        raise KeyError((name, language))
    raw = tomllib.loads(files("mappings.templates").joinpath(f"{name}.toml").read_text("utf-8"))
    return Template(tuple(_heading(each[language]) for each in raw["sections"]))


def placeholders() -> Iterator[str]:
    """Yield the lines of all templates in all languages: a page may have been made from any."""
    for name in NAMES:
        for language in LANGUAGES:
            yield from load(name, language).lines


def read(text: str, kind: str, language: Language) -> Template | Message:
    """Return the template in the text of a file of one's own, ``kind`` being ``toml`` or ``md``, or what is wrong.

    Markdown has headings, and lines and list entries under them. TOML has ``sections`` with ``heading``, ``line`` or
    ``lines``, ``level`` and ``list``, each by itself or under ``ja`` and ``en``.
    """
    try:
        found = Template(tuple(_marked(text) if kind == "md" else _listed(text, language)))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        return say("it cannot be read ({reason})", reason=str(error))
    if not found.headings:
        return say("there is no heading in it")
    if found.blocks > MOST:
        return say("it has {count} blocks, and a new page takes {most} at most", count=found.blocks, most=MOST)
    long = next((each for each in (*found.lines, *(h.text for h in found.headings)) if len(each) > LONGEST), None)
    if long is not None:
        return say("the line {line}… is longer than {most} characters", line=long[:20], most=LONGEST)
    return found


def _heading(raw: Mapping[str, Any]) -> Heading:
    lines = raw.get("lines", [raw["line"]] if "line" in raw else [])
    level = raw.get("level", 2)
    if not isinstance(raw["heading"], str) or not all(isinstance(each, str) for each in lines):
        raise TypeError("heading and lines are text")
    if level not in (1, 2, 3, 4):
        raise ValueError(f"level {level}")
    return Heading(raw["heading"], level, tuple(lines), raw.get("list") is True)


def _listed(text: str, language: Language) -> Iterator[Heading]:
    for each in tomllib.loads(text).get("sections", ()):
        own = next((each[name] for name in (language, *LANGUAGES) if name in each), each)
        yield _heading(own)


def _marked(text: str) -> Iterator[Heading]:
    """What stands above the first heading is no part of the template."""
    title, level, lines, listed = "", 0, list[str](), False
    for line in text.splitlines():
        heading = _HEADING.fullmatch(line)
        if heading is not None:
            if title:
                yield Heading(title, level, tuple(lines), listed)
            title, level, lines, listed = heading[2], len(heading[1]), [], False
        elif title and line.strip():
            entry = _ENTRY.fullmatch(line.strip())
            listed = listed or entry is not None
            lines.append(line.strip() if entry is None else entry[1])
    if title:
        yield Heading(title, level, tuple(lines), listed)
