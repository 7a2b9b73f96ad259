"""Commands that read records and tell of them."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from jobs.cli.options import AsJson, Config, Dry, Quiet, Spoken, Tables, Verbose, screened


class CheckFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    CSV = "csv"


class CheckWeight(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


def check(
    *,
    config: Config = None,
    pair: Tables = None,
    rule: Annotated[
        list[str] | None, typer.Option("--rule", metavar="ID", help="Tell only of this rule; may be repeated.")
    ] = None,
    written: Annotated[
        CheckFormat, typer.Option("--format", help="How it is written (docs/check.md).")
    ] = CheckFormat.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to this file.")
    ] = None,
    fail_on: Annotated[
        CheckWeight | None, typer.Option("--fail-on", help="End with exit code 7 on findings of this weight or graver.")
    ] = None,
    examples: Annotated[int, typer.Option(metavar="COUNT", min=0, help="So many examples of each rule.")] = 5,
    bodies: Annotated[
        bool,
        typer.Option("--bodies/--no-bodies", help="Read the pages of incidents for their sections: a call a page."),
    ] = True,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Show what the tables break today, by rule, with counts and examples. Reads only."""
    with screened(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.check import Asked, Format, run
        from jobs.rules.finding import Weight

        asked = Asked(
            config,
            tuple(pair or ()),
            tuple(rule or ()),
            Format.JSON if as_json else Format(written.value),
            output,
            None if fail_on is None else Weight(fail_on.value),
            examples,
            bodies,
            language,
        )
        raise typer.Exit(run(asked, screen))


def digest(
    *,
    config: Config = None,
    week: Annotated[
        str | None, typer.Option(metavar="WEEK", help="A week, such as 2026-W46; the last full one by default.")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="Instead of a week: the first day.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="The last day; --to takes it as well.")
    ] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write one HTML page to this file.")] = None,
    markdown: Annotated[Path | None, typer.Option(metavar="FILE", help="Write Markdown to this file.")] = None,
    to: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PLACES", help="Only these places, of notion, tab, slack, chat and mail; or the last day."
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Send messages that were sent for this window before.")
    ] = False,
    dry_run: Dry = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Make the weekly digest and bring it to the places that are configured."""
    with screened(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.digest import Asked, run

        named = [part.strip() for each in to or () for part in each.split(",") if part.strip()]
        days = [each for each in named if each[:1].isdigit()]
        places = tuple(each for each in named if not each[:1].isdigit())
        until = last or (days[-1] if days else None)
        asked = Asked(config, week, first, until, html, markdown, places, again, dry_run, as_json, language)
        raise typer.Exit(run(asked, screen))
