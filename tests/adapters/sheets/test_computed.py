"""Columns that the sheet computes: read into Notion, never written."""

import pytest

from adapters.sheets.computed import computed_columns
from adapters.sheets.grid import Grid
from mappings.codecs.sheet import CellData
from sync.changes import Change
from sync.message import Message
from sync.model import RecordId, Side, Unreadable, Value
from sync.moves import Key
from tests.adapters.sheets.world import ROWS, SCORE, TITLE, A, B, C, D, World, create, fill, record, update


def objection(world: World, name: RecordId, value: Value) -> Message | None:
    table = world.table()
    seen = table.read()
    change = update(seen, name, {SCORE: value})
    found = table.objections([change], seen).get((change.key, SCORE))
    (receipt,) = table.write([change], seen)
    assert (found is None) == (receipt.written == {SCORE})
    return found


def scores(world: World, *cells: object) -> None:
    rows = [[*row[:3], cell, *row[4:]] for row, cell in zip(ROWS, cells, strict=True)]
    fill(world, rows)


def test_results_are_read(empty: World) -> None:
    scores(empty, "=1+2", "=2+3", "=CONCATENATE(1,2)")
    snapshot = empty.table().read()
    assert [record(snapshot, each).fields[SCORE] for each in (A, B, C)] == [3, 5, 12]


def test_a_formula_is_not_overwritten_and_its_cell_is_named(empty: World) -> None:
    scores(empty, "=1+2", 5, 8)
    assert "D2 holds a formula" in str(objection(empty, A, 9))
    assert objection(empty, B, 9) is None


def test_an_empty_cell_in_a_column_of_formulas_is_the_formulas(empty: World) -> None:
    scores(empty, "=1+2", "", "=3+5")
    assert "column D is computed (D2 holds a formula)" in str(objection(empty, B, 9))


def test_in_a_column_where_people_type_too_each_cell_stands_for_itself(empty: World) -> None:
    scores(empty, "=1+2", "", 8)
    assert objection(empty, B, 9) is None


def formula(text: str, value: object) -> CellData:
    return {"userEnteredValue": {"formulaValue": text}, "effectiveValue": {"stringValue": value}}


def spilled(value: str) -> CellData:
    return {"effectiveValue": {"stringValue": value}}


def typed(value: str) -> CellData:
    return {"userEnteredValue": {"stringValue": value}, "effectiveValue": {"stringValue": value}}


BOX: CellData = {"userEnteredValue": {"boolValue": False}, "effectiveValue": {"boolValue": False}}
ARRAY = '={"点数"; ARRAYFORMULA(A2:A*2)}'


@pytest.mark.parametrize(
    ("cells", "row"),
    [
        ([formula(ARRAY, "点数"), {}, {}], 0),
        ([formula("=ARRAYFORMULA(A1:A)", "点数"), spilled("a"), typed("b")], 0),
        ([formula('="点"&"数"', "点数"), typed("a"), {}], None),
        ([formula('="点"&"数"', "点数"), {}, {}], None),
        ([typed("点数"), formula("=FILTER(A:A, A:A>1)", "a"), spilled("b"), {}], 1),
        ([typed("点数"), formula("=FILTER(A:A, A:A>1)", "a"), spilled("b"), typed("c")], 1),
        ([typed("点数"), {}, formula("=A2", "a"), BOX], 2),
        ([typed("点数"), formula("=A2", "a"), typed("b")], None),
        ([typed("点数"), typed("a"), {}], None),
        ([typed("点数")], None),
    ],
)
def test_a_column_is_computed_where_a_formula_fills_it_or_nobody_typed(cells: list[CellData], row: int | None) -> None:
    """The local service works out no formula that fills cells, so these are as the real one shows them."""
    grid = Grid(0, "Register", 30, 1, [[cell] for cell in cells])
    assert computed_columns(grid, 0, [0]) == ({} if row is None else {0: row})


def test_a_new_record_gets_no_value_in_a_column_of_formulas(empty: World) -> None:
    scores(empty, "=1+2", "=2+3", "=3+5")
    table = empty.table()
    seen = table.read()
    change = create(D, {TITLE: "new", SCORE: 1})
    assert "column D is computed" in str(table.objections([change], seen)[change.key, SCORE])
    (receipt,) = table.write([change], seen)
    assert receipt.written == {TITLE}
    assert [row[3] for row in empty.values()[1:]] == [3, 5, 8, ""]


def test_a_new_record_above_prepared_rows_takes_the_formula_along(empty: World) -> None:
    fill(empty, [*[[*row[:3], f"=B{at}&1", *row[4:]] for at, row in enumerate(ROWS, 2)], ["", "", "", "=B5&1"]])
    table = empty.table()
    seen = table.read()
    (receipt,) = table.write([create(D, {TITLE: "9"})], seen)
    assert receipt.done
    entered = empty.tab.get_values("A2:D5", value_render_option="FORMULA")  # type: ignore[arg-type]  # gspread takes the plain string
    assert entered[3][0] == "r4z"
    assert entered[3][3] == "=B5&1"


@pytest.mark.parametrize("formula", ["=1/0", "=NA()", "=A0", "=NOSUCH(1)"])
def test_an_error_holds_its_field_and_names_the_cell(empty: World, formula: str) -> None:
    scores(empty, 3, formula, 8)
    found = record(empty.table().read(), B).fields[SCORE]
    assert isinstance(found, Unreadable)
    assert str(found.why).startswith("D3: the cell shows the error #")


def test_rows_that_moved_are_known_by_what_stands_in_them(empty: World) -> None:
    """Why a cell cannot be read names the cell; the next read of a moved row still finds the same."""
    scores(empty, 3, "=1/0", 8)
    table = empty.table()
    seen = table.read()
    empty.tab.insert_row([], 2)
    now = table.recheck(seen)
    assert [each.address for each in now.records] == ["3", "4", "5"]
    change = update(seen, B, {TITLE: "x"})
    keys: list[Key] = [each.change.key for each in table.write([change], now) if each.written == {TITLE}]
    assert keys == [Change(Side.SHEET, change.kind, B).key]
