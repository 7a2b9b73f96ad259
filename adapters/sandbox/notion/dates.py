"""Times as the service keeps them: cut to the minute, with an offset in the place of a zone's name."""

import re
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adapters.sandbox.notion.errors import invalid, wrong

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def minute(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:00.000Z")


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def floored(instant: str) -> str:
    """Return a database's own time as its block carries it."""
    return instant if instant.endswith(":00.000Z") else minute(datetime.fromisoformat(instant))


def parsed(text: str) -> datetime | date | None:
    """Return a day or a time (aware, UTC where no offset is given), or None where the text is neither."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def moment_of(text: str) -> datetime:
    """Return a stored day or time as a moment; a day is its first minute in UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def first_minute(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def written_date(value: object, path: str) -> dict[str, Any] | None:
    """Check a date as it is written and return it as it is read."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise wrong(path, "an object or `null`", value)
    if "start" not in value:
        raise invalid(f"body failed validation: {path}.start should be defined, instead was `undefined`.")
    zone = _zone(value.get("time_zone"), f"{path}.time_zone")
    start = _written(value["start"], zone, f"{path}.start")
    end = None if value.get("end") is None else _written(value["end"], zone, f"{path}.end")
    if end is not None and (len(end) == len("2026-01-01")) != (len(start) == len("2026-01-01")):
        raise invalid(f"body failed validation: {path}.end should have a time if and only if {path}.start has.")
    if end is not None and moment_of(end) < moment_of(start):
        raise invalid(f"body failed validation: {path}.end should not be before {path}.start.")
    return {"start": start, "end": end, "time_zone": None}


def _zone(name: object, path: str) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise wrong(path, "a valid IANA time zone", name) from None


def _written(text: object, zone: ZoneInfo | None, path: str) -> str:
    found = parsed(text) if isinstance(text, str) else None
    if found is None or not isinstance(text, str):
        raise wrong(path, "a valid ISO 8601 date string", text)
    if not isinstance(found, datetime):
        if zone is not None:
            raise invalid(f"body failed validation: {path} should include a time when time_zone is given.")
        return text
    if zone is not None:
        given = datetime.fromisoformat(text)
        found = given.astimezone(zone) if given.tzinfo else given.replace(tzinfo=zone)
    return found.replace(second=0, microsecond=0).isoformat(timespec="milliseconds")
