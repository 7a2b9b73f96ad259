from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mappings.fields import FieldType, Unit
from mappings.proposal.guess import guess
from tests.mappings.proposal.table import column, dated

ZONE = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([True, False, True], FieldType.CHECKBOX),
        ([1, 2.5, 3], FieldType.NUMBER),
        ([45000, 46000, 47000], FieldType.NUMBER),
        ([dated(45000), dated(46000)], FieldType.DATE),
        (["2026-01-05", "令和8年1月6日", "2026/1/7"], FieldType.DATE),
        (["https://a.example/1", "https://a.example/2"], FieldType.URL),
        (["a@x.example", "b@x.example"], FieldType.EMAIL),
        (["03-1234-5678", "090-1234-5678"], FieldType.PHONE),
        (["高", "低", "高", "中", "低", "高"], FieldType.SELECT),
        (["決済, 予約", "決済", "予約", "決済, 予約"], FieldType.MULTI_SELECT),
        (["one thing", "another thing", "a third"], FieldType.RICH_TEXT),
        (["0012", "0013", "0014"], FieldType.RICH_TEXT),
        ([], FieldType.RICH_TEXT),
    ],
)
def test_a_column_becomes_what_its_cells_look_like(values: list[Any], kind: FieldType) -> None:
    assert guess(column("c", *values), None, (), ZONE).type is kind


def test_emails_of_people_in_the_workspace_are_people() -> None:
    found = guess(column("c", "A@x.example", "b@x.example, a@x.example"), None, {"a@x.example", "b@x.example"}, ZONE)
    assert found.type is FieldType.PEOPLE


def test_one_cell_in_ten_may_be_otherwise_and_it_is_said() -> None:
    found = guess(column("c", *range(1, 20), "unknown"), None, (), ZONE)
    assert found.type is FieldType.NUMBER
    assert "19 of 20" in str(found.why)
    assert guess(column("c", 1, 2, "unknown"), None, (), ZONE).type is not FieldType.NUMBER


def test_a_dropdown_gives_its_options_and_those_that_were_typed_beside_it() -> None:
    found = guess(column("c", "高", "最高", options=("高", "低")), None, (), ZONE)
    assert (found.type, found.options) == (FieldType.SELECT, ("高", "低", "最高"))


def test_a_dropdown_with_a_comma_in_it_cannot_be_a_select() -> None:
    assert guess(column("c", "a, b", options=("a, b",)), None, (), ZONE).type is not FieldType.SELECT


def test_durations_are_numbers_of_minutes() -> None:
    found = guess(column("c", dated(0.5, "TIME", "[h]:mm"), dated(1.5, "NUMBER", "[h]:mm")), None, (), ZONE)
    assert found.unit in (Unit.MINUTES, None)


def test_moments_are_dates_with_times() -> None:
    assert guess(column("c", dated(45000.5, "DATE_TIME")), None, (), ZONE).timed
