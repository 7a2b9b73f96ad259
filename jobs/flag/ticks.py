"""Dismissals by tick: whoever ticks it says that the record is none of those it was called a twin of."""

from collections.abc import Sequence
from datetime import datetime

from jobs.own.columns import DISMISS
from jobs.rules.finding import Family, Finding
from jobs.rules.item import Item
from sync.clerical import Tie, TieKind, TieState

_TWINS = (Family.DUPLICATE, Family.GRANULARITY)
"""What a tick turns down: that it was entered twice, and that it could be one with another."""


def shown(findings: Sequence[Finding], ties: Sequence[Tie], table: str, now: datetime) -> list[Tie]:
    """Return what is to be remembered of the duplicates that are shown now, so that a tick means these."""
    known = {(tie.record, tie.table, tie.other) for tie in ties if tie.kind is TieKind.DUPLICATE}
    return [
        Tie(TieKind.DUPLICATE, each.record, *other, TieState.SUGGESTED, now)
        for each in findings
        if each.table == table and each.family in _TWINS
        for other in each.others
        if (each.record, *other) not in known and other != (each.table, each.record)
    ]


def ticked(items: Sequence[Item], ties: Sequence[Tie], now: datetime) -> list[Tie]:
    """Return the dismissals that people have made by a tick since."""
    marked = {item.record for item in items if item.values.get(DISMISS) is True}
    return [
        Tie(TieKind.DUPLICATE, tie.record, tie.table, tie.other, TieState.DISMISSED, now)
        for tie in ties
        if tie.kind is TieKind.DUPLICATE and tie.state is TieState.SUGGESTED and tie.record in marked
    ]


def over(findings: Sequence[Finding], ties: Sequence[Tie], table: str) -> list[Tie]:
    """Return what is shown no longer."""
    now = {
        (each.record, *other)
        for each in findings
        if each.table == table and each.family in _TWINS
        for other in each.others
    }
    return [
        tie
        for tie in ties
        if tie.kind is TieKind.DUPLICATE
        and tie.state is TieState.SUGGESTED
        and (tie.record, tie.table, tie.other) not in now
    ]
