"""Commands that do the clerical work on records."""

from pathlib import Path
from typing import Annotated

import typer

from jobs.cli.options import AsJson, Config, Dry, Force, Language, Quiet, Spoken, Tables, Verbose, screened

One = Annotated[str, typer.Argument(metavar="RECORD", help="Its id, its title, or the link of its page or row.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="The other record, named in the same way.")]


def flag(
    context: typer.Context,
    *,
    config: Config = None,
    pair: Tables = None,
    dry_run: Dry = False,
    force: Force = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Write what the rules find into the fields that are for it, on both sides; take away what is over."""
    if context.invoked_subcommand is not None:
        return
    with screened(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.clerical import Asked
        from jobs.commands.flag import run as carry_out

        raise typer.Exit(carry_out(Asked(config, tuple(pair or ()), dry_run, force, as_json, language), screen))


def flag_dismiss(
    record: One, other: Other, *, config: Config = None, as_json: AsJson = False, language: Spoken = None
) -> None:
    """Remember for good that two records are no duplicates."""
    with screened(language) as screen:
        from jobs.commands.clerical import Asked
        from jobs.commands.flag import dismiss

        raise typer.Exit(dismiss(record, other, Asked(config, as_json=as_json, language=language), screen))


def link(
    context: typer.Context,
    *,
    config: Config = None,
    pair: Tables = None,
    dry_run: Dry = False,
    force: Force = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Set certain links at both ends, suggest likely ones, and apply what people have decided."""
    if context.invoked_subcommand is not None:
        return
    with screened(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.clerical import Asked
        from jobs.commands.link import run as carry_out

        raise typer.Exit(carry_out(Asked(config, tuple(pair or ()), dry_run, force, as_json, language), screen))


def link_accept(
    record: One, other: Other, *, config: Config = None, as_json: AsJson = False, language: Spoken = None
) -> None:
    """Let the next run link two records."""
    _answered("accepted", record, other, config, as_json=as_json, language=language)


def link_dismiss(
    record: One, other: Other, *, config: Config = None, as_json: AsJson = False, language: Spoken = None
) -> None:
    """Never suggest the link of two records again."""
    _answered("dismissed", record, other, config, as_json=as_json, language=language)


def _answered(
    state: str, record: str, other: str, config: Path | None, *, as_json: bool, language: Language | None
) -> None:
    with screened(language) as screen:
        from jobs.commands.clerical import Asked
        from jobs.commands.link import answer
        from sync.clerical import TieState

        asked = Asked(config, as_json=as_json, language=language)
        raise typer.Exit(answer(record, other, TieState(state), asked, screen))
