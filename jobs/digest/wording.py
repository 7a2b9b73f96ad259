"""Small sentences that several sections use."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sync.message import Message, say


def lasting(length: timedelta) -> Message:
    """Say how long something took, in its two largest units."""
    minutes = int(length.total_seconds() // 60)
    days, hours = divmod(minutes // 60, 24)
    if days:
        return say("{days} d {hours} h", days=days, hours=hours)
    if hours:
        return say("{hours} h {minutes} min", hours=hours, minutes=minutes % 60)
    return say("{minutes} min", minutes=minutes)


def joined(parts: Sequence[Message]) -> Message:
    """Return the parts as one message, one after the other."""
    if not parts:
        return Message("")
    found = parts[0]
    for part in parts[1:]:
        found = say("{first}; {second}", first=found, second=part)
    return found


def number(value: float) -> int | float:
    """Return a number without decimals that mean nothing."""
    rounded = round(float(value), 1)
    return int(rounded) if rounded.is_integer() else rounded


def listed(texts: Iterable[str]) -> str:
    return ", ".join(texts)
