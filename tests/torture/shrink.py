"""Shortening a history that breaks a promise, so that a person can read it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.torture.history import History

_MOST = 400
"""So many shorter histories are tried."""


def shortened(history: History, breaks: Callable[[History], bool]) -> History:
    """Take steps out, in large pieces first, while the history still ``breaks`` the promise."""
    tried = 0
    found = True
    while found and tried < _MOST:
        found = False
        for shorter in _shorter(history):
            tried += 1
            if breaks(shorter):
                history, found = shorter, True
                break
            if tried >= _MOST:
                break
    return history


def _shorter(history: History) -> Iterator[History]:
    size = len(history.lines)
    piece = size // 2
    while piece:
        for start in range(0, size - piece + 1, piece):
            yield replace(history, lines=(*history.lines[:start], *history.lines[start + piece :]))
        piece //= 2
    for number, line in enumerate(history.lines):
        for place in range(len(line.within)):
            fewer = replace(line, within=(*line.within[:place], *line.within[place + 1 :]))
            yield replace(history, lines=(*history.lines[:number], fewer, *history.lines[number + 1 :]))
    for place in range(len(history.options)):
        yield replace(history, options=(*history.options[:place], *history.options[place + 1 :]))
