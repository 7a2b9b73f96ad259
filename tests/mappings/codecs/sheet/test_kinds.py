"""Boxes, links, chips, computed values: what kinds of cells there are besides texts, numbers and dates."""

from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.codecs.sheet import CellData, misformatted, read_cell, write_cell
from mappings.codecs.sheet.cell import Unwritable
from mappings.fields import FieldType
from sync.model import Span, Unreadable, Value
from tests.mappings.codecs.sheet.cells import answered, field_of, number, read, text, why

PAGE = "https://example.com/runbook"
Held = dict[str, object] | None
OTHER = "https://example.com/other"


def box(*own: str) -> CellData:
    values = [{"userEnteredValue": value} for value in own]
    return {"dataValidation": {"condition": {"type": "BOOLEAN", **({"values": values} if values else {})}}}


@pytest.mark.parametrize(
    ("own", "held", "expected"),
    [
        (("済", "未"), "済", True),
        (("済", "未"), "未", False),
        (("未着手", "着手"), "未着手", True),
        (("No", "Yes"), "No", True),
        (("Done",), "Done", True),
        (("Done",), "", False),
        (("1", "0"), "1", True),
    ],
)
def test_a_box_with_values_of_its_own_is_read_by_them(own: tuple[str, ...], held: str, *, expected: bool) -> None:
    assert read({**text(held), **box(*own)}, FieldType.CHECKBOX) is expected


@pytest.mark.parametrize(
    ("own", "ticked", "unticked"),
    [
        ((), {"boolValue": True}, {"boolValue": False}),
        (("済", "未"), {"stringValue": "済"}, {"stringValue": "未"}),
        (("1", "0"), {"numberValue": 1}, {"numberValue": 0}),
        (("Done",), {"stringValue": "Done"}, None),
        (("TRUE", "FALSE"), {"boolValue": True}, {"boolValue": False}),
    ],
)
def test_a_box_is_written_in_the_values_it_has(own: tuple[str, ...], ticked: Held, unticked: Held) -> None:
    current, field = box(*own), field_of(FieldType.CHECKBOX)
    for value, expected in ((True, ticked), (False, unticked)):
        cell = write_cell(value, field, UTC, current=current)
        assert cell.get("userEnteredValue") == expected
        assert read({**answered(cell), **current}, FieldType.CHECKBOX) is value


def linked(shown: str, *links: str) -> CellData:
    runs = [{"startIndex": place, "format": {"link": {"uri": uri}}} for place, uri in enumerate(links)]
    return {**text(shown), "textFormatRuns": runs}


def chipped(shown: str, uri: str) -> CellData:
    return {**text(shown), "chipRuns": [{"chip": {"richLinkProperties": {"uri": uri}}}]}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (text(PAGE), PAGE),
        (text("example.com"), "example.com"),
        ({**text("example.com"), "hyperlink": "http://example.com"}, "example.com"),
        ({**text("Runbook"), "hyperlink": PAGE}, PAGE),
        (linked("see Runbook", PAGE), PAGE),
        (chipped("Runbook", PAGE), PAGE),
        ({**text("Runbook"), "userEnteredValue": {"formulaValue": "=HYPERLINK()"}, "hyperlink": PAGE}, PAGE),
        (text("Runbook"), "Runbook"),
        ({}, None),
    ],
)
def test_a_link_is_what_a_label_leads_to(cell: CellData, expected: Value) -> None:
    assert read(cell, FieldType.URL) == expected


def test_a_label_with_two_links_is_held() -> None:
    assert "one link" in why(read(linked("a b", PAGE, OTHER), FieldType.URL))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (text(PAGE), (PAGE,)),
        (text(f"{PAGE}\n{OTHER}"), (PAGE, OTHER)),
        (text(f"{PAGE}, {OTHER}、{PAGE}"), (PAGE, OTHER)),
        (text(f"{PAGE},{OTHER}"), (PAGE, OTHER)),
        (text("https://example.com/a,b"), ("https://example.com/a,b",)),
        (linked("a.pdf, b.pdf", PAGE, OTHER), (PAGE, OTHER)),
        (chipped("a.pdf", PAGE), (PAGE,)),
        (text(" "), None),
    ],
)
def test_files_are_addresses(cell: CellData, expected: Value) -> None:
    assert read(cell, FieldType.FILES) == expected


@pytest.mark.parametrize("cell", [text("report.pdf"), linked("a.pdf, b.pdf", PAGE), number(3), text('"open')])
def test_a_file_that_leads_nowhere_is_held(cell: CellData) -> None:
    assert "links such as" in why(read(cell, FieldType.FILES))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (number(3), 3),
        (number(0.5, "PERCENT"), 0.5),
        (number(46027, "DATE"), Span(date(2026, 1, 5))),
        (number(46027.5, "DATE_TIME"), Span(datetime(2026, 1, 5, 12, 0, tzinfo=UTC))),
        ({"effectiveValue": {"boolValue": False}}, False),
        (text("2026-01-05"), "2026-01-05"),
        (text("12"), "12"),
        ({}, None),
    ],
)
def test_what_notion_computes_keeps_its_kind(cell: CellData, expected: Value) -> None:
    found = read(cell, FieldType.FORMULA)
    assert found == expected
    assert type(found) is type(expected)


@given(
    st.lists(
        st.sampled_from(
            [
                "2026-01-05",
                "x",
                "1/5",
                3,
                0.5,
                True,
                None,
                Span(date(2026, 1, 5)),
                Span(date(2026, 1, 5), date(2026, 1, 9)),
            ]
        ),
        min_size=1,
        max_size=6,
    )
)
def test_one_result_after_another_in_one_cell_is_read_back(values: list[Value]) -> None:
    """A cell keeps the format of its last value unless the next one would be misread in it."""
    field = field_of(FieldType.ROLLUP)
    cell: CellData = {}
    for value in values:
        new = write_cell(value, field, UTC)
        formats = answered({"userEnteredFormat": new["userEnteredFormat"]}) if "userEnteredFormat" in new else {}
        kept = {key: part for key, part in cell.items() if key == "effectiveFormat"}
        entered = answered({key: part for key, part in new.items() if key == "userEnteredValue"})
        cell = {**(formats if misformatted(new, cell) else kept), **entered}
        assert read_cell(cell, field, UTC) == value


def test_a_list_is_no_computed_value() -> None:
    with pytest.raises(Unwritable):
        write_cell(("a",), field_of(FieldType.FORMULA), UTC)


def test_a_person_in_a_text_column_is_the_name_that_is_shown() -> None:
    chip = {"chipRuns": [{"chip": {"personProperties": {"email": "sato@example.jp"}}}]}
    assert read({**text("佐藤"), **chip}, FieldType.RICH_TEXT) == "佐藤"


typed_texts = st.text(max_size=30) | st.from_regex(
    r"[0-9０-９年月日時分:/. \-〜→,¥%万億RHSE令和平成元午前後半曜hmsJSTZUFMonapr+]{0,24}", fullmatch=True
)
values = st.fixed_dictionaries(
    {},
    optional={
        "stringValue": typed_texts,
        "numberValue": st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**20), 10**20),
        "boolValue": st.booleans(),
        "errorValue": st.fixed_dictionaries({}, optional={"type": st.text(max_size=5), "message": st.text(max_size=5)}),
        "formulaValue": st.text(max_size=10),
    },
)
formats = st.fixed_dictionaries(
    {"numberFormat": st.fixed_dictionaries({"type": st.sampled_from(["TEXT", "DATE", "TIME", "DATE_TIME", "PERCENT"])})}
)
cells = st.fixed_dictionaries(
    {},
    optional={
        "userEnteredValue": values,
        "effectiveValue": values,
        "effectiveFormat": formats,
        "formattedValue": st.text(max_size=10),
        "hyperlink": st.text(max_size=10),
        "textFormatRuns": st.lists(
            st.fixed_dictionaries(
                {}, optional={"startIndex": st.integers(0, 9), "format": st.just({"link": {"uri": PAGE}})}
            ),
            max_size=2,
        ),
        "chipRuns": st.lists(
            st.fixed_dictionaries({}, optional={"startIndex": st.integers(0, 9), "chip": st.just({})}), max_size=2
        ),
        "dataValidation": st.just(box("済", "未")["dataValidation"]) | st.just({"condition": {"type": "ONE_OF_LIST"}}),
    },
)


@pytest.mark.parametrize("kind", FieldType)
def test_no_cell_that_the_api_can_show_raises(kind: FieldType) -> None:
    @given(cells)
    def holds(cell: CellData) -> None:
        found = read(cell, kind, ZoneInfo("America/New_York"))
        if isinstance(found, Unreadable):
            assert str(found.why)
            assert len(found.seen) <= 200
        elif found is not None:
            write_again(found, kind)

    holds()


def write_again(value: Value, kind: FieldType) -> None:
    """What was read can be written, or is refused with a reason; it never fails otherwise."""
    with suppress(Unwritable):
        cell = write_cell(value, field_of(kind), ZoneInfo("America/New_York"))
        assert read(answered(cell), kind, ZoneInfo("America/New_York")) == value
