"""Reads every table that is judged, once."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from jobs.gathering.linked import linked
from jobs.gathering.model import Gathered, Reading, Unread
from jobs.gathering.ports import Sources
from jobs.gathering.subject import Subject
from jobs.gathering.tabled import tabled
from jobs.rules.item import Item, Role
from sync.clerical import Content
from sync.errors import BothwaysError
from sync.message import Message
from sync.model import Address, RecordId, Side
from sync.ports import Progress, silent

Wanting: TypeAlias = Callable[[Sequence[Item]], Callable[[Item], bool]]
"""From the records of all tables to what says whether anything asks for the page of one."""
_CLOSED = frozenset({"Closed", "Done", "Cancelled", "Canceled", "Duplicate", "Merged", "Won't do"})


def gather(
    subjects: Sequence[Subject],
    sources: Sources,
    *,
    bodies: Collection[str] = (),
    wanting: Wanting | None = None,
    progress: Progress = silent,
) -> Gathered:
    """Return the records of all tables. A table that cannot be read is in ``errors``.

    ``bodies`` are the tables whose pages' bodies rules look at: each costs a call or more, so no other is read, and of
    these only those that are wanted (all, by default).
    """
    items: Mapping[str, tuple[Item, ...]] = {}
    unread: list[Unread] = []
    odd: Counter[tuple[str, Role, str]] = Counter()
    errors: dict[str, BothwaysError] = {}
    contents: dict[str, tuple[Content, ...]] = {}
    words: dict[tuple[str, str], dict[str, str]] = {}
    tables: dict[str, Reading] = {}
    readings = sources.read(subjects, progress)
    for subject in subjects:
        reading = readings[subject.name]
        if isinstance(reading, BothwaysError):
            errors[subject.name] = reading
            continue
        found = tabled(subject, reading)
        unread += found.unread
        odd.update({(subject.name, role, value): times for (role, value), times in found.odd.items()})
        contents[subject.name] = found.contents
        for (role, option), text in found.words.items():
            words.setdefault((subject.name, role), {})[option] = text
        items = {**items, subject.name: found.items}
        tables[subject.name] = reading
    items = linked(subjects, items)
    wants = wanting([each for found in items.values() for each in found]) if wanting is not None else _everything
    read: dict[str, int] = {}
    left: dict[str, int] = {}
    for subject in subjects:
        if subject.name in bodies and subject.name in tables and Side.NOTION in subject.sides:
            wanted = [each for each in items[subject.name] if Side.NOTION in each.addresses and wants(each)]
            had, failed, missed = _with_bodies(subject, tables[subject.name], wanted, sources, progress)
            items = {**items, subject.name: tuple(had.get(each.record, each) for each in items[subject.name])}
            unread += failed
            read[subject.name] = sum(each.sections is not None for each in had.values())
            left |= {subject.name: missed} if missed else {}
    return Gathered(items, tuple(unread), odd, errors, contents, left, read, words)


def _with_bodies(
    subject: Subject, reading: Reading, wanted: Sequence[Item], sources: Sources, progress: Progress
) -> tuple[dict[RecordId, Item], list[Unread], int]:
    """Return the records with their sections, those that could not be had, and how many are left out.

    Open records go first: where there is a cap, they are what people can still do something about.
    """
    wanted = sorted(wanted, key=_is_closed)
    pages = {each.addresses[Side.NOTION]: _edited_at(reading, each.addresses[Side.NOTION]) for each in wanted}
    bodies = sources.bodies(subject, pages, progress)
    made: dict[RecordId, Item] = {}
    failed: list[Unread] = []
    for each in wanted:
        page = each.addresses[Side.NOTION]
        body = bodies.get(page)
        if isinstance(body, Message):
            failed.append(Unread(subject.name, Side.NOTION, body, page, each.record, each.url))
        made[each.record] = replace(each, sections=body) if isinstance(body, tuple) else each
    return made, failed, len(pages.keys() - bodies.keys())


def _everything(_item: Item) -> bool:
    return True


def _is_closed(item: Item) -> bool:
    return item.get("status") in _CLOSED


def _edited_at(reading: Reading, page: Address) -> datetime | None:
    trace = reading.traces.get(page)
    return None if trace is None else trace.edited_at
