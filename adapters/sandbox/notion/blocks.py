"""Blocks: what stands on pages."""

from dataclasses import dataclass, field
from typing import Any

from adapters.sandbox.notion.block_types import FIELDS, changed_content, checked_content
from adapters.sandbox.notion.children import children_of, put_children
from adapters.sandbox.notion.dates import floored
from adapters.sandbox.notion.errors import ApiError, invalid, is_one_of, missing, too_long, trashed, wrong
from adapters.sandbox.notion.ids import checked_uuid
from adapters.sandbox.notion.listing import listing
from adapters.sandbox.notion.request import Call, only, trash_wish
from adapters.sandbox.notion.richtext import plain
from adapters.sandbox.notion.shares import visible
from adapters.sandbox.notion.users import partial_user
from adapters.sandbox.notion.workspace import BLOCK, DATA_SOURCE, DATABASE, PAGE, Workspace, not_found
from adapters.sandbox.store import Doc

MOST_IN_ARRAY = 100
MOST_IN_REQUEST = 1000
MOST_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Draft:
    kind: str
    content: Doc
    children: list["Draft"] = field(default_factory=list)


def anything(workspace: Workspace, key: str) -> Doc | None:
    """Return a block, a page or a database: each is a block to the block endpoints."""
    return visible(workspace, BLOCK, key) or visible(workspace, PAGE, key) or visible(workspace, DATABASE, key)


def _the_block(call: Call) -> Doc:
    key = checked_uuid(call.path["block_id"], "path.block_id", part="path")
    found = anything(call.workspace, key)
    if found is None:
        raise not_found("block", key)
    return found


def shown_block(workspace: Workspace, doc: Doc, *, says_archived: bool) -> Doc:
    kind = doc.get("type")
    if kind is None:
        kind = "child_database" if "data_sources" in doc else "child_page"
        title = doc["title"] if kind == "child_database" else doc["values"].get("title", [])
        content: Doc = {"title": plain(title)}
        if kind == "child_database" and not content["title"]:
            content["title"] = "Untitled"
    else:
        content = doc["content"]
    shown = {
        "object": "block",
        "id": doc["id"],
        "parent": doc["parent"],
        "created_time": floored(doc["created_time"]),
        "last_edited_time": floored(doc["last_edited_time"]),
        "created_by": partial_user(doc["created_by"]),
        "last_edited_by": partial_user(doc["last_edited_by"]),
        "has_children": kind != "child_database" and bool(living_children(workspace, doc["id"])),
        "in_trash": doc["in_trash"],
        "type": kind,
        kind: content,
    }
    if says_archived:
        shown["archived"] = doc["in_trash"]
    return shown


def living_children(workspace: Workspace, key: str) -> list[Doc]:
    found = (anything(workspace, child) for child in children_of(workspace, key))
    return [child for child in found if child is not None and not child["in_trash"]]


def retrieve(call: Call) -> Doc:
    return shown_block(call.workspace, _the_block(call), says_archived=call.says_archived)


def list_children(call: Call) -> Doc:
    block = _the_block(call)
    children = living_children(call.workspace, block["id"])
    shown = [shown_block(call.workspace, child, says_archived=call.says_archived) for child in children]
    return listing(call, shown, "block")


def append(call: Call) -> Doc:
    """Append children; with a position the answer holds the following siblings too, as the service's does."""
    only(call.body, "children", "position", *(("after",) if call.says_archived else ()))
    workspace, block = call.workspace, _the_block(call)
    if block["in_trash"]:
        raise trashed()
    if "children" not in call.body:
        raise missing("body.children")
    at, positioned = _position(call, block)
    kind = "page_id" if block.get("type") is None else "block_id"
    count = len(append_blocks(workspace, {"type": kind, kind: block["id"]}, call.body["children"], "body.children", at))
    touch_parent(workspace, {kind: block["id"]})
    ids = children_of(workspace, block["id"])
    shown = ids[at:] if positioned else ids[at : at + count]
    found = (anything(workspace, key) for key in shown)
    results = [
        shown_block(workspace, child, says_archived=call.says_archived)
        for child in found
        if child is not None and not child["in_trash"]
    ]
    return {
        "object": "list",
        "results": results,
        "next_cursor": None,
        "has_more": False,
        "type": "block",
        "block": {},
    }


def _position(call: Call, block: Doc) -> tuple[int, bool]:
    ids = children_of(call.workspace, block["id"])
    after = call.body.get("after")
    position = call.body.get("position")
    if position is not None:
        kind = position.get("type") if isinstance(position, dict) else None
        if kind == "start":
            return 0, True
        if kind == "end":
            return len(ids), False
        if kind != "after_block":
            raise wrong("body.position.type", '`"after_block"`, `"start"`, or `"end"`', kind)
        after = (position.get("after_block") or {}).get("id")
        if after is None:
            raise missing("body.position.after_block.id")
    if after is None:
        return len(ids), False
    key = checked_uuid(after, "body.after")
    if key not in ids:
        raise not_found("block", key)
    return ids.index(key) + 1, True


def update(call: Call) -> Doc:
    workspace, block = call.workspace, _the_block(call)
    wish = trash_wish(call)
    if block["in_trash"] and wish is not False:
        raise trashed()
    kind = block.get("type")
    for name in call.body:
        if name in ("archived", "in_trash", "type"):
            continue
        if kind is None or name != kind:
            raise invalid(f"body failed validation: body.{kind or 'type'} should be defined, instead was `undefined`.")
        path = f"body.{kind}"
        block["content"] = changed_content(workspace, kind, block["content"], call.body[name], path)
    if wish is not None:
        block["in_trash"] = wish
    _put(workspace, block)
    return shown_block(workspace, block, says_archived=call.says_archived)


def delete(call: Call) -> Doc:
    """Move a block, page or database to the trash."""
    block = _the_block(call)
    if block["in_trash"]:
        raise trashed()
    block["in_trash"] = True
    _put(call.workspace, block)
    return shown_block(call.workspace, block, says_archived=call.says_archived)


def _put(workspace: Workspace, doc: Doc) -> None:
    if "data_sources" in doc:
        workspace.store.put(DATABASE, doc["id"], doc)
        for key in doc["data_sources"]:
            source = workspace.store.get(DATA_SOURCE, key)
            if source is not None:
                source["in_trash"] = doc["in_trash"]
                workspace.put_source(source)
        return
    workspace.touch(doc)
    if "values" in doc:
        workspace.put_page(doc)
    else:
        workspace.store.put(BLOCK, doc["id"], doc)
        touch_parent(workspace, doc["parent"])


def touch_parent(workspace: Workspace, parent: Doc) -> None:
    """Note an edit on the page that a block is on."""
    key = parent.get("page_id") or parent.get("block_id")
    while key is not None:
        page = workspace.store.get(PAGE, key)
        if page is not None:
            workspace.touch(page)
            workspace.put_page(page)
            return
        block = workspace.store.get(BLOCK, key)
        key = None if block is None else block["parent"].get("page_id") or block["parent"].get("block_id")


def erase(workspace: Workspace, key: str) -> None:
    """Empty a page for good; pages and databases on it go to the trash."""
    for child in living_children(workspace, key):
        if child.get("type") is None:
            child["in_trash"] = True
            _put(workspace, child)
        else:
            erase(workspace, child["id"])
            workspace.store.delete(BLOCK, child["id"])
    put_children(workspace, key, [])


def append_blocks(workspace: Workspace, parent: Doc, given: object, path: str, at: int | None = None) -> list[str]:
    """Check a tree of new blocks, put it under a parent, and return the ids of the top ones."""
    return put_drafts(workspace, parent, checked_blocks(workspace, given, path), at)


def checked_blocks(workspace: Workspace, given: object, path: str) -> list[Draft]:
    drafts = _drafts(workspace, given, path, 0)
    workspace.limits.check_blocks(workspace.store.count(BLOCK) + _count(drafts))
    if _count(drafts) > MOST_IN_REQUEST:
        raise invalid(f"body failed validation: {path} should have at most {MOST_IN_REQUEST} blocks in all.")
    return drafts


def put_drafts(workspace: Workspace, parent: Doc, drafts: list[Draft], at: int | None = None) -> list[str]:
    holder: str = parent.get("page_id") or parent["block_id"]
    new = []
    for draft in drafts:
        key = workspace.uuid()
        block = {**workspace.authored(key), "type": draft.kind, "parent": parent, "content": draft.content}
        workspace.store.put(BLOCK, key, block)
        if draft.children:
            put_drafts(workspace, {"type": "block_id", "block_id": key}, draft.children)
        new.append(key)
    ids = children_of(workspace, holder)
    spot = len(ids) if at is None else at
    put_children(workspace, holder, [*ids[:spot], *new, *ids[spot:]])
    return new


def _count(drafts: list[Draft]) -> int:
    return sum(1 + _count(draft.children) for draft in drafts)


def _drafts(workspace: Workspace, given: object, path: str, depth: int) -> list[Draft]:
    if not isinstance(given, list):
        raise wrong(path, "an array", given)
    if len(given) > MOST_IN_ARRAY:
        raise too_long(path, MOST_IN_ARRAY, len(given))
    if given and depth > MOST_DEPTH:
        raise wrong(path, "not present", given)
    return [_draft(workspace, item, f"{path}[{number}]", depth) for number, item in enumerate(given)]


def _draft(workspace: Workspace, item: Any, path: str, depth: int) -> Draft:  # noqa: ANN401 - unchecked JSON
    if not isinstance(item, dict):
        raise wrong(path, "an object", item)
    kind = item.get("type") or next((name for name in item if name in FIELDS), None)
    if not is_one_of(kind, FIELDS) or kind not in item:
        raise _no_kind(path, kind)
    payload = item[kind]
    children = payload.get("children", []) if isinstance(payload, dict) else []
    drafts = _drafts(workspace, children, f"{path}.{kind}.children", depth + 1)
    content = checked_content(workspace, kind, payload, f"{path}.{kind}")
    if kind == "table":
        _check_table(content, drafts, f"{path}.table")
    if kind == "column_list" and len(drafts) < 2:
        raise invalid(
            f"body failed validation: {path}.column_list.children.length should be ≥ `2`, instead was `{len(drafts)}`."
        )
    return Draft(kind, content, drafts)


def _no_kind(path: str, kind: object) -> ApiError:
    names = [str(kind)] if is_one_of(kind, FIELDS) else list(FIELDS)[:6]
    lines = [f"{path}.{name} should be defined, instead was `undefined`." for name in names]
    return invalid("body failed validation. Fix one:\n" + "\n".join(lines))


def _check_table(content: Doc, rows: list[Draft], path: str) -> None:
    if not rows:
        raise missing(f"{path}.children")
    for number, row in enumerate(rows):
        cells = row.content.get("cells", [])
        if row.kind != "table_row" or len(cells) != content["table_width"]:
            raise invalid(
                "Number of cells in table row must match the table width of the parent table "
                f"({path}.children[{number}])."
            )
