"""Search by title: any word of the query may begin any word of the title.

The service's index shows trashed data sources unasked, so this one does too.
"""

import re

from adapters.sandbox.notion.data_sources import shown_source
from adapters.sandbox.notion.errors import bad_cursor, wrong
from adapters.sandbox.notion.listing import INCOMPLETE, page_size
from adapters.sandbox.notion.request import Call, only
from adapters.sandbox.notion.richtext import plain
from adapters.sandbox.notion.rows import plan, shown_page, source_of
from adapters.sandbox.notion.shares import hidden
from adapters.sandbox.notion.workspace import DATA_SOURCE, PAGE
from adapters.sandbox.store import Doc


def search(call: Call) -> Doc:
    only(call.body, "query", "sort", "filter", "start_cursor", "page_size")
    workspace, size = call.workspace, page_size(call.body.get("page_size"))
    every, cap = _found(call), workspace.limits.query_rows
    found = every[:cap]
    ids = [doc["id"] for doc in found]
    cursor, start = call.body.get("start_cursor"), 0
    if cursor is None:
        key, _ = workspace.sessions.begin(b"search", workspace.store.version, ids)
    else:
        key, _, last = workspace.sessions.resume(cursor)
        if last not in ids:
            raise bad_cursor(cursor)
        start = ids.index(last) + 1
    page = found[start : start + size]
    following = f"s:{key}:{page[-1]['id']}" if start + size < len(found) else None
    answer: Doc = {
        "object": "list",
        "results": [_shown(call, doc) for doc in page],
        "next_cursor": following,
        "has_more": following is not None,
        "type": "page_or_data_source",
        "page_or_data_source": {},
    }
    if following is None and len(every) > cap:
        answer["request_status"] = INCOMPLETE
    return answer


def _found(call: Call) -> list[Doc]:
    query, given = call.body.get("query") or "", call.body.get("filter")
    if not isinstance(query, str):
        raise wrong("body.query", "a string or `undefined`", query)
    kinds, trash = _wanted(given)
    store = call.workspace.store
    pages = [page for _, page in store.all(PAGE) if not page["in_trash"]] if "page" in kinds else []
    sources = [source for _, source in store.all(DATA_SOURCE)] if "data_source" in kinds else []
    if trash is not None:
        pages = [page for _, page in store.all(PAGE) if page["in_trash"] is trash] if "page" in kinds else []
        sources = [source for source in sources if source["in_trash"] is trash]
    words, unindexed = _words(query), call.workspace.unindexed
    known = (doc for doc in (*pages, *sources) if doc["id"] not in unindexed and not hidden(call.workspace, doc))
    found = [doc for doc in reversed([*known]) if _matches(words, _words(_title(doc)))]
    sort = call.body.get("sort", {})
    if not isinstance(sort, dict):
        raise wrong("body.sort", "an object or `undefined`", sort)
    descending = sort.get("direction", "descending") != "ascending"
    return sorted(found, key=lambda doc: str(doc["last_edited_time"]), reverse=descending)


def _wanted(given: object) -> tuple[tuple[str, ...], bool | None]:
    if given is None:
        return ("page", "data_source"), None
    if not isinstance(given, dict):
        raise wrong("body.filter", "an object or `undefined`", given)
    value = given.get("value")
    if "property" in given and (given["property"] != "object" or value not in ("page", "data_source")):
        raise wrong("body.filter.value", '`"page"` or `"data_source"`', value)
    trash = given.get("in_trash")
    return (("page", "data_source") if value is None else (value,)), trash if isinstance(trash, bool) else None


def _words(text: str) -> list[str]:
    return [_stem(word) for word in re.findall(r"\w+", text.casefold())]


def _stem(word: str) -> str:
    """Leave out the plural: who looks for tests finds a test."""
    return word.removesuffix("s") if len(word) > 3 else word


def _matches(wanted: list[str], have: list[str]) -> bool:
    return not wanted or any(word.startswith(each) for each in wanted for word in have)


def _title(doc: Doc) -> str:
    return plain(doc["values"].get("title") or []) if "values" in doc else plain(doc["title"])


def _shown(call: Call, doc: Doc) -> Doc:
    if "values" in doc:
        columns = plan(call.workspace, source_of(call.workspace, doc))
        return shown_page(call.workspace, doc, columns, says_archived=call.says_archived)
    return shown_source(call.workspace, doc, says_archived=call.says_archived)
