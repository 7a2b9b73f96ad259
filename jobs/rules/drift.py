"""How severities are spread: whether it has drifted, and which levels nobody uses."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import sqrt

from jobs.rules.check import Check
from jobs.rules.finding import Finding
from jobs.rules.item import Item, RecordType
from jobs.rules.judged import Idle, Said
from jobs.rules.lateness import first_moment
from jobs.rules.odd import Odd
from jobs.rules.reading import day_of, one_of
from jobs.rules.scene import Scene
from jobs.rules.severity import ORDER
from sync.message import Message, say
from sync.model import RecordId

_SURE = 2.0
"""So many standard errors apart: about one in twenty by chance."""
_COUNTED = ("Normal", "Backfilled")


def drift(check: Check, items: Sequence[Item], scene: Scene) -> Iterator[Said]:
    """Compare the share of each level in the last days with that in as many before; both need a sample."""
    window = timedelta(days=check.rule.days or 91)
    today = scene.now.date()
    graded = _graded(check, items, scene)
    now = Counter(level for level, day in graded if today - window < day <= today)
    before = Counter(level for level, day in graded if today - 2 * window < day <= today - window)
    if min(now.total(), before.total()) < check.rule.sample:
        yield Idle(check.id, items[0].table if items else "", _few(min(now.total(), before.total()), check))
        return
    for level in ORDER:
        share, share_before = now[level] / now.total(), before[level] / before.total()
        if abs(share - share_before) >= (check.rule.at_least or 0) and _apart(
            now[level], now.total(), before[level], before.total()
        ):
            yield _about(
                check,
                items[0],
                say(
                    "{level}: {now} of {total} in the last {weeks} weeks, {before} of {total_before} in those before",
                    level=level,
                    now=now[level],
                    total=now.total(),
                    weeks=window.days // 7,
                    before=before[level],
                    total_before=before.total(),
                ),
                {"level": level, "share": round(share, 3), "before": round(share_before, 3)},
            )


def unused(check: Check, items: Sequence[Item], scene: Scene) -> Iterator[Said]:
    """Name the levels of the team's table that no incident of the last days has."""
    known = [name for name in ORDER if name in _listed(scene)]
    if not known:
        yield Idle(check.id, items[0].table if items else "", say("no table of levels is read"))
        return
    window, today = timedelta(days=check.rule.days or 365), scene.now.date()
    used = Counter(level for level, day in _graded(check, items, scene) if today - window < day <= today)
    if used.total() < check.rule.sample:
        yield Idle(check.id, items[0].table if items else "", _few(used.total(), check))
        return
    for level in known:
        if not used[level]:
            seen = say(
                "{level}: none of {total} incidents in {days} days", level=level, total=used.total(), days=window.days
            )
            yield _about(check, items[0], seen, {"level": level})


def _listed(scene: Scene) -> set[str]:
    from_table = {
        scene.option(each, "title") or each.title for each in scene.of(RecordType.SEVERITY) if not each.unreadable
    }
    return from_table | set(scene.rules.set_levels)


def _graded(check: Check, items: Sequence[Item], scene: Scene) -> list[tuple[str, date]]:
    """Return level and day of each incident that counts and has both; what cannot be read does not count."""
    found = []
    for item in items:
        try:
            kind = scene.option(item, "kind") if scene.has(item, "kind") else None
            level = scene.option(item, "severity")
            when = first_moment(check.roles[1], item, scene)
        except Odd:
            continue
        if level is not None and level in ORDER and when is not None and (kind is None or one_of(kind, _COUNTED)):
            found.append((level, day_of(when[1], scene.now)))
    return found


def _apart(hits: int, total: int, hits_before: int, total_before: int) -> bool:
    """Say whether two shares differ by more than chance: the test of two proportions, pooled."""
    pooled = (hits + hits_before) / (total + total_before)
    error = sqrt(pooled * (1 - pooled) * (1 / total + 1 / total_before))
    return error > 0 and abs(hits / total - hits_before / total_before) / error >= _SURE


def _few(count: int, check: Check) -> Message:
    return say("{count} incidents are too few to compare; {needed} are needed", count=count, needed=check.rule.sample)


def _about(check: Check, item: Item, why: Message, told: dict[str, str | float]) -> Finding:
    """Return a finding about the table as a whole."""
    finding = check.finding(item, why, ["severity"], facts=told)
    return Finding(
        check.id, finding.family, item.table, RecordId(""), why, finding.weight, finding.roles, facts=finding.facts
    )
