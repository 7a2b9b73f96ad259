"""A digest of 100,000 records, against a plain task timed in the same run."""

import gc
import time
from datetime import datetime, timedelta

from jobs.digest.material import Material
from jobs.rules.finding import Family, Finding
from jobs.rules.item import Item
from jobs.rules.observation import Observation
from sync.message import say
from sync.model import RecordId, Span
from tests.jobs.digest.scene import digest
from tests.jobs.rules.metrics.making import TOKYO, action, backlog, incident, risk, tokyo
from tests.yardstick import yard

_EACH = 25_000
_YARDS = 200
"""Seen: 137 on a machine with four times more to do than cores; 2.1 seconds of processor time."""
_NOW = tokyo("2026-11-16T00:00")


def _at(minutes: float) -> Span:
    return Span(_NOW - timedelta(minutes=minutes))


def _records() -> list[Item]:
    """Records of two years: an incident, an action, a risk and a backlog item every 42 minutes."""
    found = []
    for i in range(_EACH):
        begun, later = i * 42 + 600, i * 42 + 600 - (i % 500)
        closed = i % 7 != 0
        found += [
            incident(
                f"I-{i}",
                status="Resolved" if closed else "Investigating",
                severity=f"SEV{i % 5 + 1}",
                severity_initial=f"SEV{i % 3 + 1}",
                started=_at(begun),
                detected=_at(begun - 3),
                resolved=_at(later) if closed else None,
                services=(f"service {i % 40}",),
                cause=f"cause {i % 60}",
                detection="Monitor",
                lead=(f"person {i % 30}",),
                actions=(f"A-{i}",),
            ),
            action(
                f"A-{i}",
                status="Done" if closed else "Open",
                created=_at(begun),
                due=_at(begun - 20_000),
                completed=_at(later) if closed else None,
                owner=(f"person {i % 30}",),
            ),
            risk(f"R-{i}", status="Monitoring", priority="P2", detected=_at(begun), next_review=_at(begun - 90_000)),
            backlog(
                f"B-{i}",
                status="Done" if closed else "Open",
                created=_at(begun),
                resolved=_at(later) if closed else None,
                risks=(f"R-{i}",),
            ),
        ]
    return found


def _seen(at: datetime) -> list[Observation]:
    return [Observation(at - timedelta(days=200), "Open", "SEV3", 4), Observation(at, "Monitoring", "SEV2", 6)]


def test_a_hundred_thousand_records_are_reckoned_in_few_yards() -> None:
    items = _records()
    findings = [
        Finding(
            f"stale.{each.type}", Family.STALE, each.table, each.record, say("{days} days", days=i), facts={"days": i}
        )
        for i, each in enumerate(items)
        if i % 2 == 0
    ]
    history = {each.key: _seen(datetime(2026, 1, 1 + i % 28, tzinfo=TOKYO)) for i, each in enumerate(items) if i % 2}
    given = Material(items, [*findings, Finding("x", Family.LINK, "risks", RecordId("R-1"), say("x"))], history=history)
    gc.collect()
    before = yard()
    start, busy = time.perf_counter(), time.process_time()
    found = digest(given)
    took, busy = time.perf_counter() - start, time.process_time() - busy
    assert sum(found.counts.values()) == 100_000
    yards = took / max(before, yard())
    print(f"100,000 records: {took:.2f} s, {busy:.2f} s of a core, {yards:.0f} yards")  # noqa: T201 - shown with -s
    assert yards < _YARDS
