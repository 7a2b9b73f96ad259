"""Text for people, kept apart from its values so that one catalogue can translate it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """An English sentence with ``{placeholders}`` (the catalogue's msgid) and what stands in them."""

    text: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return self.text.format(**dict(self.values))


def say(text: str, /, **values: object) -> Message:
    """Return ``text`` as a message. The extraction of the catalogue looks for calls of this name."""
    return Message(text, tuple((str(name), value) for name, value in values.items()))
