"""Search queries of Drive: terms with ``and``, ``or``, ``not`` and brackets."""

import re
from typing import Any

from adapters.sandbox.google.errors import DriveError

Json = dict[str, Any]
ROOT = "0AGIJ7XFn4BojUk9PVA"
_TEXT = r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*\""""
_WORDS = re.compile(rf"{_TEXT}|[()]|<=|>=|!=|[=<>]|[A-Za-z]\w*|\S")


def meets(file: Json, query: str) -> bool:
    """Judge a file by a search query: terms with ``and``, ``or``, ``not`` and brackets."""
    words = _WORDS.findall(query)
    if not words:
        return True
    met, rest = _either(file, words)
    if rest:
        raise _bad_query()
    return met


def _bad_query() -> DriveError:
    return DriveError(400, "invalid", "Invalid Value", ("parameter", "q"))


def _either(file: Json, words: list[str]) -> tuple[bool, list[str]]:
    met, words = _both(file, words)
    while words and words[0].lower() == "or":
        other, words = _both(file, words[1:])
        met = met or other
    return met, words


def _both(file: Json, words: list[str]) -> tuple[bool, list[str]]:
    met, words = _term(file, words)
    while words and words[0].lower() == "and":
        other, words = _term(file, words[1:])
        met = met and other
    return met, words


def _term(file: Json, words: list[str]) -> tuple[bool, list[str]]:
    if words and words[0].lower() == "not":
        met, rest = _term(file, words[1:])
        return not met, rest
    if words and words[0] == "(":
        met, rest = _either(file, words[1:])
        if rest[:1] != [")"]:
            raise _bad_query()
        return met, rest[1:]
    if len(words) < 3:
        raise _bad_query()
    left, sign, right = words[:3]
    if sign == "in":
        member, name = (left, right) if left[0] in "'\"" else (right, left)
        return _is_member(file, _literal(member), name), words[3:]
    return _compared(file, left, sign, right), words[3:]


def _literal(word: str) -> str:
    return re.sub(r"\\(.)", r"\1", word[1:-1]) if word[0] in "'\"" else word


def _is_member(file: Json, member: str, name: str) -> bool:
    people = [item.get("emailAddress", "") for item in file["permissions"]]
    held = {"parents": file["parents"], "owners": [file["owner"]], "writers": [file["owner"], *people]}
    found = held.get(name, [file["owner"], *people])
    return member in found or (member == "root" and ROOT in found)


def _compared(file: Json, key: str, sign: str, word: str) -> bool:
    value = file.get(key, False if key in ("starred", "sharedWithMe") else "")
    wanted: object = word == "true" if isinstance(value, bool) else _literal(word)
    if sign == "contains":
        return str(wanted).casefold() in str(value).casefold()
    left, right = (str(value), str(wanted)) if not key.endswith("Time") else (str(value)[:19], str(wanted)[:19])
    tests = {
        "=": left == right,
        "!=": left != right,
        "<": left < right,
        ">": left > right,
        "<=": left <= right,
        ">=": left >= right,
    }
    if sign not in tests:
        raise _bad_query()
    return tests[sign]
