"""The names that fields and pairs get in the configuration."""

import re
import unicodedata
from collections.abc import Iterable

_PLAIN = re.compile(r"[^a-z0-9]+")


def plain_name(text: str) -> str:
    """Return the text in small letters, digits and ``_``; empty where it has no Latin letter in it."""
    name = _PLAIN.sub("_", unicodedata.normalize("NFKC", text).casefold()).strip("_")
    return name if re.search("[a-z]", name) else ""


def field_name(candidates: Iterable[str | None], taken: Iterable[str]) -> str:
    """Return the first name that is not empty, with a number where it is taken already."""
    name = next(each for each in candidates if each)
    return free(name, taken)


def free(name: str, taken: Iterable[str]) -> str:
    used = {each.casefold() for each in taken}
    number, found = 1, name
    while found.casefold() in used:
        number += 1
        found = f"{name}_{number}"
    return found
