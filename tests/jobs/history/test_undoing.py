"""What an undone run leaves: the copy taken back, the edit kept, and nothing done again by the next run."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from jobs.history.undoing import find_run
from jobs.sync import OutcomeKind
from sync.changes import Kind
from sync.errors import Misconfigured
from sync.model import Address, FieldName, RecordId, Side
from sync.policy import Deletes, Direction, FieldPolicy, FirstMatch, Limits, OnConflict
from tests.fakes.pair import OPEN
from tests.jobs.history.past import Past, past

N, S = Side.NOTION, Side.SHEET


@pytest.fixture
def at() -> Iterator[Past]:
    with past() as made:
        made.bench.both(r1={"title": "one", "owner": "aoki"}, r2={"title": "two", "owner": "baba"})
        yield made


def carried(at: Past, owner: str = "sato") -> str:
    """Let a person edit the owner in Notion, and a run carry it to the sheet."""
    at.bench.notion.edit("r1", owner=owner)
    run = at.sync()
    assert at.value(S, "r1") == owner
    at.bench.forget_writes()
    return run


def open_fields(at: Past) -> list[tuple[str, str | None]]:
    return [(found.record, found.field) for found in at.bench.plan().plan.conflicts]


def codes(at: Past, run: str) -> list[str]:
    return [held.code for held in at.undo(run, write=False).plan.held]


def test_the_copy_is_taken_back_and_the_edit_is_kept(at: Past) -> None:
    run = carried(at)
    outcome = at.undo(run)
    assert outcome.kind is OutcomeKind.CONFLICTS
    assert (at.value(N, "r1"), at.value(S, "r1")) == ("sato", "aoki")
    assert [table.side for table in at.bench.tables.values() if table.writes] == [S]
    (found,) = at.bench.plan().plan.conflicts
    assert (found.record, found.field, found.was) == ("r1", "owner", "aoki")
    assert found.values == {N: "sato", S: "aoki"}
    assert run in str(found.why)
    at.nothing_to_write()


def test_the_other_records_stay(at: Past) -> None:
    at.bench.notion.edit("r2", owner="kept")
    at.sync()
    at.undo(carried(at))
    assert (at.value(N, "r2"), at.value(S, "r2")) == ("kept", "kept")


@pytest.mark.parametrize("policy", [OnConflict.NOTION, OnConflict.SHEET, OnConflict.NEWEST, OnConflict.KEEP_BOTH])
def test_no_policy_does_it_again(at: Past, policy: OnConflict) -> None:
    at.bench.of_field("owner", FieldPolicy(on_conflict=policy))
    at.undo(carried(at))
    at.nothing_to_write()
    assert (at.value(N, "r1"), at.value(S, "r1")) == ("sato", "aoki")


def test_a_person_who_makes_the_sides_equal_closes_it(at: Past) -> None:
    at.undo(carried(at))
    at.bench.notion.edit("r1", owner="aoki")
    assert at.sync()
    assert open_fields(at) == []
    at.bench.notion.edit("r1", owner="later")
    at.sync()
    assert at.value(S, "r1") == "later"


def test_another_edit_of_either_side_stays_open_and_overwrites_nothing(at: Past) -> None:
    at.undo(carried(at))
    for side in Side:
        at.bench.tables[side].edit("r1", owner=f"typed in {side}")
        at.nothing_to_write()
        assert at.value(side, "r1") == f"typed in {side}"
    assert open_fields(at) == [("r1", "owner")]


def test_what_was_edited_since_is_left_and_named(at: Past) -> None:
    run = carried(at)
    at.bench.sheet.edit("r1", owner="typed since")
    outcome = at.undo(run)
    assert at.value(S, "r1") == "typed since"
    assert [(held.code, held.record, held.field, held.side) for held in outcome.plan.held] == [
        ("undo-edited", "r1", "owner", S)
    ]
    assert at.bench.writes() == 0


def test_what_a_later_run_wrote_is_left_and_the_run_is_named(at: Past) -> None:
    run = carried(at)
    carried(at, "baba")
    later = carried(at, "sato")
    outcome = at.undo(run)
    (held,) = outcome.plan.held
    assert held.code == "undo-written"
    assert later in str(held.why)
    assert at.bench.writes() == 0


def test_the_other_side_may_have_been_edited_since(at: Past) -> None:
    run = carried(at)
    at.bench.notion.edit("r1", owner="newer")
    at.undo(run)
    assert (at.value(N, "r1"), at.value(S, "r1")) == ("newer", "aoki")
    at.nothing_to_write()


def test_undoing_the_undo_brings_the_sides_together(at: Past) -> None:
    undone = at.undo(carried(at)).run
    assert undone is not None
    outcome = at.undo(undone)
    assert outcome.kind is OutcomeKind.CHANGED
    assert at.value(S, "r1") == "sato"
    assert open_fields(at) == []
    at.nothing_to_write()


def test_undoing_twice_writes_once(at: Past) -> None:
    run = carried(at)
    at.undo(run)
    at.bench.forget_writes()
    outcome = at.undo(run)
    assert not outcome.plan.changes
    assert open_fields(at) == [("r1", "owner")]
    assert at.bench.writes() == 0


def test_showing_writes_nothing_anywhere(at: Past) -> None:
    run = carried(at)
    before = at.memory.base()
    outcome = at.undo(run, write=False)
    assert [change.values() for change in outcome.plan.changes] == [{"owner": "aoki"}]
    assert at.bench.writes() == 0
    assert at.memory.base() == before
    assert at.memory.runs(1)[0].run == run


def test_both_sides_of_a_merge_are_put_back(at: Past) -> None:
    policy = FieldPolicy(inside=OPEN.default.inside, on_conflict=OnConflict.NOTION)
    at.bench.of_field("owner", policy)
    at.bench.notion.edit("r1", owner="n")
    at.bench.sheet.edit("r1", owner="s")
    run = at.sync()
    assert at.value(S, "r1") == "n"
    at.undo(run)
    assert (at.value(N, "r1"), at.value(S, "r1")) == ("n", "s")
    assert at.bench.plan().plan.conflicts[0].was == "aoki"
    at.nothing_to_write()


def test_a_field_that_was_filled_at_the_first_meeting_is_emptied_again(at: Past) -> None:
    at.bench.with_policy(first_match=FirstMatch.FILL)
    at.bench.notion.add("r3", "r3", title="three", owner="filled")
    at.bench.sheet.add("r3", "r3", title="three")
    run = at.sync()
    assert at.value(S, "r3") == "filled"
    at.undo(run)
    assert at.value(S, "r3") is None
    at.nothing_to_write()


def test_a_field_that_only_one_side_decides_is_left(at: Past) -> None:
    at.bench.of_field("owner", FieldPolicy(direction=Direction.TO_SHEET))
    assert codes(at, carried(at)) == ["undo-one-way"]


def test_a_side_that_is_only_read_is_left(at: Past) -> None:
    run = carried(at)
    at.bench.with_policy(read_only=frozenset({S}))
    assert codes(at, run) == ["undo-barred"]


def test_edits_that_wait_for_a_run_go_on_waiting(at: Past) -> None:
    run = carried(at)
    at.bench.notion.edit("r2", owner="waiting")
    at.undo(run)
    assert at.value(S, "r2") == "baba"
    at.sync()
    assert at.value(S, "r2") == "waiting"


@pytest.mark.parametrize("made_in", [N, S])
@pytest.mark.parametrize("deletes", Deletes)
def test_a_record_that_was_copied_over_goes_to_the_trash_and_its_original_stays(
    at: Past, made_in: Side, deletes: Deletes
) -> None:
    at.bench.with_policy(deletes=deletes)
    at.bench.tables[made_in].add("r3", "r3", title="three", owner="typed")
    run = at.sync()
    copy = at.bench.tables[made_in.other]
    assert len(copy.rows) == 3
    at.undo(run)
    assert "r3" not in copy.content()
    assert [row.fields[FieldName("title")] for row in copy.trash.values()] == ["three"]
    assert at.bench.tables[made_in].content()["r3"]["owner"] == "typed"
    at.nothing_to_write()
    assert open_fields(at) == [("r3", None)]


def test_a_copied_record_that_somebody_worked_on_is_left(at: Past) -> None:
    at.bench.notion.add("r3", "r3", title="three")
    run = at.sync()
    at.bench.sheet.edit("r3", owner="typed since")
    assert codes(at, run) == ["undo-edited"]
    at.undo(run)
    assert "r3" in at.bench.sheet.content()


def test_a_copied_record_whose_original_is_deleted_meanwhile_is_forgotten(at: Past) -> None:
    at.bench.with_policy(deletes=Deletes.HOLD)
    at.bench.notion.add("r3", "r3", title="three")
    run = at.sync()
    del at.bench.notion.rows[Address("r3")]
    at.undo(run)
    assert "r3" not in at.bench.sheet.content()
    assert "r3" not in at.memory.base().records
    at.nothing_to_write()


def test_undoing_the_undo_brings_the_copy_back_out_of_the_trash(at: Past) -> None:
    at.bench.notion.add("r3", "r3", title="three", owner="typed")
    undone = at.undo(at.sync()).run
    assert undone is not None
    outcome = at.undo(undone)
    assert outcome.error is None
    assert at.bench.same()
    assert open_fields(at) == []
    assert not at.bench.sheet.trash
    at.nothing_to_write()


@pytest.mark.parametrize("deleted_in", [N, S])
def test_a_record_that_was_trashed_comes_back_and_is_not_trashed_again(at: Past, deleted_in: Side) -> None:
    del at.bench.tables[deleted_in].rows[Address("r1")]
    run = at.sync()
    other = at.bench.tables[deleted_in.other]
    assert "r1" not in other.content()
    at.undo(run)
    assert other.content()["r1"] == {"title": "one", "owner": "aoki"}
    assert not other.trash
    at.nothing_to_write()
    assert open_fields(at) == [("r1", None)]
    at.bench.tables[deleted_in].add("r1", "r1", title="one", owner="aoki")
    at.sync()
    assert open_fields(at) == []
    assert at.memory.base().records[RecordId("r1")].undone == {}


def test_emptying_a_table_by_an_undo_needs_force() -> None:
    with past(policy=replace(OPEN, limits=Limits(deletes_percent=50))) as at:
        for n in range(4):
            at.bench.notion.add(f"r{n}", f"r{n}", title=str(n))
        run = at.sync()
        outcome = at.undo(run)
        assert outcome.kind is OutcomeKind.REFUSED
        assert [refusal.code for refusal in outcome.refusals] == ["too-many-deletes"]
        assert len(at.bench.sheet.rows) == 4
        assert at.undo(run, force=True).error is None
        assert len(at.bench.sheet.rows) == 0


def test_ids_that_were_written_stay(at: Past) -> None:
    at.bench.sheet.add("row 9", None, title="nine")
    run = at.sync()
    at.undo(run)
    (row,) = [row for address, row in at.bench.sheet.rows.items() if address == "row 9"]
    assert row.id is not None
    at.nothing_to_write()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("fatal", range(1, 5))
def test_a_crash_at_any_write_of_an_undo_converges(when: str, fatal: int) -> None:
    """What was put back stays put back, nothing typed is overwritten, and undoing again does the rest."""
    with past() as at:
        deeds(at)
        run = at.sync()
        died = at.undo_and_die(run, fatal, when)
        assert died or fatal > 4
        at.nothing_to_write()
        assert at.bench.notion.content()["r1"]["owner"] == "sato"
        assert at.bench.sheet.content()["r2"]["owner"] == "tanaka"
        assert "r3" in at.bench.notion.content()
        at.undo(run)
        at.nothing_to_write()
        crashed = (at.bench.notion.content(), at.bench.sheet.content(), open_fields(at))
    with past() as at:
        deeds(at)
        at.undo(at.sync())
        at.nothing_to_write()
        assert (at.bench.notion.content(), at.bench.sheet.content(), open_fields(at)) == crashed


def deeds(at: Past) -> None:
    """One of each: an edit carried to either side, a record copied, a record trashed."""
    rows = {name: {"title": name, "owner": "aoki"} for name in ("r1", "r2", "r4", "r5", "r6", "r7")}
    at.bench.both(**rows)
    at.bench.notion.edit("r1", owner="sato")
    at.bench.sheet.edit("r2", owner="tanaka")
    at.bench.notion.add("r3", "r3", title="three")
    del at.bench.sheet.rows[Address("r4")]


def test_runs_are_found_by_name_by_beginning_and_as_the_last(at: Past) -> None:
    run = carried(at)
    at.sync()
    for named in (run, run[:-1] if len(run) > 5 else run, "last"):
        found = find_run(named, at.memory)
        assert found is not None
        assert found.run == run
    assert find_run("nobody", at.memory) is None
    with pytest.raises(Misconfigured, match="fits 3 runs"):
        find_run("run-", at.memory)


def test_an_undone_write_says_what_it_is_in_the_journal(at: Past) -> None:
    run = carried(at)
    undone = at.undo(run).run
    assert undone is not None
    (found,) = at.memory.changes_of(undone)
    assert (found.intent.change.kind, found.intent.change.values()) == (Kind.UPDATE, {"owner": "aoki"})
    assert run in str(found.intent.change.cells[0].why)


def test_an_edit_that_was_taken_back_by_hand_leaves_nothing_open(at: Past) -> None:
    run = carried(at)
    at.bench.notion.edit("r1", owner="aoki")
    assert at.undo(run).kind is OutcomeKind.CHANGED
    assert open_fields(at) == []
    at.nothing_to_write()
