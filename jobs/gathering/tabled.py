"""From what was read of a table to the records that rules judge."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time

from jobs.gathering.activity import Look, activity, digest
from jobs.gathering.joined import Joined, join
from jobs.gathering.model import Reading, Tabled, Trace, Unread
from jobs.gathering.scaled import Scaled
from jobs.gathering.subject import Subject
from jobs.rules.item import Item, Role
from mappings.fields import FieldType
from sync.clerical import Content
from sync.model import Address, RecordId, Side, Span, Value

_NOTION = "https://www.notion.so"
_SHEETS = "https://docs.google.com/spreadsheets/d"


def tabled(subject: Subject, reading: Reading) -> Tabled:
    """Return an item for each record. Without clock and services: the same reading gives the same items."""
    joined, unread = join(subject, reading)
    scaled = Scaled(subject, lambda role: [each.values.get(subject.roles[role]) for each in joined])
    known: dict[RecordId, dict[Side, Content]] = {}
    for content in reading.known:
        known.setdefault(content.record, {})[content.side] = content
    items: list[Item] = []
    contents: list[Content] = []
    for each in joined:
        item, seen = _item(each, subject, reading, scaled, known.get(each.record, {}))
        items.append(item)
        contents += seen
    placed = [
        replace(each, url=each.url or _url(each, subject, reading), title=_called(each, subject, reading))
        for each in unread
    ]
    return Tabled(tuple(items), tuple(placed), dict(scaled.odd), tuple(contents), scaled.words())


def _item(
    each: Joined, subject: Subject, reading: Reading, scaled: Scaled, known: Mapping[Side, Content]
) -> tuple[Item, Sequence[Content]]:
    addresses = {side: record.address for side, record in each.sides.items()}
    trace = reading.traces.get(addresses.get(Side.NOTION, Address("")))
    values = {
        role: _shown(field.type, scaled.read(role, each.values[field.name]), reading)
        for role, field in subject.fields.items()
        if field.name in each.values
    }
    digests = {side: digest(record, subject.mapping.fields) for side, record in each.sides.items()}
    read_at = max(snapshot.read_at for snapshot in reading.snapshots.values())
    active = activity(Look(each.record, digests, known, trace, read_at))
    told = _told(values, "edited", subject) if trace is None and not known else None
    item = Item(
        subject.type,
        subject.name,
        each.record,
        values,
        title=_title(each, subject),
        url=_link(addresses, subject, reading),
        addresses=addresses,
        active_at=active.at or told or (_told(values, "created", subject) if trace is None else None),
        created_at=trace.created_at if trace is not None else _told(values, "created", subject),
        unreadable={role: each.why[field.name] for role, field in subject.fields.items() if field.name in each.why},
    )
    return item, active.contents


def _shown(kind: FieldType, value: Value, reading: Reading) -> Value:
    """People stand in an item by their names."""
    if kind is FieldType.PEOPLE and isinstance(value, tuple):
        return tuple(reading.person(entry) for entry in value)
    return value


def _told(values: Mapping[Role, Value], role: str, subject: Subject) -> datetime | None:
    """Return what a table without times of its own says in a column; of a day its first moment."""
    value = values.get(Role(role))
    if not isinstance(value, Span):
        return None
    if isinstance(value.start, datetime):
        return value.start if value.start.tzinfo is not None else value.start.replace(tzinfo=subject.mapping.zone)
    return datetime.combine(value.start, time(), subject.mapping.zone)


def _title(each: Joined, subject: Subject) -> str:
    """Return what the record is called; where the sides differ, by what Notion has, else the sheet."""
    if subject.title is None:
        return ""
    there = [each.sides[side].fields.get(subject.title) for side in Side if side in each.sides]
    return next((text for text in (each.values.get(subject.title), *there) if isinstance(text, str) and text), "")


def _called(unread: Unread, subject: Subject, reading: Reading) -> str:
    """Return the title of a row that is known by its place alone; empty where it has none that can be read."""
    snapshot = reading.snapshots.get(unread.side)
    if snapshot is None or unread.address is None or subject.title is None:
        return ""
    rows = (each.fields.get(subject.title) for each in snapshot.records if each.address == unread.address)
    found = next(rows, None)
    return found if isinstance(found, str) else ""


def _url(unread: Unread, subject: Subject, reading: Reading) -> str | None:
    return _link({unread.side: unread.address}, subject, reading) if unread.address else None


def _link(addresses: Mapping[Side, Address], subject: Subject, reading: Reading) -> str | None:
    """Return where a person opens a record: its page, else its row."""
    page = addresses.get(Side.NOTION)
    if page is not None:
        trace: Trace | None = reading.traces.get(page)
        return (trace.url if trace is not None else None) or f"{_NOTION}/{page.replace('-', '')}"
    row, snapshot = addresses.get(Side.SHEET), reading.snapshots.get(Side.SHEET)
    if row is None or snapshot is None:
        return None
    tab = f"gid={snapshot.site.table}&" if snapshot.site.table else ""
    return f"{_SHEETS}/{subject.mapping.sheet.spreadsheet}/edit#{tab}range=A{row}"
