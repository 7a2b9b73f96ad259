"""The desk of one pair: what is open is shown in the tab and on the pages, and answers are taken from everywhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar

from jobs.conflicts.flags import Flags
from jobs.conflicts.ports import Board, Notebook, Pages, Place
from jobs.conflicts.words import Words
from jobs.sync.desk import Chosen
from mappings.board import BoardRow, question_of
from mappings.choosing import WORDS, understood
from sync.changes import Conflict
from sync.choices import Keep, Question, agreed, question
from sync.errors import NotAllowed, ServiceError
from sync.message import Message, say
from sync.model import Address, Record, RecordId, Side, Snapshot
from sync.moves import Place as Stands
from sync.plan import Plan

_T = TypeVar("_T")
_COMMENTS = Question(RecordId(""), None, "comments")
"""Stands among what was said for: the connection may not comment."""


@dataclass
class ConflictDesk:
    """``tab_name`` is the title of the tab; ``flags`` are the properties of pages, where the configuration has one.

    What goes wrong here stops no run: it is said, and the next run tries again.
    """

    words: Words
    memory: Notebook
    clock: Callable[[], datetime]
    tab: Board | None = None
    tab_name: str = ""
    pages: Pages | None = None
    flags: Flags | None = None
    _rows: Sequence[BoardRow] | None = None
    _notices: list[Message] = field(default_factory=list)

    def choices(self, snapshots: Mapping[Side, Snapshot]) -> Chosen:
        """Gather the choices. Only a tab that has lines of the pair is read, and only a property that was set."""
        self._notices, self._rows = [], None
        given = [*self.memory.choices(), *self._chosen_in_tab()]
        if self.flags is not None:
            given += self._carefully(partial(self.flags.chosen, snapshots[Side.NOTION].site.table)) or ()
            self._notices += self.flags.notices
        choices, torn = agreed(given)
        for asked in sorted(torn, key=repr):
            text = say("{record}: different choices were made in different places; none is taken", record=asked.record)
            self._notices.append(text)
        return Chosen(choices, tuple(self._notices))

    def show(
        self, plan: Plan, snapshots: Mapping[Side, Snapshot], titles: Mapping[RecordId, str]
    ) -> tuple[Message, ...]:
        """Show what is open, take away what is settled, use up the choices that were applied."""
        self._notices = []
        policy = self.words.mapping.policy
        conflicts = {question(found, policy): found for found in plan.conflicts}
        asked = conflicts | {question(found, policy): found for found in plan.deletions}
        over = [each for each, _ in self.memory.choices() if each not in asked]
        if over:
            self.memory.close_choices(over, self.clock())
        pages = _pages(plan, snapshots)
        self._post(asked, titles, pages)
        if self.pages is not None:
            self._comment(conflicts, pages, self.pages)
        if self.flags is not None:
            self._carefully(partial(self.flags.show, list(conflicts), pages, snapshots[Side.NOTION].site.table))
        return tuple(self._notices)

    def _chosen_in_tab(self) -> list[tuple[Question, Keep]]:
        if self.tab is None or not self.memory.posts(Place.TAB):
            return []
        self._rows = self._carefully(self.tab.read)
        found: list[tuple[Question, Keep]] = []
        for asked, row in self._own(self._rows or ()):
            keep = understood(row.choice)
            if keep is not None:
                found.append((asked, keep))
            elif row.choice.strip():
                self._notices.append(
                    say(
                        "{record}: the choice {seen} is not understood; choices are {allowed}",
                        record=asked.record,
                        seen=repr(row.choice),
                        allowed=", ".join(WORDS[self.words.language].values()),
                    )
                )
        return found

    def _own(self, rows: Sequence[BoardRow]) -> list[tuple[Question, BoardRow]]:
        keys = ((question_of(row.key), row) for row in rows)
        return [(key[1], row) for key, row in keys if key is not None and key[0] == self.words.mapping.name]

    def _post(
        self, asked: Mapping[Question, Conflict], titles: Mapping[RecordId, str], pages: Mapping[RecordId, Record]
    ) -> None:
        """Write the tab where its lines are not those that are wanted. What is meant is remembered before."""
        if self.tab is None:
            return
        posted = self.memory.posts(Place.TAB)
        standing = [each for each, _ in self._own(self._rows or ())]
        if not asked and not posted:
            return
        if self._rows is None or sorted(standing, key=repr) != sorted(asked, key=repr):
            self.memory.post(Place.TAB, dict.fromkeys(asked, ""), self.clock())
            policy, waiting = self.words.mapping.policy, self.memory.open_conflicts()
            since = {question(each.conflict, policy): each.first_seen for each in waiting}
            lines = [
                self.words.line(
                    each, found, titles.get(found.record, ""), since.get(each), _edited(pages.get(found.record))
                )
                for each, found in asked.items()
            ]
            keys = self._carefully(partial(self.tab.post, lines, self.words.mapping.name))
            if keys is None:
                return
            standing = [each for each, _ in self._own([BoardRow(key, "") for key in keys])]
        gone = [each for each in self.memory.posts(Place.TAB) if each not in standing]
        if gone:
            self.memory.withdraw(Place.TAB, gone, self.clock())

    def _comment(self, conflicts: Mapping[Question, Conflict], pages: Mapping[RecordId, Record], on: Pages) -> None:
        """Comment on each conflict once; a connection that may not comment is told so once."""
        posted = self.memory.posts(Place.COMMENT)
        for asked, found in conflicts.items():
            page = pages.get(found.record)
            if asked in posted or page is None:
                continue
            try:
                on.comment(page.address, self.words.comment(asked, found, self.tab_name), asked.mark)
            except NotAllowed as error:
                self._say_once(error)
                break
            except ServiceError as error:
                self._notices.append(error.seen)
                break
            self.memory.post(Place.COMMENT, {asked: page.address}, self.clock())
        over = [asked for asked in posted if asked not in conflicts]
        if over:
            self.memory.withdraw(Place.COMMENT, over, self.clock())

    def _say_once(self, error: NotAllowed) -> None:
        if _COMMENTS not in self.memory.posts(Place.SAID):
            self._notices += [part for part in (error.seen, error.way_out) if part is not None]
            self.memory.post(Place.SAID, {_COMMENTS: ""}, self.clock())

    def _carefully(self, call: Callable[[], _T]) -> _T | None:
        try:
            return call()
        except ServiceError as error:
            self._notices.append(error.seen)
            return None


def _pages(plan: Plan, snapshots: Mapping[Side, Snapshot]) -> dict[RecordId, Record]:
    """Return the records as they stand in Notion, by id; those that have just met got theirs in this run."""
    named: dict[Address, RecordId] = {
        move.address: move.record for move in plan.moves if isinstance(move, Stands) and move.side is Side.NOTION
    }
    found: dict[RecordId, Record] = {}
    for record in snapshots[Side.NOTION].records:
        name = record.id or named.get(record.address)
        if name is not None:
            found[name] = record
    return found


def _edited(record: Record | None) -> datetime | None:
    return None if record is None else record.edited_at
