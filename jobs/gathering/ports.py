"""What gathering asks of the world."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from jobs.gathering.model import Reading
from jobs.gathering.subject import Subject
from jobs.rules.item import Section
from sync.errors import BothwaysError
from sync.message import Message
from sync.model import Address
from sync.ports import Progress


class Sources(Protocol):
    """The tables as they are. Nothing is written."""

    def read(self, subjects: Sequence[Subject], progress: Progress) -> Mapping[str, Reading | BothwaysError]:
        """Read every table once."""
        ...

    def bodies(
        self, subject: Subject, pages: Mapping[Address, datetime | None], progress: Progress
    ) -> Mapping[Address, tuple[Section, ...] | Message]:
        """Return the sections of these pages, with when each was edited last; of those that were not read nothing."""
        ...
