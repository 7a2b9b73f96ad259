"""Links that were suggested and wait for a person, as the digest tells of them."""

from collections.abc import Iterable, Iterator

from jobs.rules.finding import Family, Finding, Weight
from jobs.rules.item import Item
from sync.clerical import Tie, TieKind, TieState
from sync.message import say


def suggested(ties: Iterable[tuple[str, Tie]], items: Iterable[Item]) -> Iterator[Finding]:
    """Yield a finding for each suggestion that is open, of records that are there. ``ties`` come with their table."""
    known = {item.key: item for item in items}
    for table, tie in ties:
        if tie.kind is not TieKind.LINK or tie.state not in (TieState.SUGGESTED, TieState.LATER):
            continue
        one, other = known.get((table, tie.record)), known.get((tie.table, tie.other))
        if one is None or other is None:
            continue
        why = say("probably belongs to {title} ({record})", title=other.title or "-", record=other.record)
        yield Finding("link", Family.LINK, table, tie.record, why, Weight.NOTE, others=(other.key,))
