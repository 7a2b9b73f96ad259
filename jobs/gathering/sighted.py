"""What a run saw of the records: status, severity, score and owner, as both sides agreed on them."""

from collections.abc import Iterable, Iterator, Mapping

from jobs.gathering.scaled import Scaled
from jobs.gathering.subject import Subject
from jobs.rules.item import Item, Role
from sync.model import Base, RecordId, Value

WATCHED: Mapping[str, tuple[Role, ...]] = {
    "status": (Role("status"),),
    "severity": (Role("severity_final"), Role("severity"), Role("priority")),
    "score": (Role("score"),),
    "owner": (Role("owner"), Role("assignee"), Role("lead")),
}
"""What is kept, and the roles it comes from: the first one that a table has."""


def agreed(subject: Subject, base: Base) -> dict[RecordId, dict[str, Value]]:
    """Return the facts of a pair's records by what was last agreed on. Asks nobody."""
    records = base.records
    scaled = Scaled(subject, lambda role: [each.fields.get(subject.roles[role]) for each in records.values()])
    watched = list(_watched(subject))
    return {
        name: {
            fact: scaled.read(role, known.fields[subject.roles[role]])
            for fact, role in watched
            if subject.roles[role] in known.fields
        }
        for name, known in records.items()
    }


def sighted(subject: Subject, items: Iterable[Item]) -> dict[RecordId, dict[str, Value]]:
    """Return the facts of records that were read; what could not be read is not among them."""
    watched = list(_watched(subject))
    return {
        item.record: {fact: item.values.get(role) for fact, role in watched if role not in item.unreadable}
        for item in items
    }


def _watched(subject: Subject) -> Iterator[tuple[str, Role]]:
    for name, roles in WATCHED.items():
        role = next((role for role in roles if role in subject.fields), None)
        if role is not None:
            yield name, role
