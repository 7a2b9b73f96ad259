"""What is compared: the words of a record, and the facts that words cannot settle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import regex

from sync.model import RecordId

Key: TypeAlias = tuple[str, RecordId]
"""A record: the name of its table, and its id."""

_KANA_OR_HAN = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Han}ー]")
_LETTER = regex.compile(r"\p{L}")


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a record. ``language`` is ``ja`` or ``en``; by default it is seen from the letters."""

    key: Key
    title: str
    body: str = ""
    language: str | None = None

    @property
    def is_japanese(self) -> bool:
        return (self.language or language_of(self.title or self.body)) == "ja"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a record beside its words. ``event``: it has a time of its own, as an incident has."""

    services: frozenset[str] = frozenset()
    start: datetime | None = None
    end: datetime | None = None
    """When it was over; ``None``: not known, or not yet."""
    event: bool = False


NOTHING_KNOWN = Facts()
FactsOf: TypeAlias = Mapping[Key, Facts]


def language_of(text: str) -> str:
    """Return ``ja`` where a tenth of the letters or more is Japanese: reports are full of English names."""
    letters = len(_LETTER.findall(text))
    return "ja" if letters and len(_KANA_OR_HAN.findall(text)) * 10 >= letters else "en"
