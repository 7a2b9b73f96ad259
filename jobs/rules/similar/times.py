"""The same time and the same service: what words cannot say of incidents."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from jobs.rules.similar.text import NOTHING_KNOWN, Facts, FactsOf, Key

SAME_MOMENT = timedelta(minutes=30)
"""An incident without an end that is known counts as so long."""


def span(facts: Facts) -> tuple[datetime, datetime] | None:
    if facts.start is None:
        return None
    end = facts.end if facts.end is not None and facts.end >= facts.start else facts.start + SAME_MOMENT
    return facts.start, end


def overlap(one: Facts, other: Facts) -> bool | None:
    """Say whether both went on at one moment; ``None`` where a time is not known."""
    mine, theirs = span(one), span(other)
    if mine is None or theirs is None:
        return None
    return mine[0] <= theirs[1] and theirs[0] <= mine[1]


def same_service(one: Facts, other: Facts) -> bool | None:
    """Say whether both name one service; ``None`` where one names none."""
    if not one.services or not other.services:
        return None
    return bool(one.services & other.services)


def at_once(keys: Sequence[Key], facts: FactsOf) -> Iterator[tuple[int, int]]:
    """Yield the pairs of events whose times overlap, as rows of ``keys``, the lower first."""
    spans = [
        (*found, row)
        for row, key in enumerate(keys)
        if (known := facts.get(key, NOTHING_KNOWN)).event and (found := span(known)) is not None
    ]
    spans.sort()
    running: list[tuple[datetime, int]] = []
    for start, end, row in spans:
        running = [each for each in running if each[0] >= start]
        yield from ((min(row, other), max(row, other)) for _, other in running)
        running.append((end, row))
