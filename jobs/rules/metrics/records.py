"""All records that metrics are reckoned from."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import cached_property, wraps
from typing import TypeVar, cast

from jobs.rules.finding import Family
from jobs.rules.item import Item, RecordType
from jobs.rules.metrics.cause import traits
from jobs.rules.metrics.entry import Entry, State, entry, state_of
from jobs.rules.metrics.goals import Goals
from jobs.rules.metrics.period import Period, moment_of
from jobs.rules.metrics.review import Review, reviews
from jobs.rules.metrics.timeline import Timeline, shown
from jobs.rules.reading import canonical
from jobs.rules.scene import Scene
from jobs.rules.spells import Spell
from sync.model import RecordId, Value

Key = tuple[str, RecordId]
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Records:
    """``hidden`` are the keys of confidential records."""

    scene: Scene
    zone: tzinfo
    hidden: frozenset[Key] = frozenset()
    spells: Sequence[Spell] = ()
    goals: Goals = field(default_factory=Goals)
    memory: dict[tuple[object, Period], object] = field(default_factory=dict, repr=False)
    """What was reckoned before, for ``remembered``."""
    _options: dict[tuple[str, str, str], str] = field(default_factory=dict, repr=False)
    _traits: dict[tuple[Value, ...], Sequence[tuple[str, str]]] = field(default_factory=dict, repr=False)
    _states: dict[tuple[str, str | None], State] = field(default_factory=dict, repr=False)

    @cached_property
    def incidents(self) -> Timeline:
        """Without drills, maintenance and duplicates."""
        return self._timeline(RecordType.INCIDENT)

    @cached_property
    def actions(self) -> Timeline:
        return self._timeline(RecordType.ACTION_ITEM)

    @cached_property
    def risks(self) -> Timeline:
        return self._timeline(RecordType.RISK)

    @cached_property
    def backlog(self) -> Timeline:
        return self._timeline(RecordType.BACKLOG)

    def of(self, record: RecordType) -> Timeline | None:
        found = {
            RecordType.INCIDENT: lambda: self.incidents,
            RecordType.ACTION_ITEM: lambda: self.actions,
            RecordType.RISK: lambda: self.risks,
            RecordType.BACKLOG: lambda: self.backlog,
        }.get(record)
        return None if found is None else found()

    @cached_property
    def by_key(self) -> Mapping[Key, Entry]:
        lines = (self.incidents, self.actions, self.risks, self.backlog)
        return {each.item.key: each for line in lines for each in line.entries}

    @cached_property
    def reviews(self) -> tuple[Review, ...]:
        """The post-mortems that are needed."""
        return reviews(self.incidents.entries, self.scene, self.zone)

    @cached_property
    def by_trait(self) -> Mapping[tuple[str, str], Timeline]:
        """Incidents that may be shown, by what they have in common."""
        found: dict[tuple[str, str], list[Entry]] = {}
        for each in shown(self.incidents.entries):
            for trait in self.traits(each.item):
                found.setdefault(trait, []).append(each)
        return {trait: Timeline(entries) for trait, entries in found.items()}

    def traits(self, item: Item) -> Sequence[tuple[str, str]]:
        """Return cause and service, as ``cause.traits`` does; many incidents share them."""
        said = (item.get("cause_tag"), item.get("cause"), item.get("services"))
        if said not in self._traits:
            self._traits[said] = traits(item, self.scene.rules.words)
        return self._traits[said]

    @cached_property
    def actions_due(self) -> Sequence[tuple[datetime, Entry]]:
        """Action items with the moment they are due, in its order."""
        dated = ((moment_of(each.item, self.zone, "due"), each) for each in self.actions.entries)
        return sorted(((due, each) for due, each in dated if due is not None), key=lambda pair: pair[0])

    @cached_property
    def risks_due(self) -> Sequence[tuple[datetime, Entry]]:
        """Risks with the moment of their next review, in its order."""
        dated = ((moment_of(each.item, self.zone, "next_review"), each) for each in self.risks.entries)
        known = [(due, each) for due, each in dated if due is not None]
        return sorted(known, key=lambda pair: (pair[0], pair[1].item.key))

    @cached_property
    def _risks_seen(self) -> Sequence[tuple[datetime, int]]:
        return sorted(
            (seen.at.astimezone(UTC), place)
            for place, each in enumerate(self.risks.entries)
            for seen in self.scene.observed(each.item)
        )

    def risks_seen(self, period: Period) -> list[Entry]:
        """Return the risks that a run saw change in the period, in the order of the records."""
        low, high = (bisect_left(self._risks_seen, (at,)) for at in (period.start, period.end))
        return [self.risks.entries[place] for place in sorted({place for _, place in self._risks_seen[low:high]})]

    @cached_property
    def stale_spells(self) -> Sequence[Spell]:
        family = {check.id: check.family for check in self.scene.rules.checks}
        return [each for each in self.spells if family.get(each.key[0]) is Family.STALE]

    def _timeline(self, record: RecordType) -> Timeline:
        made = (self._entry(item) for item in self.scene.of(record))
        return Timeline([each for each in made if each is not None])

    def _entry(self, item: Item) -> Entry | None:
        return entry(item, self._state(item), self.scene, self.zone, hidden=item.key in self.hidden)

    def _state(self, item: Item) -> State:
        """Ask once for each status of a table: there are few."""
        status = item.get("status")
        if item.unreadable or not isinstance(status, str | None):
            return state_of(item, self.scene)
        if (item.table, status) not in self._states:
            self._states[item.table, status] = state_of(item, self.scene)
        return self._states[item.table, status]

    def option(self, item: Item, role: str) -> str:
        """Return an option by its first English name; empty where there is none or it cannot be read."""
        value = item.get(role)
        if isinstance(value, tuple):
            value = value[0] if value else None
        if not isinstance(value, str) or role in item.unreadable:
            return ""
        if (item.table, role, value) not in self._options:
            self._options[item.table, role, value] = canonical(value.strip(), self.scene.tables[item.table].scale(role))
        return self._options[item.table, role, value]

    def linked(self, item: Item, role: str, record: RecordType) -> list[Item]:
        """Return the records that a relation of this one names; what is no list of names names none."""
        value = item.get(role)
        if not isinstance(value, str | tuple) or role in item.unreadable:
            return []
        return self.scene.linked(item, role, record)[0]

    def related(self, item: Item, record: RecordType, own: tuple[str, ...], theirs: tuple[str, ...]) -> list[Item]:
        """Return the records of a type that this one's roles name, or whose roles name this one."""
        found = [other for role in own for other in self.linked(item, role, record)]
        found += [other for role in theirs for other in self.scene.pointing(item, record, role)]
        return list({other.key: other for other in found}.values())


def remembered(reckon: Callable[[Records, Period], T]) -> Callable[[Records, Period], T]:
    """Reckon it once for each period: several metrics and lists rest on it."""

    @wraps(reckon)
    def once(records: Records, period: Period) -> T:
        if (reckon, period) not in records.memory:
            records.memory[reckon, period] = reckon(records, period)
        return cast("T", records.memory[reckon, period])

    return once
