"""How a command ends when it does not end well: a sentence and an exit code, never a traceback unless asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from traceback import format_exception

import typer

from jobs.commands.terminal import Terminal
from jobs.exits import Exit
from jobs.settings.secrecy import discreet
from sync.errors import BothwaysError
from sync.message import say


@contextmanager
def guarded(screen: Terminal) -> Iterator[None]:
    """Turn what is raised inside into a message on stderr and ``typer.Exit``."""
    try:
        yield
    except BothwaysError as error:
        screen.fail(error)
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        screen.say(say("Stopped. What was written is remembered; the next run goes on from there."))
        raise typer.Exit(Exit.INTERRUPTED) from None
    except (BrokenPipeError, typer.Exit):
        raise
    except Exception as error:  # noqa: BLE001 - the last wall: nobody should meet a traceback
        screen.fail(unexpected(error, screen))
        raise typer.Exit(Exit.FAILED) from None


def unexpected(error: Exception, screen: Terminal) -> BothwaysError:
    """Return a fault of Bothways itself as an error to be shown; with ``--verbose`` show the traceback, too.

    Only the kind of the fault is named: its text may hold what a person typed.
    """
    if screen.verbose:
        traceback = discreet("".join(format_exception(error)))
        screen.err.print(traceback, markup=False, highlight=False, soft_wrap=True)
    seen = say("Bothways met a fault of its own ({kind}).", kind=type(error).__name__)
    return BothwaysError(seen, say("Please report it, with what --verbose shows; look it through for secrets first."))
