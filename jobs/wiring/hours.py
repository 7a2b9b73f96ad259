"""The clock of this computer against Notion's, before anything is written by it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from sync.errors import BothwaysError
from sync.message import say

ALLOWED = timedelta(minutes=5)
"""Beyond it a computer has lost its clock, and nothing is written by it. Doctor warns of far less."""


class Hours:
    """The first answer says how far apart the clocks are; each later one says it anew. Threads may share it."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._off = timedelta()

    def told(self, headers: Mapping[str, str]) -> None:
        """Note the time of an answer; one without a date, or with a damaged one, says nothing."""
        with suppress(ValueError, TypeError):
            theirs = parsedate_to_datetime(headers.get("date") or "")
            self._off = self._now() - (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC))

    def now(self) -> datetime:
        """Return what time it is there, by which its edits are told apart."""
        return self._now() - self._off

    def check(self) -> None:
        """Raise ``BothwaysError`` where the clocks are too far apart to write by."""
        if abs(self._off) <= ALLOWED:
            return
        minutes = round(abs(self._off) / timedelta(minutes=1))
        if self._off < timedelta():
            seen = say("The clock of this computer is {minutes} minutes behind that of Notion.", minutes=minutes)
        else:
            seen = say("The clock of this computer is {minutes} minutes ahead of that of Notion.", minutes=minutes)
        raise BothwaysError(
            seen, say("Nothing more was written. Let the computer set its clock by the network (NTP), then run again.")
        )
