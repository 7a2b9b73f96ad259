"""Commands about what runs have done."""

from enum import StrEnum
from typing import Annotated

import typer

from jobs.cli.options import AsJson, Config, Force, Pairs, Showing, Spoken, Verbose, screened


class WhichSide(StrEnum):
    NOTION = "notion"
    SHEET = "sheet"


def log(
    record: Annotated[
        str | None, typer.Argument(metavar="[RECORD]", help="Its id, its title, or the link of its page or row.")
    ] = None,
    *,
    config: Config = None,
    pair: Pairs = None,
    limit: Annotated[int, typer.Option(metavar="COUNT", min=1, help="So many of the latest runs.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object instead of text.")] = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Show what happened to a record, field by field; without one, the latest runs. Writes nothing."""
    with screened(language, verbose=verbose) as screen:
        from jobs.commands.log import Asked, run

        raise typer.Exit(run(Asked(record, config, tuple(pair or ()), limit, as_json, language), screen))


def undo(
    run: Annotated[str, typer.Argument(metavar="RUN", help="The run, the beginning of its name, or last.")],
    *,
    config: Config = None,
    pair: Pairs = None,
    plan: Showing = False,
    force: Force = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Put back what a run wrote, wherever nobody has edited since; the edits it had carried over stay."""
    with screened(language, verbose=verbose) as screen:
        from jobs.commands.undo import Asked
        from jobs.commands.undo import undo as carry_out

        asked = Asked(config, tuple(pair or ()), plan, force, as_json, language)
        raise typer.Exit(carry_out(run, asked, screen))


def restore(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="Its id, its title, or the link of its page or row.")],
    field: Annotated[str, typer.Argument(metavar="FIELD", help="The field, by its name on either side.")],
    *,
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help='The time: 2026-11-20, "2026-11-20 10:00", or 2h ago.')
    ] = None,
    lost: Annotated[bool, typer.Option("--lost", help="The last value that did not win a conflict.")] = False,
    side: Annotated[WhichSide | None, typer.Option(help="Whose value, where the two sides differed.")] = None,
    config: Config = None,
    pair: Pairs = None,
    plan: Showing = False,
    force: Force = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Put a field back to what it was, on both sides."""
    with screened(language, verbose=verbose) as screen:
        from jobs.commands.undo import Asked, Value
        from jobs.commands.undo import restore as carry_out
        from sync.model import Side

        value = Value(record, field, at, None if side is None else Side(side.value), lost)
        raise typer.Exit(carry_out(value, Asked(config, tuple(pair or ()), plan, force, as_json, language), screen))
