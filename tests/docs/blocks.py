"""The blocks of the pages: what stands in them, and the commands in those that show a terminal."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.shared import ROOT

PAGES = [ROOT / "README.md", ROOT / "README.ja.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_CONTINUED = re.compile(r"\\\n\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """One command as it stands on a page, without the prompt."""

    page: str
    text: str

    @property
    def words(self) -> list[str]:
        """Return the command as a shell would see it, without the comment behind it."""
        return shlex.split(self.text, comments=True)

    @property
    def arguments(self) -> list[str]:
        """Return what stands behind ``bothways``; empty for another program."""
        words = self.words
        return words[1:] if words and Path(words[0]).name == "bothways" else []

    @property
    def id(self) -> str:
        return f"{self.page}: {shlex.join(self.words)}"


def blocks(page: Path, language: str) -> list[str]:
    return [text for kind, text in _BLOCK.findall(page.read_text("utf-8")) if kind == language]


def lines(page: Path) -> Iterator[Line]:
    for block in blocks(page, "console"):
        for line in _CONTINUED.sub(" ", block).splitlines():
            if line.startswith("$ "):
                yield Line(page.name, line.removeprefix("$ "))


def table(text: str, mark: str) -> list[list[str]]:
    """Return the table after a mark such as ``<!-- before: sheet -->``: the header, then the rows."""
    below = text.partition(f"<!-- {mark} -->")[2].strip()
    found = re.match(r"(?:\|.*\n?)+", below)
    assert found is not None, mark
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in found[0].strip().splitlines()]
    return [rows[0], *rows[2:]]
