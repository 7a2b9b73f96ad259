"""At which of the calls that fit a rule fires."""

import re
from dataclasses import dataclass, replace
from random import Random

from adapters.sandbox.words import Unclear, Words

ALLOWED = "always, once, 3rd, 1st..4th, 5th.., every 7th, 20%"
_ORDINAL = re.compile(r"([1-9]\d{0,8})(?:st|nd|rd|th)")
_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)%")


@dataclass(frozen=True, slots=True)
class Calls:
    """From the ``first`` call to the ``last``, both counted from 1; without a last one there is no end."""

    first: int = 1
    last: int | None = None

    def __str__(self) -> str:
        if self.last is None:
            return "always" if self.first == 1 else f"{ordinal(self.first)}.."
        if self.last == self.first:
            return "once" if self.first == 1 else ordinal(self.first)
        return f"{ordinal(self.first)}..{ordinal(self.last)}"

    def hits(self, number: int, _random: Random) -> bool:
        return self.first <= number and (self.last is None or number <= self.last)


@dataclass(frozen=True, slots=True)
class Every:
    step: int

    def __str__(self) -> str:
        return f"every {ordinal(self.step)}"

    def hits(self, number: int, _random: Random) -> bool:
        return number % self.step == 0


@dataclass(frozen=True, slots=True)
class Share:
    """A random share, in hundredths; at most four decimals."""

    percent: float

    def __str__(self) -> str:
        return f"{self.percent:.4f}".rstrip("0").rstrip(".") + "%"

    def hits(self, _number: int, random: Random) -> bool:
        return random.random() * 100 < self.percent


@dataclass(frozen=True, slots=True)
class When:
    """``until_call`` is the last call that is looked at, ``until_times`` how often the rule fires at most."""

    choice: Calls | Every | Share
    until_call: int | None = None
    until_times: int | None = None

    def __str__(self) -> str:
        text = str(self.choice)
        if self.until_call is not None:
            text += f" until {ordinal(self.until_call)}"
        return text if self.until_times is None else f"{text} until {self.until_times} times"

    def hits(self, number: int, fired: int, random: Random) -> bool:
        """Say whether the rule fires at a call; a random share takes one number at every call, whatever comes of it."""
        hit = self.choice.hits(number, random)
        if self.until_call is not None and number > self.until_call:
            return False
        return hit and (self.until_times is None or fired < self.until_times)


def read_when(words: Words) -> When:
    when = When(_choice(words))
    while words.accept("until"):
        if words.bare is not None and _ORDINAL.fullmatch(words.bare):
            when = replace(when, until_call=_number(words.take("").text))
        else:
            times = int(words.fitting(r"[1-9]\d{0,8}", "5th (a call), 5 times"))
            words.expect("times")
            when = replace(when, until_times=times)
    return when


def ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _choice(words: Words) -> Calls | Every | Share:
    if words.accept("always"):
        return Calls()
    if words.accept("once"):
        return Calls(1, 1)
    if words.accept("every"):
        return Every(_number(words.fitting(_ORDINAL.pattern, "an ordinal, like 7th")))
    word = words.take(ALLOWED)
    share = _SHARE.fullmatch(word.text)
    if share and 0 < float(share[1]) <= 100:
        return Share(float(share[1]))
    parts = word.text.split("..")
    numbers = [_number(part) if _ORDINAL.fullmatch(part) else None for part in parts]
    if word.quoted or len(parts) > 2 or numbers[0] is None or (len(parts) == 2 and parts[1] and numbers[1] is None):
        raise Unclear(f"{word} is not understood here", ALLOWED)
    first, last = numbers[0], numbers[-1]
    if last is not None and last < first:
        raise Unclear(f"{word} ends before it begins", ALLOWED)
    return Calls(first, last)


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))
