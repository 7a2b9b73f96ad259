"""The command line. Each command loads what it needs when it is called."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jobs.exits import explained

if TYPE_CHECKING:
    from jobs.commands.terminal import Terminal

_EXITS = "\b\n" + explained()

app = typer.Typer(
    epilog=_EXITS,
    name="bothways",
    help="Keeps Notion databases and Google Sheets in step, field by field, in both directions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
config = typer.Typer(help="Look at the configuration without running anything.", no_args_is_help=True)
app.add_typer(config, name="config")


class Language(StrEnum):
    EN = "en"
    JA = "ja"


Config = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", metavar="FILE", help="The configuration; bothways.toml unless BOTHWAYS_CONFIG names one."
    ),
]
Pairs = Annotated[
    list[str] | None, typer.Option("--pair", "-p", metavar="NAME", help="Only this pair; may be repeated.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Write one JSON object instead of text (docs/json.md).")]
Spoken = Annotated[Language | None, typer.Option("--language", help="The language to answer in.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what needs a person.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Also list the ids that are written, and show tracebacks.")
]


def _version(asked: bool) -> None:  # noqa: FBT001 - typer calls it with the option's value
    if asked:
        from importlib.metadata import version  # noqa: PLC0415 - only here

        typer.echo(f"bothways {version('bothways')}")
        raise typer.Exit


@app.callback()
def root(
    *,
    _asked: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Keep Notion databases and Google Sheets in step, field by field, in both directions."""


@app.command(epilog=_EXITS)
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
    _run("plan", config, pair, as_json=as_json, quiet=quiet, verbose=verbose, language=language)


@app.command(epilog=_EXITS)
def sync(
    *,
    config: Config = None,
    pair: Pairs = None,
    as_json: AsJson = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overrule the guards, for this run only. It is written down.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Bring both sides in step."""
    _run("sync", config, pair, as_json=as_json, force=force, quiet=quiet, verbose=verbose, language=language)


@app.command(epilog=_EXITS)
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
    with _screen(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.rehearse import Asked, run  # noqa: PLC0415 - --help need not wait for it

        raise typer.Exit(run(Asked(config, tuple(pair or ()), keep, as_json=as_json, language=language), screen))


@app.command(epilog=_EXITS)
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
    with _screen(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.doctor import Asked, run  # noqa: PLC0415 - --help need not wait for it

        raise typer.Exit(run(Asked(config, tuple(pair or ()), as_json=as_json, language=language), screen))


@app.command(epilog=_EXITS)
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
    with _screen(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.init import Asked, run  # noqa: PLC0415 - --help need not wait for it
        from jobs.init import Given  # noqa: PLC0415 - as above

        given = Given(notion, sheet, tab, parent, name, id_property, id_column, header_row, add_ids, yes=yes)
        raise typer.Exit(
            run(Asked(given, config, force=force, dry_run=dry_run, as_json=as_json, language=language), screen)
        )


@contextmanager
def _screen(language: Language | None, *, quiet: bool = False, verbose: bool = False) -> Iterator["Terminal"]:
    from jobs.commands.guarded import guarded  # noqa: PLC0415 - --help need not wait for it
    from jobs.commands.terminal import terminal  # noqa: PLC0415 - as above

    screen = terminal(language, quiet=quiet, verbose=verbose)
    with guarded(screen):
        yield screen


def _run(
    command: str,
    config: Path | None,
    pair: list[str] | None,
    *,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    language: Language | None,
    force: bool = False,
) -> None:
    with _screen(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.run import Asked, run  # noqa: PLC0415 - --help need not wait for it

        asked = Asked(command, config, tuple(pair or ()), as_json=as_json, force=force, language=language)
        raise typer.Exit(run(asked, screen))


@app.command()
def sandbox(
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port on this machine; 0 takes a free one.")] = 8787,
    store: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep everything in this SQLite file; else in memory.")
    ] = None,
    token: Annotated[str | None, typer.Option(help="Take only this token; else any.")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Fill it with the tables of the demo.")] = False,
    faults: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            exists=True,
            dir_okay=False,
            readable=True,
            help="Let happen what this script says (docs/sandbox-faults.md).",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Make ids and random faults repeatable by this number.")] = 0,
    quotas: Annotated[bool, typer.Option("--quotas", help="Refuse calls over the services' own quotas.")] = False,
    host: Annotated[
        str, typer.Option(help="The address to serve on; others than this machine's need --expose.")
    ] = "127.0.0.1",
    expose: Annotated[
        bool, typer.Option("--expose", help="Serve other machines: who reaches it can read and change everything.")
    ] = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Serve a local Notion and Google Sheets, on this machine only, until Ctrl+C.

    One JSON line says when it is ready: {"notion": BASE, "google": BASE, "token": TOKEN}.
    """
    with _screen(language, verbose=verbose):
        from jobs import wiring  # noqa: PLC0415 - --help need not wait for it

        wiring.serve_sandbox(
            port=port,
            store=store,
            token=token,
            demo=demo,
            faults=faults,
            seed=seed,
            quotas=quotas,
            host=host if expose or host in wiring.LOOPBACK else None,
        )


@app.command()
def demo(*, verbose: Verbose = False, language: Spoken = None) -> None:
    """Show the main job on local services, from filling the tables to proving that nothing is left to do."""
    with _screen(language, verbose=verbose) as screen:
        from jobs import demo as show  # noqa: PLC0415 - --help need not wait for it

        raise typer.Exit(show.run(language=screen.voice.language))


@config.command()
def check(*, config: Config = None, as_json: AsJson = False, verbose: Verbose = False, language: Spoken = None) -> None:
    """List every mistake of the configuration at once, each with its path. Calls nobody."""
    with _screen(language, verbose=verbose) as screen:
        from jobs.commands import config as looking  # noqa: PLC0415 - --help need not wait for it

        looking.check(config, screen, language=language, as_json=as_json)


@config.command()
def schema() -> None:
    """Print the JSON Schema of the configuration, by which editors complete it."""
    from jobs.settings.reference import schema as made  # noqa: PLC0415 - --help need not wait for it

    typer.echo(made(), nl=False)


@config.command()
def docs() -> None:
    """Print docs/configuration.md, made from the models."""
    from jobs.settings.reference import reference  # noqa: PLC0415 - --help need not wait for it

    typer.echo(reference(), nl=False)


def main() -> None:
    """Run the command line; what a terminal cannot show is replaced, never a reason to fail."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()
