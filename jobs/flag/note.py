"""The short text beside the flags: the gravest reasons, cut where there are too many."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from jobs.catalogue import translate
from jobs.own.told import digest
from jobs.rules.finding import Finding, Weight
from mappings.aliases import Language
from mappings.text.clusters import cut, units
from sync.message import say

_GRAVITY = {weight: place for place, weight in enumerate(Weight)}


@dataclass(frozen=True, slots=True)
class Notes:
    """``most`` is the longest text in UTF-16 units, ``reasons`` how many stand in it."""

    language: Language = "en"
    reasons: int = 3
    most: int = 300

    def text(self, findings: Sequence[Finding]) -> str | None:
        """Return the note of one record; the rest of the reasons is counted."""
        if not findings:
            return None
        first = sorted(findings, key=lambda each: (_GRAVITY[each.weight], each.rule))
        parts = [_one_line(translate(each.why, self.language)) for each in first]
        text = " / ".join(dict.fromkeys(parts[: self.reasons]))
        rest = len(findings) - self.reasons
        more = translate(say(" (and {count} more)", count=rest), self.language) if rest > 0 else ""
        room = self.most - units(more)
        if units(text) > room:
            text = next(cut(text, max(room - 1, 1))).rstrip() + "…"
        return text + more

    def sign(self, findings: Sequence[Finding]) -> str:
        """Return what a note depends on: figures in it, such as days, may grow without its being written anew."""
        parts = sorted([each.rule, sorted(each.roles), sorted(map(list, each.others))] for each in findings)
        return digest(json.dumps([self.language, self.reasons, self.most, parts]))


def _one_line(text: str) -> str:
    return " ".join(text.split())
