"""What a cell shows: its value under a number format and the spreadsheet's locale."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Any

from adapters.sandbox.google.cells import Failure, Scalar
from adapters.sandbox.google.dates import moment
from adapters.sandbox.google.locales import Conventions, conventions, default_pattern

Json = dict[str, Any]

_DATE_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<elapsed>h+|m+|s+)\]|(?P<half>am/pm|a/p)|(?P<part>y+|m+|d+|h+|s+)'
    r"|\.(?P<fraction>0+)|(?P<other>.)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\[\$([^\]-]*)[^\]]*\]|\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_NUMBER = re.compile(r"[0#?][0#?,]*(?:\.[0#?]+)?(?:[eE]\+[0#?]+)?|\.[0#?]+")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_DATE_TYPES = {"DATE", "TIME", "DATE_TIME"}


def show(value: Scalar, form: Json | None, locale: str) -> str:
    """Return the display string of a value; ``form`` is a NumberFormat."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, Failure):
        return value.text
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return _shown(value, str((form or {}).get("type", "")), pattern_of(form, locale), locale)


@lru_cache(maxsize=50_000)
def _shown(value: float, kind: str, pattern: str, locale: str) -> str:
    if not pattern or pattern == "@":
        return general(value, conventions(locale).decimal)
    sections = _sections(pattern)
    section = sections[0]
    if len(sections) > 1 and value < 0:
        section, value = sections[1], -value
    elif len(sections) > 2 and value == 0:
        section = sections[2]
    if is_date({"type": kind}, section):
        return _date(float(value), section, conventions(locale))
    return _number(value, section, conventions(locale))


def is_date(form: Json | None, pattern: str = "") -> bool:
    if form and form.get("type") in _DATE_TYPES:
        return True
    bare = _LITERAL.sub("", _BRACKETS.sub("", pattern))
    return bool(re.search(r"[ydhs]", bare, re.IGNORECASE)) and not re.search(r"[0#]", bare.replace(".0", ""))


def general(value: float, decimal: str = ".") -> str:
    """Show a number without a format: ten significant digits for fractions, an exponent from 1e15 on."""
    if isinstance(value, int) or value.is_integer():
        if abs(value) < 1e15:
            return str(int(value))
        return _exponent(value)
    if abs(value) >= 1e15 or abs(value) < 1e-9:
        return _exponent(value)
    digits = max(0, 10 - len(str(int(abs(value)))) + (1 if abs(value) < 1 else 0))
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", decimal)


def _exponent(value: float) -> str:
    mantissa, power = f"{value:.5E}".split("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{power}"


def pattern_of(form: Json | None, locale: str) -> str:
    """Return the pattern of a number format; empty where there is none."""
    if not form:
        return ""
    return str(form.get("pattern") or default_pattern(str(form.get("type", "")), locale))


@cache
def _sections(pattern: str) -> tuple[str, ...]:
    parts, current, inside = [], "", False
    for letter in pattern:
        inside ^= letter == '"'
        if letter == ";" and not inside:
            parts.append(current)
            current = ""
        else:
            current += letter
    return (*parts, current)


def _plain(text: str) -> str:
    return _LITERAL.sub(lambda found: found.group(1) or found.group(2) or "", text)


def _number(value: float, pattern: str, known: Conventions) -> str:
    pattern = _BRACKETS.sub(lambda found: f'"{found.group(1)}"' if found.group(1) else "", pattern)
    masked = re.sub(r'"[^"]*"|\\.', lambda found: "\0" * len(found.group()), pattern)
    found = _NUMBER.search(masked)
    if not found:
        return _plain(pattern).replace("@", general(value, known.decimal))
    percent = masked.count("%")
    amount = Decimal(repr(value)) * (100**percent)
    shape = found.group()
    body = _scientific(amount, shape) if "E" in shape.upper() else _fixed(amount, shape, known)
    sign = "-" if amount < 0 and any(digit in "123456789" for digit in body) else ""
    return f"{sign}{_plain(pattern[: found.start()])}{body}{_plain(pattern[found.end() :])}"


def _fixed(amount: Decimal, shape: str, known: Conventions) -> str:
    whole, _, fraction = shape.partition(".")
    scale = len(whole) - len(whole.rstrip(","))
    amount /= 1000**scale
    rounded = abs(amount).quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    digits, _, decimals = f"{rounded:f}".partition(".")
    least = whole.count("0")
    digits = digits.lstrip("0").rjust(least, "0")
    if "," in whole.rstrip(","):
        digits = re.sub(r"(?<=\d)(?=(\d{3})+$)", known.group, digits)
    optional = len(fraction) - len(fraction.rstrip("#?"))
    kept = len(decimals) - optional
    decimals = decimals[:kept] + decimals[kept:].rstrip("0")
    return digits + (known.decimal + decimals if decimals else "")


def _scientific(amount: Decimal, shape: str) -> str:
    digits, _, power = shape.upper().partition("E+")
    places = len(digits.partition(".")[2])
    mantissa, exponent = f"{abs(amount):.{places}E}".split("E")
    return f"{mantissa}E{exponent[0]}{exponent[1:].lstrip('0').rjust(len(power), '0')}"


def _date(value: float, pattern: str, known: Conventions) -> str:
    tokens = _date_tokens(pattern)
    twelve = any(token.group("half") for token in tokens)
    out = []
    for index, token in enumerate(tokens):
        part = (token.group("part") or "").lower()
        if part.startswith("m") and _is_minute(tokens, index):
            part = "n" * len(part)
        if part:
            out.append(_date_part(value, part, known, twelve=twelve))
        else:
            out.append(_date_rest(value, token))
    return "".join(out)


@cache
def _date_tokens(pattern: str) -> tuple[re.Match[str], ...]:
    pattern = _BRACKETS.sub(lambda found: f'"{found.group(1)}"' if found.group(1) else "", pattern)
    return tuple(_DATE_TOKEN.finditer(pattern))


def _is_minute(tokens: Sequence[re.Match[str]], index: int) -> bool:
    def near(step: int) -> str:
        position = index + step
        while 0 <= position < len(tokens):
            found = tokens[position].group("part") or tokens[position].group("elapsed")
            if found:
                return found[0].lower()
            position += step
        return ""

    return near(-1) == "h" or near(1) == "s"


def _date_part(value: float, part: str, known: Conventions, *, twelve: bool) -> str:
    when = moment(value)
    size = len(part)
    weekday = when.weekday()
    if part[0] == "y":
        return f"{when.year:04d}" if size > 2 else f"{when.year % 100:02d}"
    if part[0] == "m" and size > 2:
        name = known.months if size == 4 else known.short_months
        return name[when.month - 1][:1] if size >= 5 else name[when.month - 1]
    if part[0] == "d" and size > 2:
        return known.short_days[weekday] if size == 3 else known.days[weekday]
    hour = (when.hour % 12 or 12) if twelve else when.hour
    number = {"m": when.month, "d": when.day, "h": hour, "n": when.minute, "s": when.second}[part[0]]
    return f"{number:02d}" if size > 1 else str(number)


def _date_rest(value: float, token: re.Match[str]) -> str:
    when = moment(value)
    if token.group("elapsed"):
        unit = {"h": 3600, "m": 60, "s": 1}[token.group("elapsed")[0].lower()]
        return str(int(round(value * 86_400, 3) // unit)).rjust(len(token.group("elapsed")), "0")
    if token.group("half"):
        return ("AM" if when.hour < 12 else "PM")[: 2 if len(token.group("half")) > 3 else 1]
    if token.group("fraction"):
        return "." + f"{when.microsecond:06d}"[: len(token.group("fraction"))]
    return token.group("quoted") or token.group("escaped") or token.group("other") or ""
