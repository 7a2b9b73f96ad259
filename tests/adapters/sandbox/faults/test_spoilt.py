"""Answers of another form, as they leave the sandbox; the call behind each is carried out."""

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sandbox.exchange import Answer, answer_of
from adapters.sandbox.faults.places import places
from adapters.sandbox.faults.spoilt import BODIES, spoilt
from adapters.sandbox.faults.twisting import TWISTS
from tests.adapters.sandbox.faults.world import World

DOC = {"results": [{"id": "a", "n": 1}, {"id": "b", "n": 2}], "has_more": False, "a/b": "x"}


def answer(doc: object = DOC) -> Answer:
    return answer_of(200, doc, {}, "application/json")


def changed(how: str, pointer: str, doc: object = DOC) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(spoilt(answer(doc), how, pointer, Random(1)).body)  # noqa: S311 - repeatable, not secret


def test_one_place_is_changed_and_the_rest_stays() -> None:
    assert changed("drop", "/has_more") == {name: part for name, part in DOC.items() if name != "has_more"}
    assert changed("drop", "/results/0")["results"] == [{"id": "b", "n": 2}]
    assert changed("null", "/a~1b") == {**DOC, "a/b": None}
    assert changed("add", "/has_more").keys() == {*DOC, "x_unknown"}
    assert len(changed("add", "/results/*")["results"]) == 3
    assert type(changed("retype", "/has_more")["has_more"]) is not bool
    assert len(changed("cut", "/results")["results"]) < 2
    assert len(changed("huge", "/results")["results"]) == 2000
    assert changed("half", "/a~1b")["a/b"] == "x\ud83d"


def test_a_pointer_leads_to_any_one_step() -> None:
    found = changed("null", "/results/*/id")
    assert sorted(str(each["id"]) for each in found["results"]) in (["None", "b"], ["None", "a"])


def test_what_is_no_strict_json_is_written_all_the_same() -> None:
    body = spoilt(answer(), "nan", "/has_more", Random(1)).body  # noqa: S311 - as above
    assert b"NaN" in body or b"Infinity" in body
    assert spoilt(answer(), "twice", "/has_more", Random(1)).body.count(b'"has_more"') == 2  # noqa: S311 - as above


def test_an_answer_without_such_a_place_stays_as_it_is() -> None:
    assert spoilt(answer(), "drop", "/nothing/there", Random(1)) == answer()  # noqa: S311 - as above
    page = Answer(200, (), b"<html>")
    assert spoilt(page, "drop", "", Random(1)) == page  # noqa: S311 - as above


@given(seed=st.integers(), how=st.sampled_from(sorted(TWISTS)))
def test_each_place_can_be_met(seed: int, how: str) -> None:
    done = spoilt(answer(), how, "", Random(seed))  # noqa: S311 - as above
    assert done.body != answer().body
    assert done == spoilt(answer(), how, "", Random(seed))  # noqa: S311 - as above


def test_every_place_has_its_own_pointer() -> None:
    found = ["/" + "/".join(place.steps) for place in places(DOC)]
    assert len(found) == len(set(found)) == 9
    assert "/a~1b" in found


@pytest.mark.parametrize("how", BODIES)
def test_a_body_is_spoilt_as_a_whole(how: str) -> None:
    done = spoilt(answer(), how, "", Random(1))  # noqa: S311 - as above
    with pytest.raises((ValueError, RecursionError)):
        json.loads(done.body.decode())


def test_the_call_behind_is_carried_out_and_its_status_stays(world: World) -> None:
    world.server.script("notion POST /v1/pages once spoil drop /id")
    body = {"parent": {"data_source_id": world.source}, "properties": {}}
    done = world.http.post("/v1/pages", json=body)
    assert done.status_code == 200
    assert "id" not in done.json()
    assert len(world.server.notion.rows[world.source]) == 4


def test_the_answer_of_an_error_is_spoilt_too(world: World) -> None:
    world.server.script("notion * once spoil drop /code of 429 retry-after 7")
    done = world.http.get("/v1/users/me")
    assert (done.status_code, done.headers["retry-after"]) == (429, "7")
    assert done.json()["object"] == "error"
    assert "code" not in done.json()
    assert world.http.get("/v1/users/me").status_code == 200


def test_the_same_seed_spoils_the_same_place(world: World) -> None:
    found = []
    for seed in (1, 1, 2, 3):
        world.server.script("google GET /v4/* always spoil retype", seed)
        found.append([world.http.get(world.reading()).content for _ in range(4)])
    assert found[0] == found[1]
    assert found[0] != found[2] or found[0] != found[3]
