"""Flags come, stay and go with what is found, on both sides, and never twice in one spell."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.flag.options import Options
from jobs.rules.finding import Family
from jobs.sync import OutcomeKind
from sync.model import Column, FieldName
from tests.fakes.table import Crash
from tests.jobs.flag.bench import Flagged, finding


@pytest.fixture
def made() -> Iterator[Flagged]:
    flagged = Flagged()
    flagged.bench.both(**{"R-1": {"title": "a"}, "R-2": {"title": "b"}})
    with flagged.store:
        yield flagged


def test_flags_and_notes_appear_on_both_sides_and_a_second_run_and_a_sync_write_nothing(made: Flagged) -> None:
    overdue = finding("R-1", "overdue.review", "the review was due")
    assert made.flag(finding("R-1"), overdue).kind is OutcomeKind.CHANGED
    assert made.both("R-1") == [("stale", "overdue")] * 2
    assert made.both("R-1", "flag_note") == ["the review was due / nobody touched it"] * 2
    assert made.both("R-2") == [None, None]
    assert made.writes() == 2
    assert made.flag(finding("R-1"), overdue).kind is OutcomeKind.IN_STEP
    assert made.bench.sync().kind is OutcomeKind.IN_STEP
    assert made.writes() == 0


def test_figures_that_grow_in_a_reason_are_no_reason_to_write_it_anew(made: Flagged) -> None:
    made.flag(finding("R-1", why="for 30 days", roles=("status",)))
    made.writes()
    made.flag(finding("R-1", why="for 31 days", roles=("status",)))
    assert made.writes() == 0
    made.flag(finding("R-1", why="for 32 days", roles=("owner",)))
    assert made.both("R-1", "flag_note") == ["for 32 days"] * 2, "another reason is"


def test_what_does_not_hold_any_more_is_taken_away_and_begins_anew_later(made: Flagged) -> None:
    made.flag(finding("R-1"))
    made.now += timedelta(days=1)
    made.flag()
    assert made.both("R-1") == [None, None]
    assert made.both("R-1", "flag_note") == [None, None]
    assert made.spells() == []
    made.now += timedelta(days=1)
    made.flag(finding("R-1"))
    assert made.both("R-1") == [("stale",)] * 2
    assert [each.since for each in made.spells()] == [made.now]


@pytest.mark.parametrize("side", ["notion", "sheet"])
@pytest.mark.parametrize("synced", [True, False])
def test_a_flag_that_a_person_takes_away_is_not_set_again_in_its_spell(
    made: Flagged, side: str, *, synced: bool
) -> None:
    overdue = finding("R-1", "overdue.review", "the review was due")
    made.flag(finding("R-1"), overdue)
    getattr(made.bench, side).edit("R-1", flags=("overdue",))
    if synced:
        made.bench.sync()
    made.flag(finding("R-1"), overdue)
    assert made.both("R-1") == [("overdue",)] * 2
    assert made.both("R-1", "flag_note") == ["the review was due"] * 2
    made.bench.sync()
    made.writes()
    made.flag(finding("R-1"), overdue)
    assert made.writes() == 0
    made.flag(overdue)  # the spell is over
    made.flag(finding("R-1"), overdue)
    assert made.both("R-1") == [("stale", "overdue")] * 2


def test_an_undone_run_is_not_done_again(made: Flagged) -> None:
    made.flag(finding("R-1"))
    for table in made.bench.tables.values():
        table.edit("R-1", flags=None, flag_note=None)
    made.flag(finding("R-1"))
    assert made.both("R-1") == [None, None]


def test_what_people_type_into_our_fields_is_put_back_and_kept(made: Flagged) -> None:
    made.flag(finding("R-1"))
    made.bench.sheet.edit("R-1", flags=("stale", "mine"), flag_note="my own words")
    made.bench.sync()
    outcome = made.flag(finding("R-1"))
    assert made.both("R-1") == [("stale",)] * 2
    assert made.both("R-1", "flag_note") == ["nobody touched it"] * 2
    lost = {(each.side, each.field): each.value for each in outcome.plan.lost}
    assert lost["sheet", "flags"] == ("stale", "mine")  # type: ignore[index]  # a side is its text
    assert lost["sheet", "flag_note"] == "my own words"  # type: ignore[index]  # as above
    assert any(kept.lost.value == "my own words" for kept in made.memory.lost())


def test_our_own_texts_that_are_replaced_are_not_called_lost(made: Flagged) -> None:
    made.flag(finding("R-1"))
    outcome = made.flag(finding("R-1", "overdue.review", "the review was due"))
    assert outcome.plan.lost == ()


def test_a_record_that_a_rule_could_not_judge_keeps_its_flag(made: Flagged) -> None:
    made.flag(finding("R-1"))
    made.writes()
    made.flag(unjudged=[("R-1", "stale.risk")])
    assert made.both("R-1") == [("stale",)] * 2
    assert made.both("R-1", "flag_note") == ["nobody touched it"] * 2
    assert made.writes() == 0
    made.flag(records=["R-2"])
    assert made.both("R-1") == [("stale",)] * 2, "nor is anything concluded of a record that was not read"


def test_beyond_the_cap_they_wait_and_lasting_ones_do_not_count(made: Flagged) -> None:
    both = [finding("R-1"), finding("R-2")]
    made.flag(*both, admitted=[("R-1", "stale.risk")])
    assert [made.both(name)[0] for name in ("R-1", "R-2")] == [("stale",), None]
    made.flag(*both, admitted=[("R-2", "stale.risk")])
    assert [made.both(name)[0] for name in ("R-1", "R-2")] == [("stale",)] * 2


def test_another_language_renames_the_flags_and_nobody_has_taken_them_away(made: Flagged) -> None:
    made.flag(finding("R-1"))
    made.flag(finding("R-1"), options=Options("ja"))
    assert made.both("R-1") == [("滞留",)] * 2
    made.flag(finding("R-1"), options=Options("ja", {Family.STALE: "ほこり"}))
    assert made.both("R-1") == [("ほこり",)] * 2
    assert [each.removed for each in made.spells()] == [None]


def test_a_family_that_is_not_wanted_any_more_goes_and_may_come_back(made: Flagged) -> None:
    made.flag(finding("R-1"))
    made.flag(finding("R-1"), options=Options(families=(Family.OVERDUE,)))
    assert made.both("R-1") == [None, None]
    made.flag(finding("R-1"))
    assert made.both("R-1") == [("stale",)] * 2


def test_a_column_that_was_made_anew_is_filled_again(made: Flagged) -> None:
    made.flag(finding("R-1"))
    made.memory.remember(
        {side: {n: Column(n, "text", "old") for n in table.columns} for side, table in made.bench.tables.items()},
        {},
        made.now,
    )
    for each in made.bench.tables.values():
        each.columns = {name: Column(name, "text", "old") for name in each.columns}
    sheet = made.bench.sheet
    sheet.columns[FieldName("flags")] = Column("flags", "text", "new")
    sheet.edit("R-1", flags=None)
    made.flag(finding("R-1"))
    assert made.both("R-1") == [("stale",)] * 2


def test_a_dry_run_shows_it_and_remembers_nothing(made: Flagged) -> None:
    outcome = made.flag(finding("R-1"), dry=True)
    assert outcome.kind is OutcomeKind.PENDING
    assert len(outcome.plan.changes) == 2
    assert (made.writes(), made.spells()) == (0, [])


def test_a_record_that_is_new_waits_for_its_first_sync_and_is_not_called_held(made: Flagged) -> None:
    made.bench.notion.add("p", "R-9", title="new")
    assert made.flag().kind is OutcomeKind.IN_STEP
    made.flag(finding("R-9"))
    assert made.bench.notion.content()["R-9"] == {"title": "new"}
    made.bench.sync()
    made.flag(finding("R-9"))
    assert made.both("R-9") == [("stale",)] * 2


@pytest.mark.parametrize("fatal", [1, 2, 3, 4])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_run_that_dies_in_the_middle_is_finished_by_the_next(tmp_path: Path, fatal: int, when: str) -> None:
    made = Flagged(str(tmp_path / "state.db"))
    made.bench.both(**{"R-1": {"title": "a"}, "R-2": {"title": "b"}})
    count = 0

    def dies(_change: object, moment: str) -> bool:
        nonlocal count
        count += moment == when
        return moment == when and count == fatal

    for table in made.bench.tables.values():
        table.crash = dies
    both = [finding("R-1"), finding("R-2")]
    with pytest.raises(Crash):
        made.flag(*both)
    for table in made.bench.tables.values():
        table.crash = lambda _change, _when: False
    made.store.close()
    made.flag(*both)
    assert [made.both(name) for name in ("R-1", "R-2")] == [[("stale",)] * 2] * 2
    assert all(each.flagged and not each.removed for each in made.spells())
    made.writes()
    made.flag(*both)
    made.bench.sync()
    assert made.writes() == 0
    made.store.close()


def test_a_dismissal_by_tick_is_reset_on_both_sides(made: Flagged) -> None:
    made.bench.notion.edit("R-1", duplicate_dismiss=True)
    made.flag()
    assert made.both("R-1", "duplicate_dismiss") == [False, False]
    made.writes()
    made.flag()
    made.bench.sync()
    assert made.writes() == 0
