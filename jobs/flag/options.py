"""What the flags are called: one option for each family of findings, in the team's language or words of its own."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jobs.rules.finding import Family
from mappings.aliases import Language

WORDS: Mapping[Language, Mapping[Family, str]] = {
    "en": {
        Family.STALE: "stale",
        Family.OVERDUE: "overdue",
        Family.DUPLICATE: "entered twice?",
        Family.SIMILAR: "similar",
        Family.GRANULARITY: "too fine?",
        Family.INCOMPLETE: "incomplete",
        Family.SEVERITY: "severity?",
        Family.INCONSISTENT: "inconsistent",
        Family.LINK: "link?",
        Family.GATE: "no decision",
    },
    "ja": {
        Family.STALE: "滞留",
        Family.OVERDUE: "期限超過",
        Family.DUPLICATE: "重複?",
        Family.SIMILAR: "類似あり",
        Family.GRANULARITY: "粒度",
        Family.INCOMPLETE: "記入漏れ",
        Family.SEVERITY: "重大度要確認",
        Family.INCONSISTENT: "不整合",
        Family.LINK: "リンク候補",
        Family.GATE: "判断なし",
    },
}
WRITTEN = tuple(family for family in Family if family not in (Family.SIMILAR, Family.LINK))
"""The families that are flagged where the configuration names none: what may be alike is no fault of a record."""


@dataclass(frozen=True)
class Options:
    """``own`` are the team's words; those of both languages are understood besides, so that changing them is easy."""

    language: Language = "en"
    own: Mapping[Family, str] = field(default_factory=dict)
    families: tuple[Family, ...] = WRITTEN

    def name(self, family: Family) -> str:
        return self.own.get(family) or WORDS[self.language][family]

    def names(self, families: Iterable[Family]) -> tuple[str, ...] | None:
        """Return the options, in the order of the families; ``None`` for none."""
        wanted = set(families)
        return tuple(self.name(family) for family in Family if family in wanted) or None

    def meant(self, option: str) -> Family | None:
        """Return the family that an option stands for; ``None`` for what is none of ours."""
        folded = _folded(option)
        known = [self.own, *(WORDS[language] for language in ("en", "ja"))]
        found = (family for words in known for family, word in words.items() if _folded(word) == folded)
        return next(found, None)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
