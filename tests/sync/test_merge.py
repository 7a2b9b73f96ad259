"""One field: the base and two sides in, one verdict out."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.inside import Overlap, merge_inside, merge_lines, merge_sets
from sync.merge import MISSING, Merge, Missing, Sides, Verdict, merge_field
from sync.model import Side, Value
from sync.policy import Compare, Direction, FieldPolicy, FirstMatch, Inside, OnConflict, OneWay
from sync.values import same
from tests.sync.strategies import few, values

bases = st.one_of(few, st.just(MISSING))
policies = st.builds(
    FieldPolicy,
    direction=st.sampled_from(Direction),
    on_conflict=st.sampled_from([OnConflict.ASK, OnConflict.NEWEST, OnConflict.NOTION, OnConflict.SHEET]),
    inside=st.sampled_from(Inside),
    compare=st.sampled_from(Compare),
    one_way=st.sampled_from(OneWay),
)

SWAPPED = {
    Direction.TO_NOTION: Direction.TO_SHEET,
    Direction.TO_SHEET: Direction.TO_NOTION,
    OnConflict.NOTION: OnConflict.SHEET,
    OnConflict.SHEET: OnConflict.NOTION,
}


def mirror(policy: FieldPolicy) -> FieldPolicy:
    direction = SWAPPED.get(policy.direction, policy.direction)
    on_conflict = SWAPPED.get(policy.on_conflict, policy.on_conflict)
    return FieldPolicy(direction, on_conflict, policy.inside, policy.compare, policy.one_way)  # type: ignore[arg-type]  # each maps to its own kind


@given(bases, few, few, policies)
def test_swapping_the_sides_mirrors_the_verdict(
    base: Value | Missing, notion: Value, sheet: Value, policy: FieldPolicy
) -> None:
    one = merge_field(base, Sides(notion, sheet), policy)
    two = merge_field(base, Sides(sheet, notion), mirror(policy))
    assert one.verdict == two.verdict
    assert {side.other for side in one.write} == two.write
    assert same(one.value, two.value, policy.compare)
    assert {(side.other, value) for side, value in one.lost} == set(two.lost)


def after(merge: Merge, sides: Sides) -> Sides:
    values = {side: merge.value if side in merge.write else sides[side] for side in Side}
    return Sides(values[Side.NOTION], values[Side.SHEET], sides.edited)


@given(bases, few, few, policies)
def test_merging_again_after_the_writes_writes_nothing(
    base: Value | Missing, notion: Value, sheet: Value, policy: FieldPolicy
) -> None:
    sides = Sides(notion, sheet)
    first = merge_field(base, sides, policy)
    settled = first.verdict not in (Verdict.CLASH, Verdict.HELD, Verdict.SPLIT)
    second = merge_field(first.value if settled else base, after(first, sides), policy)
    assert not second.write
    assert second.verdict is (Verdict.EQUAL if settled else first.verdict)


@given(bases, few, few, policies)
def test_a_value_a_person_typed_is_never_silently_gone(
    base: Value | Missing, notion: Value, sheet: Value, policy: FieldPolicy
) -> None:
    sides = Sides(notion, sheet)
    merge = merge_field(base, sides, policy)
    left = after(merge, sides)
    kept = [left[side] for side in Side] + [value for _, value in merge.lost]
    for side in Side:
        typed = isinstance(base, Missing) or not same(sides[side], base, policy.compare)
        inside = merge.verdict is Verdict.MERGED
        empty = sides[side] is None
        if typed and not inside and not empty:
            assert any(same(sides[side], value, policy.compare) for value in kept)


@given(values, values)
def test_one_edited_side_is_taken_by_the_other(base: Value, new: Value) -> None:
    merge = merge_field(base, Sides(new, base), FieldPolicy())
    assert same(after(merge, Sides(new, base)).sheet, new)


@given(few, few, few)
def test_a_field_copied_in_neither_direction_is_never_written(base: Value, notion: Value, sheet: Value) -> None:
    assert not merge_field(base, Sides(notion, sheet), FieldPolicy(direction=Direction.NONE)).write


NINE = datetime(2026, 11, 21, 9, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("policy", "later", "winner"),
    [
        (OnConflict.NEWEST, timedelta(minutes=1), "s"),
        (OnConflict.OLDEST, timedelta(minutes=1), "n"),
        (OnConflict.NEWEST, timedelta(seconds=40), None),
    ],
)
def test_the_newest_wins_unless_both_fall_into_one_minute(
    policy: OnConflict, later: timedelta, winner: str | None
) -> None:
    sides = Sides("n", "s", {Side.NOTION: NINE, Side.SHEET: NINE + later})
    merge = merge_field("b", sides, FieldPolicy(on_conflict=policy))
    assert (merge.value if merge.verdict is Verdict.SETTLED else None) == winner


def test_newest_asks_where_one_side_keeps_no_times() -> None:
    sides = Sides("n", "s", {Side.NOTION: NINE})
    assert merge_field("b", sides, FieldPolicy(on_conflict=OnConflict.NEWEST)).verdict is Verdict.CLASH


def test_blanks_are_filled_at_the_first_meeting_where_that_is_chosen() -> None:
    assert merge_field(MISSING, Sides(None, "s"), FieldPolicy(), FirstMatch.FILL).write == {Side.NOTION}
    assert merge_field(MISSING, Sides(None, "s"), FieldPolicy(), FirstMatch.STRICT).verdict is Verdict.CLASH


entries = st.lists(st.sampled_from("abcdef"), unique=True, max_size=5).map(tuple)


@given(entries, entries, entries)
def test_sets_unite_additions_and_honour_removals(
    base: tuple[str, ...], one: tuple[str, ...], two: tuple[str, ...]
) -> None:
    merged = set(merge_sets(base, one, two))
    assert merged == (set(base) & set(one) & set(two)) | ({*one, *two} - set(base))
    assert merge_sets(base, one, two) == merge_sets(base, two, one)


lines = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=6).map("\n".join)


@given(lines, lines, lines)
def test_merging_lines_is_symmetric(base: str, one: str, two: str) -> None:
    def merged(first: str, second: str) -> str | None:
        try:
            return merge_lines(base, first, second)
        except Overlap:
            return None

    assert merged(one, two) == merged(two, one)
    assert merged(one, base) == one
    assert merged(one, one) == one


def test_different_lines_of_one_text_merge() -> None:
    base = "原因\n対策\n結果"
    assert merge_lines(base, "原因: DNS\n対策\n結果", "原因\n対策\n結果: 復旧") == "原因: DNS\n対策\n結果: 復旧"


@st.composite
def edited_apart(draw: st.DrawFn) -> tuple[list[str], list[str], list[str], list[str]]:
    """Return a text's lines, its two edited versions, and what they are together: no line is edited in both."""
    base = [f"line {number}" for number in range(draw(st.integers(1, 8)))]
    one, two, both = [], [], []
    for number, line in enumerate(base):
        editor = draw(st.sampled_from(["nobody", "one", "two"]))
        new = draw(st.sampled_from([[f"{editor} {number}"], []])) if editor != "nobody" else [line]
        one += new if editor == "one" else [line]
        two += new if editor == "two" else [line]
        both += new
    return base, one, two, both


@given(edited_apart(), st.sampled_from(["", "\n"]))
def test_edits_of_different_lines_all_arrive_and_no_line_is_lost(
    texts: tuple[list[str], list[str], list[str], list[str]], end: str
) -> None:
    base, one, two, both = ("\n".join(text) + (end if text else "") for text in texts)
    if all(texts):  # a text without any line is empty, and an empty text has one
        assert merge_lines(base, one, two) == both


@given(lines, lines, lines)
def test_what_merging_returns_has_the_new_lines_of_both(base: str, one: str, two: str) -> None:
    try:
        merged = Counter(merge_lines(base, one, two).split("\n"))
    except Overlap:
        return
    was = Counter(base.split("\n"))
    for side in (one, two):
        assert all(line in merged for line in Counter(side.split("\n")) - was if line)


@pytest.mark.parametrize(
    ("base", "one", "two", "expected"),
    [
        ("a\nb", "A\nb", "a\nB", "A\nB"),
        ("a\nb\nc", "A\nb\nc", "a\nb\nc\nd", "A\nb\nc\nd"),
        ("a\nb", "a\nB", "a\nb\nc", "a\nB\nc"),
        ("a\nb\nc", "a\nc", "a\nb\nC", "a\nC"),
        ("a\nb", "a\nb\n", "A\nb", "A\nb\n"),
        ("a\nb\n", "a\nb", "A\nb\n", "A\nb"),
        ("a\nb\n", "a\nb\nc", "A\nb\n", "A\nb\nc"),
        ("a\nb\n", "b\n", "a\n", ""),
        ("a\nb", "a\nx\nb", "a\nx\nb", "a\nx\nb"),
        ("a\r\nb", "a\nb", "a\r\nB", "a\nB"),
        ("a\r\nb\r\n", "A\r\nb\r\n", "a\nb\nc\n", "A\nb\nc\n"),
        ("", "\n", "", "\n"),
    ],
)
def test_lines_that_only_adjoin_merge(base: str, one: str, two: str, expected: str) -> None:
    assert merge_lines(base, one, two) == expected
    assert merge_lines(base, two, one) == expected


@pytest.mark.parametrize(
    ("base", "one", "two"),
    [
        ("a\nb", "a\nx\nb", "a\ny\nb"),
        ("a\nb", "a\nb\nx", "a\nb\ny"),
        ("a\nb\n", "a\nb\nx", "a\nb\ny\n"),
        ("a\nb", "a\nB\nx", "a\nb\nx"),
        ("a\nb\nc", "X\nc", "a\nB\nc"),
        ("a", "b", "c"),
        ("", "x", "y"),
    ],
)
def test_lines_put_in_at_one_place_do_not_merge(base: str, one: str, two: str) -> None:
    for first, second in ((one, two), (two, one)):
        with pytest.raises(Overlap):
            merge_lines(base, first, second)


def test_the_same_line_edited_twice_does_not_merge() -> None:
    with pytest.raises(Overlap):
        merge_inside("a\nb", "a1\nb", "a2\nb", Inside.LINES)


def test_true_is_not_one_and_nothing_is_empty_but_empty() -> None:
    assert not same(True, 1)
    assert not same(False, None)
    assert not same("", None)
    assert same(1, 1.0)
