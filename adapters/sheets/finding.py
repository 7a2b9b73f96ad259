"""Which row a change is for, on the tab as it is now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from adapters.sheets.rows import Tab
from sync.changes import Change, Kind
from sync.model import Address, FieldName, Record, RecordId, Snapshot, Unreadable, Value
from sync.values import same


@dataclass(frozen=True)
class Finder:
    """Looks up the rows of one batch: by record id; without an id in the row by what the plan saw there."""

    tab: Tab
    seen: Snapshot
    changes: Sequence[Change]

    def row_of(self, change: Change) -> int | None:
        rows = self.tab.by_id.get(change.record, ())
        if len(rows) > 1:
            return next((row for row in rows if self.tab.records[row].address == change.address), None)
        return rows[0] if rows else self._by_address(change)

    def created(self, change: Change) -> int | None:
        """Return the row that has the id already, unless this batch gives that row another one."""
        rows = [row for row in self.tab.by_id.get(change.record, ()) if row not in self._renamed]
        return rows[0] if rows else None

    def present(self, change: Change) -> bool:
        return change.record in self.tab.by_id or self._by_address(change) is not None

    def unedited(self, change: Change, row: int) -> bool:
        """Say whether the row still holds what the plan saw of the record."""
        was = self._named.get(change.record) or self._placed.get(change.address or Address(""))
        return was is not None and _like(self.tab.records[row], was, {})

    def _by_address(self, change: Change) -> int | None:
        """A row that carries no id, or is given another, is known by its content alone."""
        was = self._placed.get(change.address or Address(""))
        if was is None:
            return None
        meant = self._meant.get(was.address, {})
        here = int(was.address) - 1
        if here in self.tab.records and _is(self.tab.records[here], was, meant):
            return here
        found = self._contents.get(_content(was), [])
        if not found and meant:
            found = [row for row, record in self.tab.records.items() if _is(record, was, meant)]
        return found[0] if len(found) == 1 else None

    @cached_property
    def _contents(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row, record in self.tab.records.items():
            found.setdefault(_content(record), []).append(row)
        return found

    @cached_property
    def _renamed(self) -> frozenset[int | None]:
        return frozenset(self._by_address(link) for link in self.changes if link.kind is Kind.LINK)

    @cached_property
    def _placed(self) -> Mapping[Address, Record]:
        return {record.address: record for record in self.seen.records}

    @cached_property
    def _named(self) -> Mapping[RecordId, Record]:
        return {record.id: record for record in self.seen.records if record.id is not None}

    @cached_property
    def _meant(self) -> Mapping[Address, Mapping[FieldName, Value]]:
        """What this batch writes to each row, which may stand there by now."""
        found: dict[Address, dict[FieldName, Value]] = {}
        for change in self.changes:
            if change.address is not None:
                found.setdefault(change.address, {}).update(change.values())
        return found


def _content(record: Record) -> str:
    return repr((record.id, sorted((name, repr(seen_in(value))) for name, value in record.fields.items())))


def seen_in(value: Value | Unreadable) -> object:
    """Return what tells one cell's content from another's; why it cannot be read also names the cell."""
    return ("unreadable", value.seen) if isinstance(value, Unreadable) else value


def _alike(value: Value | Unreadable, was: Value | Unreadable) -> bool:
    if isinstance(value, Unreadable) or isinstance(was, Unreadable):
        return seen_in(value) == seen_in(was)
    return value == was


def _is(record: Record, was: Record, meant: Mapping[FieldName, Value]) -> bool:
    return record.id == was.id and _like(record, was, meant)


def _like(record: Record, was: Record, meant: Mapping[FieldName, Value]) -> bool:
    return all(
        name not in was.fields or _alike(value, was.fields[name]) or (name in meant and _equal(value, meant[name]))
        for name, value in record.fields.items()
    )


def _equal(found: Value | Unreadable, value: Value) -> bool:
    return not isinstance(found, Unreadable) and same(found, value)
