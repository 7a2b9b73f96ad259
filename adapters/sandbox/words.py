"""The words of a script's line, read from left to right."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(
    r'\s*(?:(?P<comment>#.*)|"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<sign>[|=])|(?P<bare>[^\s"|=]+))', re.DOTALL
)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_MEANT = {"n": "\n", "r": "\r", "t": "\t"}


class Unclear(Exception):
    """A line that cannot be read: what was seen, and what is allowed there."""

    def __init__(self, seen: str, allowed: str) -> None:
        super().__init__(f"{seen}; allowed: {allowed}")
        self.seen = seen
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    quoted: bool = False

    def __str__(self) -> str:
        return quoted(self.text) if self.quoted else self.text


class Words:
    """What is left of a line."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = list(words)
        self._at = 0

    @property
    def bare(self) -> str | None:
        """The next word, where it is not in quotes."""
        word = self._words[self._at] if self._at < len(self._words) else None
        return None if word is None or word.quoted else word.text

    @property
    def done(self) -> bool:
        return self._at >= len(self._words)

    def unclear(self, allowed: str) -> Unclear:
        seen = "the line ends too early" if self.done else f"{self._words[self._at]} is not understood here"
        return Unclear(seen, allowed)

    def take(self, allowed: str) -> Word:
        if self.done:
            raise self.unclear(allowed)
        word = self._words[self._at]
        self._at += 1
        return word

    def accept(self, *texts: str) -> str | None:
        """Take the next word if it is one of these."""
        if self.bare in texts:
            return self.take("").text
        return None

    def expect(self, *texts: str) -> str:
        found = self.accept(*texts)
        if found is None:
            raise self.unclear(", ".join(texts))
        return found

    def fitting(self, pattern: str, allowed: str) -> str:
        """Take the next bare word, which must fit a pattern as a whole."""
        if self.bare is None or not re.fullmatch(pattern, self.bare):
            raise self.unclear(allowed)
        return self.take(allowed).text

    def text(self) -> str:
        """Take the next word, which must be in quotes."""
        if self.done or not self._words[self._at].quoted:
            raise self.unclear('a text in "quotes"')
        return self.take("").text

    def end(self) -> None:
        if not self.done:
            raise self.unclear("the end of the line")


def words_of(line: str) -> list[Word]:
    """Split a line into words; a comment starts with a # at the beginning of a word."""
    words, at = [], 0
    while line[at:].strip():
        found = _WORD.match(line, at)
        if found is None:
            raise Unclear(f"{line[at:].strip()} is not closed", 'a text between two "')
        at = found.end()
        if found["quoted"] is not None:
            words.append(Word(re.sub(r"\\(.)", _unescaped, found["quoted"], flags=re.DOTALL), quoted=True))
        elif found["comment"] is None:
            words.append(Word(found["sign"] or found["bare"]))
    return words


def quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(sign, sign) for sign in text) + '"'


def _unescaped(found: re.Match[str]) -> str:
    return _MEANT.get(found[1], found[1])
