"""Queries of a data source: filtered, sorted, cut to pages and to the cap."""

from collections.abc import Callable

import orjson

from adapters.sandbox.notion.cursors import Session
from adapters.sandbox.notion.data_sources import the_source
from adapters.sandbox.notion.errors import ApiError, bad_cursor, wrong
from adapters.sandbox.notion.listing import INCOMPLETE, page_size
from adapters.sandbox.notion.query.filters import predicate
from adapters.sandbox.notion.query.sorts import sort
from adapters.sandbox.notion.request import Call, only
from adapters.sandbox.notion.rows import chosen, plan, shown_page
from adapters.sandbox.notion.shares import hidden
from adapters.sandbox.store import Doc


def query(call: Call) -> Doc:
    known = ("filter", "sorts", "start_cursor", "page_size", "result_type", "is_archived")
    only(call.body, *known, *(("archived", "in_trash") if call.says_archived else ()))
    workspace, source = call.workspace, the_source(call)
    if source["in_trash"]:
        raise ApiError(404, "object_not_found", f"Could not find data source with ID: {source['id']}.")
    size = page_size(call.body.get("page_size"))
    columns = chosen(plan(workspace, source), call.every("filter_properties"))
    ids, following, capped = _page(call, source, size)
    rows = workspace.rows[source["id"]]
    answer: Doc = {
        "object": "list",
        "results": [shown_page(workspace, rows[key], columns, says_archived=call.says_archived) for key in ids],
        "next_cursor": following,
        "has_more": following is not None,
        "type": "page_or_data_source",
        "page_or_data_source": {},
    }
    if capped:
        answer["request_status"] = INCOMPLETE
    return answer


def _page(call: Call, source: Doc, size: int) -> tuple[list[str], str | None, bool]:
    """Return the ids of one page, the cursor of the next, and whether the cap has cut the rest."""
    sessions, cursor = call.workspace.sessions, call.body.get("start_cursor")
    if cursor is not None and not isinstance(cursor, str):
        raise wrong("body.start_cursor", "a string or `undefined`", cursor)
    look = _looker(call, source)
    question = orjson.dumps([source["id"], call.body.get("filter"), call.body.get("sorts")])
    if cursor is None:
        key, session = sessions.begin(question, call.workspace.store.version, look())
        start = 0
    else:
        key, session, last = sessions.resume(cursor, call.workspace.limits.cursor_pages)
        start = _next_start(call, session, question, look, last)
    cap = call.workspace.limits.query_rows
    ids = session.ids[start : min(start + size, cap)]
    end = start + len(ids)
    more = end < len(session.ids)
    following = f"s:{key}:{ids[-1]}" if more and end < cap and ids else None
    return ids, following, more and end >= cap


def _next_start(call: Call, session: Session, question: bytes, look: Callable[[], list[str]], last: str) -> int:
    """Return where the next page starts; rows that moved since are given twice or not at all, as with the service."""
    if last not in session.ids:
        raise bad_cursor(call.body["start_cursor"])
    before = session.ids.index(last)
    version = call.workspace.store.version
    if session.version != version or session.question != question:
        session.ids, session.version, session.question = look(), version, question
        if last not in session.ids:
            session.ids.insert(before, last)
        return session.ids.index(last) + 1
    return before + 1


def _looker(call: Call, source: Doc) -> Callable[[], list[str]]:
    """Check filter and sorts now, and return what looks for the rows."""
    workspace, body = call.workspace, call.body
    keep = predicate(workspace, source, body["filter"], "body.filter") if "filter" in body else None
    order = sort(workspace, source, body.get("sorts", []))
    archived = body.get("is_archived", False)
    if not isinstance(archived, bool):
        raise wrong("body.is_archived", "a boolean or `undefined`", archived)

    def look() -> list[str]:
        pages = reversed(workspace.rows[source["id"]].values())
        found = [
            page
            for page in pages
            if not page["in_trash"]
            and page.get("is_archived", False) is archived
            and not (workspace.unshared and hidden(workspace, page))
            and (keep is None or keep(page))
        ]
        return [page["id"] for page in order(found)]

    return look
