"""Pages: rows of data sources, and pages on pages."""

from typing import Any

from adapters.sandbox.notion.blocks import checked_blocks, erase, put_drafts, touch_parent
from adapters.sandbox.notion.children import add_child, drop_child
from adapters.sandbox.notion.databases import home
from adapters.sandbox.notion.errors import invalid, is_one_of, missing, trashed, wrong
from adapters.sandbox.notion.files import written_cover, written_icon
from adapters.sandbox.notion.ids import checked_uuid
from adapters.sandbox.notion.looks import changed_looks
from adapters.sandbox.notion.markdown.reading import blocks_of
from adapters.sandbox.notion.request import Call, only, trash_wish
from adapters.sandbox.notion.rows import PLAIN_PAGE, chosen, plan, shown_page, source_of
from adapters.sandbox.notion.shares import visible
from adapters.sandbox.notion.values import checked_values, next_number, put_values
from adapters.sandbox.notion.workspace import DATA_SOURCE, DATABASE, PAGE, Workspace, not_found
from adapters.sandbox.store import Doc


def the_page(call: Call) -> Doc:
    key = checked_uuid(call.path["page_id"], "path.page_id", part="path")
    page = visible(call.workspace, PAGE, key)
    if page is None:
        raise not_found("page", key)
    return page


def answer(call: Call, page: Doc) -> Doc:
    columns = chosen(plan(call.workspace, source_of(call.workspace, page)), call.every("filter_properties"))
    return shown_page(call.workspace, page, columns, says_archived=call.says_archived)


def create(call: Call) -> Doc:
    page = create_page(call.workspace, call.body, call.chosen_id("x-sandbox-id"))
    return answer(call, page)


def create_page(workspace: Workspace, body: Doc, key: str | None = None) -> Doc:
    known = ("parent", "properties", "icon", "cover", "content", "children", "markdown", "template", "position")
    only(body, *known)
    parent = _parent(workspace, body.get("parent"), "body.parent")
    source = workspace.store.get(DATA_SOURCE, parent.get("data_source_id", "")) or PLAIN_PAGE
    _check_template(body)
    workspace.limits.check_rows(len(workspace.rows[source["id"]]) if source is not PLAIN_PAGE else -1)
    icon = written_icon(workspace, body.get("icon"), "body.icon")
    cover = written_cover(workspace, body.get("cover"), "body.cover")
    drafts = checked_blocks(workspace, _body_blocks(body), "body.children")
    key = key or workspace.uuid()
    if workspace.store.get(PAGE, key) is not None:
        raise invalid(f"There is a page with ID {key} already.")
    values = checked_values(workspace, source, body.get("properties", {}), "body.properties")
    page: Doc = {
        **workspace.authored(key),
        "cover": cover,
        "icon": icon,
        "parent": parent,
        "is_locked": False,
        "values": next_number(workspace, source),
    }
    if drafts:
        put_drafts(workspace, {"type": "page_id", "page_id": key}, drafts)
    put_values(workspace, source, page, values)
    workspace.put_page(page)
    workspace.made(key)
    if "page_id" in parent:
        add_child(workspace, parent["page_id"], key)
        touch_parent(workspace, parent)
    return page


def retrieve(call: Call) -> Doc:
    return answer(call, the_page(call))


def update(call: Call) -> Doc:
    known = ("properties", "icon", "cover", "is_locked", "template", "erase_content", "archived", "in_trash")
    only(call.body, *known, "is_archived")
    workspace, body, page = call.workspace, call.body, the_page(call)
    wish = trash_wish(call)
    if page["in_trash"] and wish is not False:
        raise trashed()
    changed = changed_looks(workspace, body)
    source = source_of(workspace, page)
    values = checked_values(workspace, source, body.get("properties", {}), "body.properties")
    if wish is not None:
        changed["in_trash"] = wish
    archived = body.get("is_archived")
    if archived is not None:
        if not isinstance(archived, bool):
            raise wrong("body.is_archived", "a boolean or `undefined`", archived)
        changed["is_archived"] = archived
    if body.get("erase_content") is True:
        erase(workspace, page["id"])
    page.update(changed)
    workspace.touch(page)
    put_values(workspace, source, page, values)
    workspace.put_page(page)
    return answer(call, page)


def move(call: Call) -> Doc:
    """Move a page to another page or data source; values whose properties are not there are left behind."""
    only(call.body, "parent")
    workspace, page = call.workspace, the_page(call)
    if page["in_trash"]:
        raise trashed()
    parent = _parent(workspace, call.body.get("parent"), "body.parent")
    before = source_of(workspace, page)
    after = workspace.store.get(DATA_SOURCE, parent.get("data_source_id", "")) or PLAIN_PAGE
    workspace.unindex(page)
    drop_child(workspace, page["parent"].get("page_id"), page["id"])
    page["parent"] = parent
    if after["id"] != before["id"]:
        kept = {"title": page["values"].get("title", [])}
        page["values"] = {**next_number(workspace, after), **kept}
    workspace.touch(page)
    workspace.put_page(page)
    add_child(workspace, parent.get("page_id"), page["id"])
    return answer(call, page)


def _check_template(body: Doc) -> None:
    """Refuse content beside a template, which is applied later and would replace it."""
    template = body.get("template")
    if template is None:
        return
    kind = template.get("type") if isinstance(template, dict) else None
    if not is_one_of(kind, ("none", "default", "template_id")):
        raise wrong("body.template.type", '`"none"`, `"default"`, or `"template_id"`', kind)
    given = next((name for name in ("children", "content", "markdown") if body.get(name)), None)
    if kind != "none" and given is not None:
        raise wrong(f"body.{given}", "not present", body[given])


def _body_blocks(body: Doc) -> list[Any]:
    children = body.get("children", body.get("content"))
    markdown = body.get("markdown")
    if children and markdown is not None:
        raise invalid("body failed validation: body.children should be not present when body.markdown is given.")
    if markdown is not None:
        if not isinstance(markdown, str):
            raise wrong("body.markdown", "a string or `undefined`", markdown)
        return blocks_of(markdown)
    if children is not None and not isinstance(children, list):
        raise wrong("body.children", "an array or `undefined`", children)
    return children or []


def _parent(workspace: Workspace, parent: object, path: str) -> Doc:
    if not isinstance(parent, dict):
        raise missing(path) if parent is None else wrong(path, "an object", parent)
    if "data_source_id" in parent:
        source = _source(workspace, checked_uuid(parent["data_source_id"], f"{path}.data_source_id"))
    elif "database_id" in parent:
        source = _only_source(workspace, checked_uuid(parent["database_id"], f"{path}.database_id"))
    else:
        return home(workspace, parent, path)
    return {"type": "data_source_id", "data_source_id": source["id"], "database_id": source["database_id"]}


def _source(workspace: Workspace, key: str) -> Doc:
    source = visible(workspace, DATA_SOURCE, key)
    if source is None:
        raise not_found("data source", key)
    if source["in_trash"]:
        raise trashed()
    return source


def _only_source(workspace: Workspace, key: str) -> Doc:
    database = visible(workspace, DATABASE, key)
    if database is None:
        raise not_found("database", key)
    if len(database["data_sources"]) != 1:
        raise invalid(f"Database with ID {key} has more than one data source; give the data source's ID.")
    return _source(workspace, database["data_sources"][0])
