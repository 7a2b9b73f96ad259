"""What the database or the disk says, as ``StateError`` with the way out. Nothing else leaves this package."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from sync.errors import BothwaysError, StateError
from sync.message import Message, say

RESTORE = say(
    "Restore a copy, or move it away and run again: nothing will be deleted, equal records are adopted, "
    "different ones become conflicts."
)
_LOCKED = {"SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "40P01", "40001"}
_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_SCHEMA", "SQLITE_MISMATCH", "XX001", "XX002"}
_FULL = {"SQLITE_FULL", "53100", "SQLITE_TOOBIG"}
_FAILING = {"SQLITE_IOERR", "58030"}
_UNWRITABLE = {"SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH", "25006", "42501"}


def damaged(where: str, seen: Message) -> StateError:
    return StateError(say("The state store {where} is damaged: {seen}.", where=where, seen=seen), RESTORE)


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turn every fault of the database into a ``StateError`` about the store at ``where``.

    A row that cannot be understood (bad JSON, a time that is none) counts as damage.
    """
    try:
        yield
    except BothwaysError:
        raise
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _judged(where, error) from error
    except OSError as error:
        raise _unwritable(where, str(error.strerror or error)) from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise damaged(where, say("{error}", error=f"{type(error).__name__}: {error}")) from error


def _judged(where: str, error: Exception) -> StateError:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    # Not str(error): SQLAlchemy's has the statement in it, and with it what people typed.
    seen = next(iter(str(cause).splitlines()), "") or type(cause).__name__
    code = _code(cause)
    if code in _LOCKED:
        return StateError(
            say("The state store {where} is locked by another program: {seen}.", where=where, seen=seen),
            say("Wait for it to end, or close what has the file open, and run again."),
        )
    if code in _FULL:
        return StateError(
            say("There is no room left for the state store {where}: {seen}.", where=where, seen=seen),
            say("Make room and run again: what was under way is settled by the next run."),
        )
    if code in _FAILING:
        return StateError(
            say("The disk of the state store {where} fails: {seen}.", where=where, seen=seen),
            say(
                "See that the disk has room and is whole, and run again: what was under way is settled by the next run."
            ),
        )
    if code in _UNWRITABLE:
        return _unwritable(where, seen)
    if code in _DAMAGED or isinstance(cause, sqlite3.Error):
        return damaged(where, say("{seen}", seen=seen))
    return StateError(
        say("The state store {where} cannot be used: {seen}.", where=where, seen=seen),
        say("See that the database runs, lets this user in, and run again."),
    )


def _unwritable(where: str, seen: str) -> StateError:
    return StateError(
        say("The state store {where} cannot be written: {seen}.", where=where, seen=seen),
        say("Give this user the right to write to it and to its folder, or name another place for it."),
    )


def _code(cause: BaseException) -> str:
    """Return SQLite's primary error name or PostgreSQL's SQLSTATE."""
    name: object = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    if not isinstance(name, str):
        return ""
    parts = name.split("_")
    return "_".join(parts[:2]) if parts[0] == "SQLITE" else name
