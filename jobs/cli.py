"""The command line. Each command loads what it needs when it is called."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from jobs.exits import Exit, explained

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
flag = typer.Typer(invoke_without_command=True, help="Write what the rules find into the fields that are for it.")
app.add_typer(flag, name="flag", epilog=_EXITS)
link = typer.Typer(invoke_without_command=True, help="Set certain links at both ends, and suggest likely ones.")
app.add_typer(link, name="link", epilog=_EXITS)
login = typer.Typer(help="Log in as yourself, where there is no account for programs.", no_args_is_help=True)
app.add_typer(login, name="login", epilog=_EXITS)


class Language(StrEnum):
    EN = "en"
    JA = "ja"


class WhichSide(StrEnum):
    NOTION = "notion"
    SHEET = "sheet"


class CheckFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    CSV = "csv"


class CheckWeight(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class JobChoice(StrEnum):
    SYNC = "sync"
    LINK = "link"
    FLAG = "flag"
    DIGEST = "digest"


class Keeps(StrEnum):
    NOTION = "notion"
    SHEET = "sheet"
    BOTH = "both"
    LATER = "later"


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
Force = Annotated[bool, typer.Option("--force", help="Overrule the guards, for this run only. It is written down.")]
Showing = Annotated[bool, typer.Option("--plan", help="Only show what would be written.")]
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
    wait: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=0, help="Wait so long for a pair that another run has."),
    ] = 0.0,
    deadline: Annotated[
        float | None,
        typer.Option(
            metavar="MINUTES", min=0.01, help="Stop cleanly after so long; the next run does the rest (exit code 8)."
        ),
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Bring both sides in step."""
    with _screen(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.run import Asked, run  # noqa: PLC0415 - --help need not wait for it

        asked = Asked("sync", config, tuple(pair or ()), as_json, force, language, wait, deadline)
        raise typer.Exit(run(asked, screen))


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


@app.command("check", epilog=_EXITS)
def check_records(
    *,
    config: Config = None,
    pair: Annotated[
        list[str] | None, typer.Option("--pair", "-p", metavar="NAME", help="Only this pair or table; may be repeated.")
    ] = None,
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
    with _screen(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.check import Asked, Format, run  # noqa: PLC0415 - --help need not wait for it
        from jobs.rules.finding import Weight  # noqa: PLC0415 - as above

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


@app.command(epilog=_EXITS)
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
    with _screen(language, verbose=verbose) as screen:
        from jobs.commands.log import Asked, run  # noqa: PLC0415 - --help need not wait for it

        raise typer.Exit(run(Asked(record, config, tuple(pair or ()), limit, as_json, language), screen))


@app.command(epilog=_EXITS)
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
    with _screen(language, verbose=verbose) as screen:
        from jobs.commands.undo import Asked  # noqa: PLC0415 - --help need not wait for it
        from jobs.commands.undo import undo as carry_out  # noqa: PLC0415 - as above

        asked = Asked(config, tuple(pair or ()), plan, force, as_json, language)
        raise typer.Exit(carry_out(run, asked, screen))


@app.command(epilog=_EXITS)
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
    with _screen(language, verbose=verbose) as screen:
        from jobs.commands.undo import Asked, Value  # noqa: PLC0415 - --help need not wait for it
        from jobs.commands.undo import restore as carry_out  # noqa: PLC0415 - as above
        from sync.model import Side  # noqa: PLC0415 - as above

        value = Value(record, field, at, None if side is None else Side(side.value), lost)
        raise typer.Exit(carry_out(value, Asked(config, tuple(pair or ()), plan, force, as_json, language), screen))


@app.command(epilog=_EXITS)
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
    with _screen(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.conflicts import Asked, list_open  # noqa: PLC0415 - --help need not wait for it

        raise typer.Exit(list_open(Asked(config, tuple(pair or ()), as_json, language), screen))


@app.command(epilog=_EXITS)
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
    with _screen(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands import conflicts as deciding  # noqa: PLC0415 - --help need not wait for it
        from sync.choices import Keep  # noqa: PLC0415 - as above

        asked = deciding.Asked(
            config, tuple(pair or ()), as_json, language, record, field, Keep(keep.value), everything=everything
        )
        raise typer.Exit(deciding.settle(asked, screen, lambda text: yes or typer.confirm(text, err=True)))


Tables = Annotated[
    list[str] | None,
    typer.Option("--pair", "-p", metavar="NAME", help="Write only this pair or table; may be repeated."),
]
Dry = Annotated[bool, typer.Option("--dry-run", help="Only show what would be written.")]
One = Annotated[str, typer.Argument(metavar="RECORD", help="Its id, its title, or the link of its page or row.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="The other record, named in the same way.")]


@flag.callback()
def flag_records(
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
    with _screen(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.clerical import Asked  # noqa: PLC0415 - --help need not wait for it
        from jobs.commands.flag import run as carry_out  # noqa: PLC0415 - as above

        raise typer.Exit(carry_out(Asked(config, tuple(pair or ()), dry_run, force, as_json, language), screen))


@flag.command("dismiss", epilog=_EXITS)
def flag_dismiss(
    record: One, other: Other, *, config: Config = None, as_json: AsJson = False, language: Spoken = None
) -> None:
    """Remember for good that two records are no duplicates."""
    with _screen(language) as screen:
        from jobs.commands.clerical import Asked  # noqa: PLC0415 - --help need not wait for it
        from jobs.commands.flag import dismiss  # noqa: PLC0415 - as above

        raise typer.Exit(dismiss(record, other, Asked(config, as_json=as_json, language=language), screen))


@link.callback()
def link_records(
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
    with _screen(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.clerical import Asked  # noqa: PLC0415 - --help need not wait for it
        from jobs.commands.link import run as carry_out  # noqa: PLC0415 - as above

        raise typer.Exit(carry_out(Asked(config, tuple(pair or ()), dry_run, force, as_json, language), screen))


@link.command("accept", epilog=_EXITS)
def link_accept(
    record: One, other: Other, *, config: Config = None, as_json: AsJson = False, language: Spoken = None
) -> None:
    """Let the next run link two records."""
    _answered("accepted", record, other, config, as_json=as_json, language=language)


@link.command("dismiss", epilog=_EXITS)
def link_dismiss(
    record: One, other: Other, *, config: Config = None, as_json: AsJson = False, language: Spoken = None
) -> None:
    """Never suggest the link of two records again."""
    _answered("dismissed", record, other, config, as_json=as_json, language=language)


def _answered(
    state: str, record: str, other: str, config: Path | None, *, as_json: bool, language: Language | None
) -> None:
    with _screen(language) as screen:
        from jobs.commands.clerical import Asked  # noqa: PLC0415 - --help need not wait for it
        from jobs.commands.link import answer  # noqa: PLC0415 - as above
        from sync.clerical import TieState  # noqa: PLC0415 - as above

        asked = Asked(config, as_json=as_json, language=language)
        raise typer.Exit(answer(record, other, TieState(state), asked, screen))


@login.command("google", epilog=_EXITS)
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
    with _screen(language, verbose=verbose) as screen:
        from jobs.commands.login import Asked, run  # noqa: PLC0415 - --help need not wait for it

        raise typer.Exit(run(Asked(config, client, browser, port, forget, language), screen))


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
) -> None:
    with _screen(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.run import Asked, run  # noqa: PLC0415 - --help need not wait for it

        asked = Asked(command, config, tuple(pair or ()), as_json=as_json, language=language)
        raise typer.Exit(run(asked, screen))


Only = Annotated[
    list[JobChoice] | None, typer.Option("--only", metavar="JOB", help="Only this job: sync, link, flag or digest.")
]


@app.command("run", epilog=_EXITS)
def run_due(
    *,
    config: Config = None,
    only: Only = None,
    everything: Annotated[bool, typer.Option("--now", help="Run the jobs that are not due, too.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be written.")] = False,
    deadline: Annotated[
        float | None,
        typer.Option(
            metavar="MINUTES", min=0.01, help="Stop cleanly after so long; the next run does the rest (exit code 8)."
        ),
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Run the configured jobs that are due, in order, and report once: for cron, timers and GitHub Actions."""
    with _screen(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.nightly import Asked, run  # noqa: PLC0415 - --help need not wait for it
        from jobs.schedule import JobName  # noqa: PLC0415 - as above

        names = tuple(JobName(each.value) for each in only or ())
        asked = Asked(config, names, everything, dry_run, deadline, as_json, language)
        raise typer.Exit(run(asked, screen))


@app.command(epilog=_EXITS)
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
    with _screen(language, quiet=quiet, verbose=verbose) as screen:
        from jobs.commands.digest import Asked, run  # noqa: PLC0415 - --help need not wait for it

        named = [part.strip() for each in to or () for part in each.split(",") if part.strip()]
        days = [each for each in named if each[:1].isdigit()]
        places = tuple(each for each in named if not each[:1].isdigit())
        until = last or (days[-1] if days else None)
        asked = Asked(config, week, first, until, html, markdown, places, again, dry_run, as_json, language)
        raise typer.Exit(run(asked, screen))


@app.command(epilog=_EXITS)
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
    with _screen(language, verbose=verbose) as screen:
        from jobs.commands.worker import Asked, run  # noqa: PLC0415 - --help need not wait for it
        from jobs.schedule import JobName  # noqa: PLC0415 - as above

        names = tuple(JobName(each.value) for each in only or ())
        raise typer.Exit(run(Asked(config, names, health_port, language), screen))


@app.command(epilog=_EXITS)
def status(
    *,
    config: Config = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
    language: Spoken = None,
) -> None:
    """Show the last run of each job, what waits for a person, and what is next. Asks no service, writes nothing."""
    with _screen(language, verbose=verbose) as screen:
        from jobs.commands.status import Asked, run  # noqa: PLC0415 - --help need not wait for it

        raise typer.Exit(run(Asked(config, as_json, language), screen))


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
    """Run the command line; what a terminal cannot show is replaced, never a reason to fail.

    After Ctrl+C the process ends at once: calls that are still in flight would be waited for otherwise.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app()
    except SystemExit as end:
        if end.code == Exit.INTERRUPTED:
            _leave(Exit.INTERRUPTED)
        raise


def _leave(code: int) -> NoReturn:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
