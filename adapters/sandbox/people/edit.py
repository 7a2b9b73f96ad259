"""An edit that somebody makes."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from adapters.sandbox.people.hand import Hand
from adapters.sandbox.words import quoted


@dataclass(frozen=True, slots=True)
class Edit(ABC):
    """``who`` is empty for nobody in particular."""

    who: str

    def __str__(self) -> str:
        return f"as {quoted(self.who)} {self.what}" if self.who else self.what

    @property
    @abstractmethod
    def what(self) -> str:
        """The edit as the script says it, without who makes it."""

    @abstractmethod
    async def make(self, hand: Hand) -> None:
        """Make the edit, or raise ``NotMade``."""
