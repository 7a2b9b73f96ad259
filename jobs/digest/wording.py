"""Small sentences that several sections use."""

from collections.abc import Iterable, Sequence

from sync.message import Message, say


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


def listed(texts: Iterable[str]) -> Message | str:
    """Return the texts with the comma of the reader's language."""
    found: Message | str = ""
    for text in texts:
        found = say("{first}, {second}", first=found, second=text) if found else text
    return found
