"""More rows created in one minute than one query shows: an import does that, and times are cut to the minute."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adapters.notion.client import Answer
from adapters.notion.layout import Layout
from mappings.codecs.notion import Lookup, Nobody, PageIds, read
from mappings.fields import FieldType
from sync.model import Value

Condition = Mapping[str, object]
Order = Sequence[Mapping[str, str]]

_PLAIN = Lookup(Nobody(), PageIds())
_TITLE = "title"
"""The id of every title."""


@dataclass(frozen=True, slots=True)
class Window:
    """What one query showed, in its order, and whether it was cut."""

    pages: Sequence[Answer]
    cut: bool


Ask = Callable[[Sequence[Condition], Order], Window]


def following(minute: str) -> str:
    """Return the minute after. Raises ``ValueError`` for what is no time."""
    later = datetime.fromisoformat(minute) + timedelta(minutes=1)
    return later.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def within(minute: str) -> list[Condition]:
    """Return the conditions for what was created in that minute."""
    bounds = (("on_or_after", minute), ("before", following(minute)))
    return [{"timestamp": "created_time", "created_time": {name: moment}} for name, moment in bounds]


def all_of(minute: str, layout: Layout, ask: Ask) -> bool:
    """Ask for every row of the minute and say whether none can be missing.

    A mapped number that Notion gives out itself tells rows apart, however many there are. Without one, twice as many
    as a query shows can be read: in the order of their titles from both ends, which have to overlap.
    """
    number = next((each for each in layout.properties.values() if each.kind == "unique_id"), None)
    if number is not None:
        return _by_number(within(minute), number.name, number.id, ask)
    first = ask(within(minute), [{"property": _TITLE, "direction": "ascending"}])
    if not first.cut:
        return True
    second = ask(within(minute), [{"property": _TITLE, "direction": "descending"}])
    return not second.cut or _meet(first.pages, second.pages)


def _by_number(minute: Sequence[Condition], name: str, key: str, ask: Ask) -> bool:
    last: int | None = None
    while True:
        after = [] if last is None else [{"property": key, "unique_id": {"greater_than": last}}]
        window = ask([*minute, *after], [{"property": key, "direction": "ascending"}])
        if not window.cut:
            return True
        reached = max((found for page in window.pages if (found := _number(page, name)) is not None), default=None)
        if reached is None or (last is not None and reached <= last):
            return False
        last = reached


def _number(page: Answer, name: str) -> int | None:
    properties = page.get("properties")
    prop = properties.get(name) if isinstance(properties, dict) else None
    counted = prop.get("unique_id") if isinstance(prop, dict) else None
    number = counted.get("number") if isinstance(counted, dict) else None
    return number if isinstance(number, int) else None


def _meet(upwards: Sequence[Answer], downwards: Sequence[Answer]) -> bool:
    """Say whether two halves overlap by more than one title: of equal titles either half may have left some out."""
    if not upwards or not downwards:
        return False
    both = {page["id"] for page in upwards} & {page["id"] for page in downwards}
    ends = [_title(half[-1]) for half in (upwards, downwards)]
    return bool(both) and None not in ends and ends[0] != ends[1]


def _title(page: Answer) -> Value:
    properties = page.get("properties")
    props: list[Any] = list(properties.values()) if isinstance(properties, dict) else []
    prop = next((each for each in props if isinstance(each, dict) and each.get("type") == _TITLE), None)
    return None if prop is None else read(FieldType.TITLE, prop, _PLAIN)  # type: ignore[return-value]  # a title is text
