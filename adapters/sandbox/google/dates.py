"""Serial dates: days since 1899-12-30, the time of day as the fraction."""

from datetime import datetime, timedelta

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's dates have no zone


def serial(moment: datetime) -> float:
    """Return the serial number of a date and time without a zone."""
    gap = moment.replace(tzinfo=None) - EPOCH
    return gap.days + (gap.seconds + gap.microseconds / 1e6) / 86_400


def moment(number: float) -> datetime:
    """Return the date and time of a serial number, to the millisecond; what lies outside a calendar is cut off."""
    try:
        return EPOCH + timedelta(milliseconds=round(number * 86_400_000))
    except OverflowError:
        return EPOCH
