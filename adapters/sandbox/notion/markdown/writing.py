"""Blocks to markdown, tabs for nesting. What has no markdown is named by its id as unknown."""

from adapters.sandbox.notion.blocks import living_children
from adapters.sandbox.notion.markdown.inline import line_of
from adapters.sandbox.notion.richtext import plain
from adapters.sandbox.notion.workspace import Workspace
from adapters.sandbox.store import Doc

_PREFIXES = {
    "paragraph": "",
    "heading_1": "# ",
    "heading_2": "## ",
    "heading_3": "### ",
    "heading_4": "#### ",
    "bulleted_list_item": "- ",
    "numbered_list_item": "1. ",
    "quote": "> ",
    "toggle": "",
    "callout": "> ",
}


def markdown_of(workspace: Workspace, key: str) -> tuple[str, list[str]]:
    """Return the body of a page as markdown, and the ids of blocks it cannot show."""
    unknown: list[str] = []
    return "\n".join(_lines(workspace, living_children(workspace, key), "", unknown)), unknown


def _lines(workspace: Workspace, blocks: list[Doc], indent: str, unknown: list[str]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        lines += [f"{indent}{line}" for line in _own(workspace, block, unknown)]
        if block.get("type") not in (None, "table"):
            lines += _lines(workspace, living_children(workspace, block["id"]), f"{indent}\t", unknown)
    return lines


def _own(workspace: Workspace, block: Doc, unknown: list[str]) -> list[str]:
    kind = block.get("type")
    if kind is None:
        return [_linked(block)]
    content = block["content"]
    if "rich_text" in content and kind != "code":
        return _text(kind, content)
    if kind == "code":
        language = "" if content["language"] == "plain text" else content["language"]
        return [f"```{language}", *plain(content["rich_text"]).split("\n"), "```"]
    if kind == "equation":
        return ["$$", content["expression"], "$$"]
    if kind == "divider":
        return ["---"]
    if kind == "table":
        return _table(workspace, block)
    if kind in ("column_list", "column"):
        return []
    return _linking(block, content, unknown)


def _linking(block: Doc, content: Doc, unknown: list[str]) -> list[str]:
    kind = block["type"]
    if kind in ("image", "video", "audio", "pdf", "file"):
        return [f"![{plain(content['caption'])}]({content[content['type']]['url']})"]
    unknown.append(block["id"])
    return [f'<unknown url="https://app.notion.com/p/{block["id"].replace("-", "")}" alt="{kind}"/>']


def _text(kind: str, content: Doc) -> list[str]:
    prefix = _PREFIXES.get(kind, "")
    if kind == "to_do":
        prefix = "- [x] " if content["checked"] else "- [ ] "
    return (prefix + line_of(content["rich_text"])).split("\n")


def _linked(block: Doc) -> str:
    bare = block["id"].replace("-", "")
    name, title = ("database", block["title"]) if "data_sources" in block else ("page", block["values"].get("title"))
    return f'<{name} url="https://app.notion.com/p/{bare}">{plain(title or [])}</{name}>'


def _table(workspace: Workspace, block: Doc) -> list[str]:
    rows = [
        "|" + "|".join(line_of(cell) for cell in row["content"]["cells"]) + "|"
        for row in living_children(workspace, block["id"])
    ]
    dashes = "|" + "|".join("---" for _ in range(int(block["content"]["table_width"]))) + "|"
    return [*rows[:1], dashes, *rows[1:]]
