"""From what the rules say of all tables to what one table is to be flagged with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jobs.flag.rounds import Found
from jobs.rules import spells as cap
from jobs.rules.finding import Family, Finding
from jobs.rules.item import Item
from jobs.rules.judged import Judged
from sync.clerical import Spell, Tie, TieKind, TieState
from sync.model import RecordId


@dataclass(frozen=True)
class Sorted:
    """What each table is to be flagged with. ``waiting`` are stale as well, but above the number of one run."""

    found: Mapping[str, Found]
    waiting: Sequence[Finding] = ()


def sort_out(
    judged: Judged,
    items: Mapping[str, Sequence[Item]],
    spells: Mapping[str, Sequence[Spell]],
    families: Iterable[Family],
    per_run: int,
) -> Sorted:
    """Split the findings by table, and let at most ``per_run`` new stale ones through, the oldest of all tables."""
    wanted = set(families)
    findings = [each for each in judged.findings if each.family in wanted]
    flagged = {
        (table, spell.record, spell.rule): spell
        for table, known in spells.items()
        for spell in known
        if spell.flagged is not None or spell.removed is not None
    }
    lasting = [
        cap.Spell(each.key, spell.since, removed=spell.removed is not None)
        for each in findings
        if (spell := flagged.get((each.table, each.record, each.rule))) is not None
    ]
    turn = cap.sort_out(findings, lasting, per_run)
    admitted = {(each.table, each.record, each.rule) for each in (*turn.new, *turn.lasting)}
    found = {}
    for table, records in items.items():
        found[table] = Found(
            [each for each in judged.findings if each.table == table],
            frozenset(item.record for item in records),
            frozenset((each.record, each.rule) for each in judged.unjudged if each.table == table),
            {(record, rule) for name, record, rule in admitted if name == table},
        )
    return Sorted(found, turn.waiting)


def dismissed(ties: Mapping[str, Sequence[Tie]]) -> frozenset[frozenset[tuple[str, RecordId]]]:
    """Return the pairs of records that a person has called no duplicates."""
    return frozenset(
        frozenset({(table, tie.record), (tie.table, tie.other)})
        for table, known in ties.items()
        for tie in known
        if tie.kind is TieKind.DUPLICATE and tie.state is TieState.DISMISSED
    )
