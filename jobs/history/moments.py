"""Times as people write them on a command line."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

from sync.errors import Misconfigured
from sync.message import say

_AGO = re.compile(r"(\d{1,6})\s*(m|min|h|d|w|分|時間|日|週間)\s*(?:ago|前)?")
_UNITS = {
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "分": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "時間": timedelta(hours=1),
    "d": timedelta(days=1),
    "日": timedelta(days=1),
    "w": timedelta(weeks=1),
    "週間": timedelta(weeks=1),
}


def moment(text: str, now: datetime, zone: tzinfo) -> datetime:
    """Return the time that is meant: ``2026-11-20`` (its first moment), ``2026-11-20 10:00``, or ``2h`` ago.

    A time without a zone is in ``zone``. Raises ``Misconfigured`` for anything else, and for the future.
    """
    try:
        found = _read(text.strip().lower(), now, zone).astimezone(UTC)
    except (ValueError, OverflowError):
        seen = say('--at {seen}: this is no time; allowed are 2026-11-20, "2026-11-20 10:00" and 2h.', seen=text)
        raise Misconfigured(seen) from None
    if found > now:
        raise Misconfigured(say("--at {seen}: this is in the future.", seen=text))
    return found


def _read(text: str, now: datetime, zone: tzinfo) -> datetime:
    ago = _AGO.fullmatch(text)
    if ago is not None:
        return now - int(ago[1]) * _UNITS[ago[2]]
    found = datetime.fromisoformat(text.upper())
    return found.replace(tzinfo=zone) if found.tzinfo is None else found
