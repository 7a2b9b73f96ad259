"""Comments on pages and blocks, in discussions."""

import mimetypes

from adapters.sandbox.notion.blocks import anything
from adapters.sandbox.notion.errors import ApiError, invalid, missing, too_long, wrong
from adapters.sandbox.notion.files import written_file
from adapters.sandbox.notion.ids import checked_uuid
from adapters.sandbox.notion.listing import listing
from adapters.sandbox.notion.markdown.inline import segments_of
from adapters.sandbox.notion.request import Call, only
from adapters.sandbox.notion.richtext import written
from adapters.sandbox.notion.users import partial_user
from adapters.sandbox.notion.workspace import BOT_ID, BOT_NAME, USER, Workspace, not_found
from adapters.sandbox.store import Doc

COMMENT = "notion.comment"
MOST_ATTACHMENTS = 3


def _shown(workspace: Workspace, comment: Doc) -> Doc:
    user = workspace.store.get(USER, comment["created_by"]) or {}
    kind = "integration" if comment["created_by"] == BOT_ID else "user"
    shown = {
        "object": "comment",
        "id": comment["id"],
        "parent": comment["parent"],
        "discussion_id": comment["discussion_id"],
        "created_time": comment["created_time"],
        "last_edited_time": comment["last_edited_time"],
        "created_by": partial_user(comment["created_by"]),
        "rich_text": comment["rich_text"],
        "display_name": {"type": kind, "resolved_name": user.get("name", BOT_NAME)},
    }
    if "attachments" in comment:
        shown["attachments"] = comment["attachments"]
    return shown


def create(call: Call) -> Doc:
    """Comment on a page or block, or in a discussion; a page has one discussion of its own."""
    only(call.body, "parent", "discussion_id", "rich_text", "markdown", "attachments", "display_name")
    workspace, body = call.workspace, call.body
    text, attachments = _text(call), _attachments(call)
    if "discussion_id" in body:
        key = checked_uuid(body["discussion_id"], "body.discussion_id")
        first = next((each for each in _all(workspace) if each["discussion_id"] == key), None)
        if first is None:
            raise not_found("discussion", key)
        parent = first["parent"]
    else:
        parent = _parent(workspace, body.get("parent"))
        first = next((each for each in _all(workspace) if each["parent"] == parent), None)
        key = workspace.uuid() if first is None else first["discussion_id"]
    comment = {**workspace.authored(workspace.uuid()), "parent": parent, "discussion_id": key, "rich_text": text}
    if attachments:
        comment["attachments"] = attachments
    workspace.store.put(COMMENT, comment["id"], comment)
    return _shown(workspace, comment)


def list_comments(call: Call) -> Doc:
    key = checked_uuid(call.first("block_id"), "query.block_id", part="query")
    if anything(call.workspace, key) is None:
        raise not_found("block", key)
    found = [each for each in _all(call.workspace) if key in each["parent"].values()]
    return listing(call, [_shown(call.workspace, each) for each in found], "comment")


def retrieve(call: Call) -> Doc:
    return _shown(call.workspace, _the_comment(call))


def update(call: Call) -> Doc:
    comment = _own_comment(call)
    comment["rich_text"] = _text(call)
    call.workspace.touch(comment)
    call.workspace.store.put(COMMENT, comment["id"], comment)
    return _shown(call.workspace, comment)


def delete(call: Call) -> Doc:
    comment = _own_comment(call)
    call.workspace.store.delete(COMMENT, comment["id"])
    return _shown(call.workspace, comment)


def _all(workspace: Workspace) -> list[Doc]:
    return [comment for _, comment in workspace.store.all(COMMENT)]


def _the_comment(call: Call) -> Doc:
    key = checked_uuid(call.path["comment_id"], "path.comment_id", part="path")
    comment = call.workspace.store.get(COMMENT, key)
    if comment is None:
        raise not_found("comment", key)
    return comment


def _own_comment(call: Call) -> Doc:
    comment = _the_comment(call)
    if comment["created_by"] != call.workspace.editor:
        raise ApiError(403, "restricted_resource", "A comment can only be changed by who made it.")
    return comment


def _attachments(call: Call) -> list[Doc]:
    given = call.body.get("attachments", [])
    if not isinstance(given, list):
        raise wrong("body.attachments", "an array or `undefined`", given)
    if len(given) > MOST_ATTACHMENTS:
        raise too_long("body.attachments", MOST_ATTACHMENTS, len(given))
    found = []
    for number, item in enumerate(given):
        key = item.get("file_upload_id") if isinstance(item, dict) else None
        file = written_file(call.workspace, {"file_upload": {"id": key}}, f"body.attachments[{number}]")
        found.append({"category": _category(file["file"]["url"]), "file": file["file"]})
    return found


def _category(url: str) -> str:
    kind = mimetypes.guess_type(url.partition("?")[0])[0] or ""
    part = kind.partition("/")[0]
    if kind == "application/pdf":
        return "pdf"
    return part if part in ("image", "audio", "video") else "productivity"


def _text(call: Call) -> list[Doc]:
    markdown = call.body.get("markdown")
    if markdown is not None:
        if not isinstance(markdown, str):
            raise wrong("body.markdown", "a string or `undefined`", markdown)
        return written(call.workspace, segments_of(markdown), "body.markdown")
    if "rich_text" not in call.body:
        raise missing("body.rich_text")
    return written(call.workspace, call.body["rich_text"], "body.rich_text")


def _parent(workspace: Workspace, given: object) -> Doc:
    if not isinstance(given, dict):
        raise missing("body.parent") if given is None else wrong("body.parent", "an object", given)
    for kind in ("page_id", "block_id"):
        if kind in given:
            key = checked_uuid(given[kind], f"body.parent.{kind}")
            found = anything(workspace, key)
            if found is None:
                raise not_found(kind.removesuffix("_id"), key)
            if found["in_trash"]:
                raise invalid("Can't comment on a page or block that is in the trash.")
            return {"type": kind, kind: key}
    raise missing("body.parent.page_id")
