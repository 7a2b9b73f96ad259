"""USER_ENTERED: what a text becomes when it is typed into a cell."""

import math
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from adapters.sandbox.google.cells import Entered, Formula, number
from adapters.sandbox.google.dates import serial
from adapters.sandbox.google.locales import Conventions, conventions

Json = dict[str, Any]
Typed = tuple[Entered | None, Json | None]
Reader = Callable[[str, Conventions, int], Typed | None]

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?P<part>\.\d{1,3})?)?\s*(?P<half>[ap]m)?"
_ISO = re.compile(r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})")
_KANJI = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_SHORT = re.compile(r"(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})(?:(?P=mark)(?P<year>\d{4}|\d{2}))?")
_NAMED = re.compile(r"(?P<name>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:,? (?P<year>\d{4}))?")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[ -](?P<name>[A-Za-z]{3,9})\.?(?:[ -](?P<year>\d{4}))?")
_CURRENCIES = "$¥￥€£"


def typed(text: str, locale: str, today: datetime, existing: Json | None = None) -> Typed:
    """Return the value of a typed text and the number format it brings; ``existing`` is the cell's own format."""
    kind = (existing or {}).get("type")
    if text == "" or kind == "TEXT":
        return text or None, None
    if text.startswith("'"):
        return text[1:] or None, None
    if text.startswith("=") and len(text) > 1:
        return Formula(text), None
    stripped = text.strip()
    if stripped.upper() in ("TRUE", "FALSE"):
        return stripped.upper() == "TRUE", None
    found = _read(stripped, locale, today.year)
    if found is not None:
        return found[0], found[1] if kind in (None, "NUMBER_FORMAT_TYPE_UNSPECIFIED") else None
    if text.startswith("+") and len(text) > 1:
        return Formula("=" + text), None
    return text, None


@lru_cache(maxsize=50_000)
def _read(text: str, locale: str, year: int) -> Typed | None:
    known = conventions(locale)
    return next((found for reader in _READERS if (found := reader(text, known, year)) is not None), None)


@cache
def _number_shape(known: Conventions) -> re.Pattern[str]:
    group, decimal = re.escape(known.group), re.escape(known.decimal)
    return re.compile(
        rf"(?P<open>\()?(?P<sign>[+-])?(?P<before>[{_CURRENCIES}])?\s?(?P<inner>-)?"
        rf"(?P<whole>\d{{1,3}}(?:{group}\d{{3}})+|\d+|(?={decimal}))(?:{decimal}(?P<fraction>\d*))?"
        rf"(?P<power>[eE][+-]?\d{{1,3}})?\s?(?P<after>[%{_CURRENCIES}円])?(?P<close>\))?"
    )


def _plain_number(text: str, known: Conventions, _year: int) -> Typed | None:
    found = _number_shape(known).fullmatch(text)
    if not found or bool(found["open"]) != bool(found["close"]) or not (found["whole"] or found["fraction"]):
        return None
    value = float(f"{found['whole'].replace(known.group, '') or 0}.{found['fraction'] or 0}{found['power'] or ''}")
    if math.isinf(value):
        return None
    if found["open"] or found["sign"] == "-" or found["inner"]:
        value = -value
    if found["after"] == "%":
        value = float(f"{value / 100:.15g}")
    return number(value), _number_format(found, known)


def _number_format(found: re.Match[str], known: Conventions) -> Json | None:
    decimals = ".00" if found["fraction"] else ""
    symbol = found["before"] or (found["after"] if found["after"] != "%" else None)
    if found["after"] == "%":
        return {"type": "PERCENT", "pattern": f"0{decimals}%"}
    if symbol:
        pattern = f"{symbol}#,##0{decimals}" if found["before"] else f'#,##0{decimals}"{symbol}"'
        return {"type": "CURRENCY", "pattern": pattern}
    if found["power"]:
        return {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    if known.group in found["whole"]:
        return {"type": "NUMBER", "pattern": f"#,##0{decimals}"}
    return None


def _date(text: str, known: Conventions, year: int) -> Typed | None:
    date_text, _, time_text = text.replace("T", " ", 1).rpartition(" ") if ":" in text else (text, "", "")
    half = re.fullmatch(r"(.*) (\S+) ([ap]m)", text, re.IGNORECASE)
    if half:
        date_text, time_text = half.group(1), f"{half.group(2)} {half.group(3)}"
    found = _day(date_text, known, year)
    if found is None:
        return None
    day, pattern = found
    if not time_text:
        return number(serial(day)), {"type": "DATE", "pattern": pattern}
    clock = _clock(time_text)
    if clock is None:
        return None
    return number(serial(day) + clock[0]), {"type": "DATE_TIME", "pattern": f"{pattern} {clock[1]}"}


def _day(text: str, known: Conventions, year: int) -> tuple[datetime, str] | None:
    iso = _ISO.fullmatch(text)
    if iso:
        own = known.date_order == "ymd" and iso["mark"] == "/"
        pattern = known.date if own else f"yyyy{iso['mark']}mm{iso['mark']}dd"
        return _made(iso["year"], iso["month"], iso["day"], pattern)
    kanji = _KANJI.fullmatch(text)
    if kanji:
        pattern = ('yyyy"年"' if kanji["year"] else "") + 'm"月"d"日"'
        return _made(kanji["year"] or year, kanji["month"], kanji["day"], pattern)
    named = _NAMED.fullmatch(text) or _DAY_FIRST.fullmatch(text)
    if named and named["name"][:3].lower() in _MONTHS:
        month = _MONTHS.index(named["name"][:3].lower()) + 1
        start = "mmm d" if text[0].isalpha() else "d mmm"
        pattern = f"{start}{', ' if ',' in text else ' '}yyyy" if named["year"] else start
        return _made(named["year"] or year, month, named["day"], pattern)
    short = _SHORT.fullmatch(text)
    return _short(short, known, year) if short else None


def _short(found: re.Match[str], known: Conventions, year: int) -> tuple[datetime, str] | None:
    if found["mark"] == "." and known.date_order != "dmy":
        return None
    day_first = known.date_order == "dmy"
    month, day = (found["second"], found["first"]) if day_first else (found["first"], found["second"])
    if found["year"] is None:
        pattern = f"d{found['mark']}m" if day_first else f"m{found['mark']}d"
        return _made(year, month, day, pattern)
    if known.date_order == "ymd":
        return None
    year = int(found["year"])
    return _made(year + 2000 if year < 50 else year + 1900 if year < 100 else year, month, day, known.date)


def _made(year: str | int, month: str | int, day: str | int, pattern: str) -> tuple[datetime, str] | None:
    try:
        return datetime(int(year), int(month), int(day)), pattern  # noqa: DTZ001 - a sheet's dates have no zone
    except ValueError:
        return None


def _time(text: str, _known: Conventions, _year: int) -> Typed | None:
    clock = _clock(text)
    return (number(clock[0]), {"type": "TIME", "pattern": clock[1]}) if clock else None


def _clock(text: str) -> tuple[float, str] | None:
    found = re.fullmatch(_TIME, text, re.IGNORECASE)
    if not found:
        return None
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    half = (found["half"] or "").lower()
    if minute > 59 or second > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    seconds = hour * 3600 + minute * 60 + second + float(found["part"] or 0)
    pattern = ("h:mm" if half or len(found["hour"]) == 1 else "hh:mm") + (":ss" if found["second"] else "")
    return seconds / 86_400, pattern + (" am/pm" if half else "")


_READERS: tuple[Reader, ...] = (_plain_number, _date, _time)
