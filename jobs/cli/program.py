"""The commands by name, in the order in which ``--help`` lists them, and how the program is entered."""

import os
import sys
from contextlib import suppress
from typing import Annotated, NoReturn

import typer

from jobs.cli import clerical, keeping, local, operating, past, reports, setup
from jobs.exits import Exit, explained

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

for _command in (
    setup.init,
    setup.doctor,
    keeping.plan,
    keeping.sync,
    keeping.rehearse,
    keeping.conflicts,
    keeping.settle,
    past.log,
    past.undo,
    past.restore,
    reports.check,
    reports.digest,
    operating.run,
    operating.worker,
    operating.status,
):
    app.command(_command.__name__, epilog=_EXITS)(_command)
for _here in (local.sandbox, local.demo):
    app.command(_here.__name__)(_here)

_flag = typer.Typer(invoke_without_command=True, help="Write what the rules find into the fields that are for it.")
_flag.callback()(clerical.flag)
_flag.command("dismiss", epilog=_EXITS)(clerical.flag_dismiss)
app.add_typer(_flag, name="flag", epilog=_EXITS)

_link = typer.Typer(invoke_without_command=True, help="Set certain links at both ends, and suggest likely ones.")
_link.callback()(clerical.link)
_link.command("accept", epilog=_EXITS)(clerical.link_accept)
_link.command("dismiss", epilog=_EXITS)(clerical.link_dismiss)
app.add_typer(_link, name="link", epilog=_EXITS)

_login = typer.Typer(help="Log in as yourself, where there is no account for programs.", no_args_is_help=True)
_login.command("google", epilog=_EXITS)(setup.login_google)
app.add_typer(_login, name="login", epilog=_EXITS)


def config_commands() -> None:
    """Print docs/commands.md, made from this command line."""
    from jobs.commands.reference import reference

    typer.echo(reference(app), nl=False)


_config = typer.Typer(help="Look at the configuration without running anything.", no_args_is_help=True)
_config.command("check")(setup.config_check)
_config.command("schema")(setup.config_schema)
_config.command("docs")(setup.config_docs)
_config.command("commands")(config_commands)
app.add_typer(_config, name="config")


def _version(asked: bool) -> None:  # noqa: FBT001 - typer calls it with the option's value
    if asked:
        from importlib.metadata import version

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
