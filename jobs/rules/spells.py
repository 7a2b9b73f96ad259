"""Which findings are new: one flag a spell, and no flood of stale ones in one run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from jobs.rules.finding import Family, Finding
from sync.model import RecordId

Key: TypeAlias = tuple[str, str, RecordId, tuple[tuple[str, RecordId], ...]]
"""``Finding.key``."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A finding that was flagged, from when until it no longer held."""

    key: Key
    since: datetime
    until: datetime | None = None
    removed: bool = False
    """A person took the flag away while it held: it is not set again in this spell."""

    @property
    def lasting(self) -> bool:
        return self.until is None


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a run does about the findings. The four together are all of them, and the spells that are over."""

    new: tuple[Finding, ...] = ()
    """To be flagged for the first time in their spell."""
    lasting: tuple[Finding, ...] = ()
    """Flagged before: the flag stays as it is."""
    silent: tuple[Finding, ...] = ()
    """A person took the flag away in this spell: nothing is written."""
    waiting: tuple[Finding, ...] = ()
    """Stale as well, but above the number of one run: counted, flagged by a later one."""
    over: tuple[Spell, ...] = ()
    """They hold no longer: their flags go."""
    counts: Mapping[Family, int] = field(default_factory=dict)
    """How many wait, by family."""


def sort_out(findings: Iterable[Finding], spells: Iterable[Spell], per_run: int) -> Sorted:
    """Sort findings by the spells so far. Of the stale ones at most ``per_run`` are new, the oldest first."""
    known = {spell.key: spell for spell in spells if spell.lasting}
    unique = list({finding.key: finding for finding in findings}.values())
    lasting = [each for each in unique if each.key in known and not known[each.key].removed]
    silent = [each for each in unique if each.key in known and known[each.key].removed]
    fresh = [each for each in unique if each.key not in known]
    stale = sorted((each for each in fresh if each.family is Family.STALE), key=_oldest_first)
    waiting = stale[per_run:]
    late = {each.key for each in waiting}
    seen = {each.key for each in unique}
    return Sorted(
        tuple(each for each in fresh if each.key not in late),
        tuple(lasting),
        tuple(silent),
        tuple(waiting),
        tuple(spell for key, spell in known.items() if key not in seen),
        {Family.STALE: len(waiting)} if waiting else {},
    )


def _oldest_first(finding: Finding) -> tuple[float, str, str, str]:
    days = finding.facts.get("days", 0)
    return (-float(days), finding.table, finding.record, finding.rule)
