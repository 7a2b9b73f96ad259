"""From the configured tables to what the rules say of them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from jobs.check.checked import Checked
from jobs.gathering import Gathered, Subject, Wanting
from jobs.gathering.subject import unjudged
from jobs.rules.body import page_wanted
from jobs.rules.calendar import Calendar
from jobs.rules.item import Item, RecordType, Role
from jobs.rules.judge import judge
from jobs.rules.judged import Judged
from jobs.rules.observation import History
from jobs.rules.ruleset import Rules
from jobs.rules.scene import Scene
from jobs.rules.tables import Roles
from jobs.settings import Settings
from sync.model import Side

Compare = Callable[[Sequence[Item], Rules], Judged]
"""The rules that compare records with one another."""


def roles_of(subjects: Sequence[Subject], bodies: Iterable[str] = ()) -> dict[str, Roles]:
    """Return what each table has of roles, called as people call the fields: in Notion, else in the sheet."""
    read = set(bodies)
    found = {}
    for each in subjects:
        labels = {
            role: field.notion if Side.NOTION in each.sides else field.sheet for role, field in each.fields.items()
        }
        if each.title is not None:
            title = next(field for field in each.mapping.fields if field.name == each.title)
            labels[Role("title")] = title.notion if Side.NOTION in each.sides else title.sheet
        found[each.name] = Roles(each.type, labels, each.scales, each.name in read)
    return found


def bodies_of(subjects: Sequence[Subject], types: Iterable[RecordType]) -> tuple[str, ...]:
    """Return the tables whose pages are read for their sections."""
    wanted = set(types)
    return tuple(each.name for each in subjects if each.type in wanted and Side.NOTION in each.sides)


def pages_wanted(settings: Settings, subjects: Sequence[Subject], now: datetime) -> Wanting:
    """Return what tells gathering whose pages the rules ask for: incidents that want a post-mortem, not all."""

    def wanting(items: Sequence[Item]) -> Callable[[Item], bool]:
        rules = settings.rules.made(roles_of(subjects))
        return page_wanted(Scene(tuple(items), rules, now.astimezone(settings.tzinfo()), {}, Calendar()))

    return wanting


def look(
    settings: Settings,
    subjects: Sequence[Subject],
    gathered: Gathered,
    now: datetime,
    history: History,
    compare: Compare | None = None,
) -> Checked:
    """Judge what was gathered. ``now`` is shown and reckoned with in the zone of the configuration."""
    local = now.astimezone(settings.tzinfo())
    read = {name for name, count in gathered.bodies_read.items() if count or not _missed(gathered, name)}
    rules = settings.rules.made(roles_of(subjects, read))
    items = gathered.all()
    judged = judge(items, rules, local, history, settings.rules.calendar())
    if compare is not None:
        judged = judged.joined(compare(items, rules))
    return Checked(
        at=local,
        rules=rules,
        tables={each.name: each.type for each in subjects},
        gathered=gathered,
        judged=judged,
        without_type=unjudged(settings),
    )


def _missed(gathered: Gathered, table: str) -> bool:
    """Say whether pages of a table could not be read."""
    return table in gathered.bodies_left or any(each.table == table and each.address for each in gathered.unread)
