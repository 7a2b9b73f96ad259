"""How long the Google half takes for 10,000 rows of 20 cells, beside what the same JSON costs the standard library.

The ratio says more than the seconds do: it is measured in the same run, on the same machine.
"""

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import requests

from adapters.sandbox.server import SandboxServer

Json = dict[str, Any]

ROWS, COLUMNS = 10_000, 20
TIMEOUT = 120
_FIELDS = "userEnteredValue,effectiveValue,formattedValue,effectiveFormat.numberFormat"


def rows() -> list[list[object]]:
    """Return rows as teams have them: ids, texts and numbers of their own, days of three years, a few states."""
    return [[_value(row, column) for column in range(COLUMNS)] for row in range(ROWS)]


def _value(row: int, column: int) -> object:
    kinds: tuple[object, ...] = (
        f"text {row} of column {column}",
        (row * 37 + column) % 5000 / 4,
        f"{2024 + row % 3}-{row % 12 + 1:02}-{(row + column) % 28 + 1:02}",
        ("open", "closed", "TRUE", "FALSE")[row % 4],
    )
    return kinds[column % 4]


def _through_json(document: Json) -> Json:
    found: Json = json.loads(json.dumps(document))
    return found


def taken(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """Return the least of some times in seconds, and what the work came to."""
    found, best = None, float("inf")
    for _ in range(times):
        start = time.perf_counter()
        found = work()
        best = min(best, time.perf_counter() - start)
    return best, found


def measure(say: Callable[[str], object]) -> None:
    with SandboxServer() as server, requests.Session() as session:

        def ask(method: str, path: str, body: Json | None = None, **params: str) -> Json:
            url = f"{server.google_base}/v4/spreadsheets{path}"
            answer = session.request(method, url, json=body, params=params, timeout=TIMEOUT)
            answer.raise_for_status()
            found: Json = answer.json()
            return found

        grid = {"rowCount": ROWS, "columnCount": COLUMNS}
        book = ask("POST", "", {"sheets": [{"properties": {"gridProperties": grid}}]})["spreadsheetId"]
        values = {"values": rows()}
        works: dict[str, Callable[[], Json]] = {
            "values.update RAW": lambda: ask("PUT", f"/{book}/values/A1", values, valueInputOption="RAW"),
            "values.update USER_ENTERED": lambda: ask(
                "PUT", f"/{book}/values/A1", values, valueInputOption="USER_ENTERED"
            ),
            "values.get": lambda: ask("GET", f"/{book}/values/A:T"),
            "values.get UNFORMATTED": lambda: ask("GET", f"/{book}/values/A:T", valueRenderOption="UNFORMATTED_VALUE"),
            "spreadsheets.get, masked": lambda: ask("GET", f"/{book}", fields=f"sheets.data.rowData.values({_FIELDS})"),
        }
        for name, work in works.items():
            seconds, answer = taken(work)
            document = answer if name.endswith(("get", "masked", "UNFORMATTED")) else values
            plain, _ = taken(partial(_through_json, document))
            say(f"{name:28} {seconds:6.2f} s, {seconds / plain:4.1f} times json.loads(json.dumps(…))\n")


if __name__ == "__main__":
    measure(sys.stdout.write)
