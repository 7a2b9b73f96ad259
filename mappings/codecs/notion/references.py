"""People by e-mail address and relations by record id."""

from collections.abc import Callable
from uuid import UUID

from mappings.codecs.notion.codec import Codec, Lookup, Unwritable, misfit, odd, shown, unreadable
from sync.message import Message, say
from sync.model import Unreadable, Value

MOST = 100
"""Entries a write may have. A write replaces all of them, so longer lists cannot be written."""


class PageIds:
    """Relations where no pair is named: the ids are those of the pages, with dashes."""

    def page_of(self, record_id: str) -> str | None:
        try:
            return str(UUID(record_id))
        except ValueError:
            return None

    def record_of(self, page_id: str) -> str | None:
        return self.page_of(page_id)


class Nobody:
    """The people of a workspace whose people cannot be seen."""

    def user_of(self, email: str) -> str | None:  # noqa: ARG002 - the protocol's signature
        return None

    def email_of(self, user_id: str) -> str | None:  # noqa: ARG002 - the protocol's signature
        return None

    def refusal(self, email: str) -> Message:
        return say("nobody whom the connection can see in Notion has the e-mail address {email}", email=email)


def _read_people(raw: object, lookup: Lookup) -> Value | Unreadable:
    """One user without an address holds the field, and so does whoever is no person: dropping one would unassign it."""
    if not isinstance(raw, list):
        return odd(raw)
    found = [_email(user, lookup) for user in raw]
    known = [email.lower() for email in found if email is not None]
    if len(known) < len(found):
        faceless = next(user for user, email in zip(raw, found, strict=True) if email is None)
        return Unreadable(shown(", ".join(_name(user, lookup) for user in raw)), _faceless(faceless, lookup))
    return tuple(dict.fromkeys(known)) or None


def _name(user: object, lookup: Lookup) -> str:
    name = user.get("name") if isinstance(user, dict) else None
    key = user.get("id") if isinstance(user, dict) else user
    return str(name or _email(user, lookup) or key)


def _faceless(user: object, lookup: Lookup) -> Message:
    kind = _kind(user)
    if kind == "person":
        return say("{name} has no e-mail address that the connection may see", name=_name(user, lookup))
    return say("{name} is of the kind {kind}, and stays in Notion alone", name=_name(user, lookup), kind=kind)


def _kind(user: object) -> str:
    if not isinstance(user, dict):
        return "unknown"
    there = user.get("object", "user")
    return str(user.get("type", "person") if there == "user" else there)


def _email(user: object, lookup: Lookup) -> str | None:
    if not isinstance(user, dict) or _kind(user) != "person":
        return None
    person = user.get("person")
    email = person.get("email") if isinstance(person, dict) else None
    if isinstance(email, str) and email:
        return email
    key = user.get("id")
    return lookup.people.email_of(key) if isinstance(key, str) else None


def _write_people(value: Value, lookup: Lookup, _current: object) -> object | Unwritable:
    return _written(value, lambda email: lookup.people.user_of(email.lower()), lookup.people.refusal)


def _read_relation(raw: object, lookup: Lookup) -> Value | Unreadable:
    if lookup.barred is not None:
        return unreadable(raw, lookup.barred)
    if not isinstance(raw, list):
        return odd(raw)
    found = []
    for page in raw:
        key = page.get("id") if isinstance(page, dict) else None
        if not isinstance(key, str):
            return odd(raw)
        record = lookup.relations.record_of(key)
        if record is None:
            return unreadable(raw, say("the related page {page} is no record of the related table", page=key))
        found.append(record)
    return tuple(dict.fromkeys(found)) or None


def _write_relation(value: Value, lookup: Lookup, _current: object) -> object | Unwritable:
    if lookup.barred is not None:
        return Unwritable(lookup.barred)
    return _written(
        value,
        lookup.relations.page_of,
        lambda record: say("no related page has the record id {record}", record=record),
    )


def _written(value: Value, find: Callable[[str], str | None], lost: Callable[[str], Message]) -> object | Unwritable:
    if value is None:
        return []
    if not isinstance(value, tuple):
        return misfit(value, say("a list is expected"))
    if len(value) > MOST:
        return misfit(value, say("Notion takes at most {most} entries at once", most=MOST))
    wire = []
    for entry in value:
        key = find(entry)
        if key is None:
            return Unwritable(lost(entry))
        wire.append({"id": key})
    return wire


PEOPLE = Codec(_read_people, _write_people)
RELATION = Codec(_read_relation, _write_relation)
