"""The words that rules go by: headings of sections, what is no answer, what is too vague."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from jobs.rules.item import Section
from mappings.aliases import folded

_MARKS = re.compile(r"^[\s\d#.．)）(（・:：\-–—*●■◆▶▼【】\[\]]+|[\s:：?？【】\[\]*]+$")
_ENDS = re.compile(r"[\s。．.、,!！?？…:：;；・\-–—_*~〜「」『』（）()\[\]<>【】]+")


def plain(text: str) -> str:
    """Return text by which two spellings are compared: width, case, blanks and signs do not count."""
    return _ENDS.sub("", unicodedata.normalize("NFKC", text).casefold())


@dataclass(frozen=True)
class Words:
    """Each list holds words of all languages. ``sections``: the headings by the name that rules call the section."""

    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    placeholders: tuple[str, ...] = ()
    """Texts that are no answer anywhere: TBD, 未記入."""
    nothing: tuple[str, ...] = ()
    """Texts that say there is nothing: an answer where that may be so (``may_be_nothing``), a gap elsewhere."""
    may_be_nothing: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    blame: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()

    @cached_property
    def _placeholders(self) -> frozenset[str]:
        return frozenset(map(plain, self.placeholders))

    @cached_property
    def _nothing(self) -> frozenset[str]:
        return frozenset(map(plain, self.nothing))

    @cached_property
    def _headings(self) -> Mapping[str, str]:
        return {folded(heading): name for name, headings in self.sections.items() for heading in (name, *headings)}

    @cached_property
    def _quantity(self) -> re.Pattern[str]:
        units = sorted(map(re.escape, self.units), key=len, reverse=True)
        return re.compile(rf"\d[\d,.]*\s*(?:{'|'.join(units)})(?![a-z])", re.IGNORECASE)

    def answers(self, text: str, about: str) -> bool:
        """Say whether ``text`` says something of ``about``, a role or section; placeholders do not.

        「なし」 is an answer under "what went wrong" and none under "cause".
        """
        lines = [plain(line) for line in text.splitlines()]
        said = [line for line in lines if line and line not in self._placeholders]
        if not said:
            return False
        return about in self.may_be_nothing or any(line not in self._nothing for line in said)

    def names(self, section: Section) -> str | None:
        """Return what rules call a section of this heading: the whole heading first, else its parts."""
        heading = _MARKS.sub("", unicodedata.normalize("NFKC", section.heading))
        found = self._headings.get(folded(heading))
        if found is not None:
            return found
        parts = [part for part in re.split(r"[/|・()（）「」&]| and |と", heading) if part.strip()]
        meant = {name for part in parts if (name := self._headings.get(folded(part))) is not None}
        return meant.pop() if len(meant) == 1 else None

    def quantified(self, text: str) -> bool:
        """Say whether a number with a unit stands in it."""
        return self._quantity.search(unicodedata.normalize("NFKC", text)) is not None


def joined(first: Words, lists: Mapping[str, Iterable[str]], sections: Mapping[str, Iterable[str]]) -> Words:
    """Return the words with others added; a heading that is added belongs to its new section alone."""
    added = {folded(heading) for headings in sections.values() for heading in headings}
    kept = {
        name: tuple(heading for heading in headings if folded(heading) not in added)
        for name, headings in first.sections.items()
    }
    for name, headings in sections.items():
        kept[name] = (*kept.get(name, ()), *headings)
    values = {name: (*getattr(first, name), *more) for name, more in lists.items()}
    current = {
        name: getattr(first, name)
        for name in ("placeholders", "nothing", "may_be_nothing", "vague", "blame", "units", "keep")
    }
    return Words(sections=kept, **(current | values))
