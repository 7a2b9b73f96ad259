"""Reading a tab through gspread and the sandbox."""

from datetime import UTC, date, datetime

import pytest

from adapters.sheets import SheetTable
from mappings.fields import Field, FieldType
from sync.errors import Misconfigured, NotThere, Refused
from sync.model import Address, FieldName, Proof, RecordId, Side, Span, Unreadable, Whereabouts
from tests.adapters.sheets.world import (
    DUE,
    FIELDS,
    HEADERS,
    NOW,
    OPEN,
    SCORE,
    TAGS,
    TITLE,
    A,
    B,
    C,
    World,
    client_of,
    fill,
    mapping,
    record,
)


def test_one_call_reads_everything(world: World) -> None:
    snapshot = world.table().read()
    assert world.calls() == [("GET", 200)]
    assert snapshot.side is Side.SHEET
    assert snapshot.proof is Proof.COMPLETE
    assert snapshot.read_at == NOW
    assert [each.id for each in snapshot.records] == [A, B, C]
    assert [each.address for each in snapshot.records] == ["2", "3", "4"]
    assert {name: column.name for name, column in snapshot.columns.items()} == {
        field.name: field.sheet for field in FIELDS
    }
    assert {column.kind for column in snapshot.columns.values()} == {"column"}


def test_values_are_canonical(world: World) -> None:
    snapshot = world.table().read()
    assert record(snapshot, A).fields == {
        TITLE: "停電",
        SCORE: 3,
        OPEN: True,
        DUE: Span(date(2026, 1, 5)),
        TAGS: ("電源", "本番"),
    }
    assert record(snapshot, B).fields[DUE] == Span(datetime(2026, 1, 6, 1, 0, tzinfo=UTC))
    assert record(snapshot, B).fields[OPEN] is False
    assert record(snapshot, C).fields[DUE] is None


def test_blank_rows_are_no_records_and_rows_far_below_are(empty: World) -> None:
    fill(empty, [["r1z", "a"], [], ["", " ", "note", "", False], ["", "loose"], *[[]] * 20, ["r9z"]])
    snapshot = empty.table().read()
    assert [(each.address, each.id) for each in snapshot.records] == [("2", "r1z"), ("5", None), ("26", "r9z")]


def test_a_row_in_which_only_formulas_stand_is_no_record(empty: World) -> None:
    fill(empty, [["r1z", "a", "", 1], ["", "", "", "=D2*2"]])
    assert len(empty.table().read().records) == 1


def test_an_id_is_plain_text_whatever_became_of_it(empty: World) -> None:
    fill(empty, [[12, "a"], ["　Ｒ-７ ", "b"]])
    assert [each.id for each in empty.table().read().records] == ["12", "R-7"]


def test_an_error_holds_its_field_alone(empty: World) -> None:
    fill(empty, [["r1z", "a", "", "=1/0"]])
    fields = record(empty.table().read(), A).fields
    assert isinstance(fields[SCORE], Unreadable)
    assert fields[TITLE] == "a"


def test_an_id_formula_that_gives_nothing_is_refused_by_its_cell(empty: World) -> None:
    fill(empty, [["r1z", "a"], ["=1/0", "b"]])
    with pytest.raises(Refused, match="A3"):
        empty.table().read()


def test_headers_are_found_in_any_order_form_and_place(empty: World) -> None:
    empty.tab.update(
        [[], ["notes"], [" タグ ", "期限", "ID", "件名", "", "点数", "未解決"], ["x", "", "r1z", "a"]], "A1"
    )
    snapshot = empty.table(header_row=3).read()
    assert record(snapshot, A).fields[TAGS] == ("x",)
    assert record(snapshot, A).address == Address("4")


def test_a_header_row_that_was_pushed_down_is_followed(world: World) -> None:
    world.tab.insert_row(["Risk register"], 1)
    assert record(world.table().read(), A).address == Address("3")


def test_every_header_that_is_missing_or_twice_is_named_at_once(empty: World) -> None:
    empty.tab.update([["Id", "件名", "件名", "点数 ", "未解決", "期日"]], "A1")
    with pytest.raises(Misconfigured) as caught:
        empty.table().read()
    mistakes = [str(each) for each in caught.value.mistakes]
    assert len(mistakes) == 4
    assert "'件名' stands 2 times, in B1, C1" in mistakes[0]
    assert "no column 'ID'" in mistakes[1]
    assert "'Id'" in mistakes[1]
    assert "no column '期限' in row 1 (nearest: '期日')" in mistakes[2]
    assert "no column 'タグ'" in mistakes[3]
    assert "Id, 件名, 点数, 未解決, 期日" in str(caught.value.way_out)


def test_a_known_column_that_is_gone_is_left_out(world: World) -> None:
    table = world.table()
    table.read()
    keys = table.column_keys()
    assert keys[TAGS] == "タグ"
    world.tab.update_acell("G1", "Tags")
    assert TAGS not in world.table(known=keys).read().columns
    with pytest.raises(Misconfigured):
        world.table().read()


def test_a_header_twice_outside_the_mapping_is_nobodys_business(empty: World) -> None:
    empty.tab.update([[*HEADERS, "メモ"], ["r1z", "a"]], "A1")
    assert len(empty.table().read().records) == 1


def test_a_missing_tab_is_answered_with_those_there_are(world: World) -> None:
    world.book.add_worksheet("It's 2026", 5, 5)
    with pytest.raises(NotThere) as caught:
        world.table(tab="Registry").read()
    assert "'Register', \"It's 2026\"; the nearest is 'Register'" in str(caught.value)


def test_a_tab_whose_name_looks_like_a_cell_is_read(world: World) -> None:
    world.tab.update_title("D3")
    assert len(world.table(tab="D3").read().records) == 3


def test_an_unknown_spreadsheet_is_not_there(world: World) -> None:
    table = SheetTable(mapping("no-such-spreadsheet"), client_of(world.server), now=lambda: NOW)
    with pytest.raises(NotThere):
        table.read()


def test_a_spreadsheet_is_named_by_its_address(world: World) -> None:
    url = f"https://docs.google.com/spreadsheets/d/{world.book.id}/edit#gid=0"
    assert len(SheetTable(mapping(url), client_of(world.server), now=lambda: NOW).read().records) == 3
    with pytest.raises(Misconfigured):
        SheetTable(mapping("https://example.com/x"), client_of(world.server), now=lambda: NOW)


def test_a_complete_read_proves_absence_without_a_call(world: World) -> None:
    assert world.table().locate({A: Address("2")}) == {A: Whereabouts.GONE}
    assert world.calls() == []


def test_numbers_and_dates_under_a_text_header_are_read_as_shown(empty: World) -> None:
    fill(empty, [["r1z", "50%"], ["r2z", "2026/01/05"]])
    snapshot = empty.table(fields=(Field(FieldName("title"), FieldType.TITLE, "Name", "件名"),)).read()
    assert record(snapshot, A).fields[TITLE] == "50%"
    assert record(snapshot, B).fields[TITLE] == "2026/01/05"


def test_recheck_of_an_unchanged_tab_is_the_snapshot_itself(world: World) -> None:
    table = world.table()
    seen = table.read()
    assert table.recheck(seen) is seen
    assert len(world.calls()) == 2


def test_recheck_after_a_sort_gives_new_addresses_and_nothing_else(world: World) -> None:
    table = world.table()
    seen = table.read()
    world.tab.sort((4, "des"), range="A2:H4")
    now = table.recheck(seen)
    assert now is not seen
    assert {each.id: each.address for each in now.records} == {C: "2", B: "3", A: "4"}
    assert record(now, A).fields == record(seen, A).fields


def test_recheck_after_an_edit_shows_it(world: World) -> None:
    table = world.table()
    seen = table.read()
    world.tab.update_acell("B2", "changed")
    assert record(table.recheck(seen), RecordId("r1z")).fields[TITLE] == "changed"
