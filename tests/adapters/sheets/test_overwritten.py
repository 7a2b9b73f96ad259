"""What people type in the moment of a write stays: the batch shows what it overwrote, and that is put back."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sheets.grid import Grid
from adapters.sheets.overwritten import TITLE as SCRATCH
from adapters.sheets.overwritten import Scratch, boxes, listed, marked
from adapters.sheets.references import followed, lowered
from tests.adapters.sheets.test_faults import answered, lost, script
from tests.adapters.sheets.world import OPEN, SCORE, TITLE, A, B, C, D, World, create, fill, link, meddle, trash, update


def scratch(world: World) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in world.dump()["sheets"] if each["properties"]["title"] == SCRATCH)
    return found


def typed_row(world: World, at: int) -> None:
    world.tab.insert_row(["", "theirs", "note", '=LEN("four")', False, "2026-02-03", "tag"], at, "USER_ENTERED")  # type: ignore[arg-type]  # gspread takes the plain string


@pytest.mark.parametrize("at", [2, 3, 4])
def test_a_row_with_content_put_in_where_cells_land_keeps_it_to_the_last_cell(world: World, at: int) -> None:
    table = world.table()
    seen = table.read()
    meddle(table, lambda: typed_row(world, at))
    changes = [update(seen, name, {TITLE: f"new {name}", SCORE: 70, OPEN: True}) for name in (A, B, C)]
    receipts = table.write(changes, seen)
    assert all(each.written == {TITLE, SCORE, OPEN} for each in receipts)
    rows = world.values()
    assert rows[at - 1][:7] == ["", "theirs", "note", 4, False, 46056, "tag"]
    formulas = world.tab.get("A2:H6", value_render_option="FORMULA")  # type: ignore[arg-type]  # gspread takes the plain string
    assert formulas[at - 2][3] == '=LEN("four")'
    assert {row[0]: row[1] for row in rows[1:] if row[0]} == {A: "new r1z", B: "new r2z", C: "new r3z"}


def test_what_is_typed_into_the_very_cell_stays_and_the_field_waits(world: World) -> None:
    table = world.table()
    seen = table.read()
    meddle(table, lambda: world.tab.update_acell("B2", "typed at that moment"))
    [receipt] = table.write([update(seen, A, {TITLE: "ours", SCORE: 4})], seen)
    assert receipt.written == {SCORE}
    assert "edited" in str(receipt.refused[TITLE])
    assert world.values()[1][:4] == ["r1z", "typed at that moment", "a", 4]


def test_a_cell_that_is_cleared_at_that_moment_stays_empty(world: World) -> None:
    table = world.table()
    seen = table.read()
    meddle(table, lambda: world.tab.update_acell("D2", ""))
    [receipt] = table.write([update(seen, A, {SCORE: 4})], seen)
    assert not receipt.written
    assert world.values()[1][3] == ""


def test_a_formula_that_is_typed_at_that_moment_keeps_its_references(world: World) -> None:
    table = world.table()
    seen = table.read()
    meddle(table, lambda: world.tab.update_acell("D3", "=D2+LEN(B3)"))
    [receipt] = table.write([update(seen, B, {SCORE: 4})], seen)
    assert not receipt.written
    assert world.tab.acell("D3", value_render_option="FORMULA").value == "=D2+LEN(B3)"  # type: ignore[arg-type]  # gspread takes the plain string


def test_links_and_formats_in_what_was_overwritten_come_back(world: World) -> None:
    cell = {
        "userEnteredValue": {"stringValue": "see there"},
        "textFormatRuns": [{}, {"startIndex": 4, "format": {"bold": True, "link": {"uri": "https://example.com/"}}}],
        "note": "kept",
    }
    place = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 2}
    fields = "userEnteredValue,textFormatRuns,note"

    before: list[Any] = []

    def deed() -> None:
        world.tab.insert_row([], 2)
        world.do({"updateCells": {"range": place, "rows": [{"values": [cell]}], "fields": fields}})
        before.append(shown())

    def shown() -> Any:  # noqa: ANN401 - any JSON
        return world.dump()["sheets"][0]["data"][0]["rowData"][1]["values"][1]

    table = world.table()
    seen = table.read()
    meddle(table, deed)
    table.write([update(seen, A, {TITLE: "ours"})], seen)
    assert shown() == before[0]


def test_an_answer_that_is_lost_makes_no_difference(world: World) -> None:
    table = world.table()
    seen = table.read()
    meddle(table, lambda: typed_row(world, 2))
    script(table, [lost(answered(503))])
    [receipt] = table.write([update(seen, A, {TITLE: "ours"})], seen)
    assert receipt.written == {TITLE}
    assert [row[:2] for row in world.values()[1:3]] == [["", "theirs"], ["r1z", "ours"]]


def test_a_repair_that_was_not_carried_out_is_not_forgotten(world: World) -> None:
    table = world.table()
    seen = table.read()
    meddle(table, lambda: typed_row(world, 2))
    script(table, [lambda send: send(), answered(503)])
    table.write([update(seen, A, {TITLE: "ours"})], seen)
    assert [row[:2] for row in world.values()[1:3]] == [["", "theirs"], ["r1z", "ours"]]


def one_after_another(*deeds: Callable[[], object]) -> Callable[[], None]:
    left = list(deeds)

    def next_one() -> None:
        left.pop(0)()

    return next_one


def column_at(world: World, index: int) -> Callable[[], object]:
    return lambda: world.tab.insert_cols([[]], index + 1)


PLAIN = [["r1z", "one", "a", 1, True, "", "", "=D2*2"], ["r2z", "two", "b", 2, False, "", "", "=D3*2"]]


@pytest.mark.parametrize("columns", [[6], [3], [3, 3], [3, 6]])
def test_a_row_that_comes_back_stands_under_its_headers_whatever_columns_are_put_in_by_then(
    empty: World, columns: list[int]
) -> None:
    """A row removed by mistake comes back as it was copied, and its formula speaks of the columns as they are."""
    fill(empty, PLAIN)
    table = empty.table()
    seen = table.read()
    deeds = [lambda: typed_row(empty, 2), *(column_at(empty, index) for index in columns)]
    meddle(table, one_after_another(*deeds), times=len(deeds))
    [receipt] = table.write([trash(seen, A)], seen)
    assert receipt.done
    head, *rows = empty.values()
    shown = [{header: cell for header, cell in zip(head, row, strict=True) if cell != ""} for row in rows]
    assert [(row["件名"], row["点数"], row.get("計算")) for row in shown] == [("theirs", 4, None), ("two", 2, 4)]
    assert all("" not in row for row in shown)


def test_headers_that_were_hit_are_put_back_though_a_column_is_put_in_before_that(world: World) -> None:
    """Until then the header stands above the wrong column, where nothing is to be written."""
    table = world.table()
    seen = table.read()
    rows_above: Callable[[], object] = lambda: world.tab.insert_rows([["Risks"]], 1)  # noqa: E731 - one deed
    meddle(table, one_after_another(rows_above, column_at(world, 1)), times=2)
    receipts = table.write([update(seen, A, {TITLE: "ours", SCORE: 70}), create(D, {TITLE: "new", SCORE: 4})], seen)
    assert all(each.written == {TITLE, SCORE} for each in receipts)
    _, head, *rows = world.values()
    assert head == ["ID", "", "件名", "メモ", "点数", "未解決", "期限", "タグ", "計算"]
    assert [row[1] for row in rows] == [""] * len(rows)
    assert {row[0]: (row[2], row[4]) for row in rows} == {
        A: ("ours", 70),
        B: ("遅延", 5),
        C: ("誤送信", 8),
        D: ("new", 4),
    }


def test_people_who_type_while_it_is_put_right_lose_nothing_either(world: World) -> None:
    table = world.table()
    seen = table.read()
    texts = ["theirs", "more"]
    meddle(table, lambda: world.tab.insert_row(["", texts.pop(0)], 2), times=2)
    [receipt] = table.write([update(seen, A, {TITLE: "ours"})], seen)
    assert receipt.written == {TITLE}
    assert [row[:2] for row in world.values()[1:4]] == [["", "more"], ["", "theirs"], ["r1z", "ours"]]


def test_it_costs_no_call_and_a_hidden_tab_that_does_not_grow(world: World) -> None:
    table = world.table()
    for number in range(5):
        seen = table.read()
        world.server.forget_calls()
        table.write([update(seen, name, {TITLE: f"{name} {number}"}) for name in (A, B, C)], seen)
        assert world.calls() == [("POST", 200)]
        about = scratch(world)["properties"]
        assert about["hidden"] is True
        assert about["gridProperties"] == {"rowCount": 1000, "columnCount": 26}
    assert [each["metadataKey"] for each in world.dump()["developerMetadata"]] == ["bothways"]
    kept = [row["values"][1].get("formattedValue") for row in scratch(world)["data"][0]["rowData"][1:4]]
    assert kept == ["r1z 3", "r2z 3", "r3z 3"]


def test_it_grows_with_the_table(world: World) -> None:
    table = world.table()
    table.write([update(table.read(), A, {TITLE: "x"})], table.read())
    world.tab.resize(rows=1300, cols=30)
    seen = table.read()
    world.server.forget_calls()
    assert table.write([update(seen, A, {TITLE: "y"})], seen)[0].written
    assert world.calls() == [("POST", 200)]
    assert scratch(world)["properties"]["gridProperties"] == {"rowCount": 1625, "columnCount": 35}


def gone(world: World) -> None:
    world.book.del_worksheet(world.book.worksheet(SCRATCH))


def renamed(world: World) -> None:
    world.book.worksheet(SCRATCH).update_title("Something else")


def shrunk(world: World) -> None:
    world.book.worksheet(SCRATCH).resize(rows=1, cols=1)


@pytest.mark.parametrize("deed", [gone, renamed, shrunk])
def test_whatever_people_did_to_the_tab_it_serves_again(world: World, deed: Callable[[World], None]) -> None:
    table = world.table()
    table.write([update(table.read(), A, {TITLE: "x"})], table.read())
    deed(world)
    seen = table.read()
    meddle(table, lambda: typed_row(world, 2))
    [receipt] = table.write([update(seen, A, {TITLE: "y"})], seen)
    assert receipt.written == {TITLE}
    assert [row[:2] for row in world.values()[1:3]] == [["", "theirs"], ["r1z", "y"]]


def test_a_protected_tab_is_said_and_the_write_goes_on(world: World, caplog: pytest.LogCaptureFixture) -> None:
    table = world.table()
    table.write([update(table.read(), A, {TITLE: "x"})], table.read())
    lock = {"protectedRange": {"range": {"sheetId": scratch(world)["properties"]["sheetId"]}}}
    world.do({"addProtectedRange": lock})
    seen = table.read()
    assert table.write([update(seen, A, {TITLE: "y"})], seen)[0].written == {TITLE}
    assert SCRATCH in caplog.text
    assert "protected" in caplog.text


def test_a_spreadsheet_without_room_for_the_tab_is_said_and_the_write_goes_on(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.book.add_worksheet("Large", rows=999_000, cols=10)
    table = world.table()
    seen = table.read()
    world.server.forget_calls()
    assert table.write([update(seen, A, {TITLE: "x"})], seen)[0].written == {TITLE}
    assert world.calls() == [("POST", 400), ("POST", 200)]
    assert "number of cells" in caplog.text


def test_what_other_writes_do_not_overwrite_is_not_kept(world: World) -> None:
    table = world.table()
    seen = table.read()
    table.write([create(D, {TITLE: "new"}), trash(seen, A)], seen)
    assert SCRATCH not in [tab.title for tab in world.book.worksheets()]


def test_merged_cells_that_are_kept_do_not_stay_merged(world: World) -> None:
    world.tab.merge_cells("B2:C2")
    table = world.table()
    for text in ("x", "y"):
        seen = table.read()
        assert table.write([update(seen, A, {TITLE: text})], seen)[0].written == {TITLE}
    assert "merges" not in scratch(world)
    assert world.values()[1][1] == "y"


def test_an_id_is_not_left_in_the_row_that_somebody_had_just_filled(empty: World) -> None:
    fill(empty, [["", "one", "", 1], ["", "two", "", 2]])
    table = empty.table()
    seen = table.read()
    meddle(table, lambda: empty.tab.insert_row(["x9", "typed"], 2))
    assert all(each.done for each in table.write([link(A, 2), link(B, 3)], seen))
    assert [row[:2] for row in empty.values()[1:]] == [["x9", "typed"], ["r1z", "one"], ["r2z", "two"]]


@given(st.sets(st.tuples(st.integers(0, 12), st.integers(0, 6))))
def test_ranges_cover_the_cells_and_no_others_once(places: set[tuple[int, int]]) -> None:
    covered = [
        (row, column)
        for box in boxes(places)
        for row in range(box.top, box.bottom)
        for column in range(box.left, box.right)
    ]
    assert sorted(covered) == sorted(places)


@given(st.sets(st.integers(0, 50), min_size=1), st.integers(1, 5))
def test_whole_stretches_of_rows_are_one_range_each(rows: set[int], width: int) -> None:
    places = {(row, column) for row in rows for column in range(width)}
    assert len(boxes(places)) == sum(row - 1 not in rows for row in rows)


@given(st.integers(1, 5000), st.integers(1, 200), st.integers(0, 5000), st.integers(0, 200))
def test_the_tab_has_room_for_the_table_and_a_stamp_beside_it(rows: int, columns: int, had: int, wide: int) -> None:
    fits = Scratch(1, exists=True, rows=had, columns=wide).fitting(Grid(0, "T", rows, columns, ()))
    assert fits.rows >= rows
    assert fits.stamped[1] >= columns
    assert (fits.rows, fits.columns) == (had, wide) or had < rows or wide <= columns


@pytest.mark.parametrize("value", ["", "overwritten/1/2", "overwritten/x/1/1", "overwritten/1/2/3/4", "other/1/2/3"])
def test_metadata_that_is_not_ours_names_no_tab(value: str) -> None:
    assert marked({"developerMetadata": [{"metadataId": 1, "metadataKey": "bothways", "metadataValue": value}]}) is None


def test_the_id_of_a_new_tab_is_free() -> None:
    taken = Scratch().sheet_id
    assert listed({"sheets": [{"properties": {"sheetId": taken, "title": "x"}}]}, Scratch()).sheet_id == taken + 1


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("=D2*2", "=E2*2"),
        ("=$D$2+A1", "=$E$2+A1"),
        ("=SUM(D:D)&D1:D9", "=SUM(E:E)&E1:E9"),
        ('="D2"&D2', '="D2"&E2'),
        ("=Other!D2+D2", "=Other!D2+E2"),
        ("=LOG10(D2)", "=LOG10(E2)"),
        ("=AD2+D2", "=AD2+E2"),
    ],
)
def test_references_follow_the_columns_they_name(formula: str, after: str) -> None:
    assert followed(formula, {3: 4}) == after


@pytest.mark.parametrize(
    ("formula", "after"),
    [("=D4*2", "=D6*2"), ("=D$4+$D4", "=D$4+$D6"), ('=D4&"D4"', '=D6&"D4"'), ("=T!D4+LOG10(D4)", "=T!D4+LOG10(D6)")],
)
def test_references_to_rows_move_with_the_formula(formula: str, after: str) -> None:
    assert lowered(formula, 2) == after
