"""Commands for the first evening."""

from pathlib import Path
from typing import Annotated

import typer

from jobs.cli.options import AsJson, Config, Pairs, Quiet, Spoken, Verbose, screened


def init(
    *,
    notion: Annotated[
        str | None, typer.Option(metavar="URL", help="The database in Notion; its address or its id.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(metavar="URL", help="The spreadsheet; its address or its id. One of both is enough.")
    ] = None,
    tab: Annotated[
        str | None, typer.Option(metavar="NAME", help="The tab; one that is not there yet is made from the database.")
    ] = None,
    parent: Annotated[
        str | None, typer.Option(metavar="URL", help="The page in Notion below which a database is made.")
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What the pair is called.")] = None,
    add_ids: Annotated[
        bool | None,
        typer.Option("--add-ids/--no-add-ids", help="Add the column and the property that carry the record ids."),
    ] = None,
    id_property: Annotated[
        str | None, typer.Option(metavar="NAME", help="The property that carries the record ids.")
    ] = None,
    id_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="The column that carries the record ids.")
    ] = None,
    header_row: Annotated[int | None, typer.Option(metavar="ROW", min=1, help="The row of the headers.")] = None,
    config: Annotated[
        Path | None,
        typer.Option("--config", "-c", metavar="FILE", help="The configuration to write; bothways.toml by default."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Add a pair to a configuration that is there; what is in it stays.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Make and add what is proposed without asking.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the proposal and write nothing.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write one JSON object instead of text (docs/init.md).")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Propose a mapping for two tables, or make one from the other, and write a configuration for it."""
    with screened(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.init import Asked, run
        from jobs.init import Given

        given = Given(notion, sheet, tab, parent, name, id_property, id_column, header_row, add_ids, yes=yes)
        raise typer.Exit(
            run(Asked(given, config, force=force, dry_run=dry_run, as_json=as_json, language=language), screen)
        )


def doctor(
    *,
    config: Config = None,
    pair: Pairs = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Look for everything that stands in the way of a run, and say the way out. Writes nothing."""
    with screened(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.doctor import Asked, run

        raise typer.Exit(run(Asked(config, tuple(pair or ()), as_json=as_json, language=language), screen))


def login_google(
    *,
    client: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The OAuth client (JSON); else google.client_file.")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port for the answer; 0 takes a free one.")] = 0,
    forget: Annotated[
        bool, typer.Option("--forget", help="Take the login back at Google, and remove it here.")
    ] = False,
    config: Config = None,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Log in to Google in the browser, and keep the login where only this user can read it."""
    with screened(language, verbose=verbose) as screen:
        from jobs.commands.login import Asked, run

        raise typer.Exit(run(Asked(config, client, browser, port, forget, language), screen))


def config_check(
    *, config: Config = None, as_json: AsJson = False, verbose: Verbose = False, language: Spoken = None
) -> None:
    """List every mistake of the configuration at once, each with its path. Calls nobody."""
    with screened(language, verbose=verbose) as screen:
        from jobs.commands import config as looking

        looking.check(config, screen, language=language, as_json=as_json)


def config_schema() -> None:
    """Print the JSON Schema of the configuration, by which editors complete it."""
    from jobs.settings.reference import schema as made

    typer.echo(made(), nl=False)


def config_docs() -> None:
    """Print docs/configuration.md, made from the models."""
    from jobs.settings.reference import reference

    typer.echo(reference(), nl=False)
