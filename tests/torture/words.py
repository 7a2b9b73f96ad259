"""Every value that anybody types occurs once in a history, so that it can be looked for wherever it may be."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

EDITED = ("name", "note", "log", "tags", "score", "level", "due")
"""The mapped fields that people edit. ``code`` is typed once, when a record is born, and never again."""
FIELDS = ("code", *EDITED)
_FIRST_DAY = date(2000, 1, 1)
_FIRST_SERIAL = 36526
_FIRST_NUMBER = 9_100_000
_WORD = re.compile(r"\b(?:heading|remark|line|tag|level|memo|aside) [a-z]{5}\b")
_NUMBER = re.compile(r"\b91\d{5}\b")
_DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")
_SERIAL = re.compile(r"\b[34]\d{4}\b")
_NOUN = {"name": "heading", "note": "remark", "log": "line", "tags": "tag", "level": "level"}


def spelled(number: int) -> str:
    """Five letters for a number: digits in a text would be taken for one."""
    letters = []
    for _ in range(5):
        number, at = divmod(number, 20)
        letters.append("bcdfghjklmnpqrstvwxz"[at])
    return "".join(letters)


def word(field: str, number: int) -> str:
    """Return the value of a field that is called by a number."""
    if field == "score":
        return str(_FIRST_NUMBER + number)
    if field == "due":
        return (_FIRST_DAY + timedelta(days=number)).isoformat()
    return f"{_NOUN.get(field, field)} {spelled(number)}"


def code(number: int) -> str:
    return f"code {spelled(number)}"


def words_of(field: str, value: str | None) -> frozenset[str]:
    """Return the words that a cell shows: lines of a log, entries of a list, else the whole."""
    if value is None:
        return frozenset()
    if field == "log":
        return frozenset(value.split("\n"))
    return frozenset(value.split(", ")) if field == "tags" else frozenset({value})


def heard(text: str) -> Iterable[str]:
    """Return the words that stand in the body of an answer."""
    yield from _WORD.findall(text)
    yield from _NUMBER.findall(text)
    yield from _DAY.findall(text)
    for serial in _SERIAL.findall(text):
        yield day(float(serial))


def day(serial: float) -> str:
    return (_FIRST_DAY + timedelta(days=int(serial) - _FIRST_SERIAL)).isoformat()
