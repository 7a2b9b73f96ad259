"""Keeping what a batch overwrites, whatever people did to the tab for it; without the tab a batch goes on without."""

import logging
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from adapters.sheets.client import Json
from adapters.sheets.draft import Draft, Owner
from adapters.sheets.faults import BAD_RANGE, FULL, PROTECTED, LostAnswer, Rejected
from adapters.sheets.overwritten import HEADERS, TITLE, Kept, Place, Scratch, keeping, listed, put_back, shown
from adapters.sheets.reader import Reader
from adapters.sheets.rows import Tab
from sync.message import say

_TROUBLES = 3
"""So often may a batch be refused for the tab's sake before it goes without."""
_LOG = logging.getLogger("bothways.sheets")


@dataclass(frozen=True)
class Keep:
    """What one batch has to carry so that its answer shows what it overwrote. Empty where it overwrites nothing."""

    was: Scratch = field(default_factory=Scratch)
    now: Scratch = field(default_factory=Scratch)
    stamp: str = ""
    requests: tuple[tuple[Json, Owner | None], ...] = ()
    ranges: tuple[str, ...] = ()
    places: frozenset[Place] = frozenset()
    copies: int = 0
    """How many of the requests put cells back; they come first."""

    @property
    def grows(self) -> bool:
        """Whether the batch makes the tab, or makes it larger."""
        return not self.was.exists or (self.was.rows, self.was.columns) != (self.now.rows, self.now.columns)

    def kept(self, answer: Json) -> Kept | None:
        """Return what the cells held; None where the answer does not tell."""
        return shown(answer, self.now, self.stamp) if self.ranges else None


@dataclass
class Keeper:
    """``on`` is false once the tab has given so much trouble that batches go without it."""

    reader: Reader
    on: bool = True
    troubles: int = 0
    unseen: bool = False
    """Whether the last answer was refused because it could not show the tab: under that name there is none."""

    def keep(self, draft: Draft, tab: Tab) -> Keep:
        """Return what goes along with a draft: first the copies that put cells back, then those that keep cells."""
        copies = [edit for edit in draft.edits if edit.source is not None]
        back: list[tuple[Json, Owner | None]] = [
            (put_back(self.reader.scratch, edit.source, tab.grid.sheet_id, edit.row, edit.column), None)
            for edit in copies
            if edit.source is not None
        ]
        places = set(draft.touched()) - {(edit.row, edit.column) for edit in copies}
        if not (places or draft.restores) or not self.on:
            return Keep(requests=tuple(back), copies=len(back))
        places |= beside(places, tab) - {(edit.row, edit.column) for edit in copies}
        was = self.reader.scratch
        now = was.fitting(tab.grid)
        stamp = self.reader.client.stamp()
        made = [(request, None) for request in keeping(was, now, tab.grid, places, stamp)]
        return Keep(was, now, stamp, (*back, *made), tuple(now.ranges(places)), frozenset(places), len(back))

    def sent(self, keep: Keep, answer: Json) -> None:
        """The batch was carried out."""
        if keep.ranges:
            self.reader.scratch = replace(keep.now, exists=True)
            self.reader.learn(answer)

    def hidden(self, refusal: Rejected, keep: Keep) -> bool:
        """Say whether it is the answer that was refused, so that nobody knows whether the batch was carried out.

        A tab that people renamed cannot be shown by its name, and it is not documented whether an answer may show a tab
        that its own batch makes.
        """
        self.unseen = bool(keep.ranges) and BAD_RANGE in refusal.message and keep.now.title in refusal.message
        return self.unseen

    def lost(self, keep: Keep) -> list[str]:
        """Nobody knows whether the batch was carried out. Return the ranges that can be asked for."""
        if not keep.ranges or (keep.was.exists and not self.unseen):
            return list(keep.ranges)
        self.reader.scratch = listed(self.reader.list_tabs(), keep.now)
        if self.unseen and not self.reader.scratch.exists:
            self._make(keep)
            return []
        return self.reader.scratch.ranges(keep.places) if self.reader.scratch.exists else []

    def at_fault(self, refusal: Rejected, keep: Keep, first: int) -> bool:
        """Say whether the batch was refused for the tab's sake, and see to it. ``first``: the first request of it."""
        inside = refusal.index is not None and first + keep.copies <= refusal.index < first + len(keep.requests)
        full = keep.grows and FULL in refusal.message
        if not keep.ranges or not (inside or full):
            return False
        self.troubles += 1
        if self.troubles > _TROUBLES or full or PROTECTED in refusal.message:
            self._go_without(refusal.message)
        else:
            self.reader.scratch = listed(self.reader.list_tabs(), keep.was)
        return True

    def _make(self, keep: Keep) -> None:
        """Make the tab by itself."""
        client, tab = self.reader.client, self.reader.scratch
        made = [request for request, _ in keep.requests if "addSheet" in request]
        try:
            client.change(self.reader.spreadsheet, {"requests": made}, fields="spreadsheetId")
        except Rejected as refusal:
            self._go_without(refusal.message)
        except LostAnswer:
            pass
        self.reader.scratch = listed(self.reader.list_tabs(), tab)

    def _go_without(self, why: str) -> None:
        self.on = False
        text = "The tab {tab} cannot be used, so what people type while we write may be overwritten: {why}"
        _LOG.warning("%s", say(text, tab=repr(TITLE), why=why))


def beside(places: AbstractSet[Place], tab: Tab) -> set[Place]:
    """Return the ids of the rows, and the header row with those below it, where it may be by then.

    They tell which cells these were.
    """
    if not places:
        return set()
    header = tab.layout.header
    top = {(row, column) for row in range(header, header + HEADERS) for column in range(tab.grid.column_count)}
    return {(row, column) for row, column in top if row < tab.grid.row_count} | {
        (row, tab.layout.id_column) for row, _ in places
    }
