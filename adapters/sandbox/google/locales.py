"""What a spreadsheet's locale decides: separators, names of days and months, and default patterns."""

from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol, get_group_symbol


@dataclass(frozen=True, slots=True)
class Conventions:
    decimal: str
    group: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]
    date: str
    time: str
    currency: str
    date_order: str

    @property
    def date_time(self) -> str:
        return f"{self.date} {self.time if 'AM' not in self.time else 'h:mm:ss'}"


_DATES = {  # the default date pattern, and the order in which a typed date without a four-digit year is read
    "ja": ("yyyy/mm/dd", "ymd"),
    "en_US": ("m/d/yyyy", "mdy"),
    "en": ("dd/mm/yyyy", "dmy"),
    "de": ("dd.mm.yyyy", "dmy"),
    "fr": ("dd/mm/yyyy", "dmy"),
    "ko": ("yyyy. m. d", "ymd"),
    "zh": ("yyyy/m/d", "ymd"),
}
_CURRENCIES = {"ja": "¥#,##0", "en_US": "$#,##0.00", "en_GB": "£#,##0.00"}


@cache
def conventions(locale: str) -> Conventions:
    """Return the conventions of a locale such as ``ja_JP``; those of en_US where it is not known."""
    try:
        names = Locale.parse(locale or "en_US")
    except (UnknownLocaleError, ValueError):
        locale, names = "en_US", Locale.parse("en_US")
    language = names.language
    date, order = _DATES.get(str(names)) or _DATES.get(language) or _DATES["en"]
    return Conventions(
        decimal=get_decimal_symbol(names),
        group=get_group_symbol(names).replace("\u202f", " "),
        months=tuple(names.months["format"]["wide"][month] for month in range(1, 13)),
        short_months=tuple(names.months["format"]["abbreviated"][month] for month in range(1, 13)),
        days=tuple(names.days["format"]["wide"][day] for day in range(7)),
        short_days=tuple(names.days["format"]["abbreviated"][day] for day in range(7)),
        date=date,
        time="h:mm:ss am/pm" if str(names) == "en_US" else "h:mm:ss" if language == "ja" else "hh:mm:ss",
        currency=_CURRENCIES.get(str(names)) or _CURRENCIES.get(language) or "#,##0.00 €",
        date_order=order,
    )


def default_pattern(kind: str, locale: str) -> str:
    """Return the pattern of a number format that names a type and no pattern; empty for a general number."""
    known = conventions(locale)
    return {
        "DATE": known.date,
        "TIME": known.time,
        "DATE_TIME": known.date_time,
        "CURRENCY": known.currency,
        "PERCENT": "0.00%",
        "NUMBER": "#,##0.00",
        "SCIENTIFIC": "0.00E+00",
        "TEXT": "@",
    }.get(kind, "")
