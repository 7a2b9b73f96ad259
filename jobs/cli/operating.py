"""Commands that run by themselves, and what they did."""

from typing import Annotated

import typer

from jobs.cli.options import AsJson, Config, Deadline, Dry, Only, Quiet, Spoken, Verbose, screened


def run(
    *,
    config: Config = None,
    only: Only = None,
    everything: Annotated[bool, typer.Option("--now", help="Run the jobs that are not due, too.")] = False,
    dry_run: Dry = False,
    deadline: Deadline = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Run the configured jobs that are due, in order, and report once: for cron, timers and GitHub Actions."""
    with screened(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.nightly import Asked
        from jobs.commands.nightly import run as carry_out
        from jobs.schedule import JobName

        names = tuple(JobName(each.value) for each in only or ())
        asked = Asked(config, names, everything, dry_run, deadline, as_json, language)
        raise typer.Exit(carry_out(asked, screen))


def worker(
    *,
    config: Config = None,
    only: Only = None,
    health_port: Annotated[
        int | None,
        typer.Option(
            min=0, max=65535, help="Serve health and metrics on this port of this machine; 0 takes a free one."
        ),
    ] = None,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Run the configured jobs as a service, each at its time, until SIGTERM or Ctrl+C."""
    with screened(language, verbose=verbose) as screen:
        from jobs.commands.worker import Asked
        from jobs.commands.worker import run as carry_out
        from jobs.schedule import JobName

        names = tuple(JobName(each.value) for each in only or ())
        raise typer.Exit(carry_out(Asked(config, names, health_port, language), screen))


def status(
    *,
    config: Config = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Show the last run of each job, what waits for a person, and what is next. Asks no service, writes nothing."""
    with screened(language, verbose=verbose) as screen:
        from jobs.commands.status import Asked
        from jobs.commands.status import run as carry_out

        raise typer.Exit(carry_out(Asked(config, as_json, language), screen))
