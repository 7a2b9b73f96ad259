"""Which records are linked to which, and the two ends where a link stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jobs.gathering import Subject
from jobs.rules.item import Item, RecordType, Role
from mappings.fields import Field, FieldType
from sync.model import Side

_LISTS = (FieldType.RELATION, FieldType.MULTI_SELECT)


@dataclass(frozen=True, slots=True)
class Way:
    """From one type of record to another: the role that holds it there, and the one that holds it back."""

    source: RecordType
    role: Role
    target: RecordType
    back: Role


WAYS = (
    Way(RecordType.RISK, Role("backlog"), RecordType.BACKLOG, Role("risks")),
    Way(RecordType.RISK, Role("actions"), RecordType.ACTION_ITEM, Role("risk")),
    Way(RecordType.INCIDENT, Role("actions"), RecordType.ACTION_ITEM, Role("incident")),
    Way(RecordType.INCIDENT, Role("risks"), RecordType.RISK, Role("incidents")),
)


@dataclass(frozen=True, slots=True)
class End:
    """A field of one table that may name records of another."""

    table: str
    role: Role
    other: str
    field: Field

    @property
    def ours(self) -> bool:
        """Whether we may write there."""
        return self.field.own

    def entry(self, other: Item) -> str | None:
        """Return what stands for a record in this field; ``None`` where nothing can, such as a page it has not."""
        if self.field.type is FieldType.RELATION and self.field.related is None:
            page = other.addresses.get(Side.NOTION)
            return None if page is None else str(page)
        return str(other.record)

    def stands(self, item: Item, other: Item) -> bool:
        value = item.values.get(self.role)
        entry = self.entry(other)
        return isinstance(value, tuple) and entry is not None and entry in value

    def readable(self, item: Item) -> bool:
        return self.role in item.values and self.role not in item.unreadable


@dataclass(frozen=True, slots=True)
class Route:
    """A way between two tables. An end is ``None`` where the table has no field for it."""

    way: Way
    source: str
    target: str
    front: End | None
    back: End | None

    @property
    def ends(self) -> tuple[End, ...]:
        return tuple(each for each in (self.front, self.back) if each is not None)


def routes(subjects: Sequence[Subject]) -> list[Route]:
    """Return every way between the tables, in their order."""
    return [
        Route(way, source.name, target.name, _end(source, way.role, target), _end(target, way.back, source))
        for way in WAYS
        for source, target in _between(way, subjects)
    ]


def _between(way: Way, subjects: Sequence[Subject]) -> Iterator[tuple[Subject, Subject]]:
    for source in subjects:
        for target in subjects:
            if source.type is way.source and target.type is way.target:
                yield source, target


def _end(subject: Subject, role: Role, other: Subject) -> End | None:
    """A relation names the pair that its entries are of; one to pages may be to any table that has pages."""
    found: Mapping[Role, Field] = subject.fields
    each = found.get(role)
    if each is None or each.type not in _LISTS:
        return None
    if each.type is FieldType.RELATION and each.related not in (None, other.name):
        return None
    if each.type is FieldType.RELATION and each.related is None and Side.NOTION not in other.sides:
        return None
    return End(subject.name, role, other.name, each)
