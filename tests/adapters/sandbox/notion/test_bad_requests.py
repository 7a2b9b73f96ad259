"""Recorded requests with one thing in them made wrong: whatever comes, the answer is the service's own."""

import asyncio
import copy
import random
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from adapters.sandbox.app import create_app
from adapters.sandbox.clock import Clock
from adapters.sandbox.notion.workspace import ROOT_PAGE_ID
from adapters.sandbox.store import Store
from tests.conformance.notion.recording import recordings
from tests.shared import shared

HEADERS = {"authorization": "Bearer not-a-real-token", "notion-version": "2026-03-11"}
WRONG: tuple[object, ...] = (None, True, 0, -1, 1.5, "", "x", [], [None], ["x"], {}, {"x": 1}, {"type": "x"}, [[]])
FILES = ("sdk-py_2025-09-03.jsonl", "ultimate-notion_2025-09-03.jsonl")


def spots(value: object, spot: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if spot:
        yield spot
    inner: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from spots(each, (*spot, key))


def spoilt(body: Any, chance: random.Random) -> Any:  # noqa: ANN401 - any JSON
    """Return a copy with one thing replaced by something of another kind."""
    body = copy.deepcopy(body)
    places = list(spots(body))
    if not places:
        return body
    *way, last = chance.choice(places)
    inner = body
    for key in way:
        inner = inner[key]
    inner[last] = chance.choice(WRONG)
    return body


class Bench:
    """A sandbox with something of everything, and requests that fit it."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.ids: dict[str, str] = {}

    async def set_up(self, schema: dict[str, Any]) -> None:
        parent = {"page_id": ROOT_PAGE_ID}
        body = {"parent": parent, "initial_data_source": {"properties": schema}}
        database = await self.ask("POST", "/v1/databases", body)
        source = database["data_sources"][0]["id"]
        page = await self.ask("POST", "/v1/pages", {"parent": {"data_source_id": source}, "markdown": "one\n- two"})
        blocks = await self.ask("GET", f"/v1/blocks/{page['id']}/children", None)
        comment = await self.ask("POST", "/v1/comments", {"parent": {"page_id": page["id"]}, "markdown": "x"})
        view = await self.ask("POST", "/v1/views", {"data_source_id": source, "name": "v", "type": "table"})
        upload = await self.ask("POST", "/v1/file_uploads", {"filename": "a.txt"})
        self.ids = {
            "databases": database["id"],
            "data_sources": source,
            "pages": page["id"],
            "blocks": blocks["results"][0]["id"],
            "comments": comment["id"],
            "views": view["id"],
            "file_uploads": upload["id"],
        }

    async def ask(self, method: str, path: str, body: object) -> dict[str, Any]:
        answer = await self.client.request(method, path, headers=HEADERS, json=body)
        assert answer.status_code in (200, 202, 400, 404), (method, path, body, answer.text)
        found: dict[str, Any] = answer.json()
        assert ("code" in found) == (answer.status_code >= 400)
        return found

    def fitted(self, call: dict[str, Any]) -> tuple[str, Any]:
        """Return a recorded call's path and body, aimed at what is here."""
        kind, *rest = call["path"].removeprefix("/v1/").split("/")
        path = "/".join(["/v1", kind, *([self.ids.get(kind, "x"), *rest[1:]] if rest else [])])
        body = copy.deepcopy(call["request"])
        if isinstance(body, dict) and isinstance(body.get("parent"), dict):
            homes = {
                "page_id": self.ids["pages"],
                "data_source_id": self.ids["data_sources"],
                "database_id": self.ids["databases"],
            }
            body["parent"] = {key: homes.get(key, value) for key, value in body["parent"].items()}
        return path, body


async def spoil_all(calls: list[dict[str, Any]], schema: dict[str, Any], count: int, seed: int) -> int:
    chance = random.Random(seed)  # noqa: S311 - must be repeatable, not secret
    transport = httpx.ASGITransport(app=create_app(store=Store(), clock=Clock()))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        bench = Bench(client)
        await bench.set_up(schema)
        refused = 0
        for call in chance.choices(calls, k=count):
            path, body = bench.fitted(call)
            answer = await bench.ask(call["method"], path, spoilt(body, chance))
            refused += "code" in answer
        return refused


@pytest.mark.parametrize("name", FILES)
def test_no_bad_request_gets_anything_but_the_services_own_error(name: str) -> None:
    every = [call for calls in recordings(shared(f"recorded/notion/{name}")).values() for call in calls]
    calls = [call for call in every if isinstance(call["request"], dict) and "not_json" not in call["request"]]
    schemas = [(call["request"].get("initial_data_source") or {}).get("properties") or {} for call in calls]
    schema: dict[str, Any] = {"Name": {"title": {}}}
    for each in schemas:
        for key, prop in each.items():
            odd = prop["type"] in ("relation", "rollup", "title") or (prop["type"] == "unique_id" and key != "ID")
            if key != "Name" and not odd:
                schema[key] = prop
    assert asyncio.run(spoil_all(calls, schema, 1500, seed=1)) > 500
