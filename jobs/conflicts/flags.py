"""The property of a page that says there is a conflict, and by which a person chooses for the whole record."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from jobs.conflicts.ports import Notebook, Pages, Place
from mappings.aliases import Language
from mappings.choosing import CONFLICT, WORDS, asks, understood
from sync.choices import Keep, Question
from sync.message import Message, say
from sync.model import Address, Record, RecordId


@dataclass
class Flags:
    """A choice made here is for the conflicts that the page was marked for, each with the values it had then."""

    memory: Notebook
    pages: Pages
    language: Language
    clock: Callable[[], datetime]
    notices: list[Message] = field(default_factory=list)

    def chosen(self, source: str) -> list[tuple[Question, Keep]]:
        """Return what people chose. Asks Notion only where a page is marked."""
        self.notices = []
        posted = self.memory.posts(Place.FLAG)
        if not posted:
            return []
        shown = self.pages.flags(source)
        found: list[tuple[Question, Keep]] = []
        for asked, page in posted.items():
            text = shown.get(Address(page), "")
            keep = understood(text)
            if keep is not None:
                found.append((asked, keep))
            elif not asks(text):
                self.notices.append(
                    say(
                        "{record}: the choice {seen} is not understood; choices are {allowed}",
                        record=asked.record,
                        seen=repr(text),
                        allowed=", ".join(WORDS[self.language].values()),
                    )
                )
        return found

    def show(self, conflicts: Sequence[Question], pages: Mapping[RecordId, Record], source: str) -> None:
        """Mark the pages with new conflicts, and clear those of which none is left."""
        posted = self.memory.posts(Place.FLAG)
        for record in dict.fromkeys(asked.record for asked in conflicts):
            new = [asked for asked in conflicts if asked.record == record and asked not in posted]
            page = pages.get(record)
            if new and page is not None:
                options = [CONFLICT[self.language], *WORDS[self.language].values()]
                self.pages.flag(source, page.address, CONFLICT[self.language], options)
                self.memory.post(Place.FLAG, dict.fromkeys(new, str(page.address)), self.clock())
        over = {asked: page for asked, page in posted.items() if asked not in conflicts}
        for address in self._cleared(over, conflicts):
            self.pages.flag(source, Address(address), None, ())
        if over:
            self.memory.withdraw(Place.FLAG, over, self.clock())

    def _cleared(self, over: Mapping[Question, str], conflicts: Iterable[Question]) -> list[str]:
        still = {asked.record for asked in conflicts}
        return list(dict.fromkeys(page for asked, page in over.items() if asked.record not in still))
