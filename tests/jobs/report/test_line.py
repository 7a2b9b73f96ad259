import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from jobs.report.line import beside, folded, safe, shorten

TEXT = st.text(max_size=80)


def test_the_middle_is_left_out_and_the_width_is_that_of_cells() -> None:
    assert shorten("決済APIのタイムアウト", 12) == "決済AP…ウト"
    assert cell_len(shorten("決済APIのタイムアウト", 12)) == 11  # アウト would be 13
    assert shorten("short", 12) == "short"


@given(TEXT, st.integers(0, 40))
def test_a_shortened_text_never_is_wider_than_asked(text: str, width: int) -> None:
    assert cell_len(shorten(safe(text), width)) <= width


@given(TEXT, TEXT, st.integers(4, 40))
def test_two_texts_fit_beside_each_other(before: str, after: str, width: int) -> None:
    assert sum(map(cell_len, beside(safe(before), safe(after), width))) <= width


def test_what_differs_stays_in_view_in_long_texts() -> None:
    before = "あ" * 100 + "夜間" + "い" * 100
    after = "あ" * 100 + "毎朝" + "い" * 100
    one, two = beside(before, after, 30)
    assert "夜間" in one
    assert "毎朝" in two


def test_line_breaks_are_shown_and_nothing_can_steer_the_terminal() -> None:
    assert safe("a\r\nb\nc\u2028d") == "a⏎b⏎c⏎d"
    assert safe("\x1b[31mred\x07 \x9b2J \u202eback \x7f") == "␛[31mred␇ \ufffd2J \ufffdback ␡"


@given(st.text(max_size=60))
def test_a_safe_text_is_one_line_without_control_characters(text: str) -> None:
    found = safe(text)
    assert not any(ord(letter) < 0x20 or 0x7F <= ord(letter) < 0xA0 for letter in found)
    assert len(found.splitlines()) <= 1


def test_japanese_is_broken_anywhere_but_before_a_closing_sign() -> None:
    assert folded("セルの値は「早川」です。必要なのは数値です", 12) == [
        "セルの値は",
        "「早川」で",
        "す。必要なの",
        "は数値です",
    ]
    assert folded("APIの停止。 次回", 10) == ["APIの停", "止。 次回"]


def test_english_is_broken_between_words() -> None:
    assert folded("edited in the sheet", 10) == ["edited in", "the sheet"]
    assert folded("abcdefghijkl", 5) == ["abcde", "fghij", "kl"]


@pytest.mark.parametrize("width", [-1, 0, 1])
def test_where_no_letter_fits_each_has_a_line(width: int) -> None:
    assert folded("停止", width) == ["停", "止"]


@given(TEXT, st.integers(2, 40))
def test_folded_lines_fit_and_lose_nothing_but_spaces(text: str, width: int) -> None:
    text = safe(text)
    lines = folded(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
