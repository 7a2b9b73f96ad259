"""What a database looks like: its properties, and a sample of its pages. Nothing here writes."""

from collections.abc import Mapping
from typing import Any

from adapters.notion.client import Answer, Connection
from adapters.notion.copying import copy_people
from adapters.notion.failures import Rejected
from adapters.notion.people import Directory
from adapters.notion.properties import Property as Found
from adapters.notion.properties import bare, properties_of
from adapters.notion.source import not_readable, resolve
from mappings.codecs.notion import Lookup, PageIds, read
from mappings.fields import FieldType
from mappings.sketch import Database, Property
from sync.model import Unreadable, Value

_ORDER = [{"timestamp": "created_time", "direction": "ascending"}]


def sketch_database(connection: Connection, text: str) -> Database:
    """Read the schema and the first hundred pages of a database or data source: two or three calls.

    Raises what reading a table raises; a database with several data sources is refused with the list of them.
    """
    source = resolve(connection, text)
    try:
        answer = connection.query(str(source["id"]), {"sorts": _ORDER})
    except Rejected as refusal:
        raise not_readable(refusal, text) from refusal
    results = answer.get("results")
    pages = [page for page in (results if isinstance(results, list) else ()) if isinstance(page, dict)]
    pages = [page for page in pages if page.get("object") == "page"]
    lookup = Lookup(Directory(connection), PageIds())
    raw: Mapping[str, Any] = source["properties"]
    return Database(
        title=_plain(source.get("title")),
        source=str(source["id"]),
        url=str(source.get("url") or text),
        properties=tuple(_property(each, raw.get(each.name), pages, lookup) for each in properties_of(raw)),
        rows=len(pages),
        more=answer.get("has_more") is True,
    )


def people_of(connection: Connection) -> frozenset[str]:
    """Return the e-mail addresses of the workspace's people; none where the connection may not see them."""
    people = [user.get("person") for user in copy_people(connection) or () if user.get("type") == "person"]
    emails = [person.get("email") for person in people if isinstance(person, dict)]
    return frozenset(email.lower() for email in emails if isinstance(email, str))


def _property(found: Found, raw: object, pages: list[Answer], lookup: Lookup) -> Property:
    kind = FieldType(found.kind) if found.kind in list(FieldType) else FieldType.UNKNOWN
    form = raw.get("number") if isinstance(raw, dict) else None
    return Property(
        name=found.name,
        key=found.id,
        type=kind,
        kind=found.kind,
        options=found.options or (),
        values=tuple(_value(kind, found, page, lookup) for page in pages),
        form=str(form.get("format", "")) if isinstance(form, dict) else "",
    )


def _value(kind: FieldType, found: Found, page: Answer, lookup: Lookup) -> Value | Unreadable:
    properties = page.get("properties")
    shown = properties.values() if isinstance(properties, dict) else ()
    of_id = (each for each in shown if isinstance(each, dict) and bare(str(each.get("id"))) == bare(found.id))
    wire = next(of_id, None)
    return None if wire is None or kind in (FieldType.BUTTON, FieldType.UNKNOWN) else read(kind, wire, lookup)


def _plain(title: object) -> str:
    parts = title if isinstance(title, list) else ()
    return "".join(str(part.get("plain_text", "")) for part in parts if isinstance(part, dict))
