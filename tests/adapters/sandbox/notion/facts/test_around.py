"""Blocks, files, comments, templates and headers: what the notes say of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from notion_client import APIResponseError, Client

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.notion.build import Json, row, table, text

MIB = 1024 * 1024


@pytest.fixture
def page(notion: Client, sandbox: SandboxServer) -> str:
    made: str = row(notion, table(notion, sandbox.root_page_id, {"Files": {"files": {}}}), "x")["id"]
    return made


def paragraph(content: str) -> Json:
    return {"paragraph": {"rich_text": text(content)}}


def refusal(call: Callable[..., object], *arguments: object, **named: object) -> APIResponseError:
    with pytest.raises(APIResponseError) as caught:
        call(*arguments, **named)
    return caught.value


def test_a_request_takes_100_blocks_and_two_levels(notion: Client, page: str) -> None:
    """100 children a call, two levels of nesting."""
    said = refusal(notion.blocks.children.append, page, children=[paragraph("a")] * 101)
    assert str(said) == "body failed validation: body.children.length should be ≤ `100`, instead was `101`."
    deep: Json = paragraph("3")
    for name in "21":
        deep = {"paragraph": {"rich_text": text(name), "children": [deep]}}
    notion.blocks.children.append(page, children=[deep])
    deeper = {"paragraph": {"rich_text": text("0"), "children": [deep]}}
    assert refusal(notion.blocks.children.append, page, children=[deeper]).status == 400


def test_a_request_takes_1000_blocks_in_all(notion: Client, page: str) -> None:
    """1,000 block elements a request, nested ones counted."""
    full = [{"paragraph": {"rich_text": text("a"), "children": [paragraph("b")] * 100}}] * 10
    assert refusal(notion.blocks.children.append, page, children=full).status == 400
    assert notion.blocks.children.append(page, children=full[:9])


def test_a_request_takes_500_kb(notion: Client, page: str) -> None:
    """500 KB a request."""
    large = [{"paragraph": {"rich_text": text("a" * 2000) * 3}} for _ in range(90)]
    said = refusal(notion.blocks.children.append, page, children=large)
    assert str(said).startswith("body failed validation: body.length should be ≤ `512000`")


def test_columns_and_tables_come_with_what_they_hold(notion: Client, page: str) -> None:
    """A column list has two columns at least, a table its rows, each of the table's width."""
    one = {"column_list": {"children": [{"column": {"children": [paragraph("a")]}}]}}
    assert refusal(notion.blocks.children.append, page, children=[one]).status == 400
    bare: Json = {"table": {"table_width": 2, "children": []}}
    assert refusal(notion.blocks.children.append, page, children=[bare]).status == 400


def test_a_block_cannot_become_another(notion: Client, page: str) -> None:
    """Blocks cannot be re-typed; an update replaces whole fields."""
    made: Any = notion.blocks.children.append(page, children=[paragraph("a")])
    key = made["results"][0]["id"]
    assert refusal(notion.blocks.update, key, quote={"rich_text": text("a")}).status == 400
    after: Any = notion.blocks.update(key, paragraph={"rich_text": text("b")})
    assert after["paragraph"]["rich_text"][0]["plain_text"] == "b"


@pytest.mark.parametrize("kind", ["child_page", "child_database", "link_preview", "unsupported", "meeting_notes"])
def test_some_blocks_cannot_be_made(notion: Client, page: str, kind: str) -> None:
    """Pages and databases have endpoints of their own; previews, unsupported blocks and notes have none."""
    assert refusal(notion.blocks.children.append, page, children=[{"type": kind, kind: {}}]).status == 400


def test_with_a_position_the_answer_holds_the_following_siblings(notion: Client, page: str) -> None:
    """With a position the results are the new blocks and all that follow; at the end only the new ones."""
    first: Any = notion.blocks.children.append(page, children=[paragraph("a"), paragraph("b"), paragraph("c")])
    place = {"type": "after_block", "after_block": {"id": first["results"][0]["id"]}}
    after: Any = notion.blocks.children.append(page, children=[paragraph("new")], position=place)
    shown = [each["paragraph"]["rich_text"][0]["plain_text"] for each in after["results"]]
    assert shown == ["new", "b", "c"]
    assert len(first["results"]) == 3


def test_content_does_not_go_with_a_template(notion: Client, sandbox: SandboxServer) -> None:
    """children are not allowed together with a template."""
    parent = {"page_id": sandbox.root_page_id}
    made = {"parent": parent, "properties": {}, "template": {"type": "default"}}
    assert refusal(notion.pages.create, **made, children=[paragraph("a")]).status == 400
    assert notion.pages.create(**made)


def test_an_upload_is_attached_within_an_hour(notion: Client, page: str, clock: TurnableClock) -> None:
    """A file is attached within an hour of its creation, after that it has expired; attached, it stays."""
    uploads: list[Any] = [notion.file_uploads.create(mode="single_part", filename="a.txt") for _ in range(2)]
    for upload in uploads:
        notion.file_uploads.send(upload["id"], file=("a.txt", b"hello", "text/plain"))
    file = {"Files": {"files": [{"type": "file_upload", "file_upload": {"id": uploads[0]["id"]}}]}}
    notion.pages.update(page, properties=file)
    clock.turn(timedelta(minutes=61))
    states: list[Any] = [notion.file_uploads.retrieve(upload["id"]) for upload in uploads]
    assert [each["status"] for each in states] == ["uploaded", "expired"]
    assert notion.pages.update(page, properties=file)
    late = {"Files": {"files": [{"type": "file_upload", "file_upload": {"id": uploads[1]["id"]}}]}}
    assert refusal(notion.pages.update, page, properties=late).status == 400


def test_a_large_file_is_sent_in_parts(notion: Client) -> None:
    """Parts of 5 to 20 MiB, the last one smaller; then complete."""
    upload: Any = notion.request(
        path="file_uploads",
        method="POST",
        body={"mode": "multi_part", "filename": "a.bin", "number_of_parts": 2},
    )
    assert upload["number_of_parts"] == {"total": 2, "sent": 0}
    small = ("a.bin", b"x" * MIB, "application/octet-stream")
    assert refusal(notion.file_uploads.send, upload["id"], file=small, part_number="1").status == 400
    large = ("a.bin", b"x" * 5 * MIB, "application/octet-stream")
    notion.file_uploads.send(upload["id"], file=large, part_number="1")
    assert refusal(notion.file_uploads.complete, upload["id"]).status == 400
    notion.file_uploads.send(upload["id"], file=small, part_number="2")
    done: Any = notion.file_uploads.complete(upload["id"])
    assert (done["status"], done["content_length"]) == ("uploaded", 6 * MIB)


def test_a_filename_is_short_and_fits_its_type(notion: Client) -> None:
    """A filename has 900 bytes at most, and its extension fits the content type."""
    long = refusal(notion.file_uploads.create, mode="single_part", filename="あ" * 301)
    assert str(long) == "body failed validation: body.filename.length should be ≤ `900`, instead was `903`."
    odd = {"mode": "single_part", "filename": "a.png", "content_type": "text/plain"}
    assert refusal(notion.file_uploads.create, **odd).status == 400


def test_a_comment_is_changed_by_who_made_it(notion: Client, page: str, sandbox: SandboxServer) -> None:
    """Update and delete work on own comments."""
    person = sandbox.add_person("Mina Ito", "mina.ito@example.com")
    headers = {
        "authorization": "Bearer not-a-real-token",
        "notion-version": "2026-03-11",
        "x-sandbox-user": person,
    }
    body = {"parent": {"page_id": page}, "rich_text": text("mine")}
    comment = httpx.post(f"{sandbox.url}/v1/comments", headers=headers, json=body).json()
    said = refusal(notion.comments.delete, comment["id"])
    assert (said.status, said.code) == (403, "restricted_resource")
    assert httpx.delete(f"{sandbox.url}/v1/comments/{comment['id']}", headers=headers).status_code == 200


def test_a_comment_has_three_attachments_at_most(notion: Client, page: str) -> None:
    """At most three attachments."""
    upload: Any = notion.file_uploads.create(mode="single_part", filename="a.png", content_type="image/png")
    notion.file_uploads.send(upload["id"], file=("a.png", b"hello", "image/png"))
    files = [{"file_upload_id": upload["id"]}]
    comment: Any = notion.comments.create(parent={"page_id": page}, rich_text=text("a"), attachments=files)
    assert [each["category"] for each in comment["attachments"]] == ["image"]
    many = {"parent": {"page_id": page}, "rich_text": text("a"), "attachments": files * 4}
    assert refusal(notion.comments.create, **many).status == 400


def test_an_unknown_beta_is_refused(sandbox: SandboxServer) -> None:
    """The error code invalid_beta."""
    headers = {"authorization": "Bearer not-a-real-token", "notion-version": "2026-03-11"}
    url = f"{sandbox.url}/v1/users/me"
    wrong = httpx.get(url, headers={**headers, "notion-beta": "teleport-2030-01-01"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid_beta")
    known = httpx.get(url, headers={**headers, "notion-beta": "status-group-filters-2026-10-06"})
    assert known.status_code == 200


def test_erasing_content_empties_a_page_for_good(notion: Client, page: str) -> None:
    """erase_content clears the body in one call, and cannot be undone."""
    made: Any = notion.blocks.children.append(page, children=[paragraph("a")])
    notion.pages.update(page, erase_content=True)
    children: Any = notion.blocks.children.list(page)
    assert children["results"] == []
    assert refusal(notion.blocks.retrieve, made["results"][0]["id"]).status == 404
