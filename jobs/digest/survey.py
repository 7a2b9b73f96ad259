"""What the sections are written from: the material, reckoned for one window."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from typing import TypeVar

from jobs.digest.confidential import Key, Veil, hidden_keys
from jobs.digest.material import Material
from jobs.digest.model import Definition, Figure, Line, Listing, Owner, Term, Unit, Window
from jobs.digest.options import Options
from jobs.rules.finding import Family, Finding
from jobs.rules.item import Item, RecordType
from jobs.rules.metrics.entry import Entry
from jobs.rules.metrics.measured import Measured, usual
from jobs.rules.metrics.metric import Metric
from jobs.rules.metrics.period import Period, in_utc
from jobs.rules.metrics.records import Records
from jobs.rules.metrics.severity import rank, severity_of
from jobs.rules.metrics.timeline import shown
from jobs.rules.scene import Scene
from sync.message import Message, say

T = TypeVar("T")
_OWNERS = {
    RecordType.RISK: ("owner",),
    RecordType.INCIDENT: ("lead", "postmortem_owner"),
    RecordType.ACTION_ITEM: ("owner",),
    RecordType.BACKLOG: ("assignee", "owner"),
    RecordType.SEVERITY: ("owner",),
    RecordType.SLO: ("owner",),
}
_MARKS = ("severity_final", "severity", "priority", "status")


@dataclass(frozen=True, eq=False)
class Survey:
    """``before`` are the windows that are compared with, the oldest first; the last of them is the one just before."""

    material: Material
    scene: Scene
    window: Window
    before: tuple[Window, ...]
    zone: tzinfo
    options: Options

    @cached_property
    def period(self) -> Period:
        return _period(self.window)

    @property
    def at(self) -> datetime:
        """The end of the window; ages count up to it."""
        return self.period.end

    @cached_property
    def earlier(self) -> tuple[Period, ...]:
        return tuple(map(_period, self.before))

    @cached_property
    def trend(self) -> tuple[tuple[Window, Period], ...]:
        """The 13 windows that charts show; this one is the last."""
        windows = [*self.before[1:], self.window]
        return tuple((window, _period(window)) for window in windows)

    @cached_property
    def hidden(self) -> frozenset[Key]:
        return hidden_keys(self.material.items, self.options.confidential)

    @cached_property
    def veil(self) -> Veil:
        return Veil(self.material.items, self.hidden)

    @cached_property
    def records(self) -> Records:
        return Records(self.scene, self.zone, self.hidden, self.material.spells, self.options.goals)

    @cached_property
    def items(self) -> Mapping[Key, Item]:
        return {item.key: item for item in self.material.items}

    @cached_property
    def _findings(self) -> Mapping[Family, Sequence[Finding]]:
        found: dict[Family, list[Finding]] = {}
        for each in self.material.findings:
            found.setdefault(each.family, []).append(each)
        return found

    def findings(self, *families: Family, record: RecordType | None = None) -> list[Finding]:
        """Return what may be told of the findings of these families, on records of one type if one is named."""
        found = [each for family in families for each in self._findings.get(family, ()) if self.open_to_all(each)]
        if record is None:
            return found
        return [each for each in found if (item := self.item(each)) is not None and item.type is record]

    def open_to_all(self, finding: Finding) -> bool:
        """Say whether neither its record nor another that it is about is confidential."""
        return not any(key in self.hidden for key in ((finding.table, finding.record), *finding.others))

    def item(self, finding: Finding) -> Item | None:
        return self.items.get((finding.table, finding.record))

    def figure(self, metric: Metric) -> Figure:
        """Return the metric for the window, the one before, the median of the 13 before, and its course."""
        now = metric.reckon(self.records, self.period)
        values = [self._past(metric, period) for period in self.earlier]
        return Figure(
            metric.key,
            metric.name,
            now.value,
            Unit(metric.unit.value),
            now.n,
            now.excluded,
            values[-1] if values else None,
            usual(values),
            metric.better,
            (*values[1:], now.value) if metric.past else (),
        )

    def _past(self, metric: Metric, period: Period) -> float | None:
        """Return the metric of an earlier window; ``None`` where the records did not reach so far back."""
        since = self._since(metric.record)
        if not metric.past or since is None or period.start < since:
            return None
        return metric.reckon(self.records, period).value

    def _since(self, record: RecordType | None) -> datetime | None:
        line = None if record is None else self.records.of(record)
        if line is not None:
            return line.since
        return min((in_utc(each.since, self.zone) or self.at for each in self.records.stale_spells), default=None)

    def course(self, reckon: Callable[[Records, Period], Measured]) -> tuple[float | None, ...]:
        """Return a metric for each of the windows that charts show."""
        return tuple(reckon(self.records, period).value for _, period in self.trend)

    def line(self, item: Item, text: Message, *, marks: Sequence[Term] | None = None) -> Line:
        """Return a record's line with its owners and its age at the end of the window."""
        entry = self.records.by_key.get(item.key)
        began = entry.began if entry is not None else None
        title = item.title or str(item.record)
        return Line(
            self.veil(text),
            item.table,
            item.record,
            self.veil.text(title) or str(item.record),
            item.url,
            self.owners(item),
            self.at - began if began is not None and began <= self.at else None,
            tuple(marks) if marks is not None else self.marks(item),
        )

    def owners(self, item: Item) -> tuple[Owner, ...]:
        for role in _OWNERS[item.type]:
            value = item.get(role)
            names = value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()
            if any(each.strip() for each in names):
                return tuple(Owner(each, self.material.people.get(each)) for each in names if each.strip())
        return ()

    def marks(self, item: Item) -> tuple[Term, ...]:
        """Return the severity, the priority and the status, as far as they are set."""
        final = self.records.option(item, "severity_final")
        found = [self.term(item, role) for role in _MARKS if not (final and role == "severity")]
        return tuple(each for each in found if each is not None)

    def term(self, item: Item, role: str) -> Term | None:
        """Return the option of a record as its readers know it; ``None`` where none is set."""
        name = self.records.option(item, role)
        return self._term(item.table, role, name) if name else None

    def named(self, record: RecordType, role: str, name: str) -> Message:
        """Say an option that stands for records of several tables; an empty one is not set."""
        if not name:
            return say("not set")
        tables = [table for table, roles in self.scene.tables.items() if roles.type is record]
        terms = [self._term(table, role, name) for table in tables]
        return say("{option}", option=next((each for each in terms if each.written), next(iter(terms), Term(name))))

    def _term(self, table: str, role: str, name: str) -> Term:
        written = self.material.words.get((table, role), {}).get(name)
        return Term(name, self.scene.tables[table].scale(role), written)

    def listing(
        self,
        title: Message,
        things: Sequence[T],
        line: Callable[[T], Line],
        empty: Message | None = None,
        *,
        most: int | None = None,
    ) -> Listing:
        """Return a list of the first things; the rest is counted."""
        most = self.options.lines if most is None else most
        return Listing(title, tuple(map(line, things[:most])), max(0, len(things) - most), empty)

    def told(self, title: Message, findings: Sequence[Finding], empty: Message | None = None) -> Listing:
        """Return a list of findings in their own words."""
        return self.listing(title, findings, self.found, empty)

    def found(self, finding: Finding) -> Line:
        """Return the line of a finding; one about a whole table has no record."""
        item = self.item(finding)
        return Line(self.veil(finding.why), finding.table) if item is None else self.line(item, finding.why)

    def gravest(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return those that may be shown, the gravest first, then the oldest."""
        late = datetime.max.replace(tzinfo=UTC)
        return sorted(
            shown(list(entries)), key=lambda each: (rank(severity_of(each, self.records)), each.began or late)
        )


def definitions(metrics: Iterable[Metric]) -> tuple[Definition, ...]:
    return tuple(Definition(each.key, each.name, each.text) for each in metrics)


def _period(window: Window) -> Period:
    return Period(window.start.astimezone(UTC), window.end.astimezone(UTC))
