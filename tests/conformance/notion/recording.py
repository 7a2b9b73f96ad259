"""Recorded calls of the Notion API: one JSON object a line, grouped by the recording they belong to."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

Json = dict[str, Any]
UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")


def recordings(file: Path) -> dict[str, list[Json]]:
    """Return the calls of each recording, in order."""
    found: dict[str, list[Json]] = {}
    for line in file.read_text().splitlines():
        call = json.loads(line)
        found.setdefault(call["source"], []).append(call)
    return found


def is_recording(file: Path) -> bool:
    with file.open() as lines:
        first = lines.readline()
    return first.startswith("{") and {"source", "method", "path", "response"} <= json.loads(first).keys()


def endpoint(call: Json) -> str:
    return f"{call['method']} {re.sub(r'properties/.*', 'properties/…', UUID.sub('…', call['path']))}"


def query_of(call: Json) -> list[tuple[str, str]]:
    return parse_qsl(call["query"] or "", keep_blank_values=True)


def seen(value: object) -> Iterator[Json]:
    """Go through the objects in an answer, wherever they stand."""
    if isinstance(value, dict):
        if isinstance(value.get("object"), str):
            yield value
        for each in value.values():
            yield from seen(each)
    elif isinstance(value, list):
        for each in value:
            yield from seen(each)


def short(uuid: str) -> str:
    return uuid.replace("-", "")
