"""What has to be filled, in properties and in the sections of the page."""

from collections.abc import Iterator, Sequence

from jobs.rules.check import Check
from jobs.rules.finding import Finding
from jobs.rules.item import Item, Section
from jobs.rules.odd import Odd
from jobs.rules.reading import canonical, empty, text_of, value_of
from jobs.rules.scene import Scene
from jobs.rules.titles import SECTIONS, listed
from sync.message import Message, say


def filled(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Name what is missing: a role that is mapped and empty, or a section that is absent or says nothing."""
    missing = [group for group in check.roles if _has(group, item, scene, body=check.rule.body) is False]
    if missing:
        labels = [_label(group, item, scene) for group in missing]
        roles = [role for group in missing for role in group]
        yield check.finding(item, say("missing: {missing}", missing=listed(labels)), roles)
    if not check.rule.one or missing:
        return
    for role, *_ in check.roles:
        value = value_of(item, role) if scene.has(item, role) else None
        count = len(value) if isinstance(value, tuple) else 0
        if count > 1:
            seen = say("{field}: {count} are named; exactly one is meant", field=scene.label(item, role), count=count)
            yield check.finding(item, seen, [role], facts={"count": count})


def entries(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Say when a list, such as a timeline, has too few entries."""
    group, wanted = check.roles[0], int(check.rule.at_least or 1)
    section = section_of(group, item, scene)
    count = 0 if section is None else max(section.entries, _lines(section.text))
    for role in group:
        if scene.has(item, role):
            value = value_of(item, role)
            count = max(count, len(value) if isinstance(value, tuple) else _lines(text_of(item, role)))
    if count < wanted:
        seen = say(
            "{field}: {count} entries; at least {wanted} are expected",
            field=_label(group, item, scene),
            count=count,
            wanted=wanted,
        )
        yield check.finding(item, seen, group, facts={"count": count, "wanted": wanted})


def section_of(names: Sequence[str], item: Item, scene: Scene) -> Section | None:
    """Return the first section that is one of these; one with text goes before one without."""
    found = [each for each in item.sections or () if scene.rules.words.names(each) in names]
    return next((each for each in found if each.text.strip() or each.entries), found[0] if found else None)


def says_something(item: Item, role: str, scene: Scene) -> bool:
    """Say whether a role is filled: with an option that is known, or with more than a placeholder."""
    value = value_of(item, role)
    if empty(value) or value is False:
        return False
    scale = scene.tables[item.table].scale(role)
    if scale is not None and isinstance(value, str):
        return canonical(value, scale) != "Unknown"
    return scene.rules.words.answers(text_of(item, role), role) if isinstance(value, str | tuple) else True


def _has(group: Sequence[str], item: Item, scene: Scene, *, body: bool) -> bool | None:
    """Say whether one of the group is filled; ``None`` where nothing could hold it."""
    judged: bool | None = None
    unread: Odd | None = None
    for name in group:
        try:
            if scene.has(item, name) and says_something(item, name, scene):
                return True
        except Odd as error:
            unread = error
        section = section_of([name], item, scene)
        if section is not None:
            return scene.rules.words.answers(section.text, name) or (section.entries > 0 and not section.text.strip())
        if scene.has(item, name) or (body and item.sections is not None and name in scene.rules.words.sections):
            judged = False
    if unread is not None:
        raise unread
    return judged


def _label(group: Sequence[str], item: Item, scene: Scene) -> Message | str:
    """Return what people call the field; what no field holds is called by its section."""
    mapped = [name for name in group if scene.has(item, name)]
    return scene.label(item, mapped[0]) if mapped else SECTIONS.get(group[0], group[0])


def _lines(text: str) -> int:
    return sum(1 for line in text.splitlines() if line.strip())
