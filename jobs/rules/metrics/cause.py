"""What an incident was caused by and where, as tags that can be compared."""

from jobs.rules.item import Item
from jobs.rules.words import Words, plain
from sync.model import Value

_LONGEST_TAG = 40
"""A cause longer than this, or of several lines, is prose and no tag."""


def tags(item: Item, role: str) -> tuple[str, ...]:
    """Return the entries of a list, or a text as its only one."""
    return _texts(item.get(role))


def _texts(value: Value) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(each.strip() for each in value if each.strip())
    return (value.strip(),) if isinstance(value, str) and value.strip() else ()


def causes(item: Item, words: Words) -> tuple[str, ...]:
    """Return the tags of the cause; prose, "unknown" and placeholders are none."""
    found = tags(item, "cause_tag") or tags(item, "cause")
    return tuple(
        each for each in found if len(each) <= _LONGEST_TAG and "\n" not in each and words.answers(each, "cause")
    )


def traits(item: Item, words: Words) -> list[tuple[str, str]]:
    """Return cause and service, in every combination, folded: two incidents that share one are alike."""
    places = {plain(each) for each in tags(item, "services")}
    return [(plain(cause), place) for cause in causes(item, words) for place in sorted(places)]
