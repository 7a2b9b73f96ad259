"""Ids as the service writes them: UUIDs, and the short ids of properties."""

import random
import re
import uuid
from urllib.parse import quote

from adapters.sandbox.notion.errors import wrong

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_BARE = re.compile(r"[0-9a-f]{32}")
_NIL = str(uuid.UUID(int=0))
_SHORT = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz~_;:?@[]^`{|}<=>\\"


def new_uuid(source: random.Random) -> str:
    return str(uuid.UUID(int=source.getrandbits(128), version=4))


def as_uuid(text: object) -> str | None:
    """Return the id with dashes in lower case, or None: the variant of RFC 4122 is required, the version is not."""
    if not isinstance(text, str):
        return None
    low = text.lower()
    if _BARE.fullmatch(low):
        low = f"{low[:8]}-{low[8:12]}-{low[12:16]}-{low[16:20]}-{low[20:]}"
    return low if low == _NIL or _UUID.fullmatch(low) else None


def checked_uuid(text: object, path: str, *, part: str = "body") -> str:
    found = as_uuid(text)
    if found is None:
        raise wrong(path, "a valid uuid", text, part=part)
    return found


def new_property_id(source: random.Random, taken: set[str]) -> str:
    """Return an unused short id, not encoded; ``encoded`` makes it what the service shows."""
    while True:
        short = "".join(source.choices(_SHORT, k=4))
        if short not in taken:
            return short


def encoded(property_id: str) -> str:
    return quote(property_id, safe="-_.!~*'()")
