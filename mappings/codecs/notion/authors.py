"""Who made a page and who edited it last, and the people inside a rollup: shown, never written."""

from mappings.codecs.notion.codec import Codec, Lookup, encodable, odd, unreadable
from sync.message import say
from sync.model import Unreadable, Value


def shown_as(user: object, lookup: Lookup) -> str | None:
    """Return the e-mail address, else the name, else None: an id tells people nothing."""
    if not isinstance(user, dict):
        return None
    person, key, name = user.get("person"), user.get("id"), user.get("name")
    email = person.get("email") if isinstance(person, dict) else None
    if not isinstance(email, str) and isinstance(key, str) and user.get("type", "person") == "person":
        email = lookup.people.email_of(key)
    if isinstance(email, str) and email and encodable(email):
        return email.lower()
    text = name.strip() if isinstance(name, str) and encodable(name) else ""
    return text or None


def _read(raw: object, lookup: Lookup) -> Value | Unreadable:
    if raw is None:
        return None
    found = shown_as(raw, lookup)
    if found is not None:
        return found
    key = raw.get("id") if isinstance(raw, dict) else None
    return (
        odd(raw) if key is None else unreadable(raw, say("{person} cannot be seen by the connection", person=str(key)))
    )


AUTHOR = Codec(_read)
