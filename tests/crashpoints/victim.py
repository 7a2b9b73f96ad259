"""The process that is killed: ``bothways sync``, as the command line runs it, whose commits ask before they happen."""

import os
import sys
from multiprocessing.connection import Connection as Line
from threading import Lock

from sqlalchemy import Connection, Engine, event

WRITING = "BEGIN IMMEDIATE"
PRELOAD = ["tests.crashpoints.victim", "jobs.commands.run", "jobs.wiring", "jobs.report", "sqlalchemy.dialects.sqlite"]


def run(config: str, line: Line) -> None:
    """Sync the pairs of a configuration; ``line`` is told of each commit, and answers when it may be made."""
    from jobs.cli import app  # noqa: PLC0415 - only the child needs it

    alone = Lock()

    def ask(connection: Connection) -> None:
        if connection.get_execution_options().get("bothways_begin") == WRITING:
            with alone:
                line.send(None)
                line.recv()

    event.listen(Engine, "commit", ask)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - the null device
        sys.stdout = sys.stderr = nowhere
        app(["sync", "--config", config, "--json"])
