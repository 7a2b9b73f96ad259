"""Which incidents need a post-mortem by now."""

from jobs.rules.item import Item
from jobs.rules.reading import one_of
from jobs.rules.scene import Scene

_COUNTED = ("Normal", "Backfilled")
_BEGUN = ("Draft", "In Review", "Reviewed", "Closed")
_OVER = ("Resolved", "Closed")


def wants_postmortem(item: Item, scene: Scene) -> bool:
    """Say whether the incident is over and needs a post-mortem, or has one that was begun.

    Its level says so; where the table has no severities, every incident needs one. Raises ``Odd`` for what is unread.
    """
    kind = scene.option(item, "kind") if scene.has(item, "kind") else None
    if kind is not None and not one_of(kind, _COUNTED):
        return False
    state = scene.option(item, "postmortem_status") if scene.has(item, "postmortem_status") else None
    if state is not None and one_of(state, _BEGUN):
        return True
    if state == "Skipped":
        return False
    status = scene.option(item, "status") if scene.has(item, "status") else None
    if status is not None and not one_of(status, _OVER):
        return False
    if not scene.has(item, "severity") and not scene.has(item, "severity_final"):
        return True
    level = scene.level(item)
    return level is not None and bool(level[1].postmortem)
