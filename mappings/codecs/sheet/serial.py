"""Serial numbers: days since 1899-12-30 without a zone, the time of day as the fraction."""

from datetime import date, datetime, timedelta

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's serials have no zone
_SECONDS = 86_400
EARLIEST = 1900
"""Before this year a date is taken for a slip of the keyboard (0202 for 2020)."""
MINUTE_TEXT = "%Y-%m-%d %H:%M"


def serial_of_day(day: date) -> int:
    return (day - _EPOCH.date()).days


def serial_of_minute(local: datetime) -> float:
    """Return the serial of a local time that has no zone."""
    gap = local - _EPOCH
    return gap.days + (gap.seconds // 60) / 1440


def minute_of(serial: float) -> datetime | None:
    """Return the local time, cut to the minute, or None outside the years a sheet's dates are used for."""
    try:
        found = _EPOCH + timedelta(seconds=round(serial * _SECONDS))
    except (OverflowError, ValueError):
        return None
    return found.replace(second=0) if found.year >= EARLIEST else None


def day_of(serial: float) -> date | None:
    found = minute_of(serial)
    return None if found is None else found.date()
