"""Options under several spellings: which text means which option, and how a side spells it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["en", "ja"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")

_IGNORED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Pd", "Pc", "So", "Me"})
"""Unicode categories of blanks, control characters, dashes, underscores, emoji and the boxes around keycaps."""
_ALSO_IGNORED = frozenset("・·−\ufe0e\ufe0f")
_LONG_VOWEL_AS_DASH = re.compile(r"(?<![\u3040-\u30ff])ー")
_LEVEL = re.compile("レベル|level")
_BETWEEN = re.compile(r"[()\[\]【】/|:、,]+")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return the text without width, case, blanks, hyphens, middle dots, emoji and the word level.

    ``Sev-1``, 「ＳＥＶ １」 and 「SEVレベル1」 are one. A text of nothing else is left as it is.
    """
    narrow = unicodedata.normalize("NFKC", text).casefold()
    narrow = _LONG_VOWEL_AS_DASH.sub("", narrow)
    kept = "".join(each for each in narrow if unicodedata.category(each) not in _IGNORED and each not in _ALSO_IGNORED)
    return _LEVEL.sub("", kept) or kept or narrow.strip()


class Spellings:
    """The spellings of a field's options. Without any, each text means itself."""

    __slots__ = ("_exact", "_folded")

    def __init__(self, aliases: Mapping[str, Iterable[str]]) -> None:
        """Take the other spellings of each option by the name that is the value."""
        pairs = [(text, name) for name, others in aliases.items() for text in (name, *others)]
        self._exact = dict(reversed(pairs))
        self._folded = {folded(text): name for text, name in reversed(pairs)}

    def meaning(self, text: str) -> str:
        """Return the option that a text means, or the text itself where it is none of them.

        A text of several spellings, 「高（High）」, means an option where all of them do.
        """
        if not self._exact:
            return text
        found = self._exact.get(text) or self._folded.get(folded(text))
        if found is not None:
            return found
        parts = [part for part in _BETWEEN.split(unicodedata.normalize("NFKC", text)) if part.strip()]
        meant = {self._folded.get(folded(part)) for part in parts}
        return meant.pop() or text if len(meant) == 1 else text

    def spelled(self, name: str, known: Iterable[str], *, loose: bool = False) -> str:
        """Return how a side that knows these options spells one: as it is, or by the first of them that means it.

        ``loose``: one that differs by upper and lower case alone means it, too. A new option is spelled as it is.
        """
        known = tuple(known)
        if name in known:
            return name
        meant = (text for text in known if self.meaning(text) == name) if self._exact else iter(())
        twins = (text for text in known if loose and text.casefold() == name.casefold())
        return next(meant, None) or next(twins, name)

    def worded(
        self, names: Iterable[str], before: Iterable[str], known: Iterable[str], *, loose: bool = False
    ) -> list[str]:
        """Return a list as a side spells it. Entries that were there ``before`` stay as a person spelled them."""
        before, known = tuple(before), tuple(known)
        found: list[str] = []
        for name in names:
            kept = [text for text in before if self.meaning(text) == name]
            found += kept or [self.spelled(name, known, loose=loose)]
        return list(dict.fromkeys(found))


AS_THEY_ARE = Spellings({})


def combined(scale: Mapping[str, tuple[str, ...]], own: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return a scale with a field's own aliases in it, which go first.

    An option that is named by one of its other spellings is called so from then on, and a spelling given to one option
    is taken from the others.
    """
    known = Spellings(scale)
    called = {known.meaning(name): name for name in own}
    owner = {folded(text): name for name, others in own.items() for text in (name, *others)}
    merged: dict[str, tuple[str, ...]] = {}
    for standard, others in scale.items():
        name = called.get(standard, standard)
        left = [text for text in (standard, *others) if text != name and owner.get(folded(text), name) == name]
        merged[name] = tuple(left)
    for name, others in own.items():
        merged[name] = tuple(dict.fromkeys((*others, *merged.get(name, ()))))
    return merged


def clashes(aliases: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str, str]]:
    """Yield each spelling that two options share, after those two."""
    taken: dict[str, str] = {}
    for name, others in aliases.items():
        for text in (name, *others):
            first = taken.setdefault(folded(text), name)
            if first != name:
                yield first, name, text
