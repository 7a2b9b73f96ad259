"""The markdown endpoints of a page."""

from typing import Any

from adapters.sandbox.notion.blocks import append_blocks, erase, living_children, touch_parent
from adapters.sandbox.notion.children import children_of
from adapters.sandbox.notion.errors import invalid, missing, trashed, wrong
from adapters.sandbox.notion.markdown.reading import blocks_of
from adapters.sandbox.notion.markdown.writing import markdown_of
from adapters.sandbox.notion.pages import the_page
from adapters.sandbox.notion.request import Call
from adapters.sandbox.notion.workspace import Workspace
from adapters.sandbox.store import Doc

_KINDS = ("insert_content", "update_content", "replace_content", "replace_content_range")


def retrieve(call: Call) -> Doc:
    return _shown(call.workspace, the_page(call)["id"])


def update(call: Call) -> Doc:
    """Edit a body as markdown; one with pages or databases on it is replaced only if that is allowed."""
    workspace, page, body = call.workspace, the_page(call), call.body
    if page["in_trash"]:
        raise trashed()
    kind = body.get("type")
    if kind not in _KINDS:
        raise wrong("body.type", '`"insert_content"`, `"update_content"`, or `"replace_content"`', kind)
    edit = body.get(kind)
    if not isinstance(edit, dict):
        raise missing(f"body.{kind}")
    if kind == "insert_content":
        _insert(workspace, page["id"], edit)
    else:
        old, _ = markdown_of(workspace, page["id"])
        new = _string(edit, "new_str", kind) if kind == "replace_content" else _edited(old, edit, kind)
        _replace(workspace, page["id"], new, allowed=edit.get("allow_deleting_content") is True)
    touch_parent(workspace, {"page_id": page["id"]})
    return _shown(workspace, page["id"])


def _shown(workspace: Workspace, key: str) -> Doc:
    markdown, unknown = markdown_of(workspace, key)
    return {
        "object": "page_markdown",
        "id": key,
        "markdown": markdown,
        "truncated": False,
        "unknown_block_ids": unknown,
    }


def _insert(workspace: Workspace, key: str, edit: Doc) -> None:
    blocks = blocks_of(_string(edit, "content", "insert_content"))
    ids = children_of(workspace, key)
    position = edit.get("position")
    at = len(ids)
    if isinstance(position, dict) and position.get("type") in ("start", "page_start"):
        at = 0
    elif edit.get("after") is not None:
        at = _after(workspace, key, str(edit["after"]))
    _append(workspace, key, blocks, at)


def _after(workspace: Workspace, key: str, mark: str) -> int:
    """Return the place behind the block whose text a selection names; ``…`` stands for what lies between."""
    last = mark.rpartition("...")[2].strip() or mark
    ids = children_of(workspace, key)
    for child in living_children(workspace, key):
        if last in _own_text(workspace, child):
            return ids.index(child["id"]) + 1
    raise invalid(f"Could not find the content to insert after: {mark}")


def _own_text(workspace: Workspace, block: Doc) -> str:
    content = block.get("content", {})
    own = "".join(part["plain_text"] for part in content.get("rich_text", ()))
    return own + "".join(_own_text(workspace, child) for child in living_children(workspace, block["id"]))


def _edited(old: str, edit: Doc, kind: str) -> str:
    if kind == "replace_content_range":
        start, _, end = _string(edit, "content_range", kind).partition("...")
        first = old.find(start)
        last = old.find(end, first + len(start)) if end else first + len(start)
        if first < 0 or last < 0:
            raise invalid("Could not find the content range on the page.")
        return old[:first] + _string(edit, "content", kind) + old[last + len(end) :]
    changes: Any = edit.get("content_updates")
    if not isinstance(changes, list):
        raise missing("body.update_content.content_updates")
    for change in changes:
        want, new = _string(change, "old_str", kind), _string(change, "new_str", kind)
        found = old.count(want)
        if not want or not found:
            raise invalid(f"Could not find the text to replace: {want}")
        if found > 1 and change.get("replace_all_matches") is not True:
            raise invalid(f"The text to replace was found {found} times; set replace_all_matches to replace all.")
        old = old.replace(want, new)
    return old


def _replace(workspace: Workspace, key: str, markdown: str, *, allowed: bool) -> None:
    kept = [child for child in living_children(workspace, key) if child.get("type") is None]
    if kept and not allowed:
        names = ", ".join(child["id"] for child in kept)
        raise invalid(f"This would delete child pages or databases ({names}); set allow_deleting_content to do it.")
    blocks = blocks_of(markdown)
    erase(workspace, key)
    _append(workspace, key, blocks, 0)


def _append(workspace: Workspace, key: str, blocks: list[Doc], at: int) -> None:
    parent = {"type": "page_id", "page_id": key}
    for start in range(0, len(blocks), 100):
        part = blocks[start : start + 100]
        at += len(append_blocks(workspace, parent, part, "body.markdown", at))


def _string(given: Doc, name: str, kind: str) -> str:
    value = given.get(name)
    if not isinstance(value, str):
        raise missing(f"body.{kind}.{name}") if value is None else wrong(f"body.{kind}.{name}", "a string", value)
    return value
