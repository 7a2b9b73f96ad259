"""From records by roles to texts and facts, and from judgements to findings."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

from jobs.rules.finding import Family, Finding, Weight
from jobs.rules.item import Item, RecordType
from jobs.rules.similar.alike import Least, similar
from jobs.rules.similar.clusters import Cluster, clusters
from jobs.rules.similar.comparison import Comparison
from jobs.rules.similar.granularity import NEARLY, too_fine
from jobs.rules.similar.pairs import Near
from jobs.rules.similar.text import Facts, Key, Text
from jobs.rules.similar.twice import Limits, entered_twice
from sync.message import Message, say
from sync.model import Span, Value

BODY = (
    "summary",
    "description",
    "customer_impact",
    "trigger",
    "cause",
    "plan",
    "next_action",
    "temporary_fix",
    "permanent_fix",
)
"""The roles whose text is compared below the title, in this order."""
SERVICES = ("services", "functions")
STARTS = ("started", "impact_start", "detected", "declared")
ENDS = ("resolved", "mitigated", "impact_end", "closed")
COMPARED = (RecordType.RISK, RecordType.INCIDENT, RecordType.ACTION_ITEM, RecordType.BACKLOG)


def text_of(item: Item) -> Text:
    """Return what is compared of a record: its title, its texts by role, then the sections of its page."""
    texts = [value for role in BODY if isinstance(value := item.get(role), str)]
    texts += [section.text for section in item.sections or () if section.text]
    return Text(item.key, item.title, "\n\n".join(texts))


def facts_of(item: Item, zone: tzinfo = UTC) -> Facts:
    """Return services and times. An incident is an event; it overlaps with nothing where its start is not known."""
    services = [name for role in SERVICES for name in _names(item.get(role))]
    start, end = (_first(item, roles, zone) for roles in (STARTS, ENDS))
    return Facts(frozenset(services), start, end, item.type is RecordType.INCIDENT)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of one family. ``least`` is the score from which on it is said; ``None``: the usual one."""

    least: float | None = None
    among: Collection[Key] | None = None
    """The records that it is asked of; ``None``: all."""

    def of(self, keys: Iterable[Key]) -> bool:
        return self.among is None or all(key in self.among for key in keys)


ALL = {family: Asked() for family in (Family.DUPLICATE, Family.SIMILAR, Family.GRANULARITY)}


def findings_of(
    compared: Comparison,
    open_risks: Collection[Key] = (),
    dismissed: Mapping[Family, Collection[frozenset[Key]]] | None = None,
    asked: Mapping[Family, Asked] = ALL,
) -> list[Finding]:
    """Return what can be said of records that say the same, sorted by record.

    ``dismissed`` are the pairs that people have turned down, by family; families that are not ``asked`` say nothing.
    What is entered twice is not similar besides.
    """
    gone = {family: frozenset(pairs) for family, pairs in (dismissed or {}).items()}
    made: list[Finding] = []
    told: frozenset[frozenset[Key]] = frozenset()
    twice = asked.get(Family.DUPLICATE)
    if twice is not None:
        said = entered_twice(compared, gone.get(Family.DUPLICATE, frozenset()), _limits(twice.least))
        found = clusters(pair for pair in said if twice.of(pair.keys))
        told = frozenset(pair.keys for cluster in found for pair in cluster.pairs)
        made += _clustered(found, Family.DUPLICATE)
    fine = asked.get(Family.GRANULARITY)
    if fine is not None:
        among = [key for key in open_risks if fine.of([key])]
        least = NEARLY if fine.least is None else fine.least
        found = too_fine(compared, frozenset(among), gone.get(Family.GRANULARITY, frozenset()), least)
        made += _clustered(found, Family.GRANULARITY)
    alike = asked.get(Family.SIMILAR)
    if alike is not None:
        for key, near in similar(compared, gone.get(Family.SIMILAR, frozenset()) | told, _least(alike.least)).items():
            close = [each for each in near if alike.of([key, each.other])]
            made += [_similar(key, close)] if close else []
    return sorted(made, key=lambda each: (each.table, each.record, each.family))


def _limits(least: float | None) -> Limits:
    usual = Limits()
    return usual if least is None else Limits(least, max(usual.japanese, least), max(usual.across, least))


def _least(least: float | None) -> Least:
    """A higher score asks more of meaning, too; a lower one asks no less of it."""
    usual = Least()
    if least is None:
        return usual
    return Least(least, max(usual.meaning, least), max(usual.japanese, least), max(usual.across, least))


def _clustered(found: Iterable[Cluster], family: Family) -> list[Finding]:
    weight = Weight.WARNING if family is Family.DUPLICATE else Weight.NOTE
    return [
        Finding(
            family.value,
            family,
            *key,
            _clause(family, cluster, key),
            weight,
            others=cluster.others(key),
            facts={"score": round(cluster.why(key).score, 2)},
        )
        for cluster in found
        for key in cluster.keys
    ]


def _clause(family: Family, cluster: Cluster, key: Key) -> Message:
    others, why = ", ".join(record for _, record in cluster.others(key)), cluster.why(key).why
    if family is Family.DUPLICATE:
        return say("entered twice, with {others} ({why})", others=others, why=why)
    return say("cut very fine: could be one with {others} ({why})", others=others, why=why)


def _similar(key: Key, near: Sequence[Near]) -> Finding:
    first = near[0]
    text = say("{record} ({score:.2f}: {why})", record=first.other[1], score=first.score, why=first.why)
    for each in near[1:]:
        entry = say("{record} ({score:.2f}: {why})", record=each.other[1], score=each.score, why=each.why)
        text = say("{first}; {next}", first=text, next=entry)
    others = tuple(each.other for each in near)
    why = say("similar to {others}", others=text)
    return Finding(
        "similar", Family.SIMILAR, *key, why, Weight.NOTE, others=others, facts={"score": round(first.score, 2)}
    )


def _names(value: Value) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) and value else ()


def _first(item: Item, roles: Iterable[str], zone: tzinfo) -> datetime | None:
    for role in roles:
        value = item.get(role)
        if isinstance(value, Span):
            return _moment(value.start, zone)
    return None


def _moment(value: date | datetime, zone: tzinfo) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    return datetime.combine(value, time(), zone)
