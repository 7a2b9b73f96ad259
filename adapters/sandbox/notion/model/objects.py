"""Every object of the API, in each version: ``problems`` says what is wrong with one.

Written from the documentation and the published types; optional keys are those that some versions, or some objects of
one version, do not have.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from adapters.sandbox.notion.model.blocks import BLOCKS
from adapters.sandbox.notion.model.columns import COLUMN
from adapters.sandbox.notion.model.parts import (
    COVER,
    GROUP,
    ICON,
    INSTANT,
    MINUTE,
    PARENT,
    PARTIAL_USER,
    RICH_TEXT,
    USER,
    UUID,
)
from adapters.sandbox.notion.model.shape import (
    EMPTY,
    Shape,
    anything,
    boolean,
    either,
    listed,
    named,
    nullable,
    one_of,
    record,
    text,
    typed,
    whole,
)
from adapters.sandbox.notion.model.values import ITEM, ITEM_LIST, VALUE
from adapters.sandbox.notion.model.views import VIEW, VIEW_QUERY

_ANSWER = {"request_id": text}
_EDITED = {
    "created_time": MINUTE,
    "created_by": PARTIAL_USER,
    "last_edited_time": MINUTE,
    "last_edited_by": PARTIAL_USER,
}
_LINKS = {"url": text, "public_url": nullable(text)}
_LOOKS = {"icon": nullable(ICON), "cover": nullable(COVER)}
_CODES = (
    *("invalid_json", "invalid_request_url", "invalid_request", "invalid_grant", "validation_error"),
    *("missing_version", "invalid_beta", "unauthorized", "restricted_resource", "object_not_found"),
    *("conflict_error", "row_limit_exceeded", "rate_limited", "internal_server_error", "bad_gateway"),
    *("service_unavailable", "database_connection_unavailable", "gateway_timeout", "service_overload"),
)
ERROR = record(
    {"object": one_of("error"), "status": whole, "code": one_of(*_CODES), "message": text},
    {"additional_data": named(anything), "request_id": text},
)
_COMMENT = record(
    {
        "object": one_of("comment"),
        "id": UUID,
        "parent": PARENT,
        "discussion_id": UUID,
        "created_time": MINUTE,
        "last_edited_time": MINUTE,
        "created_by": PARTIAL_USER,
        "rich_text": RICH_TEXT,
    },
    {
        **_ANSWER,
        "display_name": record({"type": one_of("custom", "user", "integration"), "resolved_name": nullable(text)}),
        "attachments": listed(record({"category": text, "file": record({"url": text, "expiry_time": INSTANT})})),
    },
)
_MARKDOWN = record(
    {
        "object": one_of("page_markdown"),
        "id": UUID,
        "markdown": text,
        "truncated": boolean,
        "unknown_block_ids": listed(UUID),
    },
    _ANSWER,
)
_TASK_HEAD = {
    "object": one_of("async_task"),
    "id": text,
    "status_url": text,
    "created_time": INSTANT,
    "operation": record({"surface": one_of("rest", "mcp"), "name": text}),
}
_TASK = either(
    record({**_TASK_HEAD, "status": one_of("queued", "running", "retrying"), "poll_after_seconds": whole}, _ANSWER),
    record({**_TASK_HEAD, "status": one_of("succeeded"), "result": named(anything)}, _ANSWER),
    record({**_TASK_HEAD, "status": one_of("failed"), "error": ERROR}, _ANSWER),
)
_IMPORTED = typed(
    {
        "success": EMPTY,
        "error": record(
            {**dict.fromkeys(("type", "code", "message"), text), "parameter": nullable(text)},
            {"status_code": nullable(whole)},
        ),
    },
    {"imported_time": INSTANT},
)


def _partial(kind: str, more: dict[str, Shape] | None = None) -> Shape:
    return record({"object": one_of(kind), "id": UUID, **(more or {})}, _ANSWER)


def _upload(archived: dict[str, Shape]) -> Shape:
    return record(
        {
            "object": one_of("file_upload"),
            "id": UUID,
            "created_time": MINUTE,
            "created_by": record({"id": UUID, "type": one_of("person", "bot", "agent")}),
            "last_edited_time": MINUTE,
            "expiry_time": nullable(MINUTE),
            "status": one_of("pending", "uploaded", "expired", "failed"),
            "filename": nullable(text),
            "content_type": nullable(text),
            "content_length": nullable(whole),
        },
        {
            **_ANSWER,
            **archived,
            "in_trash": boolean,
            "upload_url": text,
            "complete_url": text,
            "file_import_result": _IMPORTED,
            "number_of_parts": record({"total": whole, "sent": whole}),
        },
    )


def _page(archived: dict[str, Shape]) -> Shape:
    return either(
        record(
            {
                "object": one_of("page"),
                "id": UUID,
                **_EDITED,
                **_LOOKS,
                "parent": PARENT,
                "in_trash": boolean,
                **_LINKS,
            },
            {**_ANSWER, **archived, "is_archived": boolean, "is_locked": boolean, "properties": named(VALUE)},
        ),
        _partial("page"),
    )


def _block(archived: dict[str, Shape]) -> Shape:
    full = typed(
        BLOCKS,
        {
            "object": one_of("block"),
            "id": UUID,
            "parent": PARENT,
            **_EDITED,
            "has_children": boolean,
            "in_trash": boolean,
        },
        {**_ANSWER, **archived},
    )
    return either(full, _partial("block"))


def _data_source(archived: dict[str, Shape]) -> Shape:
    full = record(
        {
            "object": one_of("data_source"),
            "id": UUID,
            **_LOOKS,
            **_EDITED,
            "title": RICH_TEXT,
            "description": RICH_TEXT,
            "is_inline": boolean,
            "parent": PARENT,
            "database_parent": PARENT,
            **_LINKS,
            "in_trash": boolean,
        },
        {**_ANSWER, **archived, "properties": named(COLUMN)},
    )
    return either(full, _partial("data_source"), _partial("data_source", {"properties": named(COLUMN)}))


def _database(archived: dict[str, Shape], *, holds_sources: bool) -> Shape:
    """Since 2025-09-03 a database names its data sources; before, it had the properties itself."""
    own: dict[str, Shape] = {
        "object": one_of("database"),
        "id": UUID,
        "title": RICH_TEXT,
        "description": RICH_TEXT,
        "parent": PARENT,
        "is_inline": boolean,
        "in_trash": boolean,
        **_LOOKS,
        **_LINKS,
    }
    locked: dict[str, Shape] = {"is_locked": boolean}
    if not holds_sources:
        full = record({**own, **_EDITED}, {**_ANSWER, **archived, **locked, "properties": named(COLUMN)})
        return either(full, _partial("database"))
    times: dict[str, Shape] = {"created_time": INSTANT, "last_edited_time": INSTANT}
    sources: dict[str, Shape] = {"data_sources": listed(record({"id": UUID, "name": text}))}
    more: dict[str, Shape] = {"database_type": nullable(text)}
    return either(
        record({**own, **times, **sources, **locked}, {**_ANSWER, **archived, **more}),
        _partial("database"),
    )


def _list(objects: dict[str, Shape]) -> Shape:
    def item(value: object, path: str) -> Iterator[str]:
        shape = objects.get(str(value.get("object"))) if isinstance(value, dict) else None
        return (shape or _EMOJI_ITEM)(value, path)

    either_kind = ("page_or_data_source", "page_or_database", "page", "database", "data_source")
    kinds = (*either_kind, "block", "user", "comment", "file_upload", "view", "custom_emoji")
    head: dict[str, Shape] = {
        "object": one_of("list"),
        "results": listed(item),
        "next_cursor": nullable(text),
        "has_more": boolean,
        "type": text,
    }
    rest: dict[str, Shape] = {**_ANSWER, "request_status": _STATUS}
    shapes = {kind: record(head, {**rest, kind: EMPTY}) for kind in kinds}
    shapes["property_item"] = record({**head, "property_item": ITEM_LIST}, rest)

    def check(value: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - unchecked JSON
        shape = shapes.get(str(value.get("type")))
        return iter((f"{path}.type is {value.get('type')!r}, no list",)) if shape is None else shape(value, path)

    return check


_EMOJI_ITEM = record({"id": UUID, "name": text, "url": text}, {"type": text})
_STATUS = either(
    record({"type": one_of("complete")}),
    record({"type": one_of("incomplete"), "incomplete_reason": one_of("query_result_limit_reached")}),
)


@cache
def model(version: str) -> dict[str, Shape]:
    """Return the shape of every object of a version, by the name that stands under ``object``."""
    archived: dict[str, Shape] = {"archived": boolean} if version < "2026-03-11" else {}
    shapes: dict[str, Shape] = {
        "page": _page(archived),
        "block": _block(archived),
        "data_source": _data_source(archived),
        "database": _database(archived, holds_sources=version >= "2025-09-03"),
        "user": USER,
        "group": GROUP,
        "comment": either(_COMMENT, _partial("comment")),
        "file_upload": _upload(archived),
        "view": VIEW,
        "view_query": VIEW_QUERY,
        "property_item": ITEM,
        "page_markdown": _MARKDOWN,
        "async_task": _TASK,
        "error": ERROR,
    }
    return {**shapes, "list": _list(shapes)}


def problems(document: dict[str, Any], version: str) -> list[str]:
    """Return what is wrong with an object and all that stands in it; none if it is as the version has it."""
    kind = document.get("object")
    shape = model(version).get(str(kind))
    return [f"{kind} is no object of the API"] if shape is None else list(shape(document, str(kind)))


def objects(value: object) -> Iterator[dict[str, Any]]:
    """Go through every object in an answer, wherever it stands."""
    if isinstance(value, dict):
        if isinstance(value.get("object"), str):
            yield value
        for each in value.values():
            yield from objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from objects(each)
