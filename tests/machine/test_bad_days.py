"""A second machine: ids cleared, changed and copied, rows deleted, pages trashed and restored, values refused."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from jobs.sync import OutcomeKind
from sync.model import Address, FieldName, RecordId, Side
from sync.policy import Deletes, Limits
from tests.fakes.pair import OPEN, Bench
from tests.fakes.table import Row

sides = st.sampled_from(Side)
which = st.integers(0, 20)


class BadDays(RuleBasedStateMachine):
    """Each record is born with a title that nobody edits, so that it can be counted. One id is changed by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.born = 0
        self.copies: dict[str, int] = {}
        self.renamed = False

    @initialize(deletes=st.sampled_from(Deletes))
    def begin(self, deletes: Deletes) -> None:
        limits = Limits(deletes_percent=None, empty_side=False)
        self.bench = Bench(names=("title", "owner"), policy=OPEN).with_policy(deletes=deletes, limits=limits)
        self.bench.notion.refuses = ("refused",)

    def _pick(self, side: Side, number: int) -> Address | None:
        rows = list(self.bench.tables[side].rows)
        return rows[number % len(rows)] if rows else None

    def _more(self, row: Row) -> int:
        title = str(row.fields[FieldName("title")])
        self.copies[title] = self.copies.get(title, 0) + 1
        return sum(self.copies.values())

    @rule(side=sides)
    def add(self, side: Side) -> None:
        self.born += 1
        self.bench.tables[side].add(f"{side}{self.born}", title=f"record {self.born:03d}")

    @rule(side=sides, number=which, owner=st.sampled_from(["aoki", "sato", "refused", None]))
    def edit(self, side: Side, number: int, owner: str | None) -> None:
        place = self._pick(side, number)
        if place:
            self.bench.tables[side].edit(place, owner=owner)

    @rule(number=which)
    def delete_row(self, number: int) -> None:
        place = self._pick(Side.SHEET, number)
        if place:
            del self.bench.sheet.rows[place]

    @rule(number=which)
    def trash_page(self, number: int) -> None:
        place = self._pick(Side.NOTION, number)
        if place:
            self.bench.notion.trash[place] = self.bench.notion.rows.pop(place)

    @rule(number=which)
    def restore_page(self, number: int) -> None:
        pages = list(self.bench.notion.trash)
        if pages:
            place = pages[number % len(pages)]
            page = self.bench.notion.trash.pop(place)
            if place not in self.bench.notion.rows:
                self.bench.notion.rows[place] = page
                self._more(page)  # it may have been entered anew since it was trashed

    @rule(number=which)
    def clear_id(self, number: int) -> None:
        place = self._pick(Side.SHEET, number)
        if place:
            self.bench.sheet.rows[place].id = None

    @precondition(lambda self: not self.renamed)
    @rule(number=which)
    def change_id(self, number: int) -> None:
        place = self._pick(Side.SHEET, number)
        if place and self.bench.sheet.rows[place].id:
            self.renamed = True
            row = self.bench.sheet.rows[place]
            row.id = RecordId(f"typed-{self.born}-{number}")
            propagated = self.bench.policy.deletes is Deletes.PROPAGATE
            if propagated or self.copies.get(str(row.fields[FieldName("title")])):
                self._more(row)  # then it is another record by what the docs say, or nobody can tell which it was

    @rule(number=which)
    def copy_row(self, number: int) -> None:
        place = self._pick(Side.SHEET, number)
        if place:
            row = self.bench.sheet.rows[place]
            total = self._more(row)
            self.bench.sheet.rows[Address(f"copy{total}")] = Row(row.id, dict(row.fields))

    @rule(fatal=st.integers(1, 4), when=st.sampled_from(["before", "after"]))
    def die(self, fatal: int, when: str) -> None:
        self.bench.sync_and_die(fatal, when)

    @rule()
    def settle(self) -> None:
        """A run may hold or refuse, but never fail; a second one has nothing to write and nothing stands twice."""
        self.bench.sync()
        self.bench.forget_writes()
        outcome = self.bench.sync()
        assert outcome.kind is not OutcomeKind.FAILED
        assert self.bench.writes() == 0
        for side, table in self.bench.tables.items():
            titles = [str(row.fields[FieldName("title")]) for row in table.rows.values()]
            for title in set(titles):
                assert titles.count(title) <= 1 + self.copies.get(title, 0), (side, title)


BadDays.TestCase.settings = settings(max_examples=150, stateful_step_count=30, deadline=None, derandomize=True)
TestBadDays = BadDays.TestCase
