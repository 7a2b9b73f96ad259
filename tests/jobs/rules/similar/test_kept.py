import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.rules.similar.kept import KEPT, Kept, Unusable, fresh, packed, renewed, unpacked
from jobs.rules.similar.text import Text
from jobs.rules.similar.vectors import weigh
from tests.jobs.rules.similar.texts import key, table
from tests.similarity.large import texts


def test_what_was_kept_is_read_back_whole() -> None:
    kept, _ = fresh(texts(60))
    again = unpacked(packed(kept))
    assert packed(again) == packed(kept)
    assert again.index.keys == kept.index.keys
    assert np.array_equal(again.lists.others, kept.lists.others)


WHOLE = packed(fresh(texts(5))[0])


@pytest.mark.parametrize("spoilt", [WHOLE[:-3], b"", b"pickle" + WHOLE, WHOLE[:20]])
def test_spoilt_bytes_are_refused(spoilt: bytes) -> None:
    with pytest.raises(Unusable):
        unpacked(spoilt)


@settings(deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_no_spoilt_byte_is_taken_for_an_index(place: int, change: int) -> None:
    spoilt = bytearray(WHOLE)
    spoilt[place] ^= change
    with pytest.raises(Unusable):
        unpacked(bytes(spoilt))


def changed(before: list[Text], seed: int) -> list[Text]:
    """Change, take away and add some, and put all in another order."""
    chance = random.Random(seed)  # noqa: S311 - the same each time
    after = [each for each in before if chance.random() > 0.02]
    after = [Text(each.key, f"{each.title} anew", each.body) if chance.random() < 0.02 else each for each in after]
    after += [Text(key(f"new {number}"), before[number].title, "new") for number in range(3)]
    chance.shuffle(after)
    return after


@pytest.mark.parametrize("seed", range(5))
def test_scores_do_not_depend_on_how_an_index_came_about(seed: int) -> None:
    before = texts(300)
    after = changed(before, seed)
    carried, vectors = renewed(unpacked(packed(fresh(before)[0])), after)
    made, anew = fresh(after)
    assert carried.index.keys == made.index.keys
    difference = (vectors.whole @ vectors.whole.T) - (anew.whole @ anew.whole.T)
    assert abs(difference).max() < 1e-5
    same = [
        len(set(mine[:5]) & set(theirs[:5])) / 5
        for mine, theirs in zip(carried.lists.others, made.lists.others, strict=True)
    ]
    assert np.mean(same) > 0.95
    fresh_rows = [row for row, text in enumerate(after) if text.key not in {each.key for each in before}]
    assert np.array_equal(carried.lists.others[fresh_rows], made.lists.others[fresh_rows])


def test_a_copy_that_comes_later_stands_first_in_the_list_of_the_old_one() -> None:
    before = texts(200)
    after = [*before, Text(key("copy"), before[7].title, before[7].body)]
    carried, _ = renewed(fresh(before)[0], after)
    assert carried.changed == 1
    assert next(carried.lists.of(7)) == (200, 1.0)
    assert next(carried.lists.of(200)) == (7, 1.0)


def test_what_was_taken_away_stands_in_no_list() -> None:
    before = texts(200)
    carried, _ = renewed(fresh(before)[0], before[20:])
    assert carried.lists.others.max() < 180
    assert carried.lists.others.shape == (180, KEPT)


def test_an_unchanged_table_keeps_its_lists() -> None:
    kept, _ = fresh(texts(80))
    again, _ = renewed(kept, texts(80))
    assert packed(again) == packed(kept)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_tiny_tables(count: int) -> None:
    kept, vectors = fresh(table(("One thing", ""), ("One thing", ""))[:count])
    assert isinstance(unpacked(packed(kept)), Kept)
    assert vectors.whole.shape[0] == count
    if count == 2:
        assert next(kept.lists.of(0)) == (1, 1.0)


def test_texts_without_a_word_are_like_nothing() -> None:
    kept, _ = fresh([Text(key("a"), ""), Text(key("b"), "…"), Text(key("c"), "word")])
    assert [list(kept.lists.of(row)) for row in range(3)] == [[], [], []]


def test_one_key_cannot_stand_twice() -> None:
    with pytest.raises(ValueError, match="one key"):
        fresh([Text(key("a"), "x"), Text(key("a"), "y")])


def test_scores_lie_between_nothing_and_one() -> None:
    whole = weigh(fresh(texts(50))[0].index).whole
    products = (whole @ whole.T).toarray()
    assert products.min() >= 0
    assert np.allclose(products.diagonal(), 1, atol=1e-5)
