"""A script: one rule a line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from adapters.sandbox.faults.broken import Cut, Drop, Empty, Garbled, Hang, Html, Slow
from adapters.sandbox.faults.fault import Fault
from adapters.sandbox.faults.listing import BadCursor, Lag
from adapters.sandbox.faults.moments import When, read_when
from adapters.sandbox.faults.pattern import Pattern, read_pattern
from adapters.sandbox.faults.spoilt import read_spoil
from adapters.sandbox.faults.status import CODES, read_status
from adapters.sandbox.people.edit import Edit
from adapters.sandbox.people.reading import read_edits
from adapters.sandbox.words import Unclear, Words, words_of


@dataclass(frozen=True, slots=True)
class Mistake:
    line: int
    seen: str
    allowed: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.seen}; allowed: {self.allowed}"


class ScriptError(ValueError):
    """Every mistake of a script, each with its line, what was seen, and what is allowed there."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True, slots=True)
class Edits:
    """What other people do, ``before`` or ``after`` a call is carried out."""

    place: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    pattern: Pattern
    when: When
    deed: Fault | Edits
    line: int = field(default=0, compare=False)

    def __str__(self) -> str:
        if isinstance(self.deed, Edits):
            edits = " | ".join(str(edit) for edit in self.deed.edits)
            return f"{self.pattern} {self.deed.place} {self.when} {edits}"
        return f"{self.pattern} {self.when} {self.deed}"


@dataclass(frozen=True, slots=True)
class Script:
    rules: tuple[Rule, ...] = ()

    def __str__(self) -> str:
        return "".join(f"{rule}\n" for rule in self.rules)


def parse(text: str) -> Script:
    """Read a script, or raise ``ScriptError`` with all its mistakes."""
    rules, mistakes = [], []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            found = words_of(line)
            if found:
                rules.append(_rule(Words(found), number))
        except Unclear as unclear:
            mistakes.append(Mistake(number, unclear.seen, unclear.allowed))
    if mistakes:
        raise ScriptError(mistakes)
    return Script(tuple(rules))


def _rule(words: Words, line: int) -> Rule:
    pattern = read_pattern(words)
    place = words.accept("before", "after")
    when = read_when(words)
    if place is not None:
        return Rule(pattern, when, Edits(place, read_edits(words)), line)
    fault = _fault(words)
    words.end()
    if pattern.service != "any" and pattern.service not in fault.services:
        raise Unclear(f"{fault} is not something {pattern.service} does", "one of its own faults")
    return Rule(pattern, when, fault, line)


def _slow(words: Words) -> Fault:
    word = words.fitting(r"\d{1,5}(\.\d{1,3})?s|\d{1,8}ms", "a time, like 2s or 500ms")
    length = int(word[:-2]) if word.endswith("ms") else round(float(word[:-1]) * 1000)
    virtual = words.accept("virtual") is not None
    return Slow(length, virtual, words.accept("before") or "")


def _html(words: Words) -> Fault:
    code = int(words.fitting(r"[2345]\d\d", "a status, like 502"))
    return Html(code, words.accept("after") or "")


def _bad_cursor(words: Words) -> Fault:
    words.expect("cursor")
    return BadCursor()


def _lag(words: Words) -> Fault:
    return Lag() if words.done else Lag(int(words.fitting(r"[1-9]\d{0,2}", "how many writes are not seen yet")))


_FAULTS: dict[str, Callable[[Words], Fault]] = {
    "html": _html,
    "drop": lambda words: Drop(words.expect("before", "after"), words.accept("reset") is not None),
    "hang": lambda words: Hang(words.expect("before", "after")),
    "cut": lambda _words: Cut(),
    "garbled": lambda _words: Garbled(),
    "empty": lambda _words: Empty(),
    "slow": _slow,
    "bad": _bad_cursor,
    "lag": _lag,
    "spoil": read_spoil,
}


def _fault(words: Words) -> Fault:
    codes = [str(code) for code in CODES]
    status = words.accept(*codes)
    if status is not None:
        return read_status(words, int(status))
    word = words.bare or ""
    if word in ("sheet", "page", "source", "as"):
        raise Unclear(f"{word} begins an edit", "before or after in front of the moment, for edits")
    return _FAULTS[words.expect(*codes, *_FAULTS)](words)
