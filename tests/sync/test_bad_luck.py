"""What random histories with faults brought to light; each was wrong once."""

from dataclasses import replace

import pytest

from sync.model import Address, FieldName, RecordId, Side
from sync.policy import Deletes, FieldPolicy, FirstMatch, OnConflict
from tests.fakes.pair import Bench
from tests.fakes.table import Row

OWNER = FieldName("owner")


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_losing_value_is_kept_though_the_run_is_killed_at_the_write(when: str) -> None:
    bench = Bench().both(r1={"title": "risk one", "owner": "aoki"})
    bench.of_field("owner", FieldPolicy(on_conflict=OnConflict.SHEET))
    bench.notion.edit("r1", owner="typed in notion")
    bench.sheet.edit("r1", owner="typed in the sheet")
    assert bench.sync_and_die(1, when)
    bench.sync()
    assert bench.notion.content()["r1"]["owner"] == "typed in the sheet"
    assert [(each.side, each.value) for each in bench.memory.losers] == [  # type: ignore[attr-defined]  # the plain one
        (Side.NOTION, "typed in notion")
    ]


def test_a_copied_row_whose_id_was_changed_before_does_not_bring_its_record_back_a_third_time() -> None:
    bench = Bench().with_policy(deletes=Deletes.HOLD)
    bench.both(r1={"title": "risk one", "owner": "aoki"}, r2={"title": "risk two", "owner": "sato"})
    bench.sheet.rows[Address("r1")].id = RecordId("typed")
    row = bench.sheet.rows[Address("r1")]
    bench.sheet.rows[Address("copy")] = Row(row.id, dict(row.fields))
    bench.notion.edit("r1", owner="edited")
    bench.sync(force=True)
    titles = [str(each.fields[FieldName("title")]) for each in bench.sheet.rows.values()]
    assert titles.count("risk one") == 2
    assert bench.notion.content()["r1"]["owner"] == "edited"


def test_a_row_deleted_after_its_page_was_made_and_the_run_killed_is_a_deletion_at_every_run() -> None:
    bench = Bench().with_policy(deletes=Deletes.HOLD).both(r1={"title": "risk one"})
    bench.sheet.add("2", title="risk two")
    assert bench.sync_and_die(2, "after")
    (lost,) = [address for address, row in bench.sheet.rows.items() if row.fields[FieldName("title")] == "risk two"]
    del bench.sheet.rows[lost]
    seen = [[held.code for held in bench.sync().plan.held] for _ in range(3)]
    assert seen == [["deletion"]] * 3


def test_a_conflict_in_a_column_that_was_made_anew_stays_until_a_person_decides() -> None:
    """What was agreed on stood in another column: it does not say which side was edited."""
    bench = Bench()
    for table in bench.tables.values():
        table.columns = {name: replace(column, key=f"key of {name}") for name, column in table.columns.items()}
    bench.both(r={"title": "one", "owner": "aoki"}, q={"title": "two", "owner": "sato"})
    bench.notion.columns[OWNER] = replace(bench.notion.columns[OWNER], key="another")
    bench.notion.edit("r", owner="kato")
    for _ in range(3):
        (conflict,) = bench.sync().plan.conflicts
        assert (conflict.record, conflict.field, conflict.first) == ("r", "owner", True)
    assert bench.writes() == 0
    bench.notion.edit("q", owner="kato")
    assert len(bench.sync().plan.conflicts) == 1
    assert bench.sheet.content()["q"]["owner"] == "kato"


def remade(names: tuple[str, ...], *made_anew: str) -> Bench:
    """One record; then ``made_anew`` are made anew, blank, in Notion, and the row loses its id."""
    bench = Bench(names).with_policy(whole_records=True, deletes=Deletes.HOLD)
    for table in bench.tables.values():
        table.columns = {name: replace(column, key=f"key of {name}") for name, column in table.columns.items()}
    bench.both(r={name: f"{name} one" for name in names})
    for name in made_anew:
        bench.notion.columns[FieldName(name)] = replace(bench.notion.columns[FieldName(name)], key="another")
        bench.notion.edit("r", **{name: None})
    bench.sheet.rows[Address("r")].id = None
    return bench


def test_a_row_without_its_id_is_found_again_at_every_run_while_a_column_made_anew_is_in_conflict() -> None:
    bench = remade(("title", "owner", "level"), "level")
    for _ in range(3):
        plan = bench.sync().plan
        assert [(each.record, each.field, each.first) for each in plan.conflicts] == [("r", "level", True)]
        assert not plan.held
    assert bench.writes() == 0
    bench.notion.edit("r", level="level one")
    bench.sync()
    assert bench.sheet.rows[Address("r")].id == "r"
    assert bench.same()


def test_a_row_without_its_id_that_says_the_same_in_few_columns_is_held_and_not_entered_twice() -> None:
    bench = remade(("title", "owner", "level"), "owner", "level")
    bench.sync()
    for _ in range(2):
        assert ("id-cleared", "r") in [(held.code, held.record) for held in bench.sync().plan.held]
    assert bench.writes() == 0


def test_rows_without_ids_that_differ_in_a_column_made_anew_only_are_held() -> None:
    bench = remade(("title", "owner", "level"))
    bench.both(q={"title": "title one", "owner": "owner one", "level": "level two"})
    bench.sheet.rows[Address("r")].id = None
    bench.sheet.rows[Address("q")].id = None
    bench.notion.columns[FieldName("level")] = replace(bench.notion.columns[FieldName("level")], key="another")
    for name in ("r", "q"):
        bench.notion.edit(name, level=None)
    assert {each.record for each in bench.sync().plan.conflicts} == {"r", "q"}
    for _ in range(2):
        assert [held.code for held in bench.sync().plan.held] == ["id-cleared"] * 2
    assert bench.writes() == 0


def test_a_cell_of_a_new_column_that_could_not_be_filled_is_not_taken_for_cleared() -> None:
    bench = Bench().with_policy(first_match=FirstMatch.FILL)
    for table in bench.tables.values():
        table.columns = {name: replace(column, key=f"key of {name}") for name, column in table.columns.items()}
    bench.both(r={"title": "one", "owner": "aoki"})
    bench.sheet.columns[OWNER] = replace(bench.sheet.columns[OWNER], key="another")
    bench.sheet.edit("r", owner=None)
    bench.sheet.refuses = ("aoki",)
    bench.sync()
    bench.sync()
    assert bench.notion.content()["r"]["owner"] == "aoki"
    bench.sheet.refuses = ()
    bench.sync()
    assert bench.sheet.content()["r"]["owner"] == "aoki"
