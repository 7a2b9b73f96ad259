"""Commands that need no account."""

from pathlib import Path
from typing import Annotated

import typer

from jobs.cli.options import Spoken, Verbose, screened


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
    with screened(language, verbose=verbose):
        from jobs import wiring

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


def demo(*, verbose: Verbose = False, language: Spoken = None) -> None:
    """Show the main job on local services, from filling the tables to proving that nothing is left to do."""
    with screened(language, verbose=verbose) as screen:
        from jobs import demo as show

        raise typer.Exit(show.run(language=screen.voice.language))
