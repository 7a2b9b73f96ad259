"""Where secrets come from: files and commands that the configuration names."""

import shlex
import subprocess
from pathlib import Path

from jobs.settings.services import Command
from sync.errors import Misconfigured
from sync.message import say

PATIENCE = 30.0
"""Seconds a command may take."""


def read_secret(name: str, file: Path, where: str) -> str:
    """Return what a file holds; ``name`` is relative to the configuration.

    Raises ``Misconfigured``, naming ``where``.
    """
    path = file.parent / Path(name).expanduser()
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "UTF-8"
        seen = say("{where}: {path} cannot be read ({reason}).", where=where, path=path, reason=reason or "-")
        raise Misconfigured(seen, way_out=say("Correct the path, or let this user read the file.")) from None


def run_command(command: Command, where: str) -> str:
    """Return what a command prints. Raises ``Misconfigured``, naming ``where``; what it printed is never told."""
    try:
        words = shlex.split(command) if isinstance(command, str) else list(command)
        done = subprocess.run(words, capture_output=True, check=False, timeout=PATIENCE, stdin=subprocess.DEVNULL)  # noqa: S603 - the command is the configuration's own, and no shell is involved
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        seen = say("{where}: the command cannot be started ({reason}).", where=where, reason=reason or "-")
        raise Misconfigured(seen, way_out=say("Try it in a terminal; its first word must be a program.")) from None
    except subprocess.TimeoutExpired:
        seen = say("{where}: the command had not ended after {seconds:g} seconds.", where=where, seconds=PATIENCE)
        raise Misconfigured(seen, way_out=say("It must not ask anything; try it in a terminal.")) from None
    if done.returncode != 0:
        seen = say("{where}: the command ended with status {status}.", where=where, status=done.returncode)
        raise Misconfigured(seen, way_out=say("Try it in a terminal to see what it says."))
    return done.stdout.decode("utf-8", "replace")
