"""A state machine: people edit both sides as they please, runs happen in between, some die."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from jobs.sync import OutcomeKind
from sync.model import Address, FieldName, Side, Value
from sync.policy import Deletes
from sync.values import readable
from tests.fakes.pair import Bench

sides = st.sampled_from(Side)
names = st.sampled_from(["title", "owner"])
texts = st.text("abc", min_size=1, max_size=3)


class People(RuleBasedStateMachine):
    """Whatever happens, a value a person typed stands on a side, and nothing is entered twice."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = Bench().with_policy(deletes=Deletes.HOLD)
        self.born = 0
        self.replaced: set[Value] = set()
        """What people have typed over since the last run that was not killed."""

    def _rows(self, side: Side) -> list[Address]:
        return list(self.bench.tables[side].rows)

    @rule(side=sides, title=texts)
    def add(self, side: Side, title: str) -> None:
        self.born += 1
        self.bench.tables[side].add(f"{side}{self.born}", title=f"{title}{self.born}")

    @rule(side=sides, which=st.integers(0, 9), name=names, text=texts)
    def edit(self, side: Side, which: int, name: str, text: str) -> None:
        rows = self._rows(side)
        if rows:
            self._type(side, rows[which % len(rows)], name, text)

    @rule(side=sides, which=st.integers(0, 9), name=names)
    def clear(self, side: Side, which: int, name: str) -> None:
        rows = self._rows(side)
        if rows and name != "title":
            self._type(side, rows[which % len(rows)], name, None)

    def _type(self, side: Side, place: Address, name: str, text: str | None) -> None:
        table = self.bench.tables[side]
        self.replaced.add(readable(table.rows[place].fields).get(FieldName(name)))
        table.edit(place, **{name: text})

    @rule()
    def sort(self) -> None:
        table = self.bench.sheet
        table.rows = dict(sorted(table.rows.items(), reverse=True))

    @rule()
    def sync(self) -> None:
        before = self._standing()
        outcome = self.bench.sync()
        assert outcome.kind is not OutcomeKind.FAILED
        self._nothing_lost(before, outcome.plan.lost)
        self.replaced.clear()

    @rule(fatal=st.integers(1, 6), when=st.sampled_from(["before", "after"]))
    def die(self, fatal: int, when: str) -> None:
        self.bench.sync_and_die(fatal, when)

    def _standing(self) -> set[Value]:
        return {v for side in Side for row in self.bench.tables[side].content().values() for v in row.values()}

    def _nothing_lost(self, before: set[Value], lost: object) -> None:
        """Only what a person replaced may be gone: it stood in the base, or a run that was killed had copied it."""
        gone = before - self._standing()
        known = {str(value) for record in self.bench.memory.base().records.values() for value in record.fields.values()}
        assert isinstance(lost, tuple)
        replaced = {value for value in gone if str(value) in self._old | known} | self.replaced
        assert gone - replaced <= {loser.value for loser in lost}

    @property
    def _old(self) -> set[str]:
        return self._before_base

    @invariant()
    def remember_base(self) -> None:
        records = self.bench.memory.base().records.values()
        self._before_base = {str(value) for record in records for value in record.fields.values()}

    @invariant()
    def nothing_is_entered_twice(self) -> None:
        for table in self.bench.tables.values():
            ids = [row.id for row in table.rows.values() if row.id is not None]
            assert len(ids) == len(set(ids))
            assert len(table.rows) <= self.born

    @precondition(lambda self: self.born > 0)
    @rule()
    def settle(self) -> None:
        """After a run, a second one writes nothing, and both sides are equal where nothing is open."""
        first = self.bench.sync()
        self.replaced.clear()
        self.bench.forget_writes()
        second = self.bench.sync()
        assert self.bench.writes() == 0
        assert second.plan.conflicts == first.plan.conflicts
        clashing = {(conflict.record, conflict.field) for conflict in second.plan.conflicts}
        notion, sheet = (self.bench.tables[side].content() for side in Side)
        assert notion.keys() == sheet.keys()
        for record, row in notion.items():
            for name in self.bench.names:
                assert row.get(name) == sheet[record].get(name) or (record, name) in clashing


People.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestPeople = People.TestCase
