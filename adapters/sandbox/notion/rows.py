"""How a page is shown. A plan a data source prepares the readers, so that a row of it is read quickly."""

import re
from dataclasses import dataclass
from typing import Any

from adapters.sandbox.notion.errors import invalid
from adapters.sandbox.notion.ids import encoded
from adapters.sandbox.notion.properties.kind import Reader
from adapters.sandbox.notion.properties.registry import KINDS
from adapters.sandbox.notion.properties.relation import living
from adapters.sandbox.notion.richtext import plain
from adapters.sandbox.notion.schema import TITLE, ordered
from adapters.sandbox.notion.workspace import DATA_SOURCE, Workspace
from adapters.sandbox.store import Doc

MOST_REFERENCES = 25
"""A page read shows no more related pages and people; the property endpoint has them all."""

PLAIN_PAGE: Doc = {"id": "", "schema": {"title": {**TITLE, "name": "title"}}, "title": []}
"""The schema of a page that is in no data source."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    key: str
    shown_id: str
    kind: str
    read: Reader


def source_of(workspace: Workspace, page: Doc) -> Doc:
    """Return the data source of a page, or a stand-in with a title only."""
    key = page["parent"].get("data_source_id")
    source = None if key is None else workspace.store.get(DATA_SOURCE, key)
    return PLAIN_PAGE if source is None else source


def plan(workspace: Workspace, source: Doc) -> list[Column]:
    found: list[Column] | None = workspace.plans.get(source["id"])
    if found is None:
        found = [
            Column(
                prop["name"],
                prop["id"],
                encoded(prop["id"]),
                prop["type"],
                KINDS[prop["type"]].bind(workspace, source, prop, MOST_REFERENCES),
            )
            for prop in ordered(source["schema"])
        ]
        workspace.plans[source["id"]] = found
    return found


def chosen(columns: list[Column], wanted: list[str]) -> list[Column]:
    """Return the columns that ``filter_properties`` asks for by name or id; all of them if it asks for none."""
    if not wanted:
        return columns
    known = {column.name: column for column in columns} | {column.key: column for column in columns}
    for each in wanted:
        if each not in known:
            raise invalid(f"Could not find property with name or id: {each}")
    keys = {known[each].key for each in wanted}
    return [column for column in columns if column.key in keys]


def shown_page(workspace: Workspace, page: Doc, columns: list[Column], *, says_archived: bool) -> Doc:
    values = page["values"]
    properties: Doc = {}
    for column in columns:
        kind = column.kind
        value = column.read(values.get(column.key), page)
        entry: Doc = {"id": column.shown_id, "type": kind, kind: value}
        if kind == "relation":
            full = len(value) == MOST_REFERENCES
            entry["has_more"] = full and len(living(workspace, values.get(column.key))) > MOST_REFERENCES
        properties[column.name] = entry
    shown = {
        "object": "page",
        "id": page["id"],
        "created_time": page["created_time"],
        "last_edited_time": page["last_edited_time"],
        "created_by": {"object": "user", "id": page["created_by"]},
        "last_edited_by": {"object": "user", "id": page["last_edited_by"]},
        "cover": page["cover"],
        "icon": page["icon"],
        "parent": page["parent"],
        "in_trash": page["in_trash"],
        "is_archived": page.get("is_archived", False),
        "is_locked": page["is_locked"],
        "properties": properties,
        "url": page_url(page),
        "public_url": None,
    }
    if says_archived:
        shown["archived"] = page["in_trash"]
    return shown


def page_url(page: Doc) -> str:
    title: list[Any] = page["values"].get("title") or []
    slug = re.sub(r"[^A-Za-z0-9]+", "-", plain(title)).strip("-") if title else ""
    bare = page["id"].replace("-", "")
    return f"https://app.notion.com/p/{slug}-{bare}" if slug else f"https://app.notion.com/p/{bare}"
