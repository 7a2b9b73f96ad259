"""A data source read whole and raw, for a copy elsewhere. Nothing here writes."""

from collections.abc import Iterable

from adapters.notion.client import Answer, Connection
from adapters.notion.failures import Rejected
from adapters.notion.layout import Layout
from adapters.notion.lists import whole
from adapters.notion.properties import Property, properties_of
from adapters.notion.rows import Rows
from adapters.notion.source import resolve
from sync.model import FieldName, Proof
from sync.ports import Progress, silent


def copy_source(
    connection: Connection,
    text: str,
    known: Iterable[str] = (),
    progress: Progress = silent,
    before: str | None = None,
) -> Answer:
    """Return ``databases``, ``data_sources`` and ``pages`` as Notion shows them, and whether they are ``complete``.

    ``targets`` are the data sources to which relations lead, as far as the connection may see them.

    ``known`` are pages that are expected there: those that the query does not show are looked up one by one, so that a
    page in the trash or in another place is known as such. ``before`` is the data source of earlier runs. Raises what
    reading a table raises.
    """
    source = resolve(connection, text, before)
    properties = properties_of(source["properties"])
    every = Layout(str(source["id"]), {FieldName(each.id): each for each in properties}, None)
    rows = Rows(connection, every, progress=progress).fetch()
    pages = [whole(connection, page, every) for page in rows.pages.values()]
    pages += [page for key in known if key not in rows.pages and (page := _looked_up(connection, key)) is not None]
    return {
        "databases": [_database(connection, source)],
        "data_sources": [source],
        "pages": pages,
        "complete": rows.proof is Proof.COMPLETE,
        "targets": [target for target in _targets(properties, str(source["id"])) if _is_shared(connection, target)],
    }


def _targets(properties: Iterable[Property], source: str) -> list[str]:
    found = (each.target for each in properties if each.target is not None)
    return [target for target in dict.fromkeys(found) if target != source]


def _is_shared(connection: Connection, target: str) -> bool:
    try:
        connection.data_source(target)
    except Rejected:
        return False
    return True


def copy_people(connection: Connection) -> list[Answer] | None:
    """Return the users as Notion lists them; None where the connection may not see them."""
    found: list[Answer] = []
    cursor = None
    while True:
        try:
            answer = connection.users(cursor)
        except Rejected:
            return found or None
        users = answer.get("results")
        found += [user for user in (users if isinstance(users, list) else ()) if isinstance(user, dict)]
        cursor = answer.get("next_cursor")
        if not answer.get("has_more") or not isinstance(cursor, str):
            return found


def _looked_up(connection: Connection, key: str) -> Answer | None:
    try:
        page = connection.page(key)
    except Rejected:  # gone for ever, or not shared: the copy does not have it either
        return None
    return page if page.get("object") == "page" and isinstance(page.get("properties"), dict) else None


def _database(connection: Connection, source: Answer) -> Answer:
    """Return the data source's database; a bare one where it is not shown itself."""
    key = str(source["parent"]["database_id"])
    try:
        return connection.database(key)
    except Rejected:
        parent = source.get("database_parent") or {"type": "workspace", "workspace": True}
        return {"id": key, "title": source.get("title", []), "parent": parent, "data_sources": [{"id": source["id"]}]}
