"""How quickly the sandbox makes pages and answers queries, over HTTP.

    python -m tests.conformance.notion.speed [PAGES]

The aims: 10,000 pages of 20 properties in under 20 s, 30 pages of a query a second.
"""

import sys
import time
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


def measured(count: int) -> tuple[float, float]:
    """Return how many pages were made, and how many pages of a query answered, a second."""
    values = {name: {kind: _VALUES[kind]} for name, config in COLUMNS.items() for kind in config}
    with SandboxServer() as server:
        headers = {"authorization": f"Bearer {server.token}", "notion-version": "2026-03-11"}
        with httpx.Client(base_url=server.url, headers=headers, timeout=60) as client:
            source = _table(client, server.root_page_id)
            body = {"parent": {"data_source_id": source}, "properties": {"Name": {"title": _WORDS}, **values}}
            start = time.perf_counter()
            for _ in range(count):
                client.post("/v1/pages", json=body).raise_for_status()
            made = count / (time.perf_counter() - start)
            start = time.perf_counter()
            pages = _read(client, source)
            return made, pages / (time.perf_counter() - start)


def _table(client: httpx.Client, parent: str) -> str:
    schema = {"properties": {"Name": {"title": {}}, **COLUMNS}}
    body = {"parent": {"type": "page_id", "page_id": parent}, "initial_data_source": schema}
    key: str = client.post("/v1/databases", json=body).raise_for_status().json()["data_sources"][0]["id"]
    return key


def _read(client: httpx.Client, source: str) -> int:
    pages = 0
    cursor: str | None = None
    while True:
        body = {} if cursor is None else {"start_cursor": cursor}
        answer = orjson.loads(client.post(f"/v1/data_sources/{source}/query", json=body).raise_for_status().content)
        pages, cursor = pages + 1, answer["next_cursor"]
        if cursor is None:
            return pages


def main(arguments: list[str]) -> int:
    count = int(arguments[0]) if arguments else PAGES
    made, read = measured(count)
    sys.stdout.write(f"notion: {count} pages of 20 properties in {count / made:.1f} s ({made:.0f} a second)\n")
    sys.stdout.write(f"notion: {read:.0f} query pages a second\n")
    return 0 if made >= 500 and read >= 30 else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
