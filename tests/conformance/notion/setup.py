"""A sandbox as it was before a recording began."""

from collections import Counter
from typing import Any
from urllib.parse import unquote

from adapters.sandbox.notion.children import put_children
from adapters.sandbox.notion.comments import COMMENT
from adapters.sandbox.notion.files import UPLOAD
from adapters.sandbox.notion.loading import load
from adapters.sandbox.notion.rows import source_of
from adapters.sandbox.notion.workspace import (
    BLOCK,
    BOT_ID,
    DATABASE,
    EMOJI,
    PAGE,
    ROOT_PAGE_ID,
    USER,
    WORKSPACE_ID,
    Workspace,
)
from tests.conformance.notion import stand_ins
from tests.conformance.notion.ids import Ids
from tests.conformance.notion.older import renewed
from tests.conformance.notion.premise import Premise
from tests.conformance.notion.recording import Json

_LATER = "ffffffff-ffff-4fff-8fff-{:012x}"


def set_up(workspace: Workspace, ids: Ids, before: Premise, calls: list[Json]) -> None:
    """Put in what was there before, under its own ids; only the connection goes by the sandbox's."""
    workspace.store.delete(PAGE, ROOT_PAGE_ID)
    if before.bot is not None:
        ids.known[before.bot.replace("-", "")] = BOT_ID
    objects = renewed(
        {kind: [ids.translate(each) for each in found.values()] for kind, found in before.objects.items()}
    )
    for found in before.objects.values():
        for key in found:
            if key != before.bot:
                ids.same(key)
    blocks = objects.get("block", [])
    tables = _tables(objects, before)
    seen = {page["id"] for page in objects.get("page", ())}
    named = [key for key, kind in before.named.items() if kind == "page"]
    pages = [
        *objects.get("page", ()),
        *_of_blocks(blocks, seen),
        *(stand_ins.page(key, before.titles.get(key, "")) for key in named),
    ]
    load(workspace, {**tables, "pages": pages, "users": []}, Counter())
    for page in pages:
        ids.same(page["id"])
        _keep_rollups(workspace, page)
    for kind in ("databases", "data_sources"):
        for each in tables[kind]:
            ids.same(each["id"])
    workspace.unindexed.update(page["id"] for page in pages if page["id"] not in seen)
    _put_users(workspace, objects.get("user", []), calls)
    _put_blocks(workspace, blocks, before)
    _put_comments(workspace, objects.get("comment", []))
    _put_uploads(workspace, objects.get("file_upload", []), calls)
    for key, emoji in before.emojis.items():
        ids.same(key)
        workspace.store.put(EMOJI, key, emoji)
    _learn_workspace(ids, calls)


def _tables(objects: dict[str, list[Any]], before: Premise) -> dict[str, list[Any]]:
    databases, sources = [*objects.get("database", ())], [*objects.get("data_source", ())]
    rows: dict[str, list[Json]] = {}
    for page in objects.get("page", ()):
        if page["parent"]["type"] == "data_source_id":
            rows.setdefault(page["parent"]["data_source_id"], []).append(page)
    known = {source["id"] for source in sources}
    sources += [stand_ins.data_source(key, found) for key, found in rows.items() if key not in known]
    known |= rows.keys()
    sources += [
        stand_ins.bare_data_source(key)
        for key, kind in before.named.items()
        if kind == "data_source" and key not in known
    ]
    held = {database["id"] for database in databases}
    databases += [stand_ins.database(each) for each in sources if each["parent"]["database_id"] not in held]
    held = {database["id"] for database in databases}
    bare = [key for key, kind in before.named.items() if kind == "database" and key not in held]
    databases += [stand_ins.bare_database(key, before.titles.get(key, "")) for key in bare]
    return {"databases": databases, "data_sources": sources[::-1]}  # search shows the latest first


def _of_blocks(blocks: list[Json], seen: set[str]) -> list[Json]:
    return [
        stand_ins.page(block["id"], block["child_page"]["title"], block)
        for block in blocks
        if block["type"] == "child_page" and block["id"] not in seen
    ]


def _keep_rollups(workspace: Workspace, shown: Json) -> None:
    """What a rollup says of pages that no answer shows can only be taken over."""
    page = workspace.store.get(PAGE, shown["id"])
    if page is None:
        return
    schema = source_of(workspace, page)["schema"]
    for value in shown["properties"].values():
        if value["type"] == "rollup" and unquote(value["id"]) in schema:
            page["values"][unquote(value["id"])] = value["rollup"]


def _put_users(workspace: Workspace, users: list[Json], calls: list[Json]) -> None:
    lists = [call["response"]["results"] for call in calls if call["path"] == "/v1/users" and call["status"] == 200]
    listed = {user["id"] for found in lists for user in found}
    mine = next((user for user in users if user["id"] == BOT_ID), None)
    for key, user in workspace.store.all(USER):
        if key == BOT_ID and mine is None:
            mine = {"id": BOT_ID, "name": user["name"], "type": "bot"}
        workspace.store.delete(USER, key)
    for user in [*(each for each in users if each["id"] != BOT_ID), *([] if mine is None else [mine])]:
        doc = {"id": user["id"], "name": user["name"], "avatar_url": user.get("avatar_url")}
        if user["type"] == "person":
            person: Json | None = next(
                (each["person"] for found in lists for each in found if each["id"] == user["id"]), None
            )
            given: Json = person or user["person"]
            doc |= {"email": user["person"].get("email"), "person": given}
        else:
            doc["bot"] = True
        if listed and user["id"] not in listed and user["id"] != BOT_ID:
            doc["unlisted"] = True
        workspace.store.put(USER, user["id"], doc)


def _put_blocks(workspace: Workspace, blocks: list[Json], before: Premise) -> None:
    for block in blocks:
        if block["type"] == "child_database":
            _put_titled(workspace, block)
        elif block["type"] != "child_page":
            workspace.store.put(BLOCK, block["id"], _doc(block))
    for key, children in before.children.items():
        if children:
            put_children(workspace, key, children)
    for block in blocks:
        if block["has_children"] and not before.children.get(block["id"]):
            key = workspace.uuid()
            text = {"rich_text": [], "color": "default"}
            parent = {"type": "block_id", "block_id": block["id"]}
            doc = {**_doc(block), "id": key, "type": "paragraph", "parent": parent, "content": text}
            workspace.store.put(BLOCK, key, doc)
            put_children(workspace, block["id"], [key])


def _doc(block: Json) -> Json:
    return {**_authored(block), "type": block["type"], "parent": block["parent"], "content": block[block["type"]]}


def _authored(given: Json) -> Json:
    return {
        "id": given["id"],
        "created_time": given["created_time"],
        "last_edited_time": given["last_edited_time"],
        "created_by": given["created_by"]["id"],
        "last_edited_by": (given.get("last_edited_by") or given["created_by"])["id"],
        "in_trash": given.get("in_trash", False),
    }


def _put_titled(workspace: Workspace, block: Json) -> None:
    known = workspace.store.get(DATABASE, block["id"])
    if known is None:
        plain = {"description": [], "is_inline": False, "is_locked": False, "icon": None, "cover": None}
        title = stand_ins.rich(block["child_database"]["title"])
        known = {**plain, "title": title, "parent": block["parent"], "data_sources": []}
    workspace.store.put(DATABASE, block["id"], {**known, **_authored(block)})


def _put_comments(workspace: Workspace, comments: list[Json]) -> None:
    for comment in comments:
        kept = {name: comment[name] for name in ("parent", "discussion_id", "rich_text")}
        workspace.store.put(COMMENT, comment["id"], {**_authored(comment), **kept})


def _put_uploads(workspace: Workspace, uploads: list[Json], calls: list[Json]) -> None:
    """Put the uploads in as they were listed, newest first; where the list went on, one more stands for the rest."""
    cut = [call for call in calls if call["path"] == "/v1/file_uploads" and call["response"].get("has_more")]
    more = [{**uploads[-1], "id": _LATER.format(1)}] if uploads and cut else []
    for upload in reversed([*uploads, *more]):
        names = ("expiry_time", "status", "filename", "content_type", "content_length", "file_import_result")
        kept = {name: upload[name] for name in names if name in upload}
        workspace.store.put(UPLOAD, upload["id"], {**_authored(upload), **kept, "mode": "single_part"})


def _learn_workspace(ids: Ids, calls: list[Json]) -> None:
    for call in calls:
        answer = call["response"]
        bot = answer.get("bot") if isinstance(answer, dict) else None
        if isinstance(bot, dict) and "workspace_id" in bot:
            ids.known[bot["workspace_id"].replace("-", "")] = WORKSPACE_ID
