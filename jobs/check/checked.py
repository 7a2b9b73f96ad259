"""What a check found, in the order in which it is told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from jobs.exits import Exit
from jobs.gathering import Gathered
from jobs.rules.finding import Family, Finding, Unjudged, Weight
from jobs.rules.item import Item, RecordType
from jobs.rules.judged import Judged
from jobs.rules.ruleset import Rules
from jobs.rules.titles import title_of
from sync.message import Message
from sync.model import RecordId

GRAVITY = (Weight.ERROR, Weight.WARNING, Weight.NOTE)
"""The gravest first."""


@dataclass(frozen=True)
class Checked:
    """``tables`` are those that were looked at; ``without_type`` the pairs that do not say what their records are."""

    at: datetime
    rules: Rules
    tables: Mapping[str, RecordType]
    gathered: Gathered
    judged: Judged
    without_type: tuple[str, ...] = ()

    @cached_property
    def _items(self) -> Mapping[tuple[str, RecordId], Item]:
        return {item.key: item for item in self.gathered.all()}

    def item(self, table: str, record: RecordId) -> Item | None:
        """Return the record that is spoken of; ``None`` for a table as a whole."""
        return self._items.get((table, record))

    def counts(self) -> dict[Weight, int]:
        return {weight: sum(each.weight is weight for each in self.judged.findings) for weight in GRAVITY}

    def only(self, rules: tuple[str, ...]) -> "Checked":
        """Return the same with what some rules say alone."""
        if not rules:
            return self
        judged = replace(
            self.judged,
            findings=tuple(each for each in self.judged.findings if each.rule in rules),
            unjudged=tuple(each for each in self.judged.unjudged if each.rule in rules),
            idle=tuple(each for each in self.judged.idle if each.rule in rules),
            looked={rule: count for rule, count in self.judged.looked.items() if rule in rules},
        )
        return replace(self, judged=judged)


@dataclass(frozen=True)
class Told:
    """What one rule found in all tables."""

    rule: str
    family: Family
    weight: Weight
    title: Message | None
    findings: tuple[Finding, ...] = ()
    unjudged: tuple[Unjudged, ...] = ()
    looked: int = 0
    counted: Mapping[str, int] = field(default_factory=dict)
    """How many findings by table."""


def by_rule(checked: Checked) -> list[Told]:
    """Return the rules that looked at anything, the gravest first, then in the order of the rules."""
    found = [_told(checked, rule) for rule in _rules(checked)]
    return sorted(found, key=lambda told: (not told.findings, GRAVITY.index(told.weight)))


def exit_of(checked: Checked, fail_on: Weight | None) -> Exit:
    """Return what the command ends with: findings alone are no failure unless they are to be one."""
    if checked.gathered.errors:
        return Exit.FAILED
    if fail_on is not None:
        grave = GRAVITY[: GRAVITY.index(fail_on) + 1]
        if any(each.weight in grave for each in checked.judged.findings):
            return Exit.UNWELL
    return Exit.DONE


def _rules(checked: Checked) -> Iterator[str]:
    known = [check.id for check in checked.rules.checks]
    said = [each.rule for each in checked.judged.findings] + [each.rule for each in checked.judged.unjudged]
    heard = {*said, *(rule for rule, count in checked.judged.looked.items() if count)}
    yield from (rule for rule in dict.fromkeys([*known, *said]) if rule in heard)


def _told(checked: Checked, rule: str) -> Told:
    findings = tuple(each for each in checked.judged.findings if each.rule == rule)
    unjudged = tuple(each for each in checked.judged.unjudged if each.rule == rule)
    check = checked.rules.check(rule)
    counted: dict[str, int] = {}
    for each in findings:
        counted[each.table] = counted.get(each.table, 0) + 1
    family = check.family if check is not None else findings[0].family if findings else Family.INCOMPLETE
    weight = check.weight if check is not None else findings[0].weight if findings else Weight.WARNING
    looked = checked.judged.looked.get(rule, 0)
    return Told(rule, family, weight, title_of(rule), findings, unjudged, looked, counted)
