"""Everything a rule may look at besides the record it judges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from jobs.rules.calendar import Calendar
from jobs.rules.item import Item, RecordType, Role
from jobs.rules.levels import Level, in_table, merged
from jobs.rules.observation import History, Observation
from jobs.rules.odd import Odd
from jobs.rules.reading import canonical, empty, entries, one_of, options, text_of, value_of
from jobs.rules.ruleset import Rules, States
from jobs.rules.tables import Roles, seen_in
from sync.message import say
from sync.model import RecordId

_ENDS: Mapping[RecordType, tuple[str, ...]] = {
    RecordType.INCIDENT: ("resolved", "closed", "impact_end"),
    RecordType.ACTION_ITEM: ("completed",),
    RecordType.BACKLOG: ("resolved",),
}
"""Roles whose time says that a record is at its end."""


@dataclass(frozen=True)
class Scene:
    """``now`` is a moment in the team's zone: a day is over when it is over there."""

    items: tuple[Item, ...]
    rules: Rules
    now: datetime
    history: History
    calendar: Calendar

    @cached_property
    def tables(self) -> Mapping[str, Roles]:
        return {**seen_in(self.items), **self.rules.tables}

    def of(self, record: RecordType) -> Sequence[Item]:
        return self._by_type.get(record, [])

    @cached_property
    def _by_type(self) -> Mapping[RecordType, list[Item]]:
        found: dict[RecordType, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.type, []).append(item)
        return found

    @cached_property
    def _by_name(self) -> Mapping[str, Item | list[Item]]:
        """Every record by what a relation may call it: its id, its page id, its address, its title.

        Most names are of one record, which then stands there alone: there are several names for each of very many.
        """
        found: dict[str, Item | list[Item]] = {}
        for item in self.items:
            for name in (item.record, item.title, item.url, *item.addresses.values()):
                if name:
                    _note(found, name, item)
                    if "-" in name:
                        _note(found, name.replace("-", ""), item)
        return found

    def _named(self, name: str) -> Sequence[Item]:
        found = self._by_name.get(name) or self._by_name.get(name.replace("-", "")) or ()
        return (found,) if isinstance(found, Item) else found

    def has(self, item: Item, role: str) -> bool:
        """Say whether the role is mapped in the record's table."""
        table = self.tables[item.table]
        return Role(role) in table.labels or (role == "title" and bool(item.title))

    def label(self, item: Item, role: str) -> str:
        """Return what people call the field."""
        return self.tables[item.table].labels.get(Role(role), role)

    def option(self, item: Item, role: str) -> str | None:
        """Return an option by its first English name. Raises ``Odd`` where it could not be read."""
        text = text_of(item, role).strip()
        return canonical(text, self.tables[item.table].scale(role)) if text else None

    def fits(self, item: Item, wanted: Mapping[str, tuple[str, ...]]) -> bool:
        """Say whether each role has one of its options. A role that is not mapped has none of them."""
        return all(self._fits(item, role, texts) for role, texts in wanted.items())

    def _fits(self, item: Item, role: str, texts: Sequence[str]) -> bool:
        if not self.has(item, role):
            return False
        value = value_of(item, role)
        if empty(value):
            return "" in texts
        if isinstance(value, bool):
            return one_of(str(value), texts)
        scale = self.tables[item.table].scale(role)
        meant = [canonical(text, scale) for text in texts if text]
        return any(one_of(canonical(each, scale), meant) for each in self._texts(item, role))

    @staticmethod
    def _texts(item: Item, role: str) -> Sequence[str]:
        value = value_of(item, role)
        return entries(item, role) if isinstance(value, tuple) else (text_of(item, role),)

    def is_open(self, item: Item) -> bool:
        """Say whether the record is not at its end. One with no status set is open.

        Where no field has the status, the time of the end says it, and without that every record is open.

        Raises ``Odd`` for a status that neither its scale nor the configuration knows.
        """
        if not self.has(item, "status"):
            return not any(
                self.has(item, role) and not empty(value_of(item, role)) for role in _ENDS.get(item.type, ())
            )
        status = self.option(item, "status")
        if status is None:
            return True
        states = self.rules.states.get(item.type, States())
        if one_of(status, states.closed):
            return False
        scale = self.tables[item.table].scale("status")
        if one_of(status, states.open) or scale is None or status in options(scale):
            return True
        raise Odd(
            say(
                "the status {status} is not known; add it to the aliases of its field, or to {place}",
                status=status,
                place=f"[rules.states.{item.type}]",
            )
        )

    def ever_closed(self, table: str) -> bool:
        """Say whether any record of a table has the status ``Closed``: only then is its lack a sign."""
        return table in self._with_closed

    @cached_property
    def _with_closed(self) -> frozenset[str]:
        closed = {"status": ("Closed",)}
        return frozenset(
            item.table for item in self.items if Role("status") not in item.unreadable and self.fits(item, closed)
        )

    def linked(self, item: Item, role: str, record: RecordType | None = None) -> tuple[list[Item], list[str]]:
        """Return the records that a relation names, and the names that are none of those read."""
        found: list[Item] = []
        unknown = []
        for name in entries(item, role):
            fitting = [
                each for each in self._named(name) if each is not item and (record is None or each.type is record)
            ]
            if len(fitting) == 1:
                found += [each for each in fitting if each not in found]
            else:
                unknown.append(name)
        return found, unknown

    def pointing(self, item: Item, record: RecordType, role: str) -> list[Item]:
        """Return the records of a type whose relation names this one."""
        return self._pointing.get((record, role), {}).get(item.key, [])

    @cached_property
    def _pointing(self) -> Mapping[tuple[RecordType, str], Mapping[tuple[str, RecordId], list[Item]]]:
        found: dict[tuple[RecordType, str], dict[tuple[str, RecordId], list[Item]]] = {}
        for item in self.items:
            for role in ("incident", "incidents", "risk", "risks", "actions", "backlog"):
                if role not in item.values:
                    continue
                for other in self.linked(item, role)[0]:
                    found.setdefault((item.type, role), {}).setdefault(other.key, []).append(item)
        return found

    def observed(self, item: Item) -> Sequence[Observation]:
        return self.history.get(item.key, ())

    @cached_property
    def levels(self) -> Mapping[str, Level]:
        """The levels of severity: the configuration before the team's table before the preset."""
        return merged(self.rules.levels, in_table(self.of(RecordType.SEVERITY))[0], self.rules.set_levels)

    def level(self, item: Item) -> tuple[str, Level] | None:
        """Return the level of a record's severity; ``None`` where it is not set, unknown or not mapped."""
        for role in ("severity_final", "severity"):
            name = self.option(item, role) if self.has(item, role) else None
            if name is not None and name in self.levels:
                return name, self.levels[name]
        return None


def _note(found: dict[str, Item | list[Item]], name: str, item: Item) -> None:
    known = found.setdefault(name, item)
    if isinstance(known, list):
        if known[-1] is not item:
            known.append(item)
    elif known is not item:
        found[name] = [known, item]
