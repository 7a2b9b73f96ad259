"""Severities against the team's own table of levels, and against what they were before."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from jobs.rules.check import Check
from jobs.rules.checklist import says_something
from jobs.rules.finding import Finding
from jobs.rules.item import Item, RecordType
from jobs.rules.lateness import first_moment
from jobs.rules.levels import implied
from jobs.rules.reading import canonical, day_of, moment_of, number_of, options
from jobs.rules.scene import Scene
from sync.message import say

ORDER: Sequence[str] = tuple(name for name in options("severity") if name != "Unknown")
"""The gravest first."""


def facts(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Say when the facts reach a graver level, by the levels' own figures."""
    current = scene.option(item, "severity")
    if current is None or current not in ORDER:
        return
    customers = number_of(item, "customers") if scene.has(item, "customers") else None
    burn = number_of(item, "slo_burn") if scene.has(item, "slo_burn") else None
    reached = implied(scene.levels, ORDER, customers, burn)
    if reached is not None and ORDER.index(reached) < ORDER.index(current):
        seen = say(
            "it is {severity}, and its figures reach {reached} of the table of levels",
            severity=current,
            reached=reached,
        )
        figures = {"customers": customers, "slo_burn": burn}
        told = {name: figure for name, figure in figures.items() if figure is not None}
        yield check.finding(item, seen, check.names, facts={"severity": current, "reached": reached, **told})


def lowered(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Say when a severity was lowered and no reason is recorded."""
    change = _lowering(item, scene)
    if change is None:
        return
    if any(scene.has(item, role) and says_something(item, role, scene) for group in check.roles for role in group):
        return
    before, after, when = change
    if when is None:
        seen = say("it was lowered from {before} to {after}, and no reason is recorded", before=before, after=after)
    else:
        seen = say(
            "it was lowered from {before} to {after} by {day}, and no reason is recorded",
            before=before,
            after=after,
            day=when,
        )
    yield check.finding(item, seen, check.names, facts={"before": before, "after": after})


def obliged(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Say when what a level asks for, its review meeting or its action items, is past its time."""
    if item.type is RecordType.ACTION_ITEM:
        yield from _action(check, item, scene)
    else:
        yield from _meeting(check, item, scene)


def _meeting(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    level, since = scene.level(item), first_moment(check.roles[0], item, scene)
    role = check.rule.result or "meeting"
    if level is None or since is None or level[1].meeting_days is None or not scene.has(item, role):
        return
    held = moment_of(item, role)
    today = scene.now.date()
    end = scene.calendar.after(
        day_of(since[1], scene.now), level[1].meeting_days, business=bool(level[1].meeting_business)
    )
    if today > end and (held is None or day_of(held, scene.now) > today):
        seen = say(
            "{severity} asks for the review meeting by {day}; it was not held", severity=level[0], day=end.isoformat()
        )
        yield check.finding(item, seen, [role], facts={"days": (today - end).days, "due": end.isoformat()})


def _action(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    if not scene.is_open(item):
        return
    incidents = [each for (role, *_) in check.roles if scene.has(item, role) for each in scene.linked(item, role)[0]]
    incidents += [each for each in scene.pointing(item, RecordType.INCIDENT, "actions") if each not in incidents]
    for source in (item, *incidents):
        level = scene.level(source)
        if level is None or level[1].action_days is None:
            continue
        since = _beginning(item, incidents, scene)
        if since is None:
            return
        end = scene.calendar.after(since, level[1].action_days, business=bool(level[1].action_business))
        if scene.now.date() > end:
            seen = say(
                "{severity} asks for its action items by {day}; this one is open",
                severity=level[0],
                day=end.isoformat(),
            )
            late = (scene.now.date() - end).days
            yield check.finding(item, seen, ["status"], incidents, {"days": late, "due": end.isoformat()})
        return


def _beginning(item: Item, incidents: Sequence[Item], scene: Scene) -> date | None:
    """Return the day an action's time runs from: the end of its incident, else its own creation."""
    for incident in incidents:
        since = first_moment(("resolved", "impact_end"), incident, scene)
        if since is not None:
            return day_of(since[1], scene.now)
    made = item.created_at or (moment_of(item, "created") if scene.has(item, "created") else None)
    return None if made is None else day_of(made, scene.now)


def _lowering(item: Item, scene: Scene) -> tuple[str, str, str | None] | None:
    """Return the last change of severity where it was a lowering: before, after, and by when it was seen."""
    scale = scene.tables[item.table].scale("severity")
    seen = [
        (level, each.at)
        for each in scene.observed(item)
        if each.severity is not None and (level := canonical(each.severity, scale)) in ORDER
    ]
    changes = [(one[0], two[0], two[1]) for one, two in pairwise(seen) if one[0] != two[0]]
    if changes:
        before, after, at = changes[-1]
        if ORDER.index(after) > ORDER.index(before):
            return before, after, day_of(at, scene.now).isoformat()
        return None
    first = scene.option(item, "severity_initial") if scene.has(item, "severity_initial") else None
    for role in ("severity_final", "severity"):
        last = scene.option(item, role) if scene.has(item, role) else None
        if last is not None and last in ORDER:
            fell = first is not None and first in ORDER and ORDER.index(last) > ORDER.index(first)
            return (first or "", last, None) if fell else None
    return None
