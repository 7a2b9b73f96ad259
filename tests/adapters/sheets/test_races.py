"""What people do between the read and the write."""

from collections.abc import Callable
from typing import Any

import pytest

from sync.changes import Kind
from sync.model import FieldName, RecordId, Value
from tests.adapters.sheets.world import (
    HEADERS,
    OPEN,
    SCORE,
    TAGS,
    TITLE,
    A,
    B,
    C,
    D,
    World,
    by_key,
    create,
    fill,
    link,
    meddle,
    trash,
    update,
)


def rows_of(world: World) -> dict[str, list[Any]]:
    return {row[0] or row[1]: row[1:7] for row in world.values()[1:] if any(row[:7])}


EXPECTED = {
    "r1z": ["changed", "a", 3, True, 46027, "電源, 本番"],
    "r2z": ["遅延", "b", 50, False, 46028.416666666664, "x"],
    "r3z": ["誤送信", "c", 8, False, "", "人"],
}


def deeds() -> list[tuple[str, Callable[[World], object]]]:
    return [
        ("a row inserted above", lambda world: world.tab.insert_row(["r9z", "", "typed"], 2)),
        ("a blank row inserted above", lambda world: world.tab.insert_row([], 2)),
        ("rows inserted in the middle", lambda world: world.tab.insert_rows([["r8z", "", "x"], ["r9z", "", "y"]], 3)),
        ("sorted", lambda world: world.tab.sort((4, "des"), range="A2:H4")),
        ("a row above the headers", lambda world: world.tab.insert_row(["Risks"], 1)),
        ("a column inserted", lambda world: world.tab.insert_cols([["新"], ["z"]], 2)),
        ("a mapped column moved", lambda world: world.do(move_column(1, 7))),
    ]


def move_column(first: int, to: int) -> dict[str, Any]:
    source = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": first, "endIndex": first + 1}
    return {"moveDimension": {"source": source, "destinationIndex": to}}


def by_headers(world: World) -> dict[str, dict[str, Any]]:
    values = world.values()
    top = next(index for index, row in enumerate(values) if "ID" in row)
    rows = [dict(zip(values[top], row, strict=True)) for row in values[top + 1 :]]
    return {row["ID"] or row["件名"]: row for row in rows if row["ID"] or row["件名"]}


@pytest.mark.parametrize(("what", "deed"), deeds(), ids=[what for what, _ in deeds()])
def test_a_write_lands_where_it_was_meant(world: World, what: str, deed: Callable[[World], object]) -> None:
    table = world.table()
    seen = table.read()
    deed_before = by_headers(world)
    meddle(table, lambda: deed(world))
    changes = [
        update(seen, A, {TITLE: "changed"}),
        update(seen, B, {SCORE: 50, TAGS: ("x",)}),
        update(seen, C, {OPEN: False}),
        create(D, {TITLE: "new"}),
    ]
    receipts = table.write(changes, seen)
    assert all(each.done and each.written == set(each.change.values()) for each in receipts)
    after = by_headers(world)
    for name, row in EXPECTED.items():
        shown = [after[name][header] for header in HEADERS[1:7]]
        assert shown[:4] == row[:4]
        assert shown[4] == (pytest.approx(row[4]) if row[4] else "")
        assert shown[5] == row[5]
        assert after[name]["計算"] == deed_before[name]["計算"] or name == "r2z"
    assert after["r4z"]["件名"] == "new"
    typed = {"a row inserted above": {"r9z": "typed"}, "rows inserted in the middle": {"r8z": "x", "r9z": "y"}}
    for name, note in typed.get(what, {}).items():
        assert [after[name][header] for header in ("件名", "メモ", "点数", "タグ")] == ["", note, "", ""]
    assert len(after) == 4 + len(typed.get(what, {}))
    writes = [method for method, _ in world.calls() if method == "POST"]
    assert len(writes) <= 4


def test_a_write_that_nothing_disturbed_is_one_call_and_a_disturbed_one_two(world: World) -> None:
    table = world.table()
    seen = table.read()

    def deed() -> None:
        world.tab.insert_row([], 2)
        world.server.forget_calls()

    meddle(table, deed)
    table.write([update(seen, A, {TITLE: "changed"})], seen)
    assert world.calls() == [("POST", 200), ("POST", 200)]


def test_ids_find_their_rows_though_a_row_was_inserted(empty: World) -> None:
    fill(empty, [["", "one", "", 1], ["", "two", "", 2], ["", "three", "", 3]])
    table = empty.table()
    seen = table.read()
    meddle(table, lambda: empty.tab.insert_row(["", "typed"], 2))
    receipts = table.write([link(A, 2), link(B, 3), link(C, 4)], seen)
    assert all(each.done for each in receipts)
    assert [row[:2] for row in empty.values()[1:]] == [["", "typed"], ["r1z", "one"], ["r2z", "two"], ["r3z", "three"]]


def test_ids_find_their_rows_though_they_were_sorted(empty: World) -> None:
    fill(empty, [["", "one", "", 1], ["", "two", "", 2], ["", "three", "", 3]])
    table = empty.table()
    seen = table.read()
    meddle(table, lambda: empty.tab.sort((4, "des"), range="A2:H4"))
    receipts = table.write([link(A, 2), link(B, 3), link(C, 4)], seen)
    assert all(each.done for each in receipts)
    assert [row[:2] for row in empty.values()[1:]] == [["r3z", "three"], ["r2z", "two"], ["r1z", "one"]]


def test_an_id_is_not_left_in_a_blank_row_that_came_between(empty: World) -> None:
    fill(empty, [["", "one"], ["r2z", "two"]])
    table = empty.table()
    seen = table.read()
    meddle(table, lambda: empty.tab.insert_row([], 2))
    [receipt] = table.write([link(A, 2)], seen)
    assert receipt.done
    assert [row[:2] for row in empty.values()[1:]] == [["", ""], ["r1z", "one"], ["r2z", "two"]]


def test_a_row_that_somebody_adds_at_the_same_moment_stays(world: World) -> None:
    table = world.table()
    seen = table.read()
    meddle(table, lambda: world.tab.update([["", "typed"]], "A5"))
    receipts = table.write([create(D, {TITLE: "new"})], seen)
    assert receipts[0].done
    assert [row[:2] for row in world.values()[4:]] == [["", "typed"], ["r4z", "new"]]


def test_a_last_record_that_was_pushed_onto_a_prepared_row_comes_back(world: World) -> None:
    world.tab.update([[""] * 4 + [False]] * 10, "A5", raw=True)
    table = world.table()
    seen = table.read()
    meddle(table, lambda: world.tab.insert_row(["r9z", "typed"], 2))
    values: dict[FieldName, Value] = {TITLE: "new", SCORE: 1, OPEN: True, TAGS: ("n",)}
    receipts = table.write([create(D, values)], seen)
    assert receipts[0].done
    rows = by_headers(world)
    assert rows["r3z"]["件名"] == "誤送信"
    assert rows["r3z"]["点数"] == 8
    assert rows["r4z"]["件名"] == "new"
    assert rows["r9z"]["件名"] == "typed"
    assert len(rows) == 5


def test_what_a_person_edited_meanwhile_is_not_overwritten(world: World) -> None:
    table = world.table()
    seen = table.read()
    world.tab.update_acell("B2", "theirs")
    table.read()
    [receipt] = table.write([update(seen, A, {TITLE: "ours", SCORE: 4})], seen)
    assert receipt.written == {SCORE}
    assert "B2 was edited" in str(receipt.refused[TITLE])
    assert world.tab.acell("B2").value == "theirs"


def test_a_row_that_was_removed_meanwhile_fails_and_nothing_else_is_touched(world: World) -> None:
    table = world.table()
    seen = table.read()
    meddle(table, lambda: world.tab.delete_rows(2))
    receipts = by_key(table.write([update(seen, A, {TITLE: "ours"}), update(seen, C, {SCORE: 4})], seen))
    assert not receipts[Kind.UPDATE, A].done
    assert receipts[Kind.UPDATE, A].failed is not None
    assert receipts[Kind.UPDATE, C].written == {SCORE}
    assert [row[:4] for row in world.values()[1:]] == [["r2z", "遅延", "b", 5], ["r3z", "誤送信", "c", 4]]


@pytest.mark.parametrize("at", [2, 3, 4])
def test_rows_that_were_removed_by_mistake_come_back(world: World, at: int) -> None:
    table = world.table()
    seen = table.read()
    meddle(table, lambda: world.tab.insert_row(["r9z", "typed", "note"], at))
    receipts = table.write([trash(seen, A), trash(seen, C), update(seen, B, {TITLE: "b2"})], seen)
    assert all(each.done for each in receipts)
    rows = by_headers(world)
    assert set(rows) == {"r9z", "r2z"}
    assert rows["r2z"]["件名"] == "b2"
    assert rows["r9z"]["メモ"] == "note"
    kept = {row[0] for row in world.values("Bothways trash")}
    assert {"r1z", "r3z"} <= kept


def test_rows_sorted_before_a_removal_come_back(world: World) -> None:
    table = world.table()
    seen = table.read()
    meddle(table, lambda: world.tab.sort((4, "des"), range="A2:H4"))
    receipts = table.write([trash(seen, A)], seen)
    assert receipts[0].done
    assert [row[:4] for row in world.values()[1:]] == [["r3z", "誤送信", "c", 8], ["r2z", "遅延", "b", 5]]


def test_an_edit_at_the_last_moment_beats_a_deletion(world: World) -> None:
    table = world.table()
    seen = table.read()
    meddle(table, lambda: world.tab.update_acell("B2", "still needed"))
    [receipt] = table.write([trash(seen, A)], seen)
    assert not receipt.done
    assert "edited" in str(receipt.failed)
    assert [row[:2] for row in world.values()[1:]] == [["r1z", "still needed"], ["r2z", "遅延"], ["r3z", "誤送信"]]


def test_a_removed_row_that_is_gone_already_is_done(world: World) -> None:
    table = world.table()
    seen = table.read()
    world.tab.delete_rows(2)
    table.recheck(seen)
    [receipt] = table.write([trash(seen, A)], seen)
    assert receipt.done
    assert "Bothways trash" not in [tab.title for tab in world.book.worksheets()]


def test_a_creation_that_was_made_before_is_not_made_twice(world: World) -> None:
    world.tab.append_row(["r4z", "new"], table_range="A1")
    table = world.table()
    seen = table.read()
    [receipt] = table.write([create(D, {TITLE: "new", SCORE: 4})], seen)
    assert receipt.written == {TITLE, SCORE}
    assert [row[0] for row in world.values()[1:]] == ["r1z", "r2z", "r3z", "r4z"]


def test_people_who_never_stop_are_not_fought_for_ever(world: World) -> None:
    table = world.table()
    seen = table.read()
    meddle(table, lambda: world.tab.insert_row([], 2), times=100)
    receipts = table.write([update(seen, name, {TITLE: f"{name} new"}) for name in (A, B, C)], seen)
    assert len(receipts) == 3
    titles = {row[0]: row[1] for row in world.values() if row[0] in (A, B, C)}
    for receipt in receipts:
        name = receipt.change.record
        assert (TITLE in receipt.written) == (titles[name] == f"{name} new")


def test_ids_of_rows_that_differ_in_nothing_are_all_written(empty: World) -> None:
    fill(empty, [["", "same"], ["", "same"], ["", "same"]])
    table = empty.table()
    seen = table.read()
    receipts = table.write([link(RecordId(f"n{row}z"), row) for row in (2, 3, 4)], seen)
    assert all(each.done for each in receipts)
    assert [row[0] for row in empty.values()[1:]] == ["n2z", "n3z", "n4z"]
