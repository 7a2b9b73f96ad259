"""Error budgets: how much an objective allows, how much of it is used, and how fast."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jobs.rules.item import Item, RecordType
from jobs.rules.metrics.cause import causes
from jobs.rules.metrics.entry import Entry
from jobs.rules.metrics.period import Period
from jobs.rules.metrics.records import Records
from jobs.rules.reading import as_number

_FOUR_WEEKS = 28
_QUARTER = 91
_MINUTES = 1440


class Source(StrEnum):
    """What the consumption was reckoned from; the first that is there counts."""

    EVENTS = "events"
    """Good and total events."""
    MINUTES = "minutes"
    """Minutes that were bad."""
    INCIDENTS = "incidents"
    """What linked incidents say they used, in percent of the budget."""
    STATED = "stated"
    """The table's own field: in percent where the target is, else a share."""


@dataclass(frozen=True, slots=True)
class Budget:
    """``consumed`` is a share of the budget: 1 is all of it, more is too much."""

    item: Item
    target: float
    """A share, such as 0.999."""
    days: float
    consumed: float | None
    source: Source | None
    week_consumed: float | None = None
    """What the incidents of the period used; ``None`` where none says so."""
    week_days: float = 7

    @property
    def minutes(self) -> float:
        """The budget: (1 - target) × window."""
        return (1 - self.target) * self.days * _MINUTES

    @property
    def remaining(self) -> float | None:
        return None if self.consumed is None else 1 - self.consumed

    @property
    def burn_rate(self) -> float | None:
        """How fast the budget is used, against an even rate that would use it up exactly at the end of the window.

        By the incidents of the period where they say so, else over the whole window.
        """
        if self.week_consumed is not None:
            return self.week_consumed / (self.week_days / self.days)
        return self.consumed


@dataclass(frozen=True, slots=True)
class Burn:
    """An incident, or the incidents of one cause, that used more of a budget than the policy allows."""

    slo: Item
    entries: tuple[Entry, ...]
    percent: float
    """Of a four-week budget for one incident, of a quarter's for a cause."""
    cause: str = ""
    answered: bool = False
    """Whether one of its action items is of priority P0."""


def budget(slo: Item, records: Records, period: Period) -> Budget | None:
    """Return the state of an objective at the end of the period; ``None`` where target or window cannot be made out."""
    target, days = _share(_number(slo, "target")), _number(slo, "window_days")
    if target is None or days is None or days <= 0:
        return None
    window = Period(period.end - (period.end - period.start) * (days / period.days), period.end)
    consumed, source = _consumed(slo, target, days, records, window)
    week = _burned(slo, records, period)
    return Budget(slo, target, days, consumed, source, week, period.days)


def _share(target: float | None) -> float | None:
    """Read 99.9 and 0.999 as the same; an objective of all, or of nothing, has no budget."""
    if target is None:
        return None
    share = target / 100 if target > 1 else target
    return share if 0 < share < 1 else None


def _consumed(
    slo: Item, target: float, days: float, records: Records, window: Period
) -> tuple[float | None, Source | None]:
    good, total, bad = _number(slo, "good"), _number(slo, "total"), _number(slo, "bad_minutes")
    if good is not None and total and 0 <= good <= total:
        return (total - good) / total / (1 - target), Source.EVENTS
    if bad is not None and bad >= 0:
        return bad / ((1 - target) * days * _MINUTES), Source.MINUTES
    burned = _burned(slo, records, window)
    if burned is not None:
        return burned, Source.INCIDENTS
    stated = _number(slo, "consumed")
    if stated is None:
        return None, None
    return (stated if _number(slo, "target") == target else stated / 100), Source.STATED


def _burned(slo: Item, records: Records, period: Period) -> float | None:
    used = [burn for _, burn in _burning(slo, records, period)]
    return sum(used) / 100 if used else None


def _burning(slo: Item, records: Records, period: Period) -> list[tuple[Entry, float]]:
    """Return the linked incidents that began in the period and what percent of the budget each used."""
    found = []
    for item in records.related(slo, RecordType.INCIDENT, ("incidents",), ("slos",)):
        entry, burn = records.by_key.get(item.key), _number(item, "slo_burn")
        if entry is not None and not entry.hidden and entry.began in period and burn is not None and burn >= 0:
            found.append((entry, burn))
    return found


def broken_policy(slo: Item, records: Records, period: Period) -> list[Burn]:
    """Return what used too much: an incident of the period, and the incidents of one cause in a quarter."""
    days, limit = _number(slo, "window_days"), records.goals.budget_percent
    if days is None or days <= 0:
        return []
    found = [
        Burn(slo, (entry,), share, answered=_has_urgent_action(entry, records))
        for entry, burn in _burning(slo, records, period)
        if (share := burn * days / _FOUR_WEEKS) > limit
    ]
    quarter = Period(period.end - (period.end - period.start) * (_QUARTER / period.days), period.end)
    for cause, burning in _by_cause(slo, records, quarter).items():
        share = sum(burn for _, burn in burning) * days / _QUARTER
        entries = tuple(entry for entry, _ in burning)
        if len(burning) > 1 and share > limit:
            answered = any(_has_urgent_action(entry, records) for entry in entries)
            found.append(Burn(slo, entries, share, cause, answered))
    return found


def _by_cause(slo: Item, records: Records, period: Period) -> Mapping[str, list[tuple[Entry, float]]]:
    found: dict[str, list[tuple[Entry, float]]] = {}
    for entry, burn in _burning(slo, records, period):
        for cause in causes(entry.item, records.scene.rules.words):
            found.setdefault(cause, []).append((entry, burn))
    return found


def _has_urgent_action(entry: Entry, records: Records) -> bool:
    found = records.related(entry.item, RecordType.ACTION_ITEM, ("actions",), ("incident", "incidents"))
    return any(
        records.option(each, "priority") == "P0"
        for each in found
        if (known := records.by_key.get(each.key)) is not None and not known.hidden
    )


def _number(item: Item, role: str) -> float | None:
    return as_number(item.get(role))
