"""Recorded Notion traffic, sent again to the sandbox and compared answer by answer.

Ids are mapped as they turn up. A step is left out if it needs an object that its recording does not create.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx

from adapters.sandbox.app import create_app
from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.notion.workspace import BOT_ID, PAGE, ROOT_PAGE_ID, USER
from adapters.sandbox.store import Store

_UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
_ROOTS = ("00000000-0000-4000-8000-000000000001", "393abc1e-edcd-80f3-813b-e205934558c6")
_BOTS = ("00000000-0000-4000-8000-0000000000f1", "7775f3a3-893f-43fa-b625-460c61094c78")
_FREE = frozenset(
    (
        "request_id",
        "created_time",
        "last_edited_time",
        "url",
        "public_url",
        "avatar_url",
        "expiry_time",
        "next_cursor",
        "upload_url",
        "expires_at",
        "workspace_id",
        "workspace_name",
        "resolved_name",
        "status_url",
        "next_url",
    )
)


@dataclass(slots=True)
class Step:
    """One recorded call; ``differences`` is None where it could not be made."""

    source: str
    number: int
    endpoint: str
    differences: list[str] | None = None


@dataclass(slots=True)
class Ids:
    known: dict[str, str] = field(default_factory=dict)
    short: dict[str, str] = field(default_factory=dict)

    def learn(self, theirs: object, ours: object, key: str = "") -> None:
        """Pair the ids of two answers that stand in the same places."""
        if isinstance(theirs, dict) and isinstance(ours, dict):
            for name in theirs.keys() & ours.keys():
                self.learn(theirs[name], ours[name], name)
        elif isinstance(theirs, list) and isinstance(ours, list):
            for left, right in zip(theirs, ours, strict=False):
                self.learn(left, right, key)
        elif isinstance(theirs, str) and isinstance(ours, str) and key != "request_id":
            if _UUID.fullmatch(theirs) and _UUID.fullmatch(ours):
                self.known.setdefault(theirs.replace("-", ""), ours)
            elif key.endswith("id"):
                self.short.setdefault(theirs, ours)

    def mapped(self, text: str) -> str:
        text = _UUID.sub(lambda match: self.known.get(match[0].replace("-", ""), match[0]), text)
        return self.short.get(text, text)

    def translate(self, value: object) -> object:
        if isinstance(value, dict):
            return {self.mapped(key): self.translate(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.translate(each) for each in value]
        return self.mapped(value) if isinstance(value, str) else value

    def knows(self, text: str) -> bool:
        return all(found.replace("-", "") in self.known for found in _UUID.findall(text))


def recordings(file: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the calls of each recording, in order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in file.read_text().splitlines():
        call = json.loads(line)
        found.setdefault(call["source"], []).append(call)
    return found


async def replay(calls: list[dict[str, Any]]) -> list[Step]:
    store = Store()
    clock = TurnableClock(datetime(2026, 6, 27, 6, tzinfo=UTC))
    app = create_app(store=store, clock=clock)
    ids = Ids()
    for theirs in _ROOTS:
        ids.known[theirs.replace("-", "")] = ROOT_PAGE_ID
    for theirs in _BOTS:
        ids.known[theirs.replace("-", "")] = BOT_ID
    _set_up(store, ids, calls)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        return [await _step(client, clock, ids, call) for call in calls]


def _set_up(store: Store, ids: Ids, calls: list[dict[str, Any]]) -> None:
    """Name the root page, the connection and the people as the recording has them."""
    for key, _ in store.all(USER):
        store.delete(USER, key)
    seen = {each["id"]: each for each in _objects([call["response"] for call in calls])}
    for key, each in seen.items():
        kind = each.get("type")
        if kind == "person":
            ids.known[key.replace("-", "")] = key
            store.put(USER, key, {**each, "email": each["person"].get("email", "somebody@example.com")})
    names = [seen[key]["name"] for key in _BOTS if key in seen and "name" in seen[key]]
    store.put(USER, BOT_ID, {"id": BOT_ID, "name": names[0] if names else "Bot", "bot": True})
    for key in _ROOTS:
        if "properties" in seen.get(key, {}):
            title = seen[key]["properties"]["title"]["title"]
            root = store.get(PAGE, ROOT_PAGE_ID)
            assert root is not None
            root["values"]["title"] = title


async def _step(client: httpx.AsyncClient, clock: TurnableClock, ids: Ids, call: dict[str, Any]) -> Step:
    path = re.sub(r"properties/.*", "properties/…", _UUID.sub("…", call["path"]))
    step = Step(call["source"], call["n"], f"{call['method']} {path}")
    clock.set(max([clock.now(), *_times(call["response"])]))
    asked = json.dumps(call["request"]) if call["request"] else ""
    if not ids.knows(call["path"] + asked + (call["query"] or "")) or '"not_json"' in asked:
        return step
    where = "/".join(ids.mapped(part) for part in call["path"].split("/"))
    query = "&".join(
        "=".join(ids.mapped(part) for part in pair.split("=")) for pair in (call["query"] or "").split("&")
    )
    answer = await client.request(
        call["method"],
        f"{where}?{query}" if query else where,
        headers={"authorization": _token(call), "notion-version": call["version"]},
        json=ids.translate(call["request"]),
    )
    theirs, ours = call["response"], answer.json()
    ids.learn(theirs, ours)
    step.differences = []
    if answer.status_code != call["status"]:
        step.differences.append(f"status {call['status']} != {answer.status_code}: {ours.get('message')}")
    else:
        step.differences += differences(ids.translate(theirs), ours)
    return step


def _token(call: dict[str, Any]) -> str:
    return "" if call["status"] == 401 else "Bearer not-a-real-token"


def differences(theirs: object, ours: object, path: str = "", key: str = "") -> Iterator[str]:
    """Tell where two answers differ in keys, types, or values that the request decides."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        if theirs.keys() != ours.keys():
            lacking, extra = sorted(theirs.keys() - ours.keys()), sorted(ours.keys() - theirs.keys())
            yield f"{path}: lacks {lacking}, has {extra}"
        for name in theirs.keys() & ours.keys():
            yield from differences(theirs[name], ours[name], f"{path}.{name}", name)
    elif isinstance(theirs, list) and isinstance(ours, list):
        if len(theirs) != len(ours):
            yield f"{path}: {len(theirs)} items != {len(ours)}"
        for number, (left, right) in enumerate(zip(theirs, ours, strict=False)):
            yield from differences(left, right, f"{path}[{number}]", key)
    elif theirs != ours and key not in _FREE and not _alike(theirs, ours):
        yield f"{path}: {theirs!r} != {ours!r}"


def _alike(theirs: object, ours: object) -> bool:
    """Times and addresses agree in their form."""
    if isinstance(theirs, str) and isinstance(ours, str):
        return bool(_UUID.search(theirs) and _UUID.search(ours)) or _form(theirs) == _form(ours)
    return False


def _form(text: str) -> str:
    text = unquote(text)
    return re.sub(r"\d", "0", text) if re.match(r"\d{4}-\d\d-\d\dT", text) else text


def _objects(value: object) -> Iterator[dict[str, Any]]:
    """Go through users and pages wherever they stand; of users the ones that are shown whole."""
    if isinstance(value, dict):
        if value.get("object") == "page" or (value.get("object") == "user" and "name" in value):
            yield value
        for each in value.values():
            yield from _objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from _objects(each)


def _times(value: object) -> Iterator[datetime]:
    if isinstance(value, dict):
        for name, each in value.items():
            if name == "last_edited_time" and isinstance(each, str):
                yield datetime.fromisoformat(each)
            else:
                yield from _times(each)
    elif isinstance(value, list):
        for each in value:
            yield from _times(each)
