"""Which records have a page that some rule looks into."""

from collections.abc import Callable

from jobs.rules.check import Check
from jobs.rules.item import Item
from jobs.rules.judge import BODY, concerned
from jobs.rules.odd import Odd
from jobs.rules.scene import Scene


def page_wanted(scene: Scene) -> Callable[[Item], bool]:
    """Return what says whether a rule that looks at a record goes by sections of its page.

    A record that such a rule could not judge anyway is not asked for.
    """
    sections = set(scene.rules.words.sections)
    checks = [
        check
        for check in scene.rules.checks
        if check.kind in BODY and check.rule.body and not sections.isdisjoint(check.names)
    ]
    return lambda item: any(check.record is item.type and _looks_at(check, item, scene) for check in checks)


def _looks_at(check: Check, item: Item, scene: Scene) -> bool:
    try:
        return concerned(check, item, scene)
    except Odd:
        return False
