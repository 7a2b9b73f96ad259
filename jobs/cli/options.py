"""Options that several commands take."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from jobs.commands.terminal import Terminal


class Language(StrEnum):
    EN = "en"
    JA = "ja"


class JobChoice(StrEnum):
    SYNC = "sync"
    LINK = "link"
    FLAG = "flag"
    DIGEST = "digest"


Config = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", metavar="FILE", help="The configuration; bothways.toml unless BOTHWAYS_CONFIG names one."
    ),
]
Pairs = Annotated[
    list[str] | None, typer.Option("--pair", "-p", metavar="NAME", help="Only this pair; may be repeated.")
]
Tables = Annotated[
    list[str] | None, typer.Option("--pair", "-p", metavar="NAME", help="Only this pair or table; may be repeated.")
]
Only = Annotated[
    list[JobChoice] | None, typer.Option("--only", metavar="JOB", help="Only this job: sync, link, flag or digest.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Write one JSON object instead of text (docs/json.md).")]
Spoken = Annotated[Language | None, typer.Option("--language", help="The language to answer in.")]
Force = Annotated[bool, typer.Option("--force", help="Overrule the guards, for this run only. It is written down.")]
Showing = Annotated[bool, typer.Option("--plan", help="Only show what would be written.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Only show what would be written.")]
Deadline = Annotated[
    float | None,
    typer.Option(
        metavar="MINUTES", min=0.01, help="Stop cleanly after so long; the next run does the rest (exit code 8)."
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what needs a person.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Also list the ids that are written, and show tracebacks.")
]


@contextmanager
def screened(language: Language | None, *, quiet: bool = False, verbose: bool = False) -> Iterator["Terminal"]:
    """Give a command its terminal; what it raises becomes a message and an exit code."""
    from jobs.commands.guarded import guarded
    from jobs.commands.terminal import terminal

    screen = terminal(language, quiet=quiet, verbose=verbose)
    with guarded(screen):
        yield screen
