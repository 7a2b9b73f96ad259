"""Why two records are said to say the same, in words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

import regex

from jobs.rules.similar.folding import fold
from jobs.rules.similar.text import Facts, Text
from jobs.rules.similar.times import overlap, same_service
from jobs.rules.similar.traits import plain
from sync.message import Message, say

_WORD = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Han}ー]{2,}|[\p{L}\p{N}][\p{L}\p{N}._/-]*[\p{L}\p{N}]|\p{N}")
_CONTENT = regex.compile(r"[\p{Han}]{2,}|[\p{Katakana}ー]{2,}|[\p{L}\p{N}--[\p{Hiragana}]]{3,}", regex.V1)
MOST = 5


class Rarity:
    """In how many titles a word stands: the rarest that two records share is what to show."""

    def __init__(self, texts: Iterable[Text] = ()) -> None:
        self._often = Counter(word for text in texts for word in shown(text.title))

    def shared(self, one: Text, other: Text) -> list[str]:
        """Return up to five words that both have, as ``one`` writes them: those of titles first, then the rarest."""
        titles = shown(one.title).keys() & shown(other.title).keys()
        mine, theirs = shown(f"{one.title} {one.body}"), shown(f"{other.title} {other.body}")
        both = sorted(
            mine.keys() & theirs.keys(), key=lambda word: (word not in titles, self._often[word], -len(word), word)
        )
        return [mine[word] for word in both[:MOST]]


@lru_cache(4096)
def shown(text: str) -> Mapping[str, str]:
    """Return the words of ``text`` that mean something, folded, with the spelling that they have there."""
    found: dict[str, str] = {}
    for each in _WORD.findall(text[:2000]):
        for word in _CONTENT.findall(each) or ():
            folded = fold(word)
            if folded not in _SMALL_WORDS:
                found.setdefault(folded, word)
    return found


_WRITTEN = (
    "the and for with not this that from are was were when has have had its you can but does should into "
    "there which will then than all any use using used would could been being they our out some also may get"
)
_SMALL_WORDS = frozenset(_WRITTEN.split())


def reason(one: Text, other: Text, facts: tuple[Facts, Facts], rarity: Rarity, *, meaning: bool = False) -> Message:
    """Say what two records have in common: title or words, service, time."""
    parts: list[Message] = []
    if plain(one.title) and plain(one.title) == plain(other.title):
        parts.append(say("same title"))
    elif words := rarity.shared(one, other):
        parts.append(say("same words: {words}", words=", ".join(words)))
    if same_service(*facts):
        parts.append(say("same service: {services}", services=", ".join(sorted(facts[0].services & facts[1].services))))
    if facts[0].event and facts[1].event and overlap(*facts):
        parts.append(say("same time"))
    if meaning:
        parts.append(say("same meaning"))
    if not parts:
        parts.append(say("much the same text"))
    text = parts[0]
    for part in parts[1:]:
        text = say("{first}; {next}", first=text, next=part)
    return text
