"""Which records may appear as a count only: decided before anything is written, so that no renderer tells more."""

from collections.abc import Iterable, Mapping

from jobs.rules.item import Item
from jobs.rules.reading import one_of
from sync.message import Message, say
from sync.model import RecordId, Span, Value

Key = tuple[str, RecordId]
Marks = Mapping[str, tuple[str, ...]]
"""Values by role; a ticked check box is ``true``."""
_SHORTEST = 3
"""A title shorter than this is found by chance in any text."""


def hidden_keys(items: Iterable[Item], marks: Marks) -> frozenset[Key]:
    """Return the records that are marked. One whose mark cannot be read is taken for marked."""
    if not marks:
        return frozenset()
    return frozenset(item.key for item in items if any(_marked(item, role, wanted) for role, wanted in marks.items()))


def _marked(item: Item, role: str, wanted: tuple[str, ...]) -> bool:
    if role in item.unreadable:
        return True
    value: Value = item.get(role)
    if value is None or isinstance(value, Span):
        return False
    return any(one_of(each, wanted) for each in (value if isinstance(value, tuple) else (str(value),)))


class Veil:
    """Takes out of sentences what would tell of a confidential record."""

    def __init__(self, items: Iterable[Item], hidden: frozenset[Key]) -> None:
        self._secrets = tuple(
            text
            for item in items
            if item.key in hidden
            for text in {item.title, str(item.record), item.url or ""}
            if len(text) >= _SHORTEST
        )

    def __call__(self, message: Message) -> Message:
        """Return the message; what it quotes is replaced where it names a confidential record."""
        return Message(message.text, tuple((name, self._value(value)) for name, value in message.values))

    def _value(self, value: object) -> object:
        if isinstance(value, Message):
            return self(value)
        if self._secrets and any(secret in str(value) for secret in self._secrets):
            return say("(confidential)")
        return value

    def text(self, text: str) -> str:
        """Return a text of somebody's own, such as a title; empty where it names a confidential record."""
        return "" if any(secret in text for secret in self._secrets) else text


def without_quotes(message: Message) -> Message:
    """Return a message without the texts that stand in it: nobody knows which record they come from."""
    values = tuple(
        (name, without_quotes(value) if isinstance(value, Message) else "…" if isinstance(value, str) else value)
        for name, value in message.values
    )
    return Message(message.text, values)
