"""The four that matter most, and what follows from them."""

from datetime import UTC, datetime

import pytest

from jobs.sync import OutcomeKind
from sync.changes import Change, Kind, Receipt
from sync.errors import NotThere
from sync.follow import follow
from sync.message import say
from sync.model import Address, Column, FieldName, Proof, Record, RecordId, Side, Snapshot, Whereabouts
from sync.moves import Place
from sync.plan import Plan
from sync.policy import Deletes, Direction, EditAgainstDelete, FieldPolicy, FirstMatch, Limits, OnConflict, PairPolicy
from tests.fakes.pair import Bench


def full(count: int = 6) -> Bench:
    return Bench().both(**{f"r{n}": {"title": f"risk {n}", "owner": "aoki"} for n in range(count)})


def test_plan_again_is_empty() -> None:
    bench = full()
    bench.notion.edit("r1", owner="sato")
    bench.sheet.edit("r2", title="renamed")
    bench.sheet.add("row", title="typed in the sheet")
    assert bench.plan().kind is OutcomeKind.PENDING
    assert bench.sync().kind is OutcomeKind.CHANGED
    assert bench.same()
    bench.forget_writes()
    assert not bench.plan().plan.changes
    assert bench.sync().kind is OutcomeKind.IN_STEP
    assert bench.writes() == 0


@pytest.mark.parametrize("side", list(Side))
def test_an_emptied_side_is_refused(side: Side) -> None:
    bench = full()
    bench.tables[side].rows.clear()
    outcome = bench.sync()
    assert outcome.kind is OutcomeKind.REFUSED
    assert "empty-side" in [refusal.code for refusal in outcome.refusals]
    assert bench.writes() == 0
    assert len(bench.tables[side.other].rows) == 6


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("fatal", range(6))
def test_a_run_that_dies_at_write_k_converges_in_the_next(fatal: int, when: str) -> None:
    bench = full()
    bench.notion.edit("r1", owner="sato")
    bench.sheet.edit("r2", title="renamed")
    bench.sheet.add("row", title="typed in the sheet")
    bench.notion.add("page", "page", title="made in notion")
    del bench.sheet.rows[Address("r3")]
    assert bench.sync_and_die(fatal + 1, when)
    assert bench.sync().kind in (OutcomeKind.CHANGED, OutcomeKind.IN_STEP)
    assert bench.same()
    assert sorted(row["title"] or "" for row in bench.notion.content().values()) == sorted(  # type: ignore[type-var]
        ["made in notion", "renamed", "risk 0", "risk 1", "risk 4", "risk 5", "typed in the sheet"]
    )
    bench.forget_writes()
    bench.sync()
    assert bench.writes() == 0


def test_an_ambiguous_key_is_reported_and_nothing_is_guessed() -> None:
    bench = Bench().with_policy(match_on=("title",))
    for place in ("1", "2"):
        bench.sheet.add(place, title="API timeout")
    bench.notion.add("page", title="ＡＰＩ  Timeout")
    outcome = bench.sync()
    assert [held.code for held in outcome.plan.held] == ["ambiguous"] * 3
    assert bench.writes() == 0


def test_an_id_that_stands_twice_is_held_and_the_rest_goes_on() -> None:
    bench = full()
    bench.sheet.add("copy", "r1", title="risk 1", owner="aoki")
    bench.notion.edit("r2", owner="sato")
    outcome = bench.sync()
    assert {held.record for held in outcome.plan.held} == {"r1"}
    assert bench.sheet.content()["r2"]["owner"] == "sato"


def test_a_conflict_waits_and_stays_visible() -> None:
    bench = full()
    bench.notion.edit("r1", owner="sato")
    bench.sheet.edit("r1", owner="kato")
    for _ in range(2):
        outcome = bench.sync()
        assert outcome.kind is OutcomeKind.CONFLICTS
        (conflict,) = outcome.plan.conflicts
        assert (conflict.was, conflict.values) == ("aoki", {Side.NOTION: "sato", Side.SHEET: "kato"})
    assert bench.writes() == 0


def test_different_fields_of_one_record_both_win() -> None:
    bench = full()
    bench.notion.edit("r1", owner="sato")
    bench.sheet.edit("r1", title="renamed")
    bench.sync()
    assert bench.same()
    assert bench.notion.content()["r1"] == {"title": "renamed", "owner": "sato"}


def test_a_losing_value_is_kept() -> None:
    bench = full().of_field("owner", FieldPolicy(on_conflict=OnConflict.NOTION))
    bench.notion.edit("r1", owner="sato")
    bench.sheet.edit("r1", owner="kato")
    outcome = bench.sync()
    assert [(lost.side, lost.value) for lost in outcome.plan.lost] == [(Side.SHEET, "kato")]
    assert bench.same()


def test_a_deletion_is_held_by_default_and_listed() -> None:
    bench = full().with_policy(deletes=Deletes.HOLD)
    del bench.sheet.rows[Address("r1")]
    outcome = bench.sync()
    assert [(held.record, held.code) for held in outcome.plan.held] == [("r1", "deletion")]
    assert bench.writes() == 0


def test_a_deletion_goes_to_the_trash_where_it_is_allowed() -> None:
    bench = full()
    del bench.sheet.rows[Address("r1")]
    bench.sync()
    assert Address("r1") in bench.notion.trash
    assert bench.same()


def test_an_edit_beats_a_deletion() -> None:
    bench = full()
    del bench.sheet.rows[Address("r1")]
    bench.notion.edit("r1", owner="sato")
    bench.sync()
    assert bench.sheet.content()["r1"]["owner"] == "sato"


def test_an_edit_against_a_deletion_can_be_a_conflict() -> None:
    bench = full().with_policy(edit_against_delete=EditAgainstDelete.ASK)
    del bench.sheet.rows[Address("r1")]
    bench.notion.edit("r1", owner="sato")
    outcome = bench.sync()
    assert outcome.plan.conflicts[0].deleted is Side.SHEET
    assert bench.writes() == 0


@pytest.mark.parametrize("found", [Whereabouts.UNKNOWN, Whereabouts.HERE, Whereabouts.MOVED])
def test_absence_without_proof_deletes_nothing(found: Whereabouts) -> None:
    bench = full()
    del bench.notion.rows[Address("r1")]
    bench.notion.found = {RecordId("r1"): found}
    bench.sync()
    bench.sync()
    assert bench.writes() == 0
    assert Address("r1") in bench.sheet.rows


@pytest.mark.parametrize("proof", [Proof.PARTIAL, Proof.CHANGES])
def test_a_short_read_deletes_and_duplicates_nothing(proof: Proof) -> None:
    bench = full()
    bench.sheet.edit("r1", owner="sato")
    bench.sheet.proof = proof
    bench.sheet.shown = lambda address: address == "r1"
    bench.sync()
    assert len(bench.notion.rows) == len(bench.sheet.rows) == 6
    assert bench.notion.content()["r1"]["owner"] == "sato"


@pytest.mark.parametrize("force", [False, True])
def test_an_edit_between_the_read_and_the_write_is_planned_again(*, force: bool) -> None:
    """A forced run looks again, too: what is forced is the guard, not the edit."""
    bench = full()
    bench.sheet.edit("r1", owner="sato")
    bench.with_policy(limits=Limits(all_changed=force, all_changed_floor=1))
    if force:
        for n in range(6):
            bench.sheet.edit(f"r{n}", owner="sato")
    read = bench.notion.read

    def reading(*_: object) -> Snapshot:
        snapshot = read()
        bench.notion.read = read  # type: ignore[method-assign]  # once only
        bench.notion.edit("r1", owner="kato")
        return snapshot

    bench.notion.read = reading  # type: ignore[method-assign, assignment]  # other people, not ours
    outcome = bench.sync(force=force)
    assert outcome.kind is OutcomeKind.CONFLICTS
    assert bench.notion.content()["r1"]["owner"] == "kato"
    assert bench.writes() == (5 if force else 0)


def test_both_versions_can_be_kept_as_records() -> None:
    bench = full().of_field("owner", FieldPolicy(on_conflict=OnConflict.KEEP_BOTH))
    bench.notion.edit("r1", owner="sato")
    bench.sheet.edit("r1", owner="kato")
    bench.sync()
    assert bench.same()
    assert sorted(str(r.get("owner")) for r in bench.notion.content().values()) == ["aoki"] * 5 + ["kato", "sato"]
    bench.forget_writes()
    bench.sync()
    assert bench.writes() == 0


def test_a_lost_memory_adopts_what_is_equal_and_deletes_nothing() -> None:
    bench = full().with_policy(first_match=FirstMatch.STRICT)
    del bench.sheet.rows[Address("r0")]
    bench.sheet.edit("r1", owner="kato")
    fresh = Bench(tables=bench.tables)
    outcome = fresh.sync()
    assert len(fresh.sheet.rows) == len(fresh.notion.rows) == 6
    assert [conflict.record for conflict in outcome.plan.conflicts] == ["r1"]


def test_records_without_ids_are_matched_once_by_key_and_get_one() -> None:
    bench = Bench().with_policy(match_on=("title",))
    bench.notion.add("page", title="API timeout", owner="aoki")
    bench.sheet.add("12", title="ａｐｉ timeout", owner="aoki")
    bench.sync()
    (notion,), (sheet,) = bench.notion.rows.values(), bench.sheet.rows.values()
    assert notion.id == sheet.id is not None
    assert Kind.CREATE not in [change.kind for table in bench.tables.values() for change in table.writes]


def test_a_cleared_id_is_given_back_by_content() -> None:
    bench = Bench().both(r1={"title": "one"}, r2={"title": "two"})
    bench.sheet.rows[Address("r1")].id = None
    bench.sync()
    assert bench.sheet.rows[Address("r1")].id == "r1"
    assert len(bench.notion.rows) == 2


def test_an_id_changed_by_hand_is_held_while_deletions_are() -> None:
    bench = Bench().both(r1={"title": "risk one"}, r2={"title": "risk two"}).with_policy(deletes=Deletes.HOLD)
    bench.sheet.rows[Address("r1")].id = RecordId("r9")
    bench.sheet.edit("r1", owner="sato")
    outcome = bench.sync()
    assert "id-changed" in [held.code for held in outcome.plan.held]
    assert bench.writes() == 0


def test_a_cleared_id_in_a_row_that_was_edited_too_is_held_and_not_entered_twice() -> None:
    bench = Bench().both(r1={"title": "risk one"}, r2={"title": "risk two"}).with_policy(deletes=Deletes.HOLD)
    bench.sheet.rows[Address("r1")].id = None
    bench.sheet.edit("r1", owner="sato")
    bench.sheet.add("5", title="risk three")
    outcome = bench.sync()
    assert [(held.code, held.record) for held in outcome.plan.held] == [("id-cleared", "r1")]
    assert len(bench.notion.rows) == 3
    bench.sheet.rows[Address("r1")].id = RecordId("r1")
    bench.sync()
    assert bench.same()


def test_two_full_tables_with_nothing_in_common_are_refused_the_first_time() -> None:
    bench = Bench()
    for n in range(5):
        bench.notion.add(f"p{n}", title=f"page {n}")
        bench.sheet.add(f"{n}", title=f"row {n}")
    assert [refusal.code for refusal in bench.sync().refusals] == ["strangers"]
    assert bench.writes() == 0
    assert bench.sync(force=True).kind is OutcomeKind.CHANGED
    assert len(bench.notion.rows) == 10


def test_what_notion_computes_reaches_the_sheet_in_the_same_run() -> None:
    bench = Bench(names=("title", "number")).of_field("number", FieldPolicy(direction=Direction.TO_SHEET))
    create, counter = bench.notion._apply, iter(range(1, 9))

    def numbering(change: Change) -> Address:
        address = create(change)
        if change.kind is Kind.CREATE:
            bench.notion.rows[address].fields[FieldName("number")] = f"RISK-{next(counter)}"
        return address

    bench.notion._apply = numbering  # type: ignore[method-assign]
    bench.sheet.add("2", title="typed in the sheet")
    bench.sheet.add("3", "mine-a", title="typed with an id")
    bench.sync()
    assert bench.same()
    assert {row.get("number") for row in bench.sheet.content().values()} == {"RISK-1", "RISK-2"}
    bench.forget_writes()
    bench.sync()
    assert bench.writes() == 0


def test_what_a_side_is_known_to_refuse_is_held_and_not_planned_again() -> None:
    bench = full()
    bench.notion.refuses = ("no such status",)
    bench.sheet.edit("r1", owner="no such status", title="renamed")
    bench.sheet.add("9", "r9", title="new", owner="no such status")
    bench.sync()
    assert bench.notion.content()["r1"] == {"title": "renamed", "owner": "aoki"}
    assert bench.notion.content()["r9"] == {"title": "new"}
    outcome = bench.plan()
    assert outcome.kind is OutcomeKind.IN_STEP
    assert [(held.record, held.field, held.code) for held in outcome.plan.held] == [
        ("r1", "owner", "refused"),
        ("r9", "owner", "refused"),
    ]
    bench.sheet.edit("9", owner="aoki")
    bench.sync()
    assert bench.notion.content()["r9"]["owner"] == "aoki"


def test_a_side_that_fails_in_the_middle_ends_the_run_and_keeps_what_was_proved() -> None:
    bench = full()
    bench.notion.edit("r1", owner="sato")
    bench.sheet.edit("r2", title="renamed")
    bench.sheet.recheck = lambda seen: raising(NotThere(say("the tab is gone")), seen)  # type: ignore[method-assign]
    outcome = bench.sync()
    assert outcome.kind is OutcomeKind.FAILED
    assert str(outcome.error) == "the tab is gone"
    assert bench.notion.content()["r2"]["title"] == "renamed"
    assert bench.memory.ends[-1] == "failed"  # type: ignore[attr-defined]  # the plain memory keeps them
    assert not bench.memory.open_intents()


def raising(error: Exception, _seen: Snapshot) -> Snapshot:
    raise error


def test_the_order_of_a_plan_does_not_depend_on_the_order_of_the_answers() -> None:
    answers = [Change(Side.NOTION, Kind.UPDATE, RecordId(f"r{n}"), Address(f"p{n}")) for n in range(3)]
    number = FieldName("number")
    policy = PairPolicy({number: FieldPolicy(direction=Direction.TO_SHEET)})
    rows = tuple(Record(Address(f"{n}"), RecordId(f"r{n}"), {number: None}) for n in range(3))
    sheet = Snapshot(Side.SHEET, rows, {number: Column("number", "text")}, datetime(2026, 1, 1, tzinfo=UTC))
    plan = Plan(moves=tuple(Place(RecordId(f"r{n}"), Side.SHEET, Address(f"{n}")) for n in range(3)))
    receipts = [
        Receipt(change, done=True, after=Record(Address("p"), change.record, {number: f"No {change.record}"}))
        for change in answers
    ]
    one, two = follow(plan, receipts, sheet, policy), follow(plan, receipts[::-1], sheet, policy)
    assert [change.record for change in one.changes] == ["r0", "r1", "r2"]
    assert one.digest() == two.digest()
