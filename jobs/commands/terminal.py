"""Where a command writes, and in which language."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TextIO

from rich.console import Console, RenderableType
from rich.text import Text

from jobs.catalogue import language_of
from jobs.report import Voice
from jobs.report.names import Names
from jobs.report.table import Page
from jobs.report.waiting import trouble
from sync.errors import BothwaysError
from sync.message import Message

_NARROWEST, _WIDEST = 20, 120
"""A narrower terminal breaks the lines itself."""


def _console(stream: TextIO) -> Console:
    """Return a console that colours and draws only on a terminal, whatever the environment says."""
    terminal = stream.isatty()
    made = Console(file=stream, force_terminal=terminal, color_system="auto" if terminal else None, emoji=False)
    made.width = max(made.width, _NARROWEST)
    return made


@dataclass
class Terminal:
    """``voice`` follows the configuration once it is read; until then the environment."""

    voice: Voice
    quiet: bool = False
    verbose: bool = False
    out: Console = field(default_factory=lambda: _console(sys.stdout))
    err: Console = field(default_factory=lambda: _console(sys.stderr))

    @property
    def width(self) -> int:
        return min(self.out.width, _WIDEST)

    def show(self, report: RenderableType) -> None:
        self.out.print(report, width=self.width)

    def raw(self, text: str) -> None:
        """Write text for programs as it is."""
        self.out.file.write(text)
        self.out.file.flush()

    def say(self, message: Message, style: str = "") -> None:
        """Say something beside the result."""
        self.err.print(Text(self.voice(message), style=style))

    def fail(self, error: BothwaysError) -> None:
        for part in trouble(error, Page(Names({}), self.voice, min(self.err.width, _WIDEST))):
            self.err.print(part)

    def watched(self) -> bool:
        return self.err.is_terminal and not self.quiet


def terminal(
    language: str | None, *, quiet: bool = False, verbose: bool = False, env: Mapping[str, str] | None = None
) -> Terminal:
    return Terminal(Voice(language or language_of(os.environ if env is None else env)), quiet, verbose)
