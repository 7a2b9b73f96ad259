"""Times that cannot be: out of order, in years that are not, lasting too long."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from jobs.rules.check import Check
from jobs.rules.finding import Finding
from jobs.rules.item import Item
from jobs.rules.odd import Odd
from jobs.rules.reading import day_of, instant, moment_of, value_of
from jobs.rules.scene import Scene
from sync.message import say
from sync.model import Span


def ordered(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Say which times do not follow one another as they must. A day is compared with days only."""
    last: tuple[str, date | datetime] | None = None
    for role in _mapped(check, item, scene):
        moment = moment_of(item, role)
        if moment is None:
            continue
        if last is not None and _before(moment, last[1], scene.now):
            seen = say(
                "{later} ({later_time}) is before {earlier} ({earlier_time})",
                later=scene.label(item, role),
                later_time=shown(moment),
                earlier=scene.label(item, last[0]),
                earlier_time=shown(last[1]),
            )
            yield check.finding(item, seen, [last[0], role])
        last = (role, moment)


def sane(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Say which dates cannot be: a year that is none, what has happened in the future, an end before its start."""
    first, ahead = check.rule.years
    problem: Odd | None = None
    for role in _mapped(check, item, scene):
        try:
            moment = moment_of(item, role)
        except Odd as error:
            problem = problem or error
            continue
        if moment is None:
            continue
        label = scene.label(item, role)
        if not first <= moment.year <= scene.now.year + ahead:
            seen = say("{field}: the year {year} cannot be right", field=label, year=f"{moment.year:04d}")
            yield check.finding(item, seen, [role], facts={"year": moment.year})
        elif role in check.rule.past and day_of(moment, scene.now) > scene.now.date() + timedelta(days=1):
            seen = say("{field}: {time} lies in the future", field=label, time=shown(moment))
            yield check.finding(item, seen, [role])
        value = value_of(item, role)
        if isinstance(value, Span) and value.end is not None and _before(value.end, value.start, scene.now):
            seen = say("{field}: it ends ({end}) before it begins", field=label, end=shown(value.end))
            yield check.finding(item, seen, [role])
    if problem is not None:
        raise problem


def lasting(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Say when something lasted longer than such things do."""
    start, end = (_first(group, item, scene) for group in check.roles[:2])
    if start is None or end is None:
        return
    days = (instant(end, scene.now) - instant(start, scene.now)) / timedelta(days=1)
    if check.rule.days is not None and days > check.rule.days:
        seen = say("it lasted {days} days; is that meant?", days=int(days))
        yield check.finding(item, seen, check.names, facts={"days": int(days)})


def shown(moment: date | datetime) -> str:
    """Return a time as it stands in sentences: as it was read, with its zone."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return moment.isoformat(" ", "minutes").replace("+00:00", " UTC")


def _first(group: tuple[str, ...], item: Item, scene: Scene) -> date | datetime | None:
    found = [moment_of(item, role) for role in group if scene.has(item, role)]
    return next((each for each in found if each is not None), None)


def _mapped(check: Check, item: Item, scene: Scene) -> list[str]:
    return [role for role in check.names if scene.has(item, role)]


def _before(one: date | datetime, other: date | datetime, now: datetime) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        if (one.tzinfo is None) != (other.tzinfo is None):
            raise Odd(say("{time} has no time zone", time=one.isoformat(" ")))
        return one < other
    return day_of(one, now) < day_of(other, now)
