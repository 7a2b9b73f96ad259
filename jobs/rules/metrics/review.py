"""The post-mortems that are needed, until when, and whether they were reviewed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from jobs.rules.metrics.entry import Entry
from jobs.rules.metrics.period import moment_of
from jobs.rules.odd import Odd
from jobs.rules.postmortem import wants_postmortem
from jobs.rules.reading import one_of
from jobs.rules.scene import Scene

OTHERWISE = 14
"""Days for a review where the level of severity names none."""
_REVIEWED = ("Reviewed", "Closed")


@dataclass(frozen=True, slots=True)
class Review:
    """An incident that needs a post-mortem. ``due`` is the last day for its review, in the team's zone."""

    entry: Entry
    due: date
    done: bool
    done_at: datetime | None = None
    """When it was reviewed, in UTC; the meeting's time, where nothing else says so."""


def reviews(entries: Sequence[Entry], scene: Scene, zone: tzinfo) -> tuple[Review, ...]:
    return tuple(_reviews(entries, scene, zone))


def _reviews(entries: Sequence[Entry], scene: Scene, zone: tzinfo) -> Iterator[Review]:
    days: dict[tuple[date, float, bool], date] = {}
    for each in entries:
        if each.ended is None:
            continue
        try:
            wanted = wants_postmortem(each.item, scene)
            level = scene.level(each.item) if wanted else None
        except Odd:
            continue
        if not wanted:
            continue
        asked = level[1] if level else None
        count = asked.meeting_days if asked and asked.meeting_days is not None else OTHERWISE
        key = (each.ended.astimezone(zone).date(), count, bool(asked and asked.meeting_business))
        if key not in days:
            days[key] = scene.calendar.after(key[0], count, business=key[2])
        done = _done(each, scene)
        yield Review(each, days[key], done, _done_at(each, zone) if done else None)


def _done(each: Entry, scene: Scene) -> bool:
    if each.item.get("reviewed") is True:
        return True
    try:
        return one_of(scene.option(each.item, "postmortem_status") or "", _REVIEWED)
    except Odd:
        return False


def _done_at(each: Entry, zone: tzinfo) -> datetime | None:
    return moment_of(each.item, zone, "reviewed_at", "meeting")
