"""Commands that keep the tables in step."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from jobs.cli.options import AsJson, Config, Deadline, Force, Pairs, Quiet, Spoken, Verbose, screened


class Keeps(StrEnum):
    NOTION = "notion"
    SHEET = "sheet"
    BOTH = "both"
    LATER = "later"


def plan(
    *,
    config: Config = None,
    pair: Pairs = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Show every cell that a sync would change, and why. Reads only."""
    with screened(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.run import Asked, run

        asked = Asked("plan", config, tuple(pair or ()), as_json=as_json, language=language)
        raise typer.Exit(run(asked, screen))


def sync(
    *,
    config: Config = None,
    pair: Pairs = None,
    as_json: AsJson = False,
    force: Force = False,
    wait: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=0, help="Wait so long for a pair that another run has."),
    ] = 0.0,
    deadline: Deadline = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Bring both sides in step."""
    with screened(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.run import Asked, run

        asked = Asked("sync", config, tuple(pair or ()), as_json, force, language, wait, deadline)
        raise typer.Exit(run(asked, screen))


def rehearse(
    *,
    config: Config = None,
    pair: Pairs = None,
    as_json: AsJson = False,
    keep: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep the copied tables in this new file, for bothways sandbox --store."),
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Play the next run on a local copy of both tables and show what it would change. Reads only."""
    with screened(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.rehearse import Asked, run

        raise typer.Exit(run(Asked(config, tuple(pair or ()), keep, as_json=as_json, language=language), screen))


def conflicts(
    *,
    config: Config = None,
    pair: Pairs = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """List the conflicts that wait for a person, and the deletions that are held. Asks no service."""
    with screened(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.conflicts import Asked, list_open

        raise typer.Exit(list_open(Asked(config, tuple(pair or ()), as_json, language), screen))


def settle(
    record: Annotated[str | None, typer.Argument(help="The record: its id, or its title.")] = None,
    field: Annotated[str | None, typer.Argument(help="The field, where the record has several conflicts.")] = None,
    *,
    keep: Annotated[Keeps, typer.Option("--keep", help="What is to stand.")],
    everything: Annotated[bool, typer.Option("--all", help="Settle every open conflict so.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before --all.")] = False,
    config: Config = None,
    pair: Pairs = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Decide a conflict, or a deletion that is held. The next run applies it, and keeps the value that loses."""
    with screened(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands import conflicts as deciding
        from sync.choices import Keep

        asked = deciding.Asked(
            config, tuple(pair or ()), as_json, language, record, field, Keep(keep.value), everything=everything
        )
        raise typer.Exit(deciding.settle(asked, screen, lambda text: yes or _confirmed(text)))


def _confirmed(text: str) -> bool:
    """Ask; where nobody answers, it is not confirmed."""
    try:
        return typer.confirm(text, err=True)
    except typer.Abort:
        return False
