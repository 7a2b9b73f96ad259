"""Sends a batch, proves it by the grid in the answer, and puts right what landed elsewhere."""

from collections.abc import Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field, replace

from adapters.sheets.a1 import a1, quoted
from adapters.sheets.batch import Batch
from adapters.sheets.client import Json
from adapters.sheets.draft import Draft, Edit, Owner, Restore, Rule, Verdicts
from adapters.sheets.drafting import Drafting, unlock
from adapters.sheets.faults import BAD_RANGE, PROTECTED, LostAnswer, Rejected
from adapters.sheets.finding import Finder
from adapters.sheets.grid import Grid
from adapters.sheets.keeping import Keep, Keeper
from adapters.sheets.landing import Landing, entered, lost_headers
from adapters.sheets.overwritten import HEADERS, Kept
from adapters.sheets.reader import SHOWN, Reader, grid_of
from adapters.sheets.receipts import receipt
from adapters.sheets.replaced import Replaced, headers_due, with_edits, with_rows
from adapters.sheets.requests import requests_of
from adapters.sheets.restoring import by_names, named, places_to_restore, wrongly_removed
from adapters.sheets.rows import Tab
from adapters.sheets.trash import TITLE, Trash, find_trash, in_doubt, new_tab
from mappings.codecs.sheet import has_file_chip
from sync.changes import Change, Kind, Receipt
from sync.errors import Misconfigured, NotAllowed, OutOfReach, ServiceError
from sync.message import Message, say
from sync.model import Snapshot

ROUNDS = 6
"""A batch is sent at most so often: once, then for what landed elsewhere or was lost."""
LOSSES = 4
"""So many writes may stay without an answer."""
_NEAR = (0, 1, -1, 2, -2)
"""So far may a header row have moved while it was put right."""
REFUSALS = 10
"""So many parts of a batch are left out one by one before the rest is given up."""


@dataclass
class Writer:
    """One batch under way. ``tab`` is what is known of the tab at the moment."""

    reader: Reader
    changes: Sequence[Change]
    seen: Snapshot
    tab: Tab
    verdicts: Verdicts = field(default_factory=Verdicts)
    repairs: list[Edit] = field(default_factory=list)
    restores: list[Restore] = field(default_factory=list)
    """Rows that were removed and should not have been. ``tab`` shows them where they will be again."""
    above: tuple[int, ...] = ()
    """Rows that were put back above the headers."""
    rules: list[Rule] = field(default_factory=list)
    """Dropdowns that have to be put back."""
    refusals: int = 0
    losses: int = 0
    unmarked: bool = False
    """Whether the service refuses to mark columns; everything else goes on without."""

    def __post_init__(self) -> None:
        self.keeper = Keeper(self.reader)

    def write(self) -> list[Receipt]:
        """Send until nothing is left to send. Raises ``ServiceError``, which leaves open what was written."""
        for _ in range(ROUNDS + REFUSALS):
            draft = self._draft()
            if draft.empty or not self._round(draft):
                break
        finder = Finder(self.tab, self.seen, self.changes)
        return [receipt(change, self.tab, finder, self.verdicts) for change in self.changes]

    def _draft(self) -> Draft:
        """Draft what is still to do, on the tab as it will be once rows are put back and the repairs are made.

        Rows are removed only where nothing is left to put right, and made only where no cell is left to clear: what
        Google takes for the last row would be another.
        """
        if self.above:
            return Draft(above=self.above)
        draft = self._drafted(self._mended_tab(), self.verdicts)
        taken = {(edit.row, edit.column) for edit in draft.edits}
        repairs = [edit for edit in self.repairs if (edit.row, edit.column) not in taken]
        removals = () if repairs or self.restores else draft.removals
        return replace(
            draft,
            edits=(*repairs, *draft.edits),
            rules=(*self.rules, *draft.rules),
            removals=removals,
            rows=() if any(not entered(edit.cell) for edit in repairs) else draft.rows,
            restores=tuple(self.restores),
        )

    def _drafted(self, tab: Tab, verdicts: Verdicts) -> Draft:
        finder = Finder(tab, self.seen, self.changes)
        return Drafting(tab, finder, verdicts, self.reader.client.account, self.reader.listed).draft(self.changes)

    def _mended_tab(self) -> Tab:
        return replace(self.tab, grid=with_edits(self.tab.grid, self.repairs))

    def _round(self, draft: Draft) -> bool:
        """Send a draft and look where it landed; false where sending more is of no use."""
        trash = find_trash(self.reader.list_tabs()) if draft.removals or draft.restores else None
        marks = [] if self.unmarked else self.reader.marks.requests(self.tab.grid, self.tab.layout)
        keep = self.keeper.keep(draft, self.tab)
        requests = requests_of(draft, self.tab.grid, self.tab.layout.header, trash, marks, keep.requests)
        carried_out = True
        try:
            answer = self._sent([request for request, _ in requests], self._ranges(draft, trash), keep)
        except Rejected as refusal:
            first = len(requests) - len(marks)
            return self._refused(refusal, draft, keep, trash, [owner for _, owner in requests], first)
        except NotAllowed as narrow:
            self._leave_file_chips(draft, narrow)
            return True
        except LostAnswer as lost:
            self._bear(lost)
            carried_out = trash is not None and bool(draft.removals) and self._was_removed(trash)
            ranges = self._ranges(draft, trash if carried_out else None)
            answer = self.reader.fetch([*ranges, *self.keeper.lost(keep)])
            if keep.ranges and keep.kept(answer) is None and not carried_out:
                self._not_carried_out(answer)
                return True
            if draft.restores and not keep.ranges:
                raise in_doubt() from None
        self.restores, self.above = [], ()
        gone: Sequence[int] = ()
        if trash is not None and draft.removals and carried_out:
            gone = self._check_removals(draft, trash, answer, keep.kept(answer) or {})
        self._land(answer, draft, gone, keep.kept(answer))
        now = named(self._mended_tab().grid, self.tab.layout.header)
        self.restores = [each if each.headers else replace(each, headers=now) for each in self.restores]
        return True

    def _refused(
        self,
        refusal: Rejected,
        draft: Draft,
        keep: Keep,
        trash: Trash | None,
        owners: Sequence[Owner | None],
        marks: int,
    ) -> bool:
        """Nothing was carried out. See to what was at fault; false where sending more is of no use.

        ``marks`` is the place of the first request that marks a column.
        """
        index = -1 if refusal.index is None else refusal.index
        if self.keeper.at_fault(refusal, keep, draft.restoring):
            return True
        if draft.restores and (index < draft.restoring or refusal.index is None):
            raise in_doubt()
        if trash is not None and not trash.exists and BAD_RANGE in refusal.message:
            return self._make_trash(trash, draft)
        if index >= marks and marks < len(owners):
            self.unmarked = True
            return True
        return self._leave_out(refusal, owners, draft.needing(index - draft.restoring - len(keep.requests)))

    def _not_carried_out(self, answer: Json) -> None:
        """What was to be put right still is, where it is by now."""
        self._replaced(self._grid(answer), Batch(self.tab, Draft(), self.repairs, {}))

    def _grid(self, answer: Json) -> Grid:
        """Return the tab as the answer shows it, with the rows that have to come back."""
        grid = grid_of(answer, self.tab.grid.title)
        shown = with_rows(grid, [(restore.row, restore.cells) for restore in self.restores])
        if not self.restores:
            return shown
        try:
            tab = self.reader.fit(shown)
        except Misconfigured:
            return shown
        now = named(shown, tab.layout.header)
        return with_rows(grid, [(each.row, by_names(each.cells, each.headers, now)) for each in self.restores])

    def _land(self, answer: Json, draft: Draft, gone: Sequence[int], kept: Kept | None) -> None:
        """Find what landed elsewhere: exactly where the answer shows what was overwritten, else as well as can be."""
        before = self._mended_tab()
        if draft.above:
            kept = {}
        exact = kept is not None and self._replaced(
            self._grid(answer), Batch(self.tab, draft, self.repairs, kept, gone)
        )
        given = {change.record for change in self.changes if change.kind in (Kind.LINK, Kind.CREATE)}
        if not exact:
            self.tab, self.repairs = self._look(answer, draft)
            landing = Landing(before, self.tab, draft, gone, given)
            self.repairs += landing.repairs()
            self.tab = replace(self.tab, grid=self._grid(answer))
        else:
            landing = Landing(before, self._mended_tab(), draft, gone, given)
            self.repairs += landing.new_in_wrong_columns()
        self.rules = list(landing.rules())

    def _replaced(self, grid: Grid, batch: Batch) -> bool:
        """Find what goes back, judged by what the batch found; false where the answer does not show that."""
        places = (
            batch.places() if batch.undisturbed(grid) else batch.traced(self._fitted(grid, batch.pending, batch.draft))
        )
        if places is None:
            return False
        found = self._fitted(batch.found(grid, places), batch.pending)
        replaced = Replaced(batch, found, grid, places)
        whole = replace(found, grid=replaced.mended)
        repairs = replaced.repairs(self._drafted(whole, deepcopy(self.verdicts)))
        self.tab, self.repairs, self.above = self._as_mended(grid, repairs), repairs, replaced.above
        return True

    def _as_mended(self, grid: Grid, repairs: list[Edit]) -> Tab:
        """Find the columns by the headers as they will be: a header may stand above the wrong column until then."""
        try:
            return replace(self.reader.fit(with_edits(grid, repairs)), grid=grid)
        except Misconfigured:
            return self._fitted(grid, repairs)

    def _fitted(self, grid: Grid, repairs: Sequence[Edit], draft: Draft | None = None) -> Tab:
        """Find the columns though headers may be among what was overwritten, by ``draft`` too, and may have moved."""
        try:
            return self.reader.fit(grid)
        except Misconfigured:
            guesses = [] if draft is None else list(lost_headers(self.tab, grid, draft))
            rows = [max(self.tab.layout.header + moved, 0) for moved in _NEAR]
            guesses += [headers_due(grid, row, self.tab, self.repairs) for row in rows]
            guesses += [[replace(edit, row=max(edit.row + moved, 0)) for edit in repairs] for moved in _NEAR]
            for guess in guesses:
                with suppress(Misconfigured):
                    return replace(self.reader.fit(with_edits(grid, guess)), grid=grid)
            raise

    def _look(self, answer: Json, draft: Draft) -> tuple[Tab, list[Edit]]:
        """Read the answer. Where rows were put in above, the batch may have hit the headers, which are mended first."""
        grid = self._grid(answer)
        try:
            return self.reader.fit(grid), []
        except Misconfigured:
            for lost in lost_headers(self.tab, grid, draft):
                with suppress(Misconfigured):
                    return self.reader.fit(with_edits(grid, lost)), lost
            raise

    def _sent(self, requests: Sequence[Json], ranges: Sequence[str], keep: Keep) -> Json:
        try:
            answer = self._send(requests, [*ranges, *keep.ranges])
        except Rejected as refusal:
            if self.keeper.hidden(refusal, keep):
                raise LostAnswer from refusal
            raise
        self.keeper.sent(keep, answer)
        return answer

    def _send(self, requests: Sequence[Json], ranges: Sequence[str]) -> Json:
        body: Json = {"requests": requests, "includeSpreadsheetInResponse": True, "responseRanges": ranges}
        answer = self.reader.client.change(self.reader.spreadsheet, body, fields=f"updatedSpreadsheet({SHOWN})")
        found: Json = answer.get("updatedSpreadsheet", {})
        return found

    def _ranges(self, draft: Draft, trash: Trash | None) -> list[str]:
        ranges = [quoted(self.tab.grid.title)]
        return [*ranges, trash.range_of(len(draft.removals))] if trash is not None and draft.removals else ranges

    def _bear(self, lost: LostAnswer) -> None:
        self.losses += 1
        if self.losses > LOSSES:
            raise OutOfReach(
                say("Google Sheets did not answer {count} writes in a row.", count=self.losses),
                say("Run again later: what was written is recognised, nothing is written twice."),
            ) from lost
        self.reader.client.back_off(self.losses)

    def _was_removed(self, before: Trash) -> bool:
        """After a lost answer the trash tells whether the batch was carried out: it grew."""
        now = find_trash(self.reader.list_tabs())
        return now.exists and now.rows > before.rows

    def _make_trash(self, trash: Trash, draft: Draft) -> bool:
        """Make the tab by itself: it is not documented whether an answer may show a tab that its own batch makes."""
        self._send([new_tab(trash, rows=1, columns=self.tab.grid.column_count)], self._ranges(draft, None))
        return True

    def _check_removals(self, draft: Draft, trash: Trash, answer: Json, kept: Kept) -> Sequence[int]:
        """Note the rows that were not the ones to remove: they come back, and the next round looks for those again.

        Returns the rows that are rightly gone.
        """
        copies, first = grid_of(answer, TITLE), trash.rows + 1
        was, header = named(self.tab.grid, self.tab.layout.header), self.tab.layout.header
        shown = [named(copies, trash.rows)]
        shown += [named(self.tab.grid.patched(kept), row) for row in range(header + 1, header + HEADERS) if kept]
        then = max(shown, key=lambda names: len({*names.values()} & {*was.values()}))
        known = 2 * len({*then.values()} & {*was.values()}) >= len(was)
        rows = [
            by_names(copies.row(first + number), then if known else was, was) for number in range(len(draft.removals))
        ]
        wrong = wrongly_removed(draft, self.tab, rows)
        self.restores = places_to_restore(draft, wrong, first, copies, then if known else {})
        back = {restore.removal for restore in self.restores}
        return sorted(removal.row for removal in draft.removals if removal not in back)

    def _leave_out(self, refusal: Rejected, owners: Sequence[Owner | None], needing: Sequence[Owner]) -> bool:
        """Nothing was carried out. Note the part at fault so that the rest can go; after many, give up the rest.

        ``needing`` are the cells that need the dropdown which was refused, if it was one.
        """
        self.refusals += 1
        why = self._why(refusal.message)
        at_fault = owners[refusal.index] if refusal.index is not None and refusal.index < len(owners) else None
        if at_fault is not None and self.refusals <= REFUSALS:
            for each in needing or (at_fault,):
                self.verdicts.refuse(each, why)
            return True
        for owner in owners:
            if owner is not None:
                self.verdicts.refuse(owner, why)
        if self.repairs:
            raise ServiceError(
                say("Cells that were written in the wrong row could not be put right: {why}", why=why),
                say(
                    "Look at {cells}, then run again.",
                    cells=", ".join(a1(each.row, each.column) for each in self.repairs),
                ),
            )
        return False

    def _leave_file_chips(self, draft: Draft, narrow: NotAllowed) -> None:
        """The right to write spreadsheets is not enough for the chips of files: such cells must not stop the others."""
        owners = [edit.owner for edit in draft.edits if edit.owner is not None and has_file_chip(edit.cell)]
        if not owners:
            raise narrow
        why = say("the cell holds the chip of a file, and Google does not let us write it: {why}", why=narrow.seen)
        for owner in owners:
            self.verdicts.refuse(owner, why)

    def _why(self, message: str) -> Message:
        if PROTECTED in message:
            way_out = unlock(self.reader.client.account)
            return say("Google refuses the write, the cell is protected. {way_out}", way_out=way_out)
        return say("Google refuses the write: {text}", text=message)
