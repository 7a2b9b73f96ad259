"""Merged cells: what is covered is neither read as empty nor written."""

import pytest

from adapters.sheets.grid import Box
from adapters.sheets.merges import Merges
from sync.errors import Refused
from sync.model import RecordId, Unreadable
from tests.adapters.sheets.world import ROWS, SCORE, TITLE, A, B, C, D, World, by_key, create, fill, record, update


def join(world: World, cells: str) -> None:
    world.tab.merge_cells(cells)


def test_a_covered_cell_is_held_by_its_name_and_not_read_as_empty(world: World) -> None:
    join(world, "D2:D3")
    snapshot = world.table().read()
    assert record(snapshot, A).fields[SCORE] == 3
    found = record(snapshot, B).fields[SCORE]
    assert isinstance(found, Unreadable)
    assert "D3 is merged into D2:D3" in str(found.why)
    assert record(snapshot, C).fields[SCORE] == 8
    assert record(snapshot, B).fields[TITLE] == "遅延"


def test_a_covered_cell_is_not_written_and_the_first_one_is(world: World) -> None:
    join(world, "D2:D3")
    table = world.table()
    seen = table.read()
    changes = [update(seen, A, {SCORE: 9}), update(seen, B, {SCORE: 9, TITLE: "x"})]
    why = table.objections(changes, seen)
    assert "D3 is merged into D2:D3" in str(why[changes[1].key, SCORE])
    receipts = table.write(changes, seen)
    assert receipts[0].written == {SCORE}
    assert receipts[1].written == {TITLE}
    assert [row[3] for row in world.values()[1:3]] == [9, ""]


def test_a_new_row_in_prepared_cells_that_are_merged_leaves_these_alone(world: World) -> None:
    join(world, "D4:D7")
    table = world.table()
    seen = table.read()
    change = create(D, {TITLE: "new", SCORE: 1})
    assert "D5 is merged into D4:D7" in str(table.objections([change], seen)[change.key, SCORE])
    (receipt,) = table.write([change], seen)
    assert receipt.written == {TITLE}
    assert world.values()[4][:4] == ["r4z", "new", "", ""]


@pytest.mark.parametrize(("cells", "named"), [("A2:A3", "A3"), ("A3:B3", "A3")])
def test_an_id_cell_that_is_merged_stops_the_run_by_its_name(empty: World, cells: str, named: str) -> None:
    fill(empty, [*ROWS, ["", "", "", 4]])
    join(empty, cells)
    with pytest.raises(Refused, match=named):
        empty.table().read()


def test_merged_cells_around_the_table_are_nobodys_business(world: World) -> None:
    world.tab.update([["Summary"]], "A9")
    world.tab.update([["", ""]], "A9")
    join(world, "A8:G8")
    join(world, "C2:C4")
    assert {each.id for each in world.table().read().records} == {A, B, C}


def test_a_merged_header_names_its_first_column(world: World) -> None:
    join(world, "B1:C1")
    snapshot = world.table().read()
    assert record(snapshot, A).fields[TITLE] == "停電"


def test_a_row_with_a_covered_field_can_be_changed_elsewhere(world: World) -> None:
    join(world, "F2:G2")
    table = world.table()
    seen = table.read()
    receipts = by_key(table.write([update(seen, A, {TITLE: "x"})], seen))
    assert all(each.written == {TITLE} for each in receipts.values())
    assert record(world.table().read(), RecordId("r1z")).fields[TITLE] == "x"


def test_the_range_of_a_cell_is_found_among_many() -> None:
    boxes = [Box(row, row + 2, column, column + 1) for row in range(0, 40, 4) for column in range(3)]
    merges = Merges(boxes)
    assert merges.over(0, 0) is None
    assert merges.at(0, 0) == Box(0, 2, 0, 1)
    assert merges.over(37, 2) == Box(36, 38, 2, 3)
    assert merges.at(38, 2) is None
    assert merges.at(1, 3) is None
