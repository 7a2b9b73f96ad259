"""What a metric is: a key, its words, and how it is reckoned."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from jobs.rules.item import RecordType
from jobs.rules.metrics.measured import Measured
from jobs.rules.metrics.period import Period
from jobs.rules.metrics.records import Records
from sync.message import Message

Reckon: TypeAlias = Callable[[Records, Period], Measured]


class Unit(StrEnum):
    """What the number counts. The names are those of the digest's units."""

    COUNT = "count"
    PERCENT = "percent"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Metric:
    """``reckon`` says it for one period. ``text`` is the definition for the reader."""

    key: str
    name: Message
    text: Message
    reckon: Reckon
    record: RecordType | None
    """Earlier periods count only from the first of these records on; ``None``: from the first stale spell on."""
    unit: Unit = Unit.COUNT
    better: int = 0
    """-1: less is better, 1: more is better, 0: neither."""
    past: bool = True
    """Whether earlier periods can be reckoned: not where the tables say only how things are now."""
