"""The table of docs/retries.md."""

import re
from dataclasses import dataclass

from adapters.pace import Kind
from tests.shared import ROOT

PAGE = ROOT / "docs" / "retries.md"
_ROW = re.compile(r"^\| (notion|google) \| (\w+) \| ([^|]+) \| (\w+) \| ([\d.]*) ?\| (.+) \|$", re.MULTILINE)
_KINDS = {"retry": Kind.RETRY, "look": Kind.REREAD, "hold": Kind.HOLD, "stop": Kind.STOP}
_CALLS = {"notion": ("read", "write", "create"), "google": ("read", "write")}


@dataclass(frozen=True)
class Row:
    """One failure of one kind of call, and what is to be done about it."""

    service: str
    call: str
    answer: str
    kind: Kind
    wait: float | None

    def __str__(self) -> str:
        return f"{self.service} {self.call} {self.answer}"


def rows() -> list[Row]:
    """Return the rows, one for each kind of call where a row is for any."""
    return [
        Row(service, each, answer, _KINDS[what], float(wait) if wait else None)
        for service, call, answer, what, wait, _ in _ROW.findall(PAGE.read_text("utf-8"))
        for each in (_CALLS[service] if call == "any" else (call,))
    ]
