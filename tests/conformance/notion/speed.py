"""How quickly the sandbox makes pages and answers queries, over HTTP.

    python -m tests.conformance.notion.speed [PAGES]

The aims: 10,000 pages of 20 properties in under 20 s, 30 pages of a query a second.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx
import orjson

from adapters.sandbox.server import SandboxServer

PAGES = 10_000
COLUMNS: dict[str, dict[str, Any]] = {
    **{f"Text {number}": {"rich_text": {}} for number in range(5)},
    **{f"Number {number}": {"number": {}} for number in range(5)},
    **{f"Level {number}": {"select": {"options": [{"name": "High"}]}} for number in range(4)},
    **{f"Due {number}": {"date": {}} for number in range(3)},
    "Tags": {"multi_select": {"options": [{"name": "A"}, {"name": "B"}]}},
    "Check": {"checkbox": {}},
}
_WORDS = [{"type": "text", "text": {"content": "some words about it"}}]
_VALUES: dict[str, Any] = {
    "rich_text": _WORDS,
    "number": 12.5,
    "select": {"name": "High"},
    "date": {"start": "2026-11-20"},
    "multi_select": [{"name": "A"}, {"name": "B"}],
    "checkbox": True,
}


@dataclass(frozen=True)
class Speed:
    """Pages made and query pages answered a second, and the quickest of each beside a plain task of the same run.

    ``make_ratio`` is to a request that only says who asks, ``read_ratio`` to ``json.loads(json.dumps())`` of its
    answer: machines are noisy, and the best of many tries is the least so.
    """

    made: float
    read: float
    make_ratio: float
    read_ratio: float


def measured(count: int) -> Speed:
    """Measure with ``count`` pages."""
    values = {name: {kind: _VALUES[kind]} for name, config in COLUMNS.items() for kind in config}
    with SandboxServer() as server:
        headers = {"authorization": f"Bearer {server.token}", "notion-version": "2026-03-11"}
        with httpx.Client(base_url=server.url, headers=headers, timeout=60) as client:
            source = _table(client, server.root_page_id)
            body = {"parent": {"data_source_id": source}, "properties": {"Name": {"title": _WORDS}, **values}}
            makes = [_timed(lambda: client.post("/v1/pages", json=body))[0] for _ in range(count)]
            plain = min(_timed(lambda: client.get("/v1/users/me"))[0] for _ in range(50))
            reads, answer = _read(client, source)
            text = min(_again(answer) for _ in range(10))
            return Speed(count / sum(makes), len(reads) / sum(reads), min(makes) / plain, min(reads) / text)


def _timed(call: Callable[[], httpx.Response]) -> tuple[float, httpx.Response]:
    start = time.perf_counter()
    answer = call()
    took = time.perf_counter() - start
    return took, answer.raise_for_status()


def _again(answer: object) -> float:
    start = time.perf_counter()
    json.loads(json.dumps(answer))
    return time.perf_counter() - start


def _table(client: httpx.Client, parent: str) -> str:
    schema = {"properties": {"Name": {"title": {}}, **COLUMNS}}
    body = {"parent": {"type": "page_id", "page_id": parent}, "initial_data_source": schema}
    key: str = client.post("/v1/databases", json=body).raise_for_status().json()["data_sources"][0]["id"]
    return key


def _read(client: httpx.Client, source: str) -> tuple[list[float], Any]:
    """Return what each page took, in seconds, and the first (a full one)."""
    times: list[float] = []
    first: Any = None
    body: dict[str, str] = {}
    while True:
        took, response = _timed(partial(client.post, f"/v1/data_sources/{source}/query", json=body))
        answer = orjson.loads(response.content)
        times.append(took)
        first = first or answer
        if answer["next_cursor"] is None:
            return times, first
        body = {"start_cursor": answer["next_cursor"]}


def main(arguments: list[str]) -> int:
    count = int(arguments[0]) if arguments else PAGES
    speed = measured(count)
    took = count / speed.made
    sys.stdout.write(f"notion: {count} pages of 20 properties in {took:.1f} s ({speed.made:.0f} a second), ")
    sys.stdout.write(f"the quickest {speed.make_ratio:.1f} x a plain request\n")
    sys.stdout.write(f"notion: {speed.read:.0f} query pages a second, the quickest {speed.read_ratio:.1f} x json\n")
    return 0 if speed.made >= 500 and speed.read >= 30 else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
