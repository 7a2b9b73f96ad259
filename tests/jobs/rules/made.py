"""Records for tests of rules, in one line each."""

from datetime import UTC, date, datetime

from jobs.rules.finding import Finding
from jobs.rules.item import Item, RecordType, Role, Section
from jobs.rules.judge import judge
from jobs.rules.judged import Judged
from jobs.rules.observation import History
from jobs.rules.rule import Rule
from jobs.rules.ruleset import Rules, make_rules
from sync.model import RecordId, Span, Value

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""A Friday."""


def on(text: str) -> Span:
    return Span(datetime.fromisoformat(text).replace(tzinfo=UTC) if " " in text else date.fromisoformat(text))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def record(
    kind: RecordType,
    name: str = "A-1",
    /,
    *,
    active: str | None = None,
    sections: tuple[Section, ...] | None = None,
    **values: Value,
) -> Item:
    return Item(
        kind,
        f"{kind}s",
        RecordId(name),
        {Role(role): value for role, value in values.items()},
        title=str(values.get("title") or ""),
        active_at=None if active is None else at(active),
        sections=sections,
    )


def risk(name: str = "R-1", **values: Value) -> Item:
    return record(RecordType.RISK, name, **values)  # type: ignore[arg-type]  # active is text as well


def said(rule: str, *items: Item, rules: Rules | None = None, history: History | None = None) -> list[Finding]:
    """Return what one rule says of the records."""
    return [each for each in all_said(*items, rules=rules, history=history).findings if each.rule == rule]


def all_said(*items: Item, rules: Rules | None = None, history: History | None = None, now: datetime = NOW) -> Judged:
    return judge(items, rules or make_rules(), now, history)


def with_rule(name: str, **keys: object) -> Rules:
    return make_rules(checks={name: Rule.model_validate(keys)})


def odd(rule: str, judged: Judged) -> list[str]:
    return [str(each.why) for each in judged.unjudged if each.rule == rule]
