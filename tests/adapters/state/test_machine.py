"""The store against a plain dictionary, over every order of moves, receipts and re-openings."""

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from adapters.state.store import open_store
from sync.changes import Change, Intent, Kind, Receipt
from sync.model import ID_FIELD, Base, BaseRecord, FieldName, RecordId, Side
from sync.moves import Agree, Forget, Move, Part, Place, Reopen, Reunite, Unlink
from tests.adapters.state.strategies import addresses, sides, values

T0 = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
names = st.sampled_from([RecordId(f"R-{number}") for number in range(4)])
fields = st.sampled_from([FieldName(name) for name in ("title", "状態", "owner")])
moves: st.SearchStrategy[Move] = st.one_of(
    st.builds(Agree, names, fields, values),
    st.builds(Agree, names, fields, values),
    st.builds(Place, names, sides, addresses),
    st.builds(Forget, names),
    st.builds(Unlink, names),
    st.builds(Part, names, fields),
    st.builds(Reopen, names, st.none() | fields, st.just("run"), values),
    st.builds(Reunite, names),
)


def moved(records: dict[RecordId, BaseRecord], move: Move) -> dict[RecordId, BaseRecord]:
    old = records.get(move.record)
    rest = {name: record for name, record in records.items() if name != move.record}
    match move:
        case Forget():
            return rest
        case Unlink():
            return rest | ({move.record: replace(old, unlinked=True)} if old else {})
        case Agree():
            old = old or BaseRecord({})
            agreed = {**old.fields, move.field: move.value}
            return rest | {move.record: replace(old, fields=agreed, undone=without(old, move.field))}
        case Part():
            left = {} if old is None else {name: value for name, value in old.fields.items() if name != move.field}
            return rest | ({move.record: replace(old, fields=left)} if old else {})
        case Place():
            old = old or BaseRecord({})
            placed = {**old.addresses, move.side: move.address}
            return rest | {move.record: replace(old, addresses=placed, unlinked=False)}
        case Reopen():
            old = old or BaseRecord({})
            open_ = {**old.undone, move.field or ID_FIELD: move.run}
            apart = old.fields if move.field is None else {**old.fields, move.field: move.value}
            return rest | {move.record: replace(old, fields=apart, undone=open_)}
        case Reunite():
            return rest | ({move.record: replace(old, undone=without(old, ID_FIELD))} if old else {})


def without(record: BaseRecord, name: FieldName) -> dict[FieldName, str]:
    return {each: run for each, run in record.undone.items() if each != name}


class Machine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.records: dict[RecordId, BaseRecord] = {}
        self.known = False
        self.open: list[Intent] = []
        self.count = 0

    @initialize()
    def start(self) -> None:
        self._open()
        self.memory.begin("run", T0, [])

    def _open(self) -> None:
        self.store = open_store(str(Path(self.folder.name) / "state.db"))
        self.memory = self.store.pair("risks", "n", "s")

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self._open()

    def _apply(self, made: list[Move]) -> None:
        self.known = self.known or bool(made)
        for move in made:
            self.records = moved(self.records, move)

    @rule(made=st.lists(moves, max_size=6))
    def agree(self, made: list[Move]) -> None:
        self.memory.agree(made)
        self._apply(made)

    @rule(chosen=st.lists(names, min_size=1, max_size=3))
    def intend(self, chosen: list[RecordId]) -> None:
        self.open += self.memory.intend("run", [Change(Side.SHEET, Kind.LINK, name) for name in chosen], T0)
        self.count += len(chosen)

    @precondition(lambda self: bool(self.open))
    @rule(made=st.lists(moves, max_size=4), proved=st.booleans(), data=st.data())
    def receive(self, made: list[Move], proved: bool, data: st.DataObject) -> None:  # noqa: FBT001 - drawn by name
        intent = self.open.pop(data.draw(st.integers(0, len(self.open) - 1)))
        self.memory.receive([(intent, Receipt(intent.change, done=proved))], made, T0)
        self._apply(made)

    @precondition(lambda self: bool(self.open))
    @rule()
    def drop(self) -> None:
        self.memory.drop([self.open.pop()], T0, "settled")

    @invariant()
    def the_same_as_a_dictionary(self) -> None:
        if hasattr(self, "memory"):
            assert self.memory.base() == Base(self.records, known=self.known)
            assert self.memory.open_intents() == self.open
            assert len(self.memory.changes_of("run")) == self.count

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
        self.folder.cleanup()


TestMachine = Machine.TestCase
TestMachine.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
