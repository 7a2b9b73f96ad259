"""Text runs and chips of the words that stay."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.codecs.sheet import Unwritable, has_file_chip, read_cell, sendable, write_cell
from mappings.fields import Field, FieldType
from sync.model import FieldName, Value

Json = dict[str, Any]
TOKYO = ZoneInfo("Asia/Tokyo")
BOLD: Json = {"bold": True}
DOCS = "https://example.com/docs"
FILE = {"richLinkProperties": {"uri": "https://docs.google.com/document/d/1a/edit"}}
VIDEO = {"richLinkProperties": {"uri": "https://www.youtube.com/watch?v=1"}}
ANN = {"personProperties": {"email": "ann@example.com", "displayFormat": "DEFAULT"}}


def linked(uri: str) -> Json:
    return {"link": {"uri": uri}, "underline": True, "foregroundColorStyle": {"themeColor": "LINK"}}


def cell(text: str, **parts: object) -> Json:
    value = {"stringValue": text}
    return {"userEnteredValue": value, "effectiveValue": value, "formattedValue": text, **parts}


def runs(*found: tuple[int, Json]) -> list[Json]:
    return [{"startIndex": at, "format": form} if at else {"format": form} for at, form in found]


def chips(*found: tuple[int, Json]) -> list[Json]:
    return [{"startIndex": at, "chip": chip} if at else {"chip": chip} for at, chip in found]


def written(value: Value, current: Json, kind: FieldType = FieldType.RICH_TEXT) -> Json:
    return write_cell(value, Field(FieldName("f"), kind, "f", "f"), TOKYO, current=current)


def read(found: Json, kind: FieldType = FieldType.RICH_TEXT) -> object:
    return read_cell(found, Field(FieldName("f"), kind, "f", "f"), TOKYO)


def value(text: str) -> Json:
    return {"userEnteredValue": {"stringValue": text}}


def test_formats_stay_with_their_words_counted_in_utf_16() -> None:
    was = cell("😀 big risk", textFormatRuns=runs((3, BOLD), (6, {})))
    assert written("😀😀 a big risk", was) == {
        **value("😀😀 a big risk"),
        "textFormatRuns": runs((7, BOLD), (10, {})),
    }


def test_a_text_without_runs_is_written_without_any() -> None:
    assert written("new", cell("old")) == value("new")
    assert written("new", cell("old", textFormatRuns=runs((0, {})))) == value("new")
    assert written("new", {}) == value("new")
    assert written(None, cell("old", textFormatRuns=runs((0, BOLD)))) == {}


def test_links_stay_with_their_words_and_do_not_grow() -> None:
    was = cell("see docs", textFormatRuns=runs((4, linked(DOCS))))
    assert written("so see docs today", was)["textFormatRuns"] == runs((7, linked(DOCS)), (11, {}))


def test_a_link_spelt_out_goes_when_its_text_is_changed() -> None:
    was = cell(f"see {DOCS} now", textFormatRuns=runs((4, linked(DOCS)), (28, {})))
    assert written(f"see {DOCS}/2 now", was) == {
        **value(f"see {DOCS}/2 now"),
        "textFormatRuns": runs((4, linked(DOCS)), (28, {})),
    }
    assert written("see https://example.org now", was) == value("see https://example.org now")


def test_chips_stay_and_are_sent_as_at_signs() -> None:
    was = cell(
        "ask Ann Lee about 計画",
        chipRuns=chips((0, {}), (4, ANN), (11, {}), (18, FILE)),
        textFormatRuns=runs((12, BOLD)),
    )
    found = written("please ask Ann Lee about 計画", was)
    assert found == {
        **value("please ask Ann Lee about 計画"),
        "chipRuns": chips((0, {}), (11, ANN), (18, {}), (25, FILE)),
        "textFormatRuns": runs((19, BOLD)),
    }
    assert sendable(found) == {
        **value("please ask @ about @"),
        "chipRuns": chips((11, ANN), (19, FILE)),
        "textFormatRuns": runs((13, BOLD)),
    }
    assert has_file_chip(found)


def test_people_who_are_chips_stay_chips_whatever_name_they_show() -> None:
    was = cell("Ann Lee, bob@example.com", chipRuns=chips((0, ANN), (7, {})))
    found = written(("ann@example.com", "bob@example.com", "cho@example.com"), was, FieldType.PEOPLE)
    assert found == {**value("Ann Lee, bob@example.com, cho@example.com"), "chipRuns": chips((0, ANN), (7, {}))}
    assert sendable(found)["userEnteredValue"] == {"stringValue": "@, bob@example.com, cho@example.com"}
    assert read(found, FieldType.PEOPLE) == ("ann@example.com", "bob@example.com", "cho@example.com")
    assert written(("bob@example.com",), was, FieldType.PEOPLE) == value("bob@example.com")
    assert written(("dan@example.com",), was, FieldType.PEOPLE) == value("dan@example.com")


def test_files_that_are_chips_stay_chips_whatever_title_they_show() -> None:
    uri = FILE["richLinkProperties"]["uri"]
    was = cell("Report", chipRuns=chips((0, FILE)))
    assert read(was, FieldType.FILES) == (uri,)
    found = written((uri, "https://example.com/b.pdf"), was, FieldType.FILES)
    assert found == {**value("Report, https://example.com/b.pdf"), "chipRuns": chips((0, FILE), (6, {}))}
    assert read(found, FieldType.FILES) == (uri, "https://example.com/b.pdf")
    assert written(("https://example.com/b.pdf",), was, FieldType.FILES) == value("https://example.com/b.pdf")


def test_a_label_that_becomes_several_addresses_links_none_of_them_to_the_first() -> None:
    was = cell("Report", hyperlink=DOCS, textFormatRuns=runs((0, linked(DOCS))))
    assert written((DOCS, "https://example.com/b.pdf"), was, FieldType.FILES) == value(
        f"{DOCS}, https://example.com/b.pdf"
    )


def test_an_address_of_mail_that_is_replaced_is_not_linked_to_the_old_one() -> None:
    was = cell("ann@example.com", textFormatRuns=runs((0, linked("mailto:ann@example.com"))))
    assert written("bob@example.com", was, FieldType.EMAIL) == value("bob@example.com")
    assert written("ask bob@example.com", was) == value("ask bob@example.com")


def test_a_chip_whose_text_was_changed_becomes_text() -> None:
    was = cell("ask Ann Lee", chipRuns=chips((0, {}), (4, ANN)))
    assert written("ask Ann", was) == value("ask Ann")
    assert written("ask Bob", was) == value("ask Bob")


def test_a_chip_that_nobody_can_write_holds_the_cell_unless_it_was_taken_out() -> None:
    was = cell("watch Film now", chipRuns=chips((0, {}), (6, VIDEO), (10, {})))
    with pytest.raises(Unwritable, match="Film"):
        written("watch Film later", was)
    assert written("watch it later", was) == value("watch it later")


def test_a_format_that_begins_inside_a_chip_does_not_split_it() -> None:
    was = cell("Ann Lee!", chipRuns=chips((0, ANN), (7, {})), textFormatRuns=runs((4, BOLD)))
    found = written("Ann Lee!!", was)
    assert found["chipRuns"] == chips((0, ANN), (7, {}))


def test_what_a_label_is_linked_to_changes_and_the_label_stays() -> None:
    was = cell("Docs", hyperlink=DOCS, textFormatRuns=runs((0, linked(DOCS))))
    assert read(was, FieldType.URL) == DOCS
    new = "https://example.com/new"
    found = written(new, was, FieldType.URL)
    assert found == {**value("Docs"), "textFormatRuns": runs((0, {**linked(DOCS), "link": {"uri": new}}))}
    assert read(cell("Docs", hyperlink=new, textFormatRuns=found["textFormatRuns"]), FieldType.URL) == new
    whole = cell("Docs", hyperlink=DOCS)
    assert written(new, whole, FieldType.URL)["textFormatRuns"] == runs((0, {"link": {"uri": new}}))
    assert written(None, was, FieldType.URL) == {}


def test_an_address_that_is_replaced_is_not_linked_to_the_old_one() -> None:
    was = cell(DOCS, hyperlink=DOCS, textFormatRuns=runs((0, linked(DOCS))))
    assert written(f"{DOCS}/2", was, FieldType.URL)["userEnteredValue"] == {"stringValue": f"{DOCS}/2"}
    assert written("https://example.org", was, FieldType.URL) == value("https://example.org")


def test_what_is_to_be_cleared_is_left_out_of_the_cell() -> None:
    assert sendable({**value("a"), "dataValidation": None, "textFormatRuns": runs((0, BOLD))}) == {
        **value("a"),
        "textFormatRuns": runs((0, BOLD)),
    }


TEXT = st.text(st.sampled_from("ab 漢😀@\n"), min_size=1, max_size=12)
FORMATS = st.sampled_from([{}, BOLD, {"italic": True}, linked(DOCS)])
CHIPS = st.sampled_from([{}, {}, ANN, FILE])


@st.composite
def formatted(draw: st.DrawFn) -> Json:
    parts = draw(st.lists(st.tuples(TEXT, FORMATS, CHIPS), min_size=1, max_size=6))
    at, found_runs, found_chips = 0, [], []
    for text, form, chip in parts:
        found_runs.append((at, form))
        found_chips.append((at, chip))
        at += len(text.encode("utf-16-le")) // 2
    text = "".join(text for text, _, _ in parts)
    return cell(text, textFormatRuns=runs(*found_runs), chipRuns=chips(*found_chips))


@given(formatted(), TEXT)
def test_the_words_are_those_of_the_value_and_read_back(was: Json, new: str) -> None:
    found = written(new, was)
    assert found["userEnteredValue"] == {"stringValue": new}
    assert read(found) == new
    length = len(new.encode("utf-16-le")) // 2
    for part in ("textFormatRuns", "chipRuns"):
        starts = [run.get("startIndex", 0) for run in found.get(part, [])]
        assert starts == sorted(set(starts))
        assert all(start < length for start in starts)


@given(formatted())
def test_a_text_that_did_not_change_keeps_all_runs_and_chips(was: Json) -> None:
    text = was["userEnteredValue"]["stringValue"]
    found = written(text, was)
    assert _by_unit(cell(text, **found), "textFormatRuns", "format") == _by_unit(was, "textFormatRuns", "format")
    assert _by_unit(cell(text, **found), "chipRuns", "chip") == _by_unit(was, "chipRuns", "chip")


def _by_unit(found: Json, part: str, name: str) -> list[Json]:
    """Return the format or chip of each code unit."""
    length = len(found["userEnteredValue"]["stringValue"].encode("utf-16-le")) // 2
    starts = {run.get("startIndex", 0): run[name] for run in found.get(part, [])}
    forms: list[Json] = []
    for at in range(length):
        forms.append(starts.get(at, forms[-1] if forms else {}))
    return forms
