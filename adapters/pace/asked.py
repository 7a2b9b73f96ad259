"""What an answer asks to wait, as HTTP says it."""

import math
from contextlib import suppress
from email.utils import parsedate_to_datetime


def seconds_asked(given: object, date: str | None) -> float | None:
    """Return the seconds of a Retry-After: a number, fractions too, or a date, which counts from the answer's own.

    None where there is nothing that can be understood; the past is no wait.
    """
    with suppress(ValueError, OverflowError):
        seconds = float(str(given))
        return max(0.0, seconds) if math.isfinite(seconds) else None
    with suppress(ValueError, TypeError, OverflowError):
        wait = parsedate_to_datetime(str(given)) - parsedate_to_datetime(date or "")
        return max(0.0, wait.total_seconds())
    return None
