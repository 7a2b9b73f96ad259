"""What lies still: nobody has touched it, or everything is done and it is still open."""

from collections.abc import Iterator
from datetime import date, datetime

from jobs.rules.check import Check
from jobs.rules.finding import Finding
from jobs.rules.item import Item, RecordType
from jobs.rules.lateness import insane
from jobs.rules.observation import changed_at
from jobs.rules.odd import Odd
from jobs.rules.reading import day_of, entries, instant, moment_of
from jobs.rules.scene import Scene
from sync.message import say

_DONE = ("Done",)


def stale(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Say when no person has touched an open record for longer than its threshold.

    Raises ``Odd`` where nothing is known of when a person did.
    """
    if not scene.is_open(item) or _kept(item, scene):
        return
    days, business = _threshold(check, item, scene)
    if days is None:
        return
    last = last_touched(check, item, scene)
    if last is None:
        raise Odd(say("nothing says when a person last touched it"))
    day = day_of(last, scene.now)
    if scene.now.date() >= scene.calendar.after(day, days, business=business) and days > 0:
        quiet = (scene.now.date() - day).days
        seen = say("no person has touched it for {days} days (since {day})", days=quiet, day=day.isoformat())
        status = scene.option(item, "status") if scene.has(item, "status") else None
        facts: dict[str, str | int | float] = {
            "days": quiet,
            "since": day.isoformat(),
            "threshold": days,
            "status": status or "",
        }
        yield check.finding(item, seen, ["status"], facts=facts)


def last_touched(check: Check, item: Item, scene: Scene) -> date | datetime | None:
    """Return the last sign of a person: an edit, a change that was observed, a review, else the creation.

    Dates of reviews that lie ahead are no sign. An edit is by a person or not; who read the records has told.
    """
    signs: list[date | datetime] = []
    observed = changed_at(scene.observed(item))
    signs += [each for each in (item.active_at, observed) if each is not None]
    for role, *_ in check.roles:
        moment = moment_of(item, role) if scene.has(item, role) else None
        if moment is not None:
            insane(moment, scene.now, scene.label(item, role))
            signs += [moment] if instant(moment, scene.now) <= scene.now else []
    if item.created_at is not None:
        signs.append(item.created_at)
    elif scene.has(item, "created") and (made := moment_of(item, "created")) is not None:
        signs.append(made)
    return max(signs, key=lambda sign: instant(sign, scene.now), default=None)


def all_done(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Say when everything that is linked to an open record is at its end, and something of it was done.

    Raises ``Odd`` where some of the linked records were not read.
    """
    if not scene.is_open(item) or scene.fits(item, {"status": ("Accepted",)}):
        return
    wanted = {"backlog": (RecordType.BACKLOG, "risks"), "actions": (RecordType.ACTION_ITEM, "risk")}
    linked: list[Item] = []
    unknown: list[str] = []
    for role, *_ in check.roles:
        record, back = wanted.get(role, (None, ""))
        if record is not None and not scene.of(record):
            continue
        if scene.has(item, role):
            found, lacking = scene.linked(item, role, record)
            linked += found
            unknown += lacking
        if record is not None:
            linked += [each for each in scene.pointing(item, record, back) if each not in linked]
    if not linked or any(scene.is_open(each) for each in linked):
        return
    if unknown:
        raise Odd(say("{count} of its linked records are not among those read", count=len(unknown)))
    if any(scene.fits(each, {"status": _DONE}) for each in linked):
        seen = say("everything linked to it is done ({count}), and it is still open", count=len(linked))
        yield check.finding(item, seen, ["status"], linked, {"linked": len(linked)})


def _threshold(check: Check, item: Item, scene: Scene) -> tuple[float | None, bool]:
    for each in check.rule.thresholds:
        if scene.fits(item, each.when):
            return each.days, each.business
    return check.rule.days, check.rule.business


def _kept(item: Item, scene: Scene) -> bool:
    """Say whether a label asks to leave the record alone."""
    if not scene.has(item, "labels"):
        return False
    keep = {word.casefold() for word in scene.rules.words.keep}
    return any(label.strip().casefold() in keep for label in entries(item, "labels"))
