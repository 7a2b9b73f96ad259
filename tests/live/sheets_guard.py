"""Lets through to Google only what touches a tab that this check has made itself, in the spreadsheet it was given."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.contract.services.place import NO_SPREADSHEET
from tests.live.ledger import Ledger

_PATH = re.compile(r"/v4/spreadsheets/(?P<id>[A-Za-z0-9_-]+)(?P<rest>.*)")
_TAB = re.compile(r"'?((?:[^'!]|'')+)'?!.*", re.DOTALL)
_PLACES = frozenset(
    ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex", "dimension", "rowIndex", "columnIndex")
)
"""What stands beside the number of a tab. Without that number Google takes the tab 0."""
_THINGS = ("namedRangeId", "tableId", "objectId", "metadataId", "filterViewId", "protectedRangeId", "bandedRangeId")
_ADDED = (*_THINGS, "chartId")


@dataclass
class SheetsGuard:
    ledger: Ledger
    titles: set[str] = field(default_factory=set)
    things: set[str] = field(default_factory=set)
    marks: list[list[str]] = field(default_factory=list)

    def objection(self, method: str, path: str, body: Any) -> str | None:  # noqa: ANN401 - JSON
        """Return why a call may not go, or None. A tab that it adds is on disk before it goes."""
        found = _PATH.fullmatch(unquote(path))
        if found is None:
            return "not a call of the suite"
        if found["id"] == NO_SPREADSHEET:
            return None
        if found["id"] != self.ledger.spreadsheet:
            return "another spreadsheet"
        rest = found["rest"]
        if method == "GET" or rest in (":getByDataFilter", "/developerMetadata:search"):
            return None
        if rest == ":batchUpdate":
            return self._batch(body)
        if rest.startswith("/values/"):
            return self._in_tabs([rest.removeprefix("/values/")])
        if rest in ("/values:batchUpdate", "/values:batchClear"):
            data = [each.get("range", "") for each in body.get("data", ())]
            return self._in_tabs([*data, *body.get("ranges", ())])
        return "not a call of the suite"

    def _in_tabs(self, ranges: list[str]) -> str | None:
        for each in ranges:
            tab = _TAB.fullmatch(each)
            if tab is None or tab[1].replace("''", "'") not in self.titles:
                return "it writes to a tab that this check has not made"
        return None

    def _batch(self, body: Any) -> str | None:  # noqa: ANN401 - JSON
        wanted: list[int] = []
        marks: list[list[str]] = []
        for request in body.get("requests", ()):
            for kind, inner in request.items():
                if kind == "addSheet":
                    number = inner.get("properties", {}).get("sheetId")
                    if not isinstance(number, int) or number in self.ledger.there:
                        return "a tab without a number of its own"
                    wanted.append(number)
                    self.titles.add(str(inner["properties"].get("title", "")))
                elif _on_the_whole(kind, inner):
                    marks.append(_mark(inner["developerMetadata"]))
                elif not self._ours(kind, inner, wanted):
                    return f"{kind} of what this check has not made"
        self.ledger.add(wanted, marks)
        return None

    def _ours(self, kind: str, inner: object, wanted: list[int]) -> bool:
        tabs = [value for key, value in _named(inner) if key.lower().endswith("sheetid")]
        things = [str(value) for key, value in _named(inner) if key in _THINGS]
        if any(_PLACES & each.keys() and "sheetId" not in each for each in _objects(inner)):
            return False
        new = kind.startswith(("add", "create"))
        if new:
            self.things |= set(things)
            self.marks += [_mark(each) for each in _objects(inner) if "metadataKey" in each]
        known = all(each in self.things for each in things)
        return bool(tabs or things) and known and all(each in (*self.ledger.tabs, *wanted) for each in tabs)

    def learn(self, answer: Any) -> None:  # noqa: ANN401 - JSON
        """Take note of the numbers that Google gave to what was added, in this answer or in one that shows it."""
        for each in _objects(answer):
            if "metadataId" in each and _mark(each) in [*self.marks, *self.ledger.marks]:
                self.things |= {str(each["metadataId"])} - {str(number) for number in self.ledger.before}
        replies = answer.get("replies", ()) if isinstance(answer, dict) else ()
        for reply in replies:
            for kind, inner in reply.items():
                if kind.startswith(("add", "create")):
                    self.things |= {str(value) for key, value in _named(inner) if key in _ADDED}


def _on_the_whole(kind: str, inner: Any) -> bool:  # noqa: ANN401 - JSON
    """Say whether a mark is put on the spreadsheet itself, where it is in nobody's way and can be found again."""
    return kind == "createDeveloperMetadata" and inner["developerMetadata"].get("location") == {"spreadsheet": True}


def _mark(metadata: dict[str, Any]) -> list[str]:
    return [str(metadata.get("metadataKey", "")), str(metadata.get("metadataValue", ""))]


def _objects(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from _objects(each)


def _named(value: object) -> Iterator[tuple[str, Any]]:
    for each in _objects(value):
        yield from each.items()
