from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.fields import FieldType
from mappings.presets import KINDS, load
from mappings.proposal import Confidence, propose
from mappings.proposal.likeness import likeness
from sync.model import Side
from sync.policy import Direction
from tests.mappings.proposal.table import database, tab

PRESETS = [load(kind, "ja") for kind in KINDS]
TITLES = ["the first", "the second", "the third", "the fourth"]


@pytest.mark.parametrize(
    ("one", "two", "least", "most"),
    [
        ("Title", "Title", 1.0, 1.0),
        ("ＴＩＴＬＥ", "title ", 0.95, 0.99),
        ("所要(分)", "所要", 0.9, 0.9),
        ("次回レビュー", "次回レビュー日", 0.6, 0.89),
        ("概要", "影響", 0.0, 0.0),
        ("", "", 1.0, 1.0),
        ("!", "?", 0.0, 0.0),
    ],
)
def test_names_are_as_alike_as_people_find_them(one: str, two: str, least: float, most: float) -> None:
    assert least <= likeness(one, two) <= most


def test_values_find_a_column_whose_name_says_nothing() -> None:
    found = propose(
        database({"題": (FieldType.TITLE, TITLES)}), tab({"col7": TITLES, "other": ["x"] * 4}), PRESETS, UTC
    )
    assert [(each.notion, each.sheet) for each in found.fields] == [("題", "col7")]


def test_rows_that_disagree_take_a_name_back_that_is_only_alike() -> None:
    many = [f"title {number}" for number in range(8)]
    notion = database({"題": (FieldType.TITLE, many), "開始日": (FieldType.RICH_TEXT, [f"a{each}" for each in many])})
    sheet = tab({"題": many, "開始日時": [f"b{each}" for each in many]})
    assert [each.notion for each in propose(notion, sheet, PRESETS, UTC).fields] == ["題"]


def test_two_scales_with_the_same_options_are_told_apart_by_the_rows() -> None:
    first, second = ["高", "低", "中", "高"], ["低", "低", "高", "中"]
    notion = database(
        {"題": (FieldType.TITLE, TITLES), "P": (FieldType.SELECT, first), "Q": (FieldType.SELECT, second)}
    )
    found = propose(notion, tab({"name": TITLES, "u": second, "v": first}), PRESETS, UTC)
    assert {each.notion: each.sheet for each in found.fields} == {"題": "name", "P": "v", "Q": "u"}


def test_what_notion_computes_never_replaces_what_people_typed() -> None:
    many = [f"title {number}" for number in range(8)]
    notion = database({"題": (FieldType.TITLE, many), "点": (FieldType.FORMULA, list(range(8)))})
    found = propose(notion, tab({"題": many, "点": list(range(100, 108))}), PRESETS, UTC)
    assert [each.notion for each in found.fields] == ["題"]
    assert "people typed" in {(each.side, each.name): str(each.why) for each in found.left_out}[Side.SHEET, "点"]


def test_formulas_go_to_notion_only_and_computed_values_to_the_sheet_only() -> None:
    notion = database(
        {
            "題": (FieldType.TITLE, TITLES),
            "倍": (FieldType.NUMBER, [1, 1, 1, 1]),
            "番号": (FieldType.UNIQUE_ID, ["R-1", "R-2", "R-3", "R-4"]),
        }
    )
    found = propose(notion, tab({"題": TITLES, "倍": ["=A2", "=A3", "=A4", "=A5"], "番号": [None] * 4}), PRESETS, UTC)
    assert {each.notion: each.direction for each in found.fields} == {
        "題": None,
        "倍": Direction.TO_NOTION,
        "番号": Direction.TO_SHEET,
    }


def test_a_column_that_cannot_be_read_as_the_type_is_left_out_with_the_count() -> None:
    notion = database({"題": (FieldType.TITLE, TITLES), "点": (FieldType.NUMBER, [1, 2, 3, 4])})
    found = propose(notion, tab({"題": TITLES, "点": ["high", "low", "high", 1]}), PRESETS, UTC)
    assert (
        "3 of 4 sampled cells" in {(each.side, each.name): str(each.why) for each in found.left_out}[Side.SHEET, "点"]
    )


def test_options_in_two_languages_get_the_scale_that_knows_both() -> None:
    notion = database(
        {"Title": (FieldType.TITLE, TITLES), "Impact": (FieldType.SELECT, ["High", "Low", "High", "Low"])}
    )
    found = propose(notion, tab({"Title": TITLES, "影響度": ["高", "低", "高", "低"]}), PRESETS, UTC)
    impact = next(each for each in found.fields if each.notion == "Impact")
    assert impact.sheet == "影響度"
    assert impact.options == {"scale": "level", "written": "en"}


NAMES = st.text("abc リスク名影響度ID", min_size=1, max_size=8)
CELLS = st.lists(st.sampled_from(["高", "低", "x", "", "2026-01-01"]), min_size=4, max_size=4)
KIND = st.sampled_from([FieldType.RICH_TEXT, FieldType.SELECT, FieldType.DATE, FieldType.CHECKBOX, FieldType.FORMULA])


@given(
    st.dictionaries(NAMES, CELLS, max_size=5), st.dictionaries(NAMES, st.tuples(KIND, st.just([None] * 4)), max_size=5)
)
def test_each_is_taken_once_and_nothing_is_forgotten(
    columns: dict[str, list[str]], properties: dict[str, tuple[FieldType, list[None]]]
) -> None:
    notion, sheet = database(properties), tab(columns)
    found = propose(notion, sheet, PRESETS, UTC)
    matches = [*found.fields, *found.unsure]
    for names in ([each.notion for each in matches], [each.sheet for each in matches], [each.name for each in matches]):
        assert len(set(names)) == len(names)
    named = (
        {each.notion for each in matches} | {each.sheet for each in matches} | {each.name for each in found.left_out}
    )
    named |= {found.identity.id_property or "", found.identity.id_column or ""}
    assert {*properties, *columns} <= named
    assert all(each.confidence is not Confidence.UNSURE for each in found.fields)
    assert found == propose(notion, sheet, PRESETS, UTC)
