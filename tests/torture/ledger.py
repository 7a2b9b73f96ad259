"""Who typed what, and what a person has replaced, seeing it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum


class Sweep(Enum):
    """How a word was overwritten that could not be kept."""

    IN_CALL = "no answer told of it, and it was typed right before the very call that overwrote it"
    BEFORE = "no answer told of it, and it was typed earlier, after the last look"
    KILLED = "the answer of the call that overwrote it told of it, and the process was killed before it could act"


@dataclass
class Ledger:
    """``live`` are the words that must stand somewhere: typed, and not replaced by a person who saw them."""

    live: dict[str, str] = field(default_factory=dict)
    """With where each was typed, for the report."""
    heard: set[str] = field(default_factory=set)
    """Words that some answer has told the program."""
    copies: Counter[str] = field(default_factory=Counter)
    """How many more records with a code people have made themselves."""
    memos: dict[str, str] = field(default_factory=dict)
    """Texts in the column of nobody's mapping, with the code of the row."""
    furnished: set[str] = field(default_factory=set)
    """Those memos whose row has a formula, a note and bold letters."""
    asides: dict[str, str] = field(default_factory=dict)
    """The same of the property, with the page."""
    calls: int = 0
    typed_at: dict[str, int] = field(default_factory=dict)
    """At which call of the run under way a word was typed."""
    told: set[str] = field(default_factory=set)
    """Words of which the last answer was the first to tell."""
    swept: dict[str, Sweep] = field(default_factory=dict)

    def replaced(self, before: frozenset[str], after: frozenset[str], where: str) -> None:
        """Somebody saw ``before`` and left ``after``."""
        for gone in before - after:
            self.live.pop(gone, None)
        for new in after - before:
            self.live[new] = where
            self.heard.discard(new)
            self.typed_at[new] = self.calls

    def hears(self, words: Iterable[str]) -> None:
        """An answer tells the program of these words."""
        self.told = set(words) - self.heard
        self.heard |= self.told

    def unheard(self) -> set[str]:
        return {word for word in self.typed_at if word in self.live and word not in self.heard}
