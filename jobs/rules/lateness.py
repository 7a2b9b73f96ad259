"""Dates that are past, and waits that are over."""

from collections.abc import Iterator
from datetime import date, datetime

from jobs.rules.check import Check
from jobs.rules.consistency import shown
from jobs.rules.finding import Finding
from jobs.rules.item import Item
from jobs.rules.odd import Odd
from jobs.rules.reading import day_of, empty, is_past, moment_of, value_of
from jobs.rules.scene import Scene
from sync.message import say


def past(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Say when a date of an open record is over. What is due today is not late yet."""
    for role, *_ in check.roles:
        moment = moment_of(item, role) if scene.has(item, role) else None
        if moment is None or not is_past(moment, scene.now) or not scene.is_open(item):
            continue
        insane(moment, scene.now, scene.label(item, role))
        if check.rule.days and not over(check, moment, check.rule.days, scene):
            continue
        days = (scene.now.date() - day_of(moment, scene.now)).days
        label = scene.label(item, role)
        seen = say("{field} was {time}, {days} days ago", field=label, time=shown(moment), days=days)
        yield check.finding(item, seen, [role], facts={"days": days, "date": moment.isoformat()})


def waiting(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Say when what should have followed has not, so many days after what it follows."""
    since = first_moment(check.roles[0], item, scene)
    if since is None or check.rule.days is None:
        return
    role, moment = since
    ends = (check.rule.result or "").split("|")
    if not any(scene.has(item, end) for end in ends) and not scene.ever_closed(item.table):
        return
    insane(moment, scene.now, scene.label(item, role))
    if any(scene.has(item, end) and _ended(item, end, scene) for end in ends):
        return
    if over(check, moment, check.rule.days, scene):
        days = (scene.now.date() - day_of(moment, scene.now)).days
        label = next((scene.label(item, end) for end in ends if scene.has(item, end)), ends[0])
        seen = say(
            "{field} is not set, {days} days after {since}", field=label, days=days, since=scene.label(item, role)
        )
        yield check.finding(item, seen, [*ends, role], facts={"days": days})


def first_moment(group: tuple[str, ...], item: Item, scene: Scene) -> tuple[str, date | datetime] | None:
    """Return the first of the roles that has a time, with it."""
    for role in group:
        moment = moment_of(item, role) if scene.has(item, role) else None
        if moment is not None:
            return role, moment
    return None


def over(check: Check, since: date | datetime, days: float, scene: Scene) -> bool:
    """Say whether so many days have passed, by the rule's way to count them."""
    last = scene.calendar.after(day_of(since, scene.now), days, business=check.rule.business)
    return scene.now.date() > last


def insane(moment: date | datetime, now: datetime, label: str) -> None:
    """Raise ``Odd`` for a year that cannot be right: what is reckoned from it would be nonsense."""
    if not 1970 <= moment.year <= now.year + 100:
        raise Odd(say("{field}: the year {year} cannot be right", field=label, year=f"{moment.year:04d}"))


def _ended(item: Item, role: str, scene: Scene) -> bool:
    """Say whether it is set: ticked, dated, or an option. Options of a course of events are for ``exempt`` to name."""
    value = value_of(item, role)
    if isinstance(value, bool) or empty(value):
        return value is True
    scale = scene.tables[item.table].scale(role)
    return scale in (None, "severity") and scene.option(item, role) != "Unknown"
