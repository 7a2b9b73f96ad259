"""Records of a small team in Tokyo; times are given as they stand on its clocks."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from jobs.rules.calendar import Calendar
from jobs.rules.item import Item, RecordType, Role
from jobs.rules.metrics.period import Period
from jobs.rules.metrics.records import Key, Records
from jobs.rules.observation import Observation
from jobs.rules.ruleset import make_rules
from jobs.rules.scene import Scene
from jobs.rules.spells import Spell
from sync.model import RecordId, Span, Value

TOKYO = ZoneInfo("Asia/Tokyo")
TABLES = {
    RecordType.INCIDENT: "incidents",
    RecordType.ACTION_ITEM: "actions",
    RecordType.RISK: "risks",
    RecordType.BACKLOG: "backlog",
    RecordType.SLO: "slos",
    RecordType.SEVERITY: "levels",
}


def tokyo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def moment(text: str) -> Span:
    """A day, or a moment in Tokyo."""
    return Span(date.fromisoformat(text) if len(text) == 10 else tokyo(text))


def made(kind: RecordType, record: str, values: Mapping[str, Value], title: str = "") -> Item:
    return Item(
        kind, TABLES[kind], RecordId(record), {Role(name): value for name, value in values.items()}, title or record
    )


def incident(record: str, **values: Value) -> Item:
    return made(RecordType.INCIDENT, record, values)


def action(record: str, **values: Value) -> Item:
    return made(RecordType.ACTION_ITEM, record, values)


def risk(record: str, **values: Value) -> Item:
    return made(RecordType.RISK, record, values)


def backlog(record: str, **values: Value) -> Item:
    return made(RecordType.BACKLOG, record, values)


def slo(record: str, **values: Value) -> Item:
    return made(RecordType.SLO, record, values)


WEEK = Period(tokyo("2026-11-09").astimezone(UTC), tokyo("2026-11-16").astimezone(UTC))
"""Monday 9 to Sunday 15 November 2026."""


def records(
    *items: Item,
    history: Mapping[Key, Sequence[Observation]] | None = None,
    hidden: frozenset[Key] = frozenset(),
    spells: Sequence[Spell] = (),
) -> Records:
    scene = Scene(items, make_rules(), WEEK.end.astimezone(TOKYO), history or {}, Calendar())
    return Records(scene, TOKYO, hidden, spells)
