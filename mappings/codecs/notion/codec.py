"""What the codecs of Notion's properties share."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from mappings.aliases import AS_THEY_ARE, Spellings
from mappings.fields import NewOptions
from sync.message import Message, say
from sync.model import Unreadable, Value

_SHORT = 80


class People(Protocol):
    """The workspace's people. An agent or a bot is nobody here."""

    def user_of(self, email: str) -> str | None: ...

    def email_of(self, user_id: str) -> str | None: ...

    def refusal(self, email: str) -> Message:
        """Say why ``user_of`` knows nobody."""
        ...


class Relations(Protocol):
    """The records of the related table: which page is which."""

    def page_of(self, record_id: str) -> str | None: ...

    def record_of(self, page_id: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Lookup:
    """What surrounds a value. ``options`` are the names its property knows; None where it has no options.

    ``loose``: upper and lower case of an option make no difference. ``barred`` says why nothing that the property
    shows can be believed, such as a related table that is not shared.
    """

    people: People
    relations: Relations
    options: tuple[str, ...] | None = None
    spellings: Spellings = AS_THEY_ARE
    new_options: NewOptions = NewOptions.CREATE
    loose: bool = False
    barred: Message | None = None


@dataclass(frozen=True, slots=True)
class Unwritable:
    """A value that Notion would refuse: it holds its field and stops nothing else."""

    why: Message


@dataclass(frozen=True, slots=True)
class Codec:
    """How the part of a property under its type's own key is read and written; no ``write``: Notion computes it.

    The last argument of ``write`` is that part as it was last read, None where nothing is known of it.
    """

    read: Callable[[object, Lookup], Value | Unreadable]
    write: Callable[[Value, Lookup, object], "object | Unwritable"] | None = None


Raw: TypeAlias = Mapping[str, object]


def unreadable(raw: object, why: Message) -> Unreadable:
    return Unreadable(shown(raw), why)


def shown(raw: object) -> str:
    """Return a short text of what was read, for people."""
    text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False, default=str)
    short = text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"
    return short.encode(errors="replace").decode()


def odd(raw: object) -> Unreadable:
    return unreadable(raw, say("Notion sent {seen}, which is not known", seen=shown(raw)))


def misfit(value: Value, allowed: Message) -> Unwritable:
    return Unwritable(say("{value} does not fit: {allowed}", value=shown(value), allowed=allowed))


def encodable(text: str) -> bool:
    """Say whether the text can be sent at all: half a surrogate pair cannot."""
    return not any(0xD800 <= ord(character) <= 0xDFFF for character in text)
