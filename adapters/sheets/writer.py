"""Sends a batch, proves it by the grid in the answer, and puts right what landed elsewhere."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from adapters.sheets.a1 import a1, quoted
from adapters.sheets.client import Json
from adapters.sheets.draft import Draft, Edit, Owner, Rule, Verdicts
from adapters.sheets.drafting import Drafting, unlock
from adapters.sheets.faults import BAD_RANGE, PROTECTED, LostAnswer, Rejected
from adapters.sheets.finding import Finder
from adapters.sheets.grid import TAB, Grid
from adapters.sheets.landing import Landing, lost_headers
from adapters.sheets.reader import Reader, grid_of
from adapters.sheets.receipts import receipt
from adapters.sheets.requests import requests_of
from adapters.sheets.restoring import places_to_restore, wrongly_removed
from adapters.sheets.rows import Tab
from adapters.sheets.trash import TITLE, Trash, find_trash, in_doubt, new_tab, restore_requests
from mappings.codecs.sheet import has_file_chip
from sync.changes import Change, Kind, Receipt
from sync.errors import Misconfigured, NotAllowed, OutOfReach, ServiceError
from sync.message import Message, say
from sync.model import Snapshot

ROUNDS = 6
"""A batch is sent at most so often: once, then for what landed elsewhere or was lost."""
LOSSES = 4
"""So many writes may stay without an answer."""
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
    rules: list[Rule] = field(default_factory=list)
    """Dropdowns that have to be put back."""
    refusals: int = 0
    losses: int = 0
    unmarked: bool = False
    """Whether the service refuses to mark columns; everything else goes on without."""

    def write(self) -> list[Receipt]:
        """Send until nothing is left to send. Raises ``ServiceError``, which leaves open what was written."""
        for _ in range(ROUNDS + REFUSALS):
            draft = self._draft()
            if draft.empty or not self._round(draft):
                break
        finder = Finder(self.tab, self.seen, self.changes)
        return [receipt(change, self.tab, finder, self.verdicts) for change in self.changes]

    def _draft(self) -> Draft:
        """Draft what is still to do, on the tab as it will be once the repairs are made."""
        tab = self._mended_tab()
        finder = Finder(tab, self.seen, self.changes)
        account = self.reader.client.account
        draft = Drafting(tab, finder, self.verdicts, account, self.reader.listed).draft(self.changes)
        taken = {(edit.row, edit.column) for edit in draft.edits}
        repairs = [edit for edit in self.repairs if (edit.row, edit.column) not in taken]
        return replace(draft, edits=(*repairs, *draft.edits), rules=(*self.rules, *draft.rules))

    def _mended_tab(self) -> Tab:
        return replace(self.tab, grid=_mended(self.tab.grid, self.repairs))

    def _round(self, draft: Draft) -> bool:
        """Send a draft and look where it landed; false where sending more is of no use."""
        trash = find_trash(self.reader.list_tabs()) if draft.removals else None
        marks = [] if self.unmarked else self.reader.marks.requests(self.tab.grid, self.tab.layout)
        requests = requests_of(draft, self.tab.grid, self.tab.layout.header, trash, marks)
        carried_out = True
        try:
            answer = self._send([request for request, _ in requests], self._ranges(draft, trash))
        except Rejected as refusal:
            if trash is not None and not trash.exists and BAD_RANGE in refusal.message:
                return self._make_trash(trash, draft)
            if marks and refusal.index is not None and refusal.index >= len(requests) - len(marks):
                self.unmarked = True
                return True
            return self._leave_out(refusal, [owner for _, owner in requests], draft)
        except NotAllowed as narrow:
            self._leave_file_chips(draft, narrow)
            return True
        except LostAnswer as lost:
            self._bear(lost)
            carried_out = trash is not None and self._was_removed(trash)
            answer = self.reader.fetch(self._ranges(draft, trash if carried_out else None))
        gone: Sequence[int] = ()
        if trash is not None and carried_out:
            gone, answer = self._check_removals(draft, trash, answer)
        before = self._mended_tab()
        self.tab, self.repairs = self._look(answer, draft)
        given = {change.record for change in self.changes if change.kind in (Kind.LINK, Kind.CREATE)}
        landing = Landing(before, self.tab, draft, gone, given)
        self.repairs += landing.repairs()
        self.rules = list(landing.rules())
        return True

    def _look(self, answer: Json, draft: Draft) -> tuple[Tab, list[Edit]]:
        """Read the answer. Where rows were put in above, the batch may have hit the headers, which are mended first."""
        grid = grid_of(answer, self.tab.grid.title)
        try:
            return self.reader.fit(grid), []
        except Misconfigured:
            for lost in lost_headers(self.tab, grid, draft):
                with suppress(Misconfigured):
                    return self.reader.fit(_mended(grid, lost)), lost
            raise

    def _send(self, requests: Sequence[Json], ranges: Sequence[str]) -> Json:
        body: Json = {"requests": requests, "includeSpreadsheetInResponse": True, "responseRanges": ranges}
        fields = f"updatedSpreadsheet.sheets({TAB})"
        answer = self.reader.client.change(self.reader.spreadsheet, body, fields=fields)
        found: Json = answer.get("updatedSpreadsheet", {})
        return found

    def _ranges(self, draft: Draft, trash: Trash | None) -> list[str]:
        ranges = [quoted(self.tab.grid.title)]
        return ranges if trash is None else [*ranges, trash.range_of(len(draft.removals))]

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

    def _check_removals(self, draft: Draft, trash: Trash, answer: Json) -> tuple[Sequence[int], Json]:
        """Put rows back that were not the ones to remove; the next round looks for those again.

        Returns the rows that are rightly gone, and the answer that shows the tab without them alone.
        """
        copies = grid_of(answer, TITLE)
        first = trash.rows + 1
        grid = grid_of(answer, self.tab.grid.title)
        rows = [copies.row(first + number) for number in range(len(draft.removals))]
        with suppress(Misconfigured):  # the header row itself may be among those to put back
            landing = Landing(self.tab, self.reader.fit(grid), draft)
            rows = [dict(landing.by_former_columns(row)) for row in rows]
        wrong = wrongly_removed(draft, self.tab, rows)
        if wrong:
            places = places_to_restore(draft, wrong, first)
            try:
                answer = self._send(restore_requests(places, grid, trash), self._ranges(draft, None))
            except (LostAnswer, Rejected):
                raise in_doubt() from None
        restored = {removal for removal, _ in wrong}
        return sorted(removal.row for removal in draft.removals if removal not in restored), answer

    def _leave_out(self, refusal: Rejected, owners: Sequence[Owner | None], draft: Draft) -> bool:
        """Nothing was carried out. Note the part at fault so that the rest can go; after many, give up the rest."""
        self.refusals += 1
        why = self._why(refusal.message)
        at_fault = owners[refusal.index] if refusal.index is not None and refusal.index < len(owners) else None
        if at_fault is not None and self.refusals <= REFUSALS:
            for each in draft.needing(refusal.index) or (at_fault,):
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


def _mended(grid: Grid, repairs: Sequence[Edit]) -> Grid:
    """Return the grid as it will be once these cells are put back."""
    return grid.patched({(edit.row, edit.column): _as_read(edit) for edit in repairs})


def _as_read(edit: Edit) -> Json:
    entered = edit.cell.get("userEnteredValue")
    form = {"effectiveFormat": edit.cell["userEnteredFormat"]} if "userEnteredFormat" in edit.cell else {}
    if entered is None:
        return form
    own = ("userEnteredValue", "userEnteredFormat")
    parts = {name: part for name, part in edit.cell.items() if name not in own and part is not None}
    return {"userEnteredValue": entered, "effectiveValue": entered, **parts, **form}
