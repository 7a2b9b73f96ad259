"""Plans that look wrong are refused as a whole, with what was seen and the way out."""

import pytest

from jobs.sync import Outcome, OutcomeKind
from sync.model import Address, RecordId, Side, Whereabouts
from sync.policy import FirstMatch, Limits
from tests.fakes.pair import OPEN, Bench
from tests.fakes.table import columns


def ten(limits: Limits) -> Bench:
    return Bench(policy=OPEN).both(**{f"r{n}": {"title": f"risk {n}"} for n in range(10)}).with_policy(limits=limits)


def codes(outcome: Outcome) -> list[str]:
    return [refusal.code for refusal in outcome.refusals]


@pytest.mark.parametrize(("gone", "refused"), [(5, False), (6, True)])
def test_more_than_half_deleted_is_refused(gone: int, *, refused: bool) -> None:
    bench = ten(Limits())
    for n in range(gone):
        del bench.sheet.rows[Address(f"r{n}")]
    outcome = bench.sync()
    assert codes(outcome) == (["too-many-deletes"] if refused else [])
    assert len(bench.notion.rows) == (10 if refused else 10 - gone)


def test_a_refusal_says_what_was_seen_what_is_allowed_and_the_way_out() -> None:
    bench = ten(Limits())
    for n in range(6):
        del bench.sheet.rows[Address(f"r{n}")]
    (refusal,) = bench.sync().refusals
    assert "6 of 10 records (60 %) were deleted in sheet; allowed are 50 %" in str(refusal.seen)
    assert "--force" in str(refusal.way_out)


def test_a_forced_run_is_carried_out_once_and_written_down() -> None:
    bench = ten(Limits())
    for n in range(6):
        del bench.sheet.rows[Address(f"r{n}")]
    assert bench.sync(force=True).kind is OutcomeKind.CHANGED
    assert bench.memory.forces[-1] == ["too-many-deletes"]  # type: ignore[attr-defined]  # the plain memory keeps them
    assert len(bench.notion.rows) == 4


def test_an_empty_notion_read_is_refused_even_if_every_page_is_looked_up() -> None:
    bench = ten(Limits())
    bench.notion.rows.clear()
    bench.notion.found = {RecordId(f"r{n}"): Whereabouts.TRASHED for n in range(10)}
    assert "empty-side" in codes(bench.sync())


@pytest.mark.parametrize(("changed", "refused"), [(10, True), (9, False)])
def test_everything_changed_at_once_is_refused_where_it_is_watched(changed: int, *, refused: bool) -> None:
    bench = ten(Limits(all_changed=True))
    for n in range(changed):
        bench.sheet.edit(f"r{n}", title=f"other {n}")
    assert codes(bench.sync()) == (["everything-changed"] if refused else [])


def test_fields_on_which_nothing_was_agreed_yet_have_not_changed() -> None:
    bench = Bench(("title",), OPEN)
    bench.both(**{f"r{n}": {"title": f"risk {n}"} for n in range(10)})
    bench.with_policy(limits=Limits(all_changed=True), first_match=FirstMatch.FILL)
    bench.names = ("title", "owner")
    for table in bench.tables.values():
        table.columns = columns(bench.names)
    for n in range(10):
        bench.sheet.edit(f"r{n}", owner=f"person {n}")
    assert codes(bench.sync()) == []
    assert bench.same()
    for n in range(10):
        bench.sheet.edit(f"r{n}", owner="somebody else")
    assert codes(bench.sync()) == ["everything-changed"]


def test_too_many_creations_are_refused_above_the_floor() -> None:
    bench = ten(Limits(creates_percent=100, creates_floor=5))
    for n in range(11):
        bench.sheet.add(f"n{n}", title=f"new {n}")
    assert codes(bench.sync()) == ["too-many-creations"]


def test_another_filter_is_refused() -> None:
    bench = ten(Limits())
    bench.notion.scope = "Status is not Done"
    assert codes(bench.sync()) == ["filter-changed"]


@pytest.mark.parametrize("side", list(Side))
def test_a_missing_canary_is_refused(side: Side) -> None:
    bench = ten(Limits()).with_policy(canary=RecordId("r3"))
    del bench.tables[side].rows[Address("r3")]
    assert codes(bench.sync()) == ["canary"]
    assert bench.writes() == 0


def test_rewritten_ids_are_refused() -> None:
    bench = ten(Limits())
    for n in (1, 2):
        bench.sheet.rows[Address(f"r{n}")].id = RecordId("same")
    assert codes(bench.sync()) == ["ids-rewritten"]
    assert bench.writes() == 0


def test_many_pages_out_of_reach_are_a_lost_share_and_not_a_clean_up() -> None:
    bench = ten(Limits())
    for n in range(6):
        del bench.notion.rows[Address(f"r{n}")]
        bench.notion.found[RecordId(f"r{n}")] = Whereabouts.UNKNOWN
    assert codes(bench.sync()) == ["lost-sight"]


def test_a_side_that_is_only_read_is_left_alone() -> None:
    bench = ten(Limits()).with_policy(read_only=frozenset({Side.SHEET}))
    bench.notion.edit("r1", title="other")
    bench.sheet.edit("r2", title="another")
    outcome = bench.sync()
    assert [held.code for held in outcome.plan.held] == ["read-only"]
    assert bench.notion.content()["r2"]["title"] == "another"
    assert bench.sheet.content()["r1"]["title"] == "risk 1"
