"""When a person last changed a record. Own writes and those of other bots do not count."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from jobs.gathering.model import Editor, Trace
from mappings.fields import Field, FieldType
from sync.clerical import Content
from sync.model import FieldName, Record, RecordId, Side, Unreadable, Value
from sync.values import normal

_SHORT = 12


def digest(record: Record, fields: Iterable[Field]) -> str:
    """Return what stands for the content that people enter: the same on both sides where they are in step.

    Relations are left out: Bothways sets links itself, on both sides, and that is nobody's activity.
    """
    parts = [
        (each.name, _plain(each, record.fields.get(each.name)))
        for each in fields
        if not each.type.computed and not each.own and each.type is not FieldType.RELATION
    ]
    return hashlib.blake2b(repr(parts).encode(), digest_size=_SHORT).hexdigest()


def _plain(each: Field, value: Value | Unreadable) -> object:
    if isinstance(value, Unreadable):
        return ("unreadable", value.seen)
    found = normal(value, each.policy.compare)
    return sorted(map(str, found)) if isinstance(found, frozenset) else found


def content_key(record: Record, names: Iterable[FieldName]) -> str:
    """Return a name for a row that has no id, from what it holds in these fields."""
    parts = [repr(_as_text(record.fields.get(name))) for name in names]
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=_SHORT).hexdigest()


def _as_text(value: Value | Unreadable) -> object:
    return value.seen if isinstance(value, Unreadable) else normal(value)


@dataclass(frozen=True, slots=True)
class Look:
    """A record as it is now: the digests of its sides, what its page tells, and what was known of it before."""

    record: RecordId
    digests: Mapping[Side, str]
    known: Mapping[Side, Content]
    trace: Trace | None
    read_at: datetime

    @property
    def changed(self) -> frozenset[Side]:
        return frozenset(s for s, now in self.digests.items() if s in self.known and self.known[s].digest != now)

    def carried(self, side: Side) -> bool:
        """Whether a side now holds what the other one held before: that was carried over, by us."""
        other = self.known.get(side.other)
        return side in self.changed and other is not None and other.digest == self.digests[side]


@dataclass(frozen=True, slots=True)
class Active:
    """``at`` is None where nothing is known. ``contents`` are to be remembered, with the time of the last activity."""

    at: datetime | None
    contents: tuple[Content, ...]


def activity(look: Look) -> Active:
    """Reckon the last activity of people from what is there, and from what was seen before."""
    found: dict[Side, datetime | None] = {}
    if Side.NOTION in look.digests:
        found[Side.NOTION] = _on_page(look)
    if Side.SHEET in look.digests:
        found[Side.SHEET] = _in_row(look, found.get(Side.NOTION))
    times = [at for at in found.values() if at is not None]
    contents = (Content(s, look.record, look.digests[s], at or look.read_at) for s, at in found.items())
    return Active(max(times, default=None), tuple(contents))


def _on_page(look: Look) -> datetime | None:
    """A page keeps the time of its last edit, and who made it; a bot's edit hides the person's before it.

    Where the connection may not see who is a person, anybody but ourselves is taken for one at first: a record that is
    called stale by mistake is worse than one that is called so late.
    """
    trace, before = look.trace or Trace(), look.known.get(Side.NOTION)
    by_person = trace.edited_at if trace.editor is Editor.PERSON else None
    if before is None:
        unknown = trace.edited_at if trace.editor is Editor.UNKNOWN else None
        return by_person or unknown or trace.created_at
    if Side.NOTION in look.changed and trace.editor is Editor.UNKNOWN and not look.carried(Side.NOTION):
        by_person = trace.edited_at or look.read_at
    return max(before.since, by_person) if by_person is not None else before.since


def _in_row(look: Look, on_page: datetime | None) -> datetime | None:
    """A row keeps no time: what it held at the look before tells whether somebody has been there since."""
    before, twin = look.known.get(Side.SHEET), look.digests.get(Side.NOTION)
    in_step = twin == look.digests[Side.SHEET]
    if before is None:
        return on_page if twin is not None and in_step else None
    if Side.SHEET not in look.changed or look.carried(Side.SHEET):
        return before.since
    if not in_step or Side.NOTION not in look.changed or look.trace is None:
        return look.read_at
    return _in_either(look, look.trace, before)


def _in_either(look: Look, trace: Trace, before: Content) -> datetime:
    """Both sides changed alike: one was edited, and the edit was carried over."""
    if trace.editor is Editor.BOT:
        return before.since
    carried_at = trace.edited_at or look.read_at
    return max(before.since, carried_at)
