"""Functions on texts."""

import re
from collections.abc import Callable

from adapters.sandbox.google.cells import Scalar
from adapters.sandbox.google.display import show
from adapters.sandbox.google.formulas.arguments import Arguments, Function, Scope, cells_of, need, plain
from adapters.sandbox.google.formulas.scalars import (
    BAD_REFERENCE,
    BAD_VALUE,
    MISSING,
    FormulaError,
    to_number,
    to_text,
    to_truth,
)


def _mid(text: Scalar, start: Scalar, length: Scalar) -> str:
    at = int(to_number(start)) - 1
    return to_text(text)[max(at, 0) : max(at, 0) + int(to_number(length))]


def _right(text: Scalar, length: Scalar = 1) -> str:
    count = int(to_number(length))
    return to_text(text)[-count:] if count else ""


def _substitute(text: Scalar, old: Scalar, new: Scalar, which: Scalar = None) -> str:
    whole, find, put = to_text(text), to_text(old), to_text(new)
    if which is None or not find:
        return whole.replace(find, put) if find else whole
    parts = whole.split(find)
    at = int(to_number(which))
    return find.join(parts[:at]) + put + find.join(parts[at:]) if 0 < at < len(parts) else whole


def _find(*, exact: bool) -> Callable[..., Scalar]:
    def find(wanted: Scalar, text: Scalar, start: Scalar = 1) -> Scalar:
        needle, hay = to_text(wanted), to_text(text)
        if not exact:
            needle, hay = needle.casefold(), hay.casefold()
        at = hay.find(needle, int(to_number(start)) - 1)
        if at < 0:
            raise FormulaError(BAD_VALUE)
        return at + 1

    return find


def _text_join(scope: Scope, arguments: Arguments) -> Scalar:
    need(arguments, 3)
    mark, skip = to_text(scope.scalar(arguments[0])), to_truth(scope.scalar(arguments[1]))
    parts = [to_text(value) for value in cells_of(scope, arguments[2:])]
    return mark.join(part for part in parts if part or not skip)


def _text(scope: Scope, arguments: Arguments) -> Scalar:
    need(arguments, 2, 2)
    value = scope.scalar(arguments[0])
    return show(value, {"pattern": to_text(scope.scalar(arguments[1]))}, scope.locale)


def _searched(text: Scalar, pattern: Scalar) -> re.Match[str] | None:
    """Search with a pattern; those of Google's RE2 that Python reads otherwise are few."""
    try:
        return re.search(to_text(pattern), to_text(text))
    except re.error:
        raise FormulaError(BAD_REFERENCE) from None


def _extract(text: Scalar, pattern: Scalar) -> Scalar:
    found = _searched(text, pattern)
    if found is None:
        raise FormulaError(MISSING)
    return str(found.group(1) if found.re.groups else found.group())


def _replace(text: Scalar, pattern: Scalar, new: Scalar) -> Scalar:
    _searched(text, pattern)
    put = re.sub(r"\$(\d)", r"\\\1", to_text(new))
    return re.sub(to_text(pattern), put, to_text(text))


TEXTS: dict[str, Function] = {
    "LEN": plain(lambda text: len(to_text(text)), 1, 1),
    "LEFT": plain(lambda text, length=1: to_text(text)[: int(to_number(length))], 1, 2),
    "RIGHT": plain(_right, 1, 2),
    "MID": plain(_mid, 3, 3),
    "TRIM": plain(lambda text: " ".join(to_text(text).split()), 1, 1),
    "UPPER": plain(lambda text: to_text(text).upper(), 1, 1),
    "LOWER": plain(lambda text: to_text(text).lower(), 1, 1),
    "EXACT": plain(lambda left, right: to_text(left) == to_text(right), 2, 2),
    "REPT": plain(lambda text, times: to_text(text) * int(to_number(times)), 2, 2),
    "VALUE": plain(to_number, 1, 1),
    "SUBSTITUTE": plain(_substitute, 3, 4),
    "FIND": plain(_find(exact=True), 2, 3),
    "SEARCH": plain(_find(exact=False), 2, 3),
    "REGEXMATCH": plain(lambda text, pattern: _searched(text, pattern) is not None, 2, 2),
    "REGEXEXTRACT": plain(_extract, 2, 2),
    "REGEXREPLACE": plain(_replace, 3, 3),
    "PROPER": plain(lambda text: to_text(text).title(), 1, 1),
    "CHAR": plain(lambda code: chr(int(to_number(code))), 1, 1),
    "T": plain(lambda value: value if isinstance(value, str) else "", 1, 1),
    "CONCATENATE": lambda scope, arguments: "".join(to_text(value) for value in cells_of(scope, arguments)),
    "CONCAT": plain(lambda left, right: to_text(left) + to_text(right), 2, 2),
    "TEXTJOIN": _text_join,
    "TEXT": _text,
}
