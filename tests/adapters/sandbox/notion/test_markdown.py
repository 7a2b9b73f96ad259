from typing import Any

import pytest
from notion_client import APIResponseError, Client

from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.notion.build import text

BODY = """# Weekly digest
Two risks are **stale**, one is *new*: see [the list](https://example.com/list).
## Risks
- Disk
\t- nested
1. first
- [ ] open
- [x] done
> a quote
```python
print("x")
```
---
|Risk|Score|
|---|---|
|Disk|15|"""


def page(notion: Client, sandbox: SandboxServer, markdown: str) -> str:
    made: Any = notion.pages.create(parent={"page_id": sandbox.root_page_id}, properties={}, markdown=markdown)
    return str(made["id"])


def body(notion: Client, key: str) -> str:
    read: Any = notion.pages.retrieve_markdown(key)
    assert (read["object"], read["id"], read["truncated"]) == ("page_markdown", key, False)
    return str(read["markdown"])


def test_what_is_written_as_markdown_reads_back_the_same(notion: Client, sandbox: SandboxServer) -> None:
    key = page(notion, sandbox, BODY)
    assert body(notion, key) == BODY
    blocks: Any = notion.blocks.children.list(key)
    assert [block["type"] for block in blocks["results"]] == [
        "heading_1",
        "paragraph",
        "heading_2",
        "bulleted_list_item",
        "numbered_list_item",
        "to_do",
        "to_do",
        "quote",
        "code",
        "divider",
        "table",
    ]


def test_special_characters_survive(notion: Client, sandbox: SandboxServer) -> None:
    key = page(notion, sandbox, r"2 \* 3 \_ 4 and `a*b`")
    blocks: Any = notion.blocks.children.list(key)
    parts = blocks["results"][0]["paragraph"]["rich_text"]
    assert [part["plain_text"] for part in parts] == ["2 * 3 _ 4 and ", "a*b"]
    assert body(notion, key) == r"2 \* 3 \_ 4 and `a*b`"


def test_content_is_inserted_at_the_end_or_behind_a_text(notion: Client, sandbox: SandboxServer) -> None:
    """Recorded: '## New Section', a blank line and a text come back without the blank line."""
    key = page(notion, sandbox, "one\ntwo")
    notion.pages.update_markdown(
        key, type="insert_content", insert_content={"content": "## New Section\n\nHello from markdown."}
    )
    assert body(notion, key) == "one\ntwo\n## New Section\nHello from markdown."
    notion.pages.update_markdown(
        key, type="insert_content", insert_content={"content": "one and a half", "after": "one"}
    )
    assert body(notion, key).startswith("one\none and a half\ntwo")


def test_content_is_replaced_whole_or_in_part(notion: Client, sandbox: SandboxServer) -> None:
    key = page(notion, sandbox, "one\ntwo\ntwo")
    updates = [{"old_str": "one", "new_str": "1"}]
    notion.pages.update_markdown(key, type="update_content", update_content={"content_updates": updates})
    assert body(notion, key) == "1\ntwo\ntwo"
    twice = {"content_updates": [{"old_str": "two", "new_str": "2"}]}
    with pytest.raises(APIResponseError, match="found 2 times"):
        notion.pages.update_markdown(key, type="update_content", update_content=twice)
    notion.pages.update_markdown(key, type="replace_content", replace_content={"new_str": "all new"})
    assert body(notion, key) == "all new"


def test_pages_in_a_body_are_not_deleted_unless_it_is_allowed(notion: Client, sandbox: SandboxServer) -> None:
    key = page(notion, sandbox, "one")
    child: Any = notion.pages.create(parent={"page_id": key}, properties={"title": text("Child")})
    with pytest.raises(APIResponseError, match="allow_deleting_content"):
        notion.pages.update_markdown(key, type="replace_content", replace_content={"new_str": "new"})
    allowed = {"new_str": "new", "allow_deleting_content": True}
    notion.pages.update_markdown(key, type="replace_content", replace_content=allowed)
    read: Any = notion.pages.retrieve(child["id"])
    assert (body(notion, key), read["in_trash"]) == ("new", True)


def test_what_has_no_markdown_is_named_as_unknown(notion: Client, sandbox: SandboxServer) -> None:
    key = page(notion, sandbox, "")
    made: Any = notion.blocks.children.append(key, children=[{"bookmark": {"url": "https://example.com"}}])
    read: Any = notion.pages.retrieve_markdown(key)
    assert read["unknown_block_ids"] == [made["results"][0]["id"]]
    assert read["markdown"].startswith("<unknown ")


def test_a_long_edit_can_be_a_task(notion: Client, sandbox: SandboxServer) -> None:
    key = page(notion, sandbox, "")
    edit = {"allow_async": True, "type": "insert_content", "insert_content": {"content": "# Hello"}}
    task: Any = notion.request(path=f"pages/{key}/markdown", method="PATCH", body=edit)
    assert (task["object"], task["status"], task["poll_after_seconds"]) == ("async_task", "queued", 2)
    done: Any = notion.request(path=f"async_tasks/{task['id']}", method="GET")
    assert (done["status"], done["result"]["markdown"]) == ("succeeded", "# Hello")
