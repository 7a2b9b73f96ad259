"""What the memory shows of its journal and notes, whatever it is kept in."""

from datetime import UTC, datetime, timedelta

from adapters.state.memory import PairMemory
from sync.changes import Cell, Change, Conflict, Held, Kind, Lost, Receipt
from sync.history import Ran, State, What
from sync.message import say
from sync.model import Address, FieldName, Record, RecordId, Side, Value
from sync.moves import Agree, Forget, Place, Unlink

T0 = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
T1, T2, T3 = (T0 + timedelta(days=day) for day in (1, 2, 3))
ONE, TWO = RecordId("R-1"), RecordId("R-2")
TITLE, OWNER = FieldName("title"), FieldName("owner")
WHY = say("changed in {side}", side="notion")


def conflict(field: FieldName | None = TITLE, sheet: Value = "s") -> Conflict:
    return Conflict(ONE, field, "was", {Side.NOTION: "n", Side.SHEET: sheet}, say("both changed"))


def test_runs_are_shown_newest_first_with_what_became_of_them(memory: PairMemory) -> None:
    memory.begin("a", T0, [])
    memory.end("a", T1, "in step", {"updates": 2})
    memory.begin("b", T2, ["deletes", "creates"])
    ran = Ran("a", T0, (), T1, "in step", {"updates": 2})
    assert memory.runs() == [Ran("b", T2, ("deletes", "creates"), None, None, {}), ran]
    assert memory.runs(limit=1)[0].run == "b"
    assert (memory.run("a"), memory.run("none")) == (ran, None)


def test_the_writes_of_a_run_keep_what_was_proved_refused_and_failed(memory: PairMemory) -> None:
    memory.begin("run", T0, [])
    cells = (Cell(TITLE, "a", "b", WHY), Cell(OWNER, None, ("x@example.com",), WHY))
    changes = [
        Change(Side.NOTION, Kind.UPDATE, ONE, Address("page"), cells),
        Change(Side.NOTION, Kind.CREATE, TWO, cells=cells[:1]),
        Change(Side.SHEET, Kind.LINK, ONE, Address("3")),
        Change(Side.SHEET, Kind.TRASH, TWO, Address("4")),
    ]
    part, created, failed, dropped = memory.intend("run", changes, T0)
    refused = {OWNER: say("nobody has the address {address}", address="x@example.com")}
    after = Record(Address("new-page"), TWO, {TITLE: "b"})
    memory.receive(
        [
            (part, Receipt(part.change, True, frozenset({TITLE}), refused)),
            (created, Receipt(created.change, True, frozenset({TITLE}), after=after)),
            (failed, Receipt(failed.change, failed=say("no answer"))),
        ],
        [],
        T1,
    )
    memory.drop([dropped], T2, "gone already")
    one, two, three, four = memory.changes_of("run")
    assert (one.intent, one.state, one.written, one.refused) == (part, State.DONE, frozenset({TITLE}), refused)
    assert (two.address, two.closed, two.intent.change.values()) == ("new-page", T1, {TITLE: "b"})
    assert (three.state, three.failed, three.written) == (State.FAILED, say("no answer"), frozenset())
    assert (four.state, four.why, four.closed) == (State.DROPPED, "gone already", T2)
    assert memory.changes_of("other") == []


def test_a_conflict_keeps_its_first_time_while_it_stands(memory: PairMemory) -> None:
    memory.note("a", [conflict()], [], [], T0)
    memory.note("b", [conflict()], [], [], T1)
    (one,) = memory.open_conflicts()
    assert (one.conflict, one.first_run, one.first_seen, one.last_seen) == (conflict(), "a", T0, T1)


def test_a_conflict_whose_values_change_keeps_its_first_time_and_both_versions(memory: PairMemory) -> None:
    memory.note("a", [conflict(sheet="s1")], [], [], T0)
    memory.note("b", [conflict(sheet="s2")], [], [], T1)
    (one,) = memory.open_conflicts()
    assert (one.conflict, one.first_run, one.first_seen) == (conflict(sheet="s2"), "a", T0)
    shown = [event.after for event in memory.history(ONE) if event.side is Side.SHEET]
    assert shown == ["s1", "s2"]


def test_a_conflict_that_is_not_reported_any_more_is_closed_and_starts_anew(memory: PairMemory) -> None:
    memory.note("a", [conflict(), conflict(OWNER)], [], [], T0)
    memory.note("b", [conflict(OWNER)], [], [], T1)
    assert [found.conflict.field for found in memory.open_conflicts()] == [OWNER]
    memory.note("c", [conflict(), conflict(OWNER)], [], [], T2)
    assert [(found.conflict.field, found.first_seen) for found in memory.open_conflicts()] == [
        (OWNER, T0),
        (TITLE, T2),
    ]


def test_a_conflict_of_whole_records_keeps_what_stood_on_each_side(memory: PairMemory) -> None:
    whole = Conflict(
        ONE,
        None,
        None,
        {},
        say("edited in {side}", side="sheet"),
        Side.NOTION,
        {TITLE: "a", OWNER: ("x", "y")},
        {Side.SHEET: {TITLE: "b", OWNER: None}},
    )
    memory.note("a", [whole], [], [], T0)
    assert [found.conflict for found in memory.open_conflicts()] == [whole]
    assert [event.what for event in memory.history(ONE)] == [What.CONFLICT]


def test_held_things_are_those_of_the_latest_run_with_the_time_they_were_first(memory: PairMemory) -> None:
    by_id = Held(say("deletions are held"), "deletion", ONE, None, Side.SHEET, Address("7"))
    by_row = Held(say("no id"), "no-id", side=Side.SHEET, address=Address("8"))
    column = Held(say("gone"), "drift", field=TITLE)
    memory.note("a", [], [by_id, by_row, column], [], T0)
    moved = Held(say("deletions are held"), "deletion", ONE, None, Side.SHEET, Address("9"))
    elsewhere = Held(say("no id"), "no-id", side=Side.SHEET, address=Address("10"))
    memory.note("b", [], [elsewhere, moved], [], T1)
    assert [(found.held, found.run, found.since) for found in memory.held()] == [
        (elsewhere, "b", T1),
        (moved, "b", T0),
    ]


def test_losing_values_are_kept_for_good_and_once_a_run(memory: PairMemory) -> None:
    first = Lost(ONE, TITLE, Side.SHEET, "typed", say("notion wins"))
    second = Lost(TWO, OWNER, Side.NOTION, ("a", "b"), say("the newer wins"))
    memory.note("a", [], [], [first], T0)
    memory.note("a", [], [], [first, second], T1)
    memory.note("b", [], [], [first], T2)
    assert [(kept.lost, kept.run, kept.at) for kept in memory.lost()] == [
        (first, "a", T0),
        (second, "a", T1),
        (first, "b", T2),
    ]
    assert [kept.lost for kept in memory.lost(TWO)] == [second]


def test_the_history_of_a_record_tells_everything_in_order(memory: PairMemory) -> None:
    memory.begin("a", T0, [])
    memory.agree([Agree(ONE, TITLE, "first"), Place(ONE, Side.SHEET, Address("2"))])
    memory.begin("b", T1, [])
    cells = (Cell(TITLE, "first", "second", WHY), Cell(OWNER, None, "nobody", WHY))
    (intent,) = memory.intend("b", [Change(Side.SHEET, Kind.UPDATE, ONE, Address("2"), cells)], T1)
    refused = Receipt(intent.change, True, frozenset({TITLE}), {OWNER: say("not a person")})
    memory.receive([(intent, refused)], [Agree(ONE, TITLE, "second")], T1)
    memory.note("b", [], [], [Lost(ONE, TITLE, Side.SHEET, "third", WHY)], T2)
    memory.begin("c", T3, [])
    memory.agree([Unlink(ONE)])
    memory.agree([Forget(ONE)])
    assert [
        (event.at, event.run, event.what, event.field, event.before, event.after) for event in memory.history(ONE)
    ] == [
        (T1, "b", What.WRITTEN, TITLE, "first", "second"),
        (T1, "b", What.REFUSED, OWNER, None, "nobody"),
        (T1, "b", What.AGREED, TITLE, "first", "second"),
        (T2, "b", What.LOST, TITLE, "third", None),
        (T3, "c", What.UNLINKED, None, None, None),
        (T3, "c", What.FORGOTTEN, TITLE, "second", None),
    ]
    assert memory.history(TWO) == []
    assert memory.former(TITLE) == [(ONE, "first"), (ONE, "second")]
    assert memory.former(OWNER) == []


def test_a_write_without_cells_has_its_place_in_the_history(memory: PairMemory) -> None:
    memory.begin("a", T0, [])
    memory.intend("a", [Change(Side.SHEET, Kind.LINK, ONE, Address("2"))], T0)
    assert [(event.what, event.side, event.field) for event in memory.history(ONE)] == [(What.OPEN, Side.SHEET, None)]


def test_what_is_agreed_again_leaves_no_trace(memory: PairMemory) -> None:
    memory.begin("a", T0, [])
    memory.agree([Agree(ONE, TITLE, 1)])
    memory.agree([Agree(ONE, TITLE, 1)])
    assert memory.history(ONE) == []
    memory.agree([Agree(ONE, TITLE, True)])
    assert [(event.before, event.after) for event in memory.history(ONE)] == [(1, True)]


def test_times_come_back_with_a_zone(memory: PairMemory) -> None:
    local = T0.astimezone(tz=None)
    memory.begin("a", local, [])
    (ran,) = memory.runs()
    assert ran.started == local
    assert ran.started.tzinfo is not None
