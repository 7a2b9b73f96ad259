"""Readings typed by hand: two sides, a base, and what is known of the past."""

from collections.abc import Mapping
from datetime import UTC, datetime

from jobs.gathering import Reading, Subject, Trace
from jobs.gathering.model import Tabled
from jobs.gathering.tabled import tabled
from jobs.rules.item import Item, RecordType, Role
from mappings.fields import Field, FieldType, NotionPlace, PairMapping, SheetPlace
from mappings.load import field_policy
from sync.clerical import Content
from sync.model import Address, Base, BaseRecord, FieldName, Record, RecordId, Side, Site, Snapshot, Unreadable, Value
from sync.policy import FirstMatch, OnConflict, PairPolicy

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
Fields = Mapping[str, Value | Unreadable]

KINDS = {
    "title": FieldType.TITLE,
    "status": FieldType.STATUS,
    "likelihood": FieldType.SELECT,
    "severity": FieldType.SELECT,
    "owner": FieldType.PEOPLE,
    "services": FieldType.MULTI_SELECT,
    "next_review": FieldType.DATE,
    "backlog": FieldType.RELATION,
    "edited": FieldType.LAST_EDITED_TIME,
    "flags": FieldType.MULTI_SELECT,
}


def field(name: str, aliases: Mapping[str, tuple[str, ...]] | None = None) -> Field:
    policy = field_policy(KINDS[name], on_conflict=OnConflict.ASK)
    return Field(FieldName(name), KINDS[name], name, name, policy, aliases=aliases or {}, own=name == "flags")


def subject(
    *fields: Field,
    scales: Mapping[str, str] | None = None,
    roles: Mapping[str, str] | None = None,
    sides: tuple[Side, ...] = tuple(Side),
    key: tuple[str, ...] = (),
    first: FirstMatch = FirstMatch.FILL,
) -> Subject:
    mapped = fields or tuple(map(field, KINDS))
    policy = PairPolicy({each.name: each.policy for each in mapped}, match_on=(FieldName("title"),), first_match=first)
    sheet = SheetPlace("book", "リスク", "ID")
    mapping = PairMapping("risks", NotionPlace("source", "ID"), sheet, mapped, policy, UTC)
    named = {Role(each.name): each.name for each in mapped}
    named |= {Role(role): FieldName(name) for role, name in (roles or {}).items()}
    given = {Role(role): name for role, name in (scales or {}).items()}
    return Subject(mapping, RecordType.RISK, named, given, sides, tuple(map(FieldName, key)))


def row(address: str, name: str | None, **fields: Value | Unreadable) -> Record:
    return Record(
        Address(address),
        None if name is None else RecordId(name),
        {FieldName(each): value for each, value in fields.items()},
        carries_id=name is not None,
    )


def reading(
    notion: list[Record] | None,
    sheet: list[Record] | None,
    base: Mapping[str, Fields] | None = None,
    known: tuple[Content, ...] = (),
    traces: Mapping[str, Trace] | None = None,
    read_at: datetime = NOW,
) -> Reading:
    sites = {Side.NOTION: Site("source"), Side.SHEET: Site("7", "リスク")}
    snapshots = {
        side: Snapshot(side, tuple(records), {}, read_at, site=sites[side])
        for side, records in ((Side.NOTION, notion), (Side.SHEET, sheet))
        if records is not None
    }
    agreed = {RecordId(name): BaseRecord(dict(fields)) for name, fields in (base or {}).items()}  # type: ignore[arg-type]
    return Reading(
        snapshots,
        Base(agreed, known=bool(agreed)),
        known,
        {Address(place): trace for place, trace in (traces or {}).items()},
    )


def items(subject: Subject, given: Reading) -> dict[str, Item]:
    return {each.record: each for each in tabled(subject, given).items}


def look(subject: Subject, given: Reading) -> tuple[Item, Tabled]:
    """Return the only record."""
    found = tabled(subject, given)
    (item,) = found.items
    return item, found
