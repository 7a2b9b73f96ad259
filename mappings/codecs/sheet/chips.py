"""Chips: what stands in a cell for a person or a file, whatever name it shows."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from mappings.codecs.sheet.cell import CellData

Chip: TypeAlias = Mapping[str, Any]
_UNIT = 2
"""Bytes of a UTF-16 code unit, in which Google counts."""


def email_of(chip: Chip) -> str:
    return str((chip.get("personProperties") or {}).get("email") or "").lower()


def uri_of(chip: Chip) -> str:
    return str((chip.get("richLinkProperties") or {}).get("uri") or "")


def with_addresses(text: str, cell: CellData, address: Callable[[Chip], str]) -> str:
    """Put addresses in the place of chips. Chips may stand side by side, so each is on a line of its own.

    A chip without such an address stays the text that it shows.
    """
    if not cell.get("chipRuns"):
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    runs = sorted(cell["chipRuns"], key=lambda run: int(run.get("startIndex", 0)))
    starts = [int(run.get("startIndex", 0)) * _UNIT for run in runs]
    parts = [_text(units[: starts[0]])]
    for run, start, end in zip(runs, starts, [*starts[1:], len(units)], strict=True):
        found = address(run.get("chip") or {})
        parts.append(f"\n{found}\n" if found else _text(units[start:end]))
    return "".join(parts)


def _text(units: bytes) -> str:
    return units.decode("utf-16-le", "replace")
