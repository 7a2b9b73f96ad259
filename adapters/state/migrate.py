"""Bringing a store up to this program, with Alembic; the migrations lie inside the package."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from sync.errors import StateError
from sync.message import say


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration without a file on disk."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def step(connection: Connection, version: str | None, where: str) -> None:
    """Run the one migration that follows ``version``, inside the caller's transaction.

    Raises ``StateError`` for a version that this program does not know.
    """
    scripts = ScriptDirectory.from_config(config())
    if version is not None:
        try:
            scripts.get_revision(version)
        except CommandError as error:
            raise StateError(
                say(
                    "The state store {where} was written by a newer Bothways (its version is {version}).",
                    where=where,
                    version=version,
                ),
                say("Update this Bothways, or name another state store."),
            ) from error
    command.upgrade(config(connection), "+1")
