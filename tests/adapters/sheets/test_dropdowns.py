"""Options and dropdowns: how they are spelled, what is added to the choices, and what is held."""

from collections.abc import Sequence
from typing import Any

import pytest

from mappings.fields import Field, FieldType, NewOptions
from mappings.scales import scale
from sync.changes import Receipt
from sync.message import Message
from sync.model import FieldName, Value
from sync.policy import Compare, FieldPolicy
from tests.adapters.sheets.world import PERSON, A, B, D, World, create, meddle, record, update

LEVEL, TAGS = FieldName("level"), FieldName("tags")
NAME = Field(FieldName("title"), FieldType.TITLE, "Name", "件名")
LINK = {"link": {"uri": "https://example.com/"}}
ROWS = [["ID", "件名", "影響度", "タグ", "他"], ["r1z", "停電", "高", "a", ""], ["r2z", "遅延", "中", "", ""]]
RULE = {
    "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": each} for each in ("高", "中", "低")]},
    "inputMessage": "三段階",
    "strict": True,
    "showCustomUi": True,
}


def level(**more: Any) -> Field:  # noqa: ANN401 - any key of a field
    given: dict[str, Any] = {"aliases": scale("level", "en"), **more}
    return Field(LEVEL, FieldType.SELECT, "Impact", "影響度", **given)


def area(top: int, bottom: int, left: int, right: int) -> dict[str, int]:
    return {"startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}


def dropdown(world: World, rule: object = RULE, *, top: int = 1, bottom: int = 10, column: int = 2) -> None:
    world.do({"setDataValidation": {"range": area(top, bottom, column, column + 1), "rule": rule}})


def choices(world: World, row: int, column: int = 2) -> list[str] | None:
    rows = world.dump()["sheets"][0]["data"][0]["rowData"]
    cells = rows[row].get("values", []) if row < len(rows) else []
    rule = cells[column].get("dataValidation") if column < len(cells) else None
    return None if rule is None else [each["userEnteredValue"] for each in rule["condition"]["values"]]


@pytest.fixture
def world(empty: World) -> World:
    empty.tab.update(ROWS, "A1", value_input_option="USER_ENTERED")  # type: ignore[arg-type]  # gspread takes the text
    empty.server.forget_calls()
    return empty


def wrote(world: World, field: Field, value: Value, *, new: bool = False) -> Receipt:
    table = world.table(fields=[NAME, field])
    seen = table.read()
    change = create(D, {NAME.name: "新規", field.name: value}) if new else update(seen, B, {field.name: value})
    (receipt,) = table.write([change], seen)
    return receipt


def objection(world: World, field: Field, value: Value) -> Message | None:
    world.server.forget_calls()
    table = world.table(fields=[NAME, field])
    seen = table.read()
    change = update(seen, B, {field.name: value})
    found = table.objections([change], seen)
    assert world.calls()
    assert all(method == "GET" for method, _ in world.calls())
    return found.get((change.key, field.name))


def refusals(field: Field, receipts: Sequence[Receipt]) -> list[str]:
    return [str(each.refused[field.name]) for each in receipts if field.name in each.refused]


def test_the_spellings_of_one_option_are_one_value(world: World) -> None:
    seen = world.table(fields=[NAME, level()]).read()
    assert [each.fields[LEVEL] for each in seen.records] == ["High", "Medium"]


def test_a_cell_without_a_dropdown_gets_the_one_form_of_the_mapping(world: World) -> None:
    assert LEVEL in wrote(world, level(), "Low").written
    assert world.values()[2][2] == "Low"


@pytest.mark.parametrize("new", [False, True])
def test_a_dropdown_is_written_in_its_own_words(world: World, *, new: bool) -> None:
    dropdown(world)
    assert wrote(world, level(), "Low", new=new).written >= {LEVEL}
    assert world.values()[3 if new else 2][2] == "低"
    assert choices(world, 2) == ["高", "中", "低"]


def test_a_new_option_extends_the_rule_of_all_cells_that_have_it(world: World) -> None:
    dropdown(world, top=1, bottom=4)
    dropdown(world, top=6, bottom=8)
    other = {**RULE, "strict": False}
    dropdown(world, other, top=4, bottom=6)
    dropdown(world, column=4)
    assert LEVEL in wrote(world, level(), "極大").written
    assert world.values()[2][2] == "極大"
    for row in (1, 2, 3, 6, 7):
        assert choices(world, row) == ["高", "中", "低", "極大"]
    rows = world.dump()["sheets"][0]["data"][0]["rowData"]
    kept = rows[2]["values"][2]["dataValidation"]
    assert {key: kept[key] for key in ("strict", "showCustomUi", "inputMessage")} == {
        key: RULE[key] for key in ("strict", "showCustomUi", "inputMessage")
    }
    assert choices(world, 4) == choices(world, 4, 4) == ["高", "中", "低"]
    assert choices(world, 8) is None
    assert world.calls().count(("POST", 200)) == 4 + 1  # the person's four rules, and one batch


def test_several_new_options_make_one_rule_and_the_second_time_nothing(world: World) -> None:
    dropdown(world)
    table = world.table(fields=[NAME, level()])
    seen = table.read()
    changes = [
        update(seen, A, {LEVEL: "極大"}),
        update(seen, B, {LEVEL: "極小"}),
        create(D, {NAME.name: "x", LEVEL: "極大"}),
    ]
    assert all(LEVEL in each.written for each in table.write(changes, seen))
    assert choices(world, 3) == ["高", "中", "低", "極大", "極小"]
    world.server.forget_calls()
    again = table.read()
    table.write([update(again, A, {LEVEL: "極大"})], again)
    assert world.calls() == [("GET", 200)]


def test_a_new_record_extends_the_dropdown_of_the_prepared_row(world: World) -> None:
    dropdown(world)
    assert LEVEL in wrote(world, level(), "極大", new=True).written
    assert world.values()[3][:3] == ["r4z", "新規", "極大"]
    assert choices(world, 3) == choices(world, 9) == ["高", "中", "低", "極大"]


def test_a_mapping_that_adds_nothing_holds_a_new_option_with_the_list(world: World) -> None:
    dropdown(world)
    why = str(objection(world, level(new_options=NewOptions.HOLD), "極大"))
    assert "'極大'" in why
    assert "C3" in why
    assert "高, 中, 低" in why
    assert choices(world, 2) == ["高", "中", "低"]
    assert objection(world, level(new_options=NewOptions.HOLD), "Low") is None


def test_choices_that_stand_in_cells_are_read_and_never_extended(world: World) -> None:
    world.book.add_worksheet("リスト", 10, 2).update([["高"], ["中"], ["低"]], "A1")
    dropdown(world, {"condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "='リスト'!$A$1:$A$10"}]}})
    world.server.forget_calls()
    assert objection(world, level(), "Low") is None
    assert "'リスト'!$A$1:$A$10" in str(objection(world, level(), "極大"))
    assert LEVEL in wrote(world, level(), "Low").written
    assert world.values()[2][2] == "低"


@pytest.mark.parametrize("place", ["=$E$5:$E$6", "=levels"])
def test_choices_may_stand_on_the_same_tab_or_have_a_name(world: World, place: str) -> None:
    world.tab.update([["大"], ["小"]], "E5")
    named = {"name": "levels", "range": {"sheetId": world.tab.id, **area(4, 6, 4, 5)}}
    world.do({"addNamedRange": {"namedRange": named}})
    dropdown(world, {"condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": place}]}}, bottom=3)
    assert LEVEL in wrote(world, level(), "Low").written
    assert world.values()[2][2] == "小"


def test_choices_that_are_not_there_hold_the_field(world: World) -> None:
    dropdown(world, {"condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=nowhere"}]}})
    world.server.forget_calls()
    table = world.table(fields=[NAME, level()])
    seen = table.read()
    change = update(seen, B, {LEVEL: "Low"})
    assert "nowhere" in str(table.objections([change], seen)[change.key, LEVEL])


def test_a_dropdown_of_several_choices_is_not_extended(world: World) -> None:
    tags = Field(TAGS, FieldType.MULTI_SELECT, "Tags", "タグ")
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": each} for each in "abc"]}}
    dropdown(world, rule, column=3)
    world.server.forget_calls()
    assert "by hand" in str(objection(world, tags, ("a", "new")))
    assert TAGS in wrote(world, tags, ("a", "c")).written
    assert world.values()[2][3] == "a, c"
    assert choices(world, 2, 3) == ["a", "b", "c"]


def test_several_options_keep_the_spelling_they_have_in_the_cell(world: World) -> None:
    levels = Field(LEVEL, FieldType.MULTI_SELECT, "Impact", "影響度", aliases=scale("level", "en"))
    world.tab.update([["高、LOW"]], "C3")
    assert record(world.table(fields=[NAME, levels]).read(), B).fields[LEVEL] == ("High", "Low")
    assert LEVEL in wrote(world, levels, ("Low", "High", "Medium")).written
    assert world.values()[2][2] == "LOW, 高, Medium"


def test_a_column_of_a_table_has_its_choices_extended_in_the_table(world: World) -> None:
    columns: list[dict[str, Any]] = [{"columnIndex": at, "columnName": name} for at, name in enumerate(ROWS[0])]
    columns[2] |= {"columnType": "DROPDOWN", "dataValidationRule": {"condition": RULE["condition"]}}
    world.do({"addTable": {"table": {"name": "T", "range": area(0, 3, 0, 5), "columnProperties": columns}}})
    assert LEVEL in wrote(world, level(), "極大").written
    (table,) = world.dump()["sheets"][0]["tables"]
    expected = [*RULE["condition"]["values"], {"userEnteredValue": "極大"}]  # type: ignore[index]  # a dict of dicts
    assert table["columnProperties"][2]["dataValidationRule"]["condition"]["values"] == expected
    assert [each["columnName"] for each in table["columnProperties"]] == ROWS[0]
    assert wrote(world, level(), "Low").written
    assert world.values()[2][2] == "低"


@pytest.mark.parametrize("name", ["=1+1", "+1"])
def test_an_option_that_would_be_a_formula_is_held(world: World, name: str) -> None:
    dropdown(world)
    world.server.forget_calls()
    assert "formula" in str(objection(world, level(), name))


def test_a_dropdown_that_is_partly_protected_is_held(world: World) -> None:
    dropdown(world)
    editors = {"users": [PERSON]}
    protected = {"range": {"sheetId": world.tab.id, **area(5, 6, 2, 3)}, "editors": editors}
    world.do({"addProtectedRange": {"protectedRange": protected}})
    world.server.forget_calls()
    assert "protected" in str(objection(world, level(), "極大"))
    assert objection(world, level(), "Low") is None


def test_the_dropdown_of_a_text_is_nobodys_business(world: World) -> None:
    text = Field(LEVEL, FieldType.RICH_TEXT, "Impact", "影響度")
    dropdown(world)
    assert LEVEL in wrote(world, text, "something else").written
    assert choices(world, 2) == ["高", "中", "低"]


def test_upper_and_lower_case_make_no_second_choice(world: World) -> None:
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": each} for each in ("High", "Low")]}}
    dropdown(world, rule)
    loose = level(aliases={}, policy=FieldPolicy(compare=Compare.CASEFOLD))
    assert LEVEL in wrote(world, loose, "LOW").written
    assert world.values()[2][2] == "Low"
    assert choices(world, 2) == ["High", "Low"]


@pytest.mark.parametrize("row", [0, 1])
def test_a_column_put_in_meanwhile_gets_no_dropdown(world: World, row: int) -> None:
    """The batch hits the column beside; the answer shows it, and what was there is put back."""
    dropdown(world)
    note = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "note"}]}}
    dropdown(world, note, column=1, bottom=3)
    table = world.table(fields=[NAME, level()])
    seen = table.read()
    move = {
        "insertDimension": {"range": {"sheetId": world.tab.id, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}}
    }
    drop = {
        "insertDimension": {"range": {"sheetId": world.tab.id, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}
    }
    meddle(table, lambda: world.do(move if row else drop))
    (receipt,) = table.write([update(seen, B, {LEVEL: "極大"})], seen)
    assert LEVEL in receipt.written
    if row:
        assert [choices(world, at, 3) for at in (0, 1, 9)] == [None, *[["高", "中", "低", "極大"]] * 2]
        assert [choices(world, at, 2) for at in (0, 1, 2, 3)] == [None, ["note"], ["note"], None]
        assert world.values()[2] == ["r2z", "", "遅延", "極大", "", ""]
    else:
        assert [choices(world, at) for at in (0, 1)] == [None, None]
        assert choices(world, 2) == choices(world, 3) == ["高", "中", "低", "極大"]
        assert world.values()[3] == ["r2z", "遅延", "極大", "", ""]


def test_a_link_that_a_column_put_in_meanwhile_brought_there_comes_back_with_its_own_dropdown(world: World) -> None:
    """It is copied back with all it has, so it has to be kept before the batch changes dropdowns."""
    dropdown(world)
    note = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "note"}]}}
    dropdown(world, note, column=1, bottom=3)
    link = {"userEnteredValue": {"stringValue": "see there"}, "textFormatRuns": [{}, {"startIndex": 4, "format": LINK}]}
    place = {"sheetId": world.tab.id, **area(2, 3, 1, 2)}
    fields = "userEnteredValue,textFormatRuns"
    world.do({"updateCells": {"range": place, "rows": [{"values": [link]}], "fields": fields}})
    table = world.table(fields=[NAME, level()])
    seen = table.read()
    meddle(table, lambda: world.tab.insert_cols([[]], 2))
    (receipt,) = table.write([update(seen, B, {LEVEL: "極大"})], seen)
    assert LEVEL in receipt.written
    assert [choices(world, at, 2) for at in (1, 2)] == [["note"]] * 2
    assert [choices(world, at, 3) for at in (1, 2)] == [["高", "中", "低", "極大"]] * 2
    assert world.values()[2] == ["r2z", "", "see there", "極大", "", ""]


def test_rows_that_a_filter_hides_get_the_new_option_too(world: World) -> None:
    dropdown(world)
    criteria = {"filterSpecs": [{"columnIndex": 0, "filterCriteria": {"hiddenValues": ["r1z"]}}]}
    world.do({"setBasicFilter": {"filter": {"range": {"sheetId": world.tab.id, **area(0, 3, 0, 5)}, **criteria}}})
    assert LEVEL in wrote(world, level(), "極大").written
    assert choices(world, 1) == choices(world, 2) == ["高", "中", "低", "極大"]


def test_a_dropdown_that_google_does_not_let_us_change_holds_all_that_need_it_and_nothing_else(world: World) -> None:
    dropdown(world)
    table = world.table(fields=[NAME, level()])
    seen = table.read()
    editors = {"users": [PERSON]}
    protected = {"range": {"sheetId": world.tab.id, **area(5, 6, 2, 3)}, "editors": editors}
    meddle(table, lambda: world.do({"addProtectedRange": {"protectedRange": protected}}))
    changes = [
        update(seen, A, {NAME.name: "停電 2", LEVEL: "極大"}),
        update(seen, B, {LEVEL: "極小"}),
        create(D, {NAME.name: "新規", LEVEL: "極大"}),
    ]
    receipts = table.write(changes, seen)
    assert [LEVEL in each.refused and "protected" in str(each.refused[LEVEL]) for each in receipts] == [True] * 3
    assert [row[:3] for row in world.values()[1:]] == [
        ["r1z", "停電 2", "高"],
        ["r2z", "遅延", "中"],
        ["r4z", "新規", ""],
    ]
    assert choices(world, 2) == ["高", "中", "低"]
    assert [status for method, status in world.calls() if method == "POST"][-2:] == [400, 200]
