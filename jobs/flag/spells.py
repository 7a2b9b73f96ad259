"""From findings to spells: what is new, what lasts, what is over, and what a person has taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from jobs.rules.finding import Family, Finding
from sync.clerical import Spell
from sync.model import RecordId

Key = tuple[RecordId, str]
"""A record and a rule."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one run saw of one table."""

    findings: Sequence[Finding]
    records: frozenset[RecordId]
    """The records that were judged: of others nothing is concluded."""
    unjudged: frozenset[Key] = frozenset()
    """What a rule could not judge: a spell neither begins nor ends by that."""
    standing: Mapping[RecordId, frozenset[Family]] = field(default_factory=dict)
    """The flags that stand on every side; a record whose flags are not known is not in it."""


def turned(spells: Sequence[Spell], seen: Seen, families: Sequence[Family], now: datetime) -> list[Spell]:
    """Return the spells as they are from now on: those that go on, those that begin, and those that end here."""
    found = {(each.record, each.rule): each for each in seen.findings}
    known = {(each.record, each.rule): each for each in spells}
    turn = [_gone_on(spell, found.get(key), seen, families, now) for key, spell in known.items()]
    begun = [Spell(*key, each.family.value, now) for key, each in found.items() if key not in known]
    return [*turn, *begun]


def _gone_on(spell: Spell, finding: Finding | None, seen: Seen, families: Sequence[Family], now: datetime) -> Spell:
    if spell.record not in seen.records:
        return spell
    if finding is None and (spell.record, spell.rule) not in seen.unjudged:
        return replace(spell, ended=now)
    if finding is not None and finding.family != spell.family:
        spell = replace(spell, family=finding.family.value)
    if not any(family == spell.family for family in families):
        return replace(spell, flagged=None)  # we took the flag away ourselves
    flags = seen.standing.get(spell.record)
    if spell.flagged is None or spell.removed is not None or flags is None or Family(spell.family) in flags:
        return spell
    return replace(spell, removed=now)


def shown(spells: Sequence[Spell]) -> list[Spell]:
    """Return the spells whose flag is to stand, but for the cap on new ones."""
    return [spell for spell in spells if spell.ended is None and spell.removed is None]
