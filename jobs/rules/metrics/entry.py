"""A record with the moments between which it was open."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum

from jobs.rules.item import Item, RecordType
from jobs.rules.metrics.period import in_utc, moment_of
from jobs.rules.odd import Odd
from jobs.rules.reading import canonical, one_of
from jobs.rules.scene import Scene


class State(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    """Cancelled, a duplicate, not to be done."""
    UNKNOWN = "unknown"
    """The status is none that the rules know."""


_BEGAN = {
    RecordType.INCIDENT: ("declared", "started"),
    RecordType.ACTION_ITEM: ("created",),
    RecordType.BACKLOG: ("created",),
    RecordType.RISK: ("detected", "created"),
}
_ENDED = {
    RecordType.INCIDENT: ("resolved", "closed"),
    RecordType.ACTION_ITEM: ("completed", "closed"),
    RecordType.BACKLOG: ("resolved", "completed", "closed"),
    RecordType.RISK: ("closed",),
}
_DROPPED = ("Cancelled", "Canceled", "Won't do", "Duplicate", "Merged")
_NOT_COUNTED = ("Test", "Tutorial", "Scheduled")


@dataclass(frozen=True, slots=True)
class Entry:
    """``began`` and ``ended`` are in UTC, ``None`` where no stamp and no observation tells."""

    item: Item
    state: State
    began: datetime | None
    ended: datetime | None
    hidden: bool = False
    """Confidential: it counts, and nothing else is said or reckoned of it."""

    def open_at(self, at: datetime) -> bool:
        """Say whether it was open then. What has ended without a known time is never taken for open."""
        if self.began is not None and self.began >= at:
            return False
        return self.ended >= at if self.ended is not None else self.state is State.OPEN


def entry(item: Item, state: State, scene: Scene, zone: tzinfo, *, hidden: bool = False) -> Entry | None:
    """Return the record's entry; ``None`` for an incident that is none: a drill, maintenance, a duplicate."""
    if item.type is RecordType.INCIDENT and not _counts(item):
        return None
    began = moment_of(item, zone, *_BEGAN.get(item.type, ()))
    if began is None and item.type is not RecordType.INCIDENT and item.created_at is not None:
        began = in_utc(item.created_at, zone)
    ended = moment_of(item, zone, *_ENDED.get(item.type, ()))
    if state is State.OPEN and ended is not None:
        if item.type is RecordType.INCIDENT or not scene.has(item, "status"):
            state = State.DONE
        else:
            ended = None
    if ended is None and state in (State.DONE, State.DROPPED):
        ended = _seen_ended(item, scene)
    if began is not None and ended is not None and ended < began and not _same_day(began, ended, zone):
        ended = None
    return Entry(item, state, began, ended, hidden)


def _counts(item: Item) -> bool:
    kind, status = item.get("kind"), item.get("status")
    return not (
        item.get("duplicate_of")
        or (isinstance(kind, str) and one_of(canonical(kind, "incident_kind"), _NOT_COUNTED))
        or (isinstance(status, str) and one_of(canonical(status, "incident_status"), ("Merged", "Canceled")))
    )


def state_of(item: Item, scene: Scene) -> State:
    """Return the state that its status says, whatever its stamps say."""
    try:
        if scene.is_open(item):
            return State.OPEN
        return State.DROPPED if one_of(scene.option(item, "status") or "", _DROPPED) else State.DONE
    except Odd:
        return State.UNKNOWN


def _seen_ended(item: Item, scene: Scene) -> datetime | None:
    """Return when a run first saw the status that it has now; ``None`` where it was never seen with another."""
    now = scene.option(item, "status")
    found: datetime | None = None
    before = False
    for seen in scene.observed(item):
        same = seen.status is not None and canonical(seen.status, scene.tables[item.table].scale("status")) == now
        if not same:
            before, found = True, None
        elif found is None and before:
            found = seen.at
    return None if found is None else found.astimezone(UTC)


def _same_day(began: datetime, ended: datetime, zone: tzinfo) -> bool:
    """Say whether both are on one day: an end that is a day without a time is read as its midnight."""
    return began.astimezone(zone).date() == ended.astimezone(zone).date()
