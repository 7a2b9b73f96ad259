"""What waits for people, as the last runs left it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sync.history import Standing, Waiting


@dataclass(frozen=True, slots=True)
class Waits:
    """Counts by pair, and the pair and time of what has waited longest."""

    conflicts: Mapping[str, int] = field(default_factory=dict)
    held: Mapping[str, int] = field(default_factory=dict)
    oldest_conflict: tuple[str, datetime] | None = None
    oldest_held: tuple[str, datetime] | None = None


def waits(found: Iterable[tuple[str, Iterable[Standing], Iterable[Waiting]]]) -> Waits:
    """Return what waits, from the open conflicts and the held fields of each pair."""
    conflicts: dict[str, int] = {}
    held: dict[str, int] = {}
    first: dict[str, tuple[str, datetime]] = {}
    for pair, open_ones, left in found:
        asked, alone = [each.first_seen for each in open_ones], [each.since for each in left]
        conflicts[pair], held[pair] = len(asked), len(alone)
        for kind, times in (("conflict", asked), ("held", alone)):
            known = [(pair, min(times))] if times else []
            known += [first[kind]] if kind in first else []
            if known:
                first[kind] = min(known, key=lambda each: each[1])
    return Waits(conflicts, held, first.get("conflict"), first.get("held"))
