"""Replays recorded sessions with the real Google against the sandbox and says where the answers differ.

Ids, times, pixel sizes and what Google alone can know (thumbnails, etags) are set aside; the rest has to be equal.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import requests

from adapters.sandbox.server import SandboxServer
from tests.conformance.discovery import NotInstalledError
from tests.conformance.witness import Exchange, Witness
from tests.shared import ROOT

Json = dict[str, Any]

ID_KEYS = {
    "spreadsheetId",
    "id",
    "sheetId",
    "namedRangeId",
    "protectedRangeId",
    "metadataId",
    "filterViewId",
    "bandedRangeId",
    "chartId",
    "tableId",
}
SET_ASIDE = {
    "pixelSize",
    "createdTime",
    "modifiedTime",
    "createdDate",
    "modifiedDate",
    "modifiedByMeDate",
    "lastViewedByMeDate",
    "etag",
    "thumbnailLink",
    "embedLink",
    "version",
    "permissionId",
    "spreadsheetTheme",
}
TIMEOUT = 20


@dataclass(frozen=True, slots=True)
class Difference:
    test: str
    step: int
    endpoint: str
    reason: str

    def __str__(self) -> str:
        return f"{self.test} step {self.step} {self.endpoint}: {self.reason}"


@dataclass(slots=True)
class Result:
    """``google`` and ``sandbox`` hold the answers of each against Google's discovery document."""

    steps: int = 0
    differences: list[Difference] = field(default_factory=list)
    google: Witness = field(default_factory=Witness)
    sandbox: Witness = field(default_factory=Witness)
    unchecked: str = ""

    @property
    def equal(self) -> int:
        return self.steps - len(self.differences)

    @property
    def share(self) -> float:
        return self.equal / self.steps if self.steps else 0.0

    @property
    def passed(self) -> bool:
        """At least 95 of 100 answers are equal, and none has a field or a type that Google's do not."""
        return self.share >= 0.95 and not self.sandbox.problems


class Replay:
    """One session: each recorded request in its order, with the ids of the sandbox put in."""

    def __init__(self, base: str, session: Json) -> None:
        self.base = base
        self.answered: tuple[int, object] = (0, None)
        self.session = session
        self.ids: dict[object, object] = {}

    def run(self) -> Iterator[tuple[int, Json, str | None]]:
        """Yield the number and the text of each step, and how its answer differs, or None."""
        for number, step in enumerate(self.session["steps"]):
            self.answered = self._send(step)
            yield number, step, self._judge(step, *self.answered)

    def _send(self, step: Json) -> tuple[int, object]:
        path = self._with_ids(step["path"])
        url = self.base + quote(path, safe="/:!'(),$&=@+~")
        request = step["request"]
        data = (
            request.encode()
            if isinstance(request, str)
            else orjson.dumps(self._own(request))
            if request is not None
            else None
        )
        kind = {"Content-Type": "text/csv" if isinstance(request, str) else "application/json"}
        answer = requests.request(step["method"], url, params=step["query"], data=data, headers=kind, timeout=TIMEOUT)
        if "json" in answer.headers.get("content-type", ""):
            return answer.status_code, answer.json()
        return answer.status_code, answer.text or None

    def _judge(self, step: Json, status: int, body: object) -> str | None:
        if status != step["status"]:
            return f"status {status} instead of {step['status']}: {str(body)[:200]}"
        return next(self._differences(step["response"], body, ""), None)

    def _differences(self, wanted: Any, found: Any, place: str) -> Iterator[str]:  # noqa: ANN401 - JSON values
        key = place.rpartition(".")[2].partition("[")[0]
        if key in SET_ASIDE and wanted is not None and found is not None:
            return
        if isinstance(wanted, dict) and isinstance(found, dict):
            for name in sorted(wanted.keys() | found.keys()):
                if name not in found:
                    yield f"{place}.{name} is missing"
                elif name not in wanted:
                    yield f"{place}.{name} is {str(found[name])[:80]!r} where there was none"
                else:
                    yield from self._differences(wanted[name], found[name], f"{place}.{name}")
        elif isinstance(wanted, list) and isinstance(found, list):
            if len(wanted) != len(found):
                yield f"{place} has {len(found)} items instead of {len(wanted)}"
            for index, pair in enumerate(zip(wanted, found, strict=False)):
                yield from self._differences(*pair, f"{place}[{index}]")
        elif key in ID_KEYS and isinstance(wanted, str | int) and type(wanted) is type(found):
            if self.ids.setdefault(wanted, found) != found:
                yield f"{place} is {found!r}, not the id that stood for {wanted!r} before"
        elif isinstance(wanted, str) and isinstance(found, str):
            if self._with_ids(wanted) != found:
                yield f"{place} is {found[:120]!r} instead of {wanted[:120]!r}"
        elif wanted != found or isinstance(wanted, bool) is not isinstance(found, bool):
            yield f"{place} is {str(found)[:120]!r} instead of {str(wanted)[:120]!r}"

    def _with_ids(self, text: str) -> str:
        for old, new in self.ids.items():
            if isinstance(old, str) and len(old) > 5:
                text = text.replace(old, str(new))
        return text

    def _own(self, doc: Any) -> Any:  # noqa: ANN401 - a JSON value
        if isinstance(doc, dict):
            return {
                key: self.ids.get(value, value) if key in ID_KEYS and isinstance(value, str | int) else self._own(value)
                for key, value in doc.items()
            }
        if isinstance(doc, list):
            return [self._own(item) for item in doc]
        return self._with_ids(doc) if isinstance(doc, str) else doc


def replay(file: Path) -> Result:
    """Replay every session of a recording, each from its first request, against one fresh sandbox."""
    result = Result()
    with SandboxServer() as server:
        for line in file.read_bytes().splitlines():
            session = Replay(server.google_base, orjson.loads(line))
            for number, step, reason in session.run():
                result.steps += 1
                _witness(result, step, session.answered)
                if reason is not None:
                    difference = Difference(session.session["test"], number, step["endpoint"], reason)
                    result.differences.append(difference)
    return result


def _witness(result: Result, step: Json, answered: tuple[int, object]) -> None:
    request = None if isinstance(step["request"], str) else step["request"]
    query = [(str(name), str(value)) for name, value in step["query"]]
    both = ((result.google, step["status"], step["response"]), (result.sandbox, *answered))
    try:
        for witness, status, body in both:
            answer = None if isinstance(body, str) else body
            witness.see(Exchange(step["method"], step["path"], query, request, status, answer))
    except NotInstalledError as error:
        result.unchecked = str(error)


def report(result: Result) -> str:
    lines = [f"sheets: {result.equal} of {result.steps} answers equal ({result.share:.1%})"]
    lines += [f"  {difference}" for difference in result.differences]
    if result.unchecked:
        return "\n".join([*lines, f"sheets: {result.unchecked}"])
    return "\n".join([*lines, f"sheets, Google's own: {result.google}", f"sheets, the sandbox's: {result.sandbox}"])


def main(arguments: list[str]) -> int:
    """Print the report for each recording named; 1 if under 95 of 100 answers are equal or one has a wrong shape.

    Without a name it is the recording of gspread's sessions in the shared material.
    """
    home = Path(os.environ.get("BOTHWAYS_SHARED", ROOT.parent / "shared"))
    files = [Path(name) for name in arguments] or [home / "recorded" / "sheets" / "gspread_sessions.jsonl"]
    results = [replay(file) for file in files]
    sys.stdout.write("\n".join(report(result) for result in results) + "\n")
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
