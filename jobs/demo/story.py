"""How the demo is told: chapters, lines, a small table, and how long each chapter took."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.cells import cell_len, set_cell_size
from rich.console import Console, Group, RenderableType
from rich.segment import Segment, Segments
from rich.text import Text

from jobs.report.line import safe, shorten
from jobs.report.voice import Voice
from sync.message import Message, say

WIDTH = 80
_INDENT = 3
_MARK = {True: ("✓", "green"), False: ("✗", "bold red")}


@dataclass
class Story:
    """``clock`` counts seconds from any start."""

    console: Console
    voice: Voice
    clock: Callable[[], float]
    times: list[tuple[Message, float]] = field(default_factory=list)

    @contextmanager
    def chapter(self, title: Message) -> Iterator[None]:
        """Print a heading and remember how long what follows takes."""
        self._print("")
        self._print(f"{len(self.times) + 1}. {self.voice(title)}", "bold")
        begun = self.clock()
        yield
        self.times.append((title, self.clock() - begun))

    def line(self, message: Message, mark: str = "", style: str = "") -> None:
        """Print one line, indented, its middle left out where it is too long."""
        start = " " * _INDENT + (f"{mark} " if mark else "")
        self._print(start + shorten(self.voice(message), WIDTH - cell_len(start)), style)

    def bullets(self, messages: Sequence[Message]) -> None:
        for message in messages:
            self.line(message, "·")

    def check(self, message: Message, *, good: bool) -> bool:
        """Print what was found with a tick or a cross."""
        self.line(message, *_MARK[good])
        return good

    def prose(self, message: Message) -> None:
        """Print a sentence, indented, on as many lines as it takes."""
        self._lines(self._rendered(Text(self.voice(message))))

    def report(self, what: RenderableType, most: int) -> None:
        """Print at most ``most`` lines of a report, how many are left out, and its closing line."""
        parts = what.renderables if isinstance(what, Group) else [what]
        lines = self._rendered(Group(*parts[:-1]))
        self._lines(lines[:most])
        if len(lines) > most:
            self.line(say("… {count} more lines", count=len(lines) - most), style="dim")
            self.blank()
        self._lines(self._rendered(parts[-1]))

    def _rendered(self, what: RenderableType) -> list[list[Segment]]:
        options = self.console.options.update_width(WIDTH - _INDENT)
        return [_trimmed(line) for line in self.console.render_lines(what, options, pad=False)]

    def _lines(self, lines: Sequence[Sequence[Segment]]) -> None:
        for line in lines:
            indent = [Segment(" " * _INDENT)] if line else []
            self.console.print(Segments([*indent, *line, Segment("\n")]), end="")

    def table(self, widths: Sequence[int], head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Print columns of these widths side by side."""
        for number, row in enumerate([head, *rows]):
            cells = (set_cell_size(shorten(safe(each), width), width) for each, width in zip(row, widths, strict=True))
            self._print((" " * _INDENT + "  ".join(cells)).rstrip(), "" if number else "dim")

    def timings(self) -> None:
        together = ("", self.voice(say("together")), sum(seconds for _, seconds in self.times))
        rows = [(f"{number}.", self.voice(title), seconds) for number, (title, seconds) in enumerate(self.times, 1)]
        for number, title, seconds in [*rows, together]:
            self._print(f"   {number:3}{set_cell_size(shorten(title, 60), 60)}  {seconds:6.2f} s")

    def blank(self) -> None:
        self._print("")

    def _print(self, text: str, style: str = "") -> None:
        self.console.print(Text(text, style=style), soft_wrap=True)


def _trimmed(line: Sequence[Segment]) -> list[Segment]:
    """Drop the blanks that a line of a report ends with."""
    kept = list(line)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[-1] = Segment(kept[-1].text.rstrip(), kept[-1].style)
    return kept
