"""The digest's page against the local Notion: made once, rewritten in place, whatever happens in between."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from adapters.notion.digest import DigestPages, Known
from jobs.digest.model import Line, SectionKey
from jobs.digest.render.notion import leaf
from mappings.digest import Leaf
from sync.errors import NotThere, OutOfReach
from sync.message import say
from tests.adapters.notion.faults import error, saved_but
from tests.adapters.notion.world import VERSION, World, text
from tests.jobs.digest.samples import hostile, sample

PNG = b"\x89PNG\r\n\x1a\n"


def drawn(name: str = "") -> Callable[[object], bytes]:
    return lambda chart: PNG + f"{getattr(chart, 'key', '')}{name}".encode()


@pytest.fixture
def parent(world: World) -> str:
    """A page of its own, so that tests do not see one another's digests."""
    made = world.raw("POST", "pages", parent={"page_id": world.server.root_page_id}, properties={"title": text("週報")})
    return str(made["id"])


def first(world: World, parent: str, made: Leaf) -> Known:
    return DigestPages(world.connection, parent).publish(made, Known()).known


def changed(language: str = "en") -> Leaf:
    digest = sample(language)
    sections = [
        replace(each, notes=(say("something else"),)) if each.key is SectionKey.RISKS else each
        for each in digest.sections
    ]
    return leaf(replace(digest, sections=tuple(sections)), language, draw=drawn(), mentions=False)


def plain(language: str = "en") -> Leaf:
    return leaf(sample(language), language, draw=drawn(), mentions=False)


def children(world: World, block: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.raw("GET", f"blocks/{block}/children")["results"]
    return found


def pages(world: World, parent: str) -> list[str]:
    return [str(each["id"]) for each in children(world, parent) if each["type"] == "child_page"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_is_made_once_and_an_unchanged_one_is_not_written_again(world: World, parent: str, language: str) -> None:
    digest = sample(language)
    made = leaf(digest, language, draw=drawn(), mentions=False)
    known = first(world, parent, made)
    assert pages(world, parent) == [known.page]
    world.transport.forget()
    later = leaf(replace(digest, made_at=digest.window.end), language, draw=drawn(), mentions=False)
    again = DigestPages(world.connection, parent).publish(later, known)
    assert not again.written
    assert [each.split()[0] for each in world.transport.sent] == ["GET", "GET"]


def test_a_rewrite_needs_four_calls_and_images_that_are_the_same_none(world: World, parent: str) -> None:
    known = first(world, parent, plain())
    assert known.page is not None
    assert known.pictures
    world.transport.forget()
    again = DigestPages(world.connection, parent).publish(changed(), known)
    assert again.written
    assert [each.split()[0] for each in world.transport.sent] == ["GET", "GET", "PATCH", "DELETE"]
    (version,) = children(world, known.page)
    said = str(children(world, str(version["id"])))
    assert "something else" in said
    assert said.count("'type': 'image'") == len(plain().pictures)


def test_what_people_wrote_under_it_and_their_comments_stay(world: World, parent: str) -> None:
    known = first(world, parent, plain())
    assert known.page is not None
    note = {"type": "paragraph", "paragraph": {"rich_text": text("来週までに確認")}}
    world.raw("PATCH", f"blocks/{known.page}/children", children=[note])
    world.raw("PATCH", f"blocks/{known.page}/children", children=[note], position={"type": "start"})
    world.raw("POST", "comments", parent={"page_id": known.page}, rich_text=text("見ました"))
    before = [each["id"] for each in children(world, known.page) if each["type"] == "paragraph"]
    DigestPages(world.connection, parent).publish(changed(), known)
    kinds = [each["type"] for each in children(world, known.page)]
    assert kinds == ["paragraph", "synced_block", "paragraph"]
    assert [each["id"] for each in children(world, known.page) if each["type"] == "paragraph"] == before
    comments = world.connection.comments(known.page, None)["results"]
    assert [each["rich_text"][0]["plain_text"] for each in comments] == ["見ました"]


def test_a_version_somebody_wrote_into_is_left_and_said(world: World, parent: str) -> None:
    known = first(world, parent, plain())
    assert known.page is not None
    (version,) = children(world, known.page)
    note = {"type": "paragraph", "paragraph": {"rich_text": text("ここに書いた")}}
    sato = world.server.add_person("佐藤", "sato@example.jp")
    httpx.patch(
        f"{world.server.notion_base}/v1/blocks/{version['id']}/children",
        json={"children": [note]},
        headers={
            "authorization": f"Bearer {world.server.token}",
            "notion-version": VERSION,
            "x-sandbox-user": sato,
        },
    ).raise_for_status()
    again = DigestPages(world.connection, parent).publish(changed(), known)
    assert again.notices
    third = DigestPages(world.connection, parent).publish(plain(), again.known)
    assert third.written
    assert len(children(world, known.page)) == 3, "the new version, the note, and the one that was left"
    assert "ここに書いた" in str([children(world, str(each["id"])) for each in children(world, known.page)])


@pytest.mark.parametrize("place", ["PATCH", "DELETE"])
def test_a_stop_between_the_calls_leaves_no_half_page_and_the_next_run_mends(
    world: World, parent: str, place: str
) -> None:
    known = first(world, parent, plain())
    assert known.page is not None

    class Stopped(Exception):
        pass

    pages_ = DigestPages(world.connection, parent)
    connection = world.connection
    name = "append" if place == "PATCH" else "erase"
    real = getattr(connection, name)

    def stop(*_: object) -> None:
        raise Stopped

    setattr(connection, name, stop)
    with pytest.raises(Stopped):
        pages_.publish(changed(), known)
    setattr(connection, name, real)
    assert all(len(children(world, str(each["id"]))) > 20 for each in children(world, known.page)), "whole versions"
    DigestPages(connection, parent).publish(changed(), known)
    (version,) = children(world, known.page)
    assert "something else" in str(children(world, str(version["id"])))


def test_without_a_memory_page_and_block_are_found_again(world: World, parent: str) -> None:
    known = first(world, parent, plain())
    again = DigestPages(world.connection, parent).publish(changed(), Known())
    assert again.known.page == known.page
    assert pages(world, parent) == [known.page]
    assert len(children(world, str(known.page))) == 1


def test_an_answer_that_is_lost_makes_no_second_page(world: World, parent: str) -> None:
    world.transport.fail("POST /v1/pages", saved_but(error(502, "internal_server_error")))
    known = first(world, parent, plain())
    assert pages(world, parent) == [known.page]
    world.transport.fail("PATCH /v1/blocks/.*/children", saved_but(error(502, "internal_server_error")))
    DigestPages(world.connection, parent).publish(changed(), known)
    assert len(children(world, str(known.page))) == 1


def test_a_page_in_the_trash_is_left_there_and_another_made(world: World, parent: str) -> None:
    known = first(world, parent, plain())
    world.raw("PATCH", f"pages/{known.page}", in_trash=True)
    again = DigestPages(world.connection, parent).publish(changed(), known)
    assert again.known.page != known.page
    assert pages(world, parent) == [again.known.page]


def test_it_may_be_a_row_of_a_database(world: World) -> None:
    made = DigestPages(world.connection, world.database, rows=True).publish(plain(), Known())
    again = DigestPages(world.connection, world.database, rows=True).publish(changed(), Known())
    assert again.known.page == made.known.page
    page = world.connection.page(str(made.known.page))
    assert page["properties"]["件名"]["title"][0]["plain_text"] == plain().title


def test_an_image_that_cannot_be_sent_stands_there_in_words(world: World, parent: str) -> None:
    world.transport.fail("POST /v1/file_uploads", *[error(403, "restricted_resource")] * 20)
    done = DigestPages(world.connection, parent).publish(plain(), Known())
    world.transport.faults.clear()
    assert len(done.notices) == len(plain().pictures)
    (version,) = children(world, str(done.known.page))
    said = str(children(world, str(version["id"])))
    assert "'type': 'image'" not in said
    assert next(iter(plain().pictures.values())).caption[:40] in said


def test_a_mention_that_notion_does_not_know_becomes_a_name(world: World, parent: str) -> None:
    digest = sample("en")
    told = leaf(digest, "en", mentions=True)
    done = DigestPages(world.connection, parent).publish(told, Known())
    assert done.written


def test_values_from_tables_are_text(world: World, parent: str) -> None:
    done = DigestPages(world.connection, parent).publish(leaf(hostile(), "en", mentions=False), Known())
    (version,) = children(world, str(done.known.page))
    runs = [run for block in children(world, str(version["id"])) for run in block[block["type"]].get("rich_text", [])]
    assert all("javascript" not in str(run["href"]) for run in runs)


def test_a_large_digest_is_cut_to_fit_and_the_rest_is_counted(world: World, parent: str) -> None:
    digest = sample("en")
    lines = tuple(Line(say("why {n}", n=n), "t", None, "長" * 3000) for n in range(400))
    sections = tuple(
        replace(each, listings=tuple(replace(listing, lines=lines) for listing in each.listings))
        for each in digest.sections
    )
    large = leaf(replace(digest, sections=sections), "en", mentions=False)
    done = DigestPages(world.connection, parent).publish(large, Known())
    assert done.written
    assert "more" in str(large.body)


def test_a_place_that_is_not_shared_is_named(world: World) -> None:
    with pytest.raises(NotThere):
        DigestPages(world.connection, "00000000-0000-4000-8000-000000000000").publish(plain(), Known())


def test_no_answer_at_all_is_said(world: World, parent: str) -> None:
    world.transport.fail("GET /v1/blocks/.*/children", *[error(503, "service_unavailable")] * 10)
    with pytest.raises(OutOfReach):
        first(world, parent, plain())
    world.transport.faults.clear()
