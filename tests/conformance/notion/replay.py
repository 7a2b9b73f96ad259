"""Recorded traffic of the Notion API, sent again to the sandbox and compared answer by answer.

Each recording starts in a sandbox that holds what its answers show to have been there before. Ids are mapped as they
turn up. A call is skipped, with the reason, where it names something that no answer shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from adapters.sandbox.app import create_app
from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.notion.request import VERSIONS
from adapters.sandbox.notion.workspace import Workspace
from adapters.sandbox.store import Store
from tests.conformance.notion.compare import differences
from tests.conformance.notion.ids import Ids
from tests.conformance.notion.premise import Premise, premise
from tests.conformance.notion.recording import Json, endpoint, query_of, seen
from tests.conformance.notion.replaced import replaced
from tests.conformance.notion.setup import set_up

_START = datetime(2026, 6, 1, 6, tzinfo=UTC)


@dataclass(slots=True)
class Step:
    """One recorded call; ``skipped`` says why it was not made."""

    source: str
    number: int
    endpoint: str
    differences: list[str] = field(default_factory=list)
    skipped: str | None = None
    shows_set_up: bool = False
    """Whether the answer shows objects that were set up before, from what the recording shows."""
    answer: Any = None

    @property
    def equal(self) -> bool:
        return self.skipped is None and not self.differences

    def __str__(self) -> str:
        reason = self.skipped or "; ".join(self.differences[:3])
        return f"{self.source} #{self.number} {self.endpoint}: {reason[:400]}"


@dataclass(slots=True)
class Stage:
    workspace: Workspace
    clock: TurnableClock
    ids: Ids
    before: Premise
    set_up: set[str]


async def replay(calls: list[Json]) -> list[Step]:
    """Make the calls of one recording, in order, against a sandbox of their own."""
    clock = TurnableClock(_START)
    app = create_app(store=Store(), clock=clock)
    workspace: Workspace = app.state.notion
    before = premise(calls)
    there = {key for kind, found in before.objects.items() if kind != "user" for key in found}
    stage = Stage(workspace, clock, Ids(), before, there)
    set_up(workspace, stage.ids, before, calls)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        return [await _step(client, stage, call) for call in calls]


async def _step(client: httpx.AsyncClient, stage: Stage, call: Json) -> Step:
    step = Step(call["source"], call["n"], endpoint(call))
    stage.clock.set(max([stage.clock.now(), *_times(call["response"])]))
    step.skipped = _unfit(stage, call)
    if step.skipped is not None:
        return step
    _index(stage, call)
    answer = await client.request(
        call["method"],
        "/".join(stage.ids.mapped(part) for part in call["path"].split("/")),
        params=_query(stage, call),
        headers={"authorization": _token(call), "notion-version": call["version"]},
        **_body(stage, call),
    )
    theirs, ours = call["response"], answer.json()
    step.answer = ours
    step.shows_set_up = any(each.get("id") in stage.set_up for each in seen(theirs))
    stage.ids.learn(theirs, ours)
    if answer.status_code != call["status"]:
        step.differences = [f"status {answer.status_code} instead of {call['status']}: {ours.get('message')}"]
    else:
        step.differences = list(differences(stage.ids.translate(theirs), ours))
    return step


def _unfit(stage: Stage, call: Json) -> str | None:
    if call["version"] not in VERSIONS:
        return f"the sandbox does not serve version {call['version']}"
    if call["status"] == 404:
        return None  # an id that is not there is what it is about
    named = [*call["path"].split("/"), *(value for _, value in query_of(call)), *_texts(call["request"])]
    unknown = next((each for each in named if not stage.ids.knows(each)), None)
    if unknown is not None:
        return f"no answer of its recording shows {unknown}"
    return replaced(stage.workspace, stage.ids.translate(call))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _index(stage: Stage, call: Json) -> None:
    """Hold back from search what the service's index did not know yet, though it was there."""
    late = {key for key, number in stage.before.first_found.items() if number > call["n"]}
    for key in stage.before.first_found:
        own = stage.ids.known.get(key.replace("-", ""))
        if own is not None:
            (stage.workspace.unindexed.add if key in late else stage.workspace.unindexed.discard)(own)


def _query(stage: Stage, call: Json) -> str:
    pairs = [pair for pair in (call["query"] or "").split("&") if pair]
    return "&".join("=".join(stage.ids.mapped(part) for part in pair.split("=")) for pair in pairs)


def _body(stage: Stage, call: Json) -> dict[str, Any]:
    """Return the body; of a file that was sent the recording has only the size, which is what counts."""
    asked = call["request"]
    if isinstance(asked, dict) and asked.get("not_json"):
        answer = call["response"]
        content = b"x" * (answer.get("content_length") or 1)
        return {"files": {"file": (answer.get("filename") or "file", content, answer.get("content_type"))}}
    return {"json": stage.ids.translate(asked)} if asked is not None else {}


def _token(call: Json) -> str:
    return "" if call["status"] == 401 else "Bearer not-a-real-token"


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
