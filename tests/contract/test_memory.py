"""What every memory of a pair has to do, whatever it is kept in (``sync.ports.Memory``)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from threading import Barrier, Lock

import pytest

from adapters.state.memory import PairMemory
from adapters.state.store import Store
from sync.changes import Cell, Change, Intent, Kind, Receipt
from sync.errors import Busy, StateError
from sync.message import say
from sync.model import Address, Base, BaseRecord, Column, FieldName, RecordId, Side, Site, Span, Value
from sync.moves import Agree, Forget, Move, Place, Unlink
from sync.ports import Memory

T0 = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
LASTS = timedelta(minutes=10)
ONE, TWO = RecordId("R-1"), RecordId("R-2")
TITLE, COUNT = FieldName("title"), FieldName("count")


def agree(record: RecordId, field: FieldName, value: Value) -> Agree:
    return Agree(record, field, value)


def update(record: RecordId = ONE, before: Value = "a", after: Value = "b") -> Change:
    why = say("changed in {side}", side=Side.NOTION)
    return Change(Side.SHEET, Kind.UPDATE, record, Address("2"), (Cell(TITLE, before, after, why),))


def done(intent: Intent) -> tuple[Intent, Receipt]:
    return intent, Receipt(intent.change, done=True, written=frozenset(intent.change.values()))


def another(store: Store) -> PairMemory:
    """What a second process would open."""
    return store.pair("risks", "data-source", "spreadsheet/tab")


def test_it_is_a_memory(memory: PairMemory) -> None:
    port: Memory = memory
    assert port.open_intents() == []


def test_nothing_is_known_at_first(memory: PairMemory) -> None:
    assert memory.base() == Base()


def test_agreeing_on_nothing_is_knowing_nothing(memory: PairMemory) -> None:
    memory.agree([])
    assert not memory.base().known


def test_an_empty_pair_that_was_carried_out_is_known(memory: PairMemory) -> None:
    memory.remember({}, {}, T0)
    assert memory.base() == Base(known=True)


def test_columns_and_scopes_are_remembered_and_replaced(memory: PairMemory) -> None:
    columns = {
        Side.NOTION: {TITLE: Column("件名", "title", "%3Fab", "title Name")},
        Side.SHEET: {TITLE: Column("Title", "text"), COUNT: Column("N", "number")},
    }
    memory.remember({Side.SHEET: {TITLE: Column("old", "text")}}, {}, T0)
    memory.remember(columns, {Side.NOTION: "status != done"}, T0)
    assert memory.base() == Base({}, columns, {Side.NOTION: "status != done"}, known=True)


def test_where_the_tables_were_found_is_remembered(memory: PairMemory) -> None:
    sites = {Side.NOTION: Site("d5", identity=Column("Key", "rich_text", "k", "ID")), Side.SHEET: Site("0", "台帳")}
    memory.remember({}, {}, T0, sites)
    assert memory.base() == Base(sites=sites, known=True)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        0,
        -(2**53) + 1,
        10**30,
        1.0,
        -0.25,
        "",
        "障害　報告 👩‍🚒\n二行目",
        "cut \ud83d",
        "\x00",
        (),
        ("a", "あ", "\ud800"),
        Span(date(2025, 1, 31)),
        Span(date(2025, 1, 31), date(2025, 2, 1)),
        Span(datetime(2025, 1, 31, 23, 30, tzinfo=timezone(timedelta(hours=9)))),
        Span(T0, datetime(2025, 6, 2, 5, 15, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))),
    ],
    ids=repr,
)
def test_a_value_comes_back_as_it_went_in(memory: PairMemory, value: Value) -> None:
    memory.agree([agree(ONE, TITLE, value)])
    back = memory.base().records[ONE].fields[TITLE]
    assert (back, type(back), repr(_offset(back))) == (value, type(value), repr(_offset(value)))


def _offset(value: Value) -> timedelta | None:
    return value.start.utcoffset() if isinstance(value, Span) and isinstance(value.start, datetime) else None


def test_moves_of_a_record_add_up_in_their_order(memory: PairMemory) -> None:
    memory.agree(
        [
            agree(ONE, TITLE, "first"),
            Place(ONE, Side.NOTION, Address("page")),
            agree(TWO, TITLE, "gone"),
            agree(ONE, TITLE, "second"),
            Place(ONE, Side.SHEET, Address("7")),
            Forget(TWO),
        ]
    )
    places = {Side.NOTION: Address("page"), Side.SHEET: Address("7")}
    assert memory.base() == Base({ONE: BaseRecord({TITLE: "second"}, places)}, known=True)


def test_a_move_leaves_the_other_fields_and_records_alone(memory: PairMemory) -> None:
    memory.agree([agree(ONE, TITLE, "a"), agree(ONE, COUNT, 1), agree(TWO, TITLE, "b")])
    memory.agree([agree(ONE, TITLE, None)])
    records = memory.base().records
    assert (records[ONE].fields, records[TWO].fields) == ({TITLE: None, COUNT: 1}, {TITLE: "b"})


def test_true_and_one_and_one_point_zero_are_three_values(memory: PairMemory) -> None:
    kinds = []
    for value in (1, True, 1.0, 1):
        memory.agree([agree(ONE, TITLE, value)])
        kinds.append(type(memory.base().records[ONE].fields[TITLE]))
    assert kinds == [int, bool, float, int]


def test_an_unlinked_record_stays_so_until_it_stands_in_a_table_again(memory: PairMemory) -> None:
    memory.agree([agree(ONE, TITLE, "a"), Unlink(ONE)])
    memory.agree([agree(ONE, TITLE, "b")])
    assert memory.base().records[ONE].unlinked
    memory.agree([Place(ONE, Side.SHEET, Address("3"))])
    assert not memory.base().records[ONE].unlinked


def test_forgetting_or_unlinking_what_is_not_there_is_nothing(memory: PairMemory) -> None:
    memory.agree([Forget(ONE), Unlink(TWO)])
    assert memory.base() == Base(known=True)


def test_a_forgotten_record_may_come_back_without_its_old_fields(memory: PairMemory) -> None:
    memory.agree([agree(ONE, TITLE, "a"), agree(ONE, COUNT, 1)])
    memory.agree([Forget(ONE), agree(ONE, TITLE, "b")])
    assert memory.base().records == {ONE: BaseRecord({TITLE: "b"})}


def test_pairs_do_not_see_each_other(store: Store, memory: PairMemory) -> None:
    other = store.pair("incidents", "data-source-2", "spreadsheet/tab-2")
    memory.agree([agree(ONE, TITLE, "a")])
    memory.begin("run", T0, [])
    memory.intend("run", [update()], T0)
    assert (other.base(), other.open_intents(), other.runs()) == (Base(), [], [])


def test_an_intent_is_open_until_its_receipt(memory: PairMemory) -> None:
    memory.begin("run", T0, [])
    change = replace(update(), restore=Address("trashed"), last=True, proves=frozenset({TITLE}))
    first, second = memory.intend("run", [change, update(TWO)], T0)
    assert (first.change, second.change, first.run, first.at) == (change, update(TWO), "run", T0)
    assert memory.open_intents() == [first, second]
    memory.receive([done(first)], [], T0)
    assert memory.open_intents() == [second]


def test_intents_of_several_calls_have_different_numbers(memory: PairMemory) -> None:
    memory.begin("run", T0, [])
    made = [intent.id for _ in range(3) for intent in memory.intend("run", [update(), update(TWO)], T0)]
    assert len(set(made)) == 6


def test_an_open_intent_keeps_the_message_translatable(memory: PairMemory) -> None:
    memory.begin("run", T0, [])
    memory.intend("run", [update()], T0)
    (why,) = (cell.why for cell in memory.open_intents()[0].change.cells)
    assert (why.text, dict(why.values)) == ("changed in {side}", {"side": "notion"})


def test_a_receipt_and_its_moves_are_one(memory: PairMemory) -> None:
    memory.begin("run", T0, [])
    (intent,) = memory.intend("run", [update()], T0)
    memory.receive([done(intent)], [agree(ONE, TITLE, "b")], T0)
    assert memory.base().records[ONE].fields == {TITLE: "b"}
    with pytest.raises(StateError):
        memory.receive([done(intent)], [agree(ONE, TITLE, "c")], T0)
    assert memory.base().records[ONE].fields == {TITLE: "b"}


def test_the_same_intent_twice_in_one_call_is_refused(memory: PairMemory) -> None:
    memory.begin("run", T0, [])
    (intent,) = memory.intend("run", [update()], T0)
    with pytest.raises(StateError):
        memory.receive([done(intent), done(intent)], [], T0)
    assert memory.open_intents() == [intent]


def test_a_dropped_intent_is_closed_for_good(memory: PairMemory) -> None:
    memory.begin("run", T0, [])
    (intent,) = memory.intend("run", [update()], T0)
    memory.drop([intent], T0, "stands there already")
    assert memory.open_intents() == []
    with pytest.raises(StateError):
        memory.receive([done(intent)], [], T0)


def test_a_run_has_to_be_begun_once(memory: PairMemory) -> None:
    with pytest.raises(StateError, match="never begun"):
        memory.intend("run", [update()], T0)
    with pytest.raises(StateError, match="never begun"):
        memory.end("run", T0, "ok", {})
    memory.begin("run", T0, [])
    with pytest.raises(StateError, match="already"):
        memory.begin("run", T0, [])


def test_threads_may_write_at_once(memory: PairMemory) -> None:
    memory.begin("run", T0, [])

    def work(number: int) -> None:
        name = RecordId(f"R-{number}")
        (intent,) = memory.intend("run", [update(name)], T0)
        memory.receive([done(intent)], [agree(name, TITLE, str(number))], T0)

    with memory.lease("one", lambda: T0, LASTS), ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(40)))
    assert {name: record.fields[TITLE] for name, record in memory.base().records.items()} == {
        f"R-{number}": str(number) for number in range(40)
    }
    assert memory.open_intents() == []


def test_a_second_holder_is_told_who_has_the_pair_and_until_when(store: Store, memory: PairMemory) -> None:
    with memory.lease("night run on host-a", lambda: T0, LASTS), pytest.raises(Busy) as refused:  # noqa: SIM117
        with another(store).lease("other", lambda: T0, LASTS):
            pytest.fail("two at once")
    assert "night run on host-a" in str(refused.value)
    assert "2025-06-02T09:10:00+00:00" in str(refused.value)
    assert refused.value.way_out is not None


def test_a_lease_is_released_also_when_the_run_fails(store: Store, memory: PairMemory) -> None:
    with pytest.raises(KeyboardInterrupt), memory.lease("one", lambda: T0, LASTS):
        raise KeyboardInterrupt
    with another(store).lease("two", lambda: T0, LASTS):
        pass


def test_an_expired_lease_is_taken_over_and_its_holder_stopped(store: Store, memory: PairMemory) -> None:
    second = another(store)
    with memory.lease("one", lambda: T0, LASTS):
        memory.begin("run", T0, [])
        with second.lease("two", lambda: T0 + LASTS, LASTS):
            with pytest.raises(Busy, match="two"):
                memory.intend("run", [update()], T0)
            with pytest.raises(Busy):
                memory.agree([agree(ONE, TITLE, "late")])
            second.agree([agree(ONE, TITLE, "mine")])
            memory.end("run", T0, "lost the lease", {})
    assert second.base().records[ONE].fields == {TITLE: "mine"}
    assert second.open_intents() == []


def test_the_end_of_a_lost_lease_does_not_release_the_next(store: Store, memory: PairMemory) -> None:
    second = another(store)
    first = memory.lease("one", lambda: T0, LASTS)
    first.__enter__()
    with second.lease("two", lambda: T0 + LASTS, LASTS):
        first.__exit__(None, None, None)
        with (
            pytest.raises(Busy, match="two"),
            another(store).lease("three", lambda: T0 + LASTS, LASTS),
        ):
            pytest.fail("two at once")


def test_every_write_renews_the_lease(store: Store, memory: PairMemory) -> None:
    clock = [T0]
    with memory.lease("one", lambda: clock[0], LASTS):
        clock[0] = T0 + timedelta(minutes=9)
        memory.begin("run", clock[0], [])
        with (
            pytest.raises(Busy, match="09:19:00"),
            another(store).lease("two", lambda: T0 + timedelta(minutes=15), LASTS),
        ):
            pytest.fail("two at once")


def test_a_holder_may_take_its_own_lease_again(store: Store, memory: PairMemory) -> None:
    with memory.lease("one", lambda: T0, LASTS):
        with memory.lease("one", lambda: T0, LASTS):
            pass
        memory.agree([agree(ONE, TITLE, "still mine")])
        with pytest.raises(Busy), another(store).lease("two", lambda: T0, LASTS):
            pytest.fail("two at once")
    with another(store).lease("two", lambda: T0, LASTS):
        pass


def test_leases_of_two_pairs_are_apart(store: Store, memory: PairMemory) -> None:
    other = store.pair("incidents", "data-source-2", "spreadsheet/tab-2")
    with memory.lease("one", lambda: T0, LASTS), other.lease("two", lambda: T0, LASTS):
        pass


def test_of_many_only_one_gets_the_lease(store: Store) -> None:
    start, lock = Barrier(6), Lock()
    inside: list[str] = []
    got: list[str] = []

    def compete(number: int) -> None:
        mine = another(store)
        start.wait()
        for _ in range(5):
            try:
                with mine.lease(f"run {number}", lambda: T0, LASTS):
                    with lock:
                        assert inside == []
                        inside.append(f"run {number}")
                    mine.agree([agree(ONE, COUNT, number)])
                    with lock:
                        inside.clear()
                        got.append(f"run {number}")
            except Busy:
                continue

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(compete, range(6)))
    assert got


def test_many_moves_are_written_in_parts_that_add_up(memory: PairMemory) -> None:
    moves: list[Move] = [agree(RecordId(f"R-{number}"), TITLE, number) for number in range(1203)]
    memory.agree(moves)
    memory.agree([Forget(RecordId(f"R-{number}")) for number in range(0, 1203, 2)])
    assert sorted(str(record.fields[TITLE]) for record in memory.base().records.values()) == sorted(
        str(number) for number in range(1, 1203, 2)
    )


def test_a_lease_is_renewed_without_a_write_and_not_once_it_is_lost(store: Store, memory: PairMemory) -> None:
    clock = [T0]
    second = another(store)
    with memory.lease("one", lambda: clock[0], LASTS):
        clock[0] = T0 + timedelta(minutes=9)
        memory.renew()
        with pytest.raises(Busy), second.lease("two", lambda: T0 + timedelta(minutes=15), LASTS):
            pytest.fail("two at once")
        with second.lease("two", lambda: T0 + timedelta(minutes=30), LASTS), pytest.raises(Busy, match="two"):
            memory.renew()
