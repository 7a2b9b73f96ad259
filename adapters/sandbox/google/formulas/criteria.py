"""Criteria as COUNTIF and its kin read them: ``">=5"``, ``"<>done"``, ``"risk*"``."""

import re
from collections.abc import Callable

from adapters.sandbox.google.cells import Failure, Scalar
from adapters.sandbox.google.formulas.scalars import is_number, order, to_text

_SIGNED = re.compile(r"(<>|<=|>=|<|>|=)?(.*)", re.DOTALL)
_TESTS: dict[str, Callable[[int], bool]] = {
    "<": lambda found: found < 0,
    ">": lambda found: found > 0,
    "<=": lambda found: found <= 0,
    ">=": lambda found: found >= 0,
}


def criterion(given: Scalar) -> Callable[[Scalar], bool]:
    if not isinstance(given, str):
        return lambda value: value is not None and not isinstance(value, Failure) and order(value, given) == 0
    found = _SIGNED.fullmatch(given)
    sign, text = (found.group(1) or "=", found.group(2)) if found else ("=", given)
    wanted = _number(text)
    if sign in _TESTS:
        test = _TESTS[sign]
        if wanted is None:
            return lambda value: isinstance(value, str) and test(order(value, text))
        return lambda value: is_number(value) and test(order(value, wanted))
    equal = _equal(text, wanted)
    return equal if sign == "=" else lambda value: not equal(value)


def _equal(text: str, wanted: float | None) -> Callable[[Scalar], bool]:
    pattern = re.compile(wildcard(text), re.IGNORECASE | re.DOTALL)

    def equal(value: Scalar) -> bool:
        if isinstance(value, Failure):
            return value.text == text
        if wanted is not None and is_number(value):
            return order(value, wanted) == 0
        if text == "":
            return value is None or value == ""
        return value is not None and pattern.fullmatch(to_text(value)) is not None

    return equal


def wildcard(text: str) -> str:
    """Return the regular expression of a text with ``*``, ``?`` and ``~`` before a literal one."""
    out = re.sub(r"~([*?~])|([*?])|(.)", _part, text, flags=re.DOTALL)
    return str(out)


def _part(found: re.Match[str]) -> str:
    if found.group(2):
        return ".*" if found.group(2) == "*" else "."
    return re.escape(found.group(1) or found.group(3))


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None
