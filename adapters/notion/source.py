"""Which data source is meant by an id or a URL."""

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

from adapters.notion.client import Answer, Connection
from adapters.notion.failures import SHARE, Rejected
from sync.errors import BothwaysError, Misconfigured, NotAllowed, NotThere
from sync.message import Message, say

_ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}(?![0-9a-f])", re.IGNORECASE)


def id_in(text: str) -> str:
    """Return the id, with dashes, that a person pasted: bare, with dashes, or in a URL (``?v=`` names a view)."""
    found = _ID.findall(text.partition("?")[0].partition("#")[0])
    if not found:
        way_out = say("Copy the link of the database in Notion, or the id in it (32 hexadecimal digits).")
        raise Misconfigured(say("{source} names no Notion database", source=text or "-"), way_out=way_out)
    return str(UUID(found[-1]))


def resolve(connection: Connection, text: str, before: str | None = None) -> Answer:
    """Return the data source, schema and all.

    A database has to have exactly one of them, or the one that was used ``before``: that is followed wherever it is.
    """
    key = id_in(text)
    try:
        database = connection.database(key)
    except Rejected as refusal:
        if refusal.status not in (400, 404):
            raise not_readable(refusal, text) from refusal
        return retrieved(connection, key, text)
    sources = database.get("data_sources")
    known = [each for each in sources if isinstance(each, dict)] if isinstance(sources, list) else []
    if before is not None:
        if any(str(each.get("id")) == before for each in known):
            return retrieved(connection, before, text)
        return _elsewhere(connection, before, text, known)
    if len(known) > 1:
        raise Misconfigured(
            say("the Notion database {source} has several data sources", source=text), _listed(known), _NAME_ONE
        )
    if not known:
        raise NotThere(say("the Notion database {source} shows this connection no data source", source=text), SHARE)
    return retrieved(connection, str(known[0].get("id")), text)


def _elsewhere(connection: Connection, before: str, text: str, known: Sequence[Mapping[str, object]]) -> Answer:
    """Return the data source of the runs before, which is no longer in the database: it may have been moved."""
    try:
        return retrieved(connection, before, text)
    except BothwaysError as error:
        seen = say(
            "the data source {id} that this pair has used is no longer in the Notion database {source}: {why}",
            id=before,
            source=text,
            why=error.seen,
        )
        raise Misconfigured(seen, _listed(known), _RESTORE) from error


def _listed(known: Sequence[Mapping[str, object]]) -> list[Message]:
    return [say("{name}: {id}", name=str(each.get("name")), id=str(each.get("id"))) for each in known]


_NAME_ONE = say("Write the id of the one that is meant in the pair's configuration.")
_RESTORE = say("Restore it in Notion; or write the id of another data source in the configuration of a new pair.")


def retrieved(connection: Connection, key: str, text: str) -> Answer:
    """Return the data source ``key``; ``text`` is how the configuration calls it."""
    try:
        source = connection.data_source(key)
    except Rejected as refusal:
        raise not_readable(refusal, text) from refusal
    if source.get("in_trash") is True:
        raise NotThere(say("{source} is in Notion's trash", source=text), say("Restore it there, or name another."))
    if not isinstance(source.get("properties"), dict):
        raise NotThere(say("{source} is no Notion database", source=text), SHARE)
    return source


def not_readable(refusal: Rejected, text: str) -> BothwaysError:
    if refusal.status == 403:
        seen = say("Notion does not let the connection read {source}: {why}", source=text, why=refusal.message)
        return NotAllowed(seen, SHARE)
    return NotThere(say("no database {source} is shared with the Notion connection", source=text), SHARE)
