"""Formatted text: what becomes of its runs when its words change.

Words that stand keep their form. New words take the form of what they replace, or of the run in which they stand, as
in an editor; typed beside a link they are not a part of it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

from mappings.text.alignment import Stretch, aligned

Form = TypeVar("Form")
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*://|mailto:|tel:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Run(Generic[Form]):
    """A text in one form. ``beside`` is the form of what is typed next to it.

    One that is ``whole`` (a mention, a chip, an equation) is kept as it is or not at all: what remains of it when a
    part is changed has the form ``beside``.
    """

    text: str
    form: Form
    beside: Form
    whole: bool = False


def carried(runs: Sequence[Run[Form]], new: str, plain: Form) -> list[Run[Form]]:
    """Return runs for the text ``new``; their texts joined are that text. ``plain`` is the form of text without any."""
    return _Carrying(runs, new, plain).result()


class _Carrying(Generic[Form]):
    def __init__(self, runs: Sequence[Run[Form]], new: str, plain: Form) -> None:
        self._runs = runs
        self._new = new
        self._plain = plain
        self._starts = [0, *accumulate(len(run.text) for run in runs)]
        self._old = "".join(run.text for run in runs)
        self._given = 0

    def result(self) -> list[Run[Form]]:
        return joined(run for run in self._all() if run.text or run.whole)

    def _all(self) -> Iterator[Run[Form]]:
        old = new = 0
        for stretch in [*aligned(self._old, self._new), Stretch(len(self._old), len(self._new), 0)]:
            if stretch.new > new:
                typed = self._new[new : stretch.new]
                form, beside = self._typed(old, stretch.old, typed)
                yield Run(typed, form, beside)
            yield from self._kept(stretch.old, stretch.old + stretch.length)
            old, new = stretch.old + stretch.length, stretch.new + stretch.length
        yield from self._unseen(len(self._runs))

    def _kept(self, start: int, end: int) -> Iterator[Run[Form]]:
        """Return what stands from ``start`` to ``end`` of the old text, in its runs."""
        while start < end:
            number = self._number(start)
            run = self._runs[number]
            stop = min(end, self._starts[number + 1])
            text = self._old[start:stop]
            yield from self._unseen(number)
            if not run.whole or text == run.text:
                yield Run(text, run.form, run.beside, run.whole)
            else:
                yield Run(text, run.beside, run.beside)
            self._given = max(self._given, number + 1)
            start = stop

    def _unseen(self, before: int) -> Iterator[Run[Form]]:
        """Return the runs without any text up to here: an equation or a mention may show nothing."""
        for run in self._runs[self._given : before]:
            if run.whole and not run.text:
                yield run
        self._given = max(self._given, before)

    def _typed(self, start: int, end: int, typed: str) -> tuple[Form, Form]:
        """Return the forms of text that replaces the old text from ``start`` to ``end``, or is put in there."""
        if not self._old:
            return self._plain, self._plain
        left = self._number(start - 1) if start else None
        right = self._number(start) if start < len(self._old) else None
        if end > start and right is not None:
            inside, run = right == self._number(end - 1), self._runs[right]
        else:
            inside = left == right
            opens_line = start > 0 and self._old[start - 1] == "\n" and not typed.endswith("\n")
            side = right if left is None or (opens_line and right is not None) else left
            run = self._runs[side or 0]
        return (run.form if inside and not run.whole else run.beside), run.beside

    def _number(self, at: int) -> int:
        """Return which run has the character at this place."""
        return bisect_right(self._starts, at) - 1


def joined(runs: Iterable[Run[Form]]) -> list[Run[Form]]:
    """Join neighbours of one form; what is whole stays by itself."""
    found: list[Run[Form]] = []
    for run in runs:
        last = found[-1] if found else None
        if last is not None and not (last.whole or run.whole) and last.form == run.form:
            found[-1] = Run(last.text + run.text, run.form, run.beside)
        else:
            found.append(run)
    return found


def spelt_out(text: str, link: str) -> bool:
    """Say whether a linked text is the address it leads to: once one is changed, the link would be wrong."""

    def bare(address: str) -> str:
        return _SCHEME.sub("", address.strip(), count=1).rstrip("/")

    return bare(text) == bare(link)
