import re

import pytest

from jobs.digest.render.spark import HEIGHT, WIDTH, course


def heights(path: str) -> list[float]:
    return [HEIGHT - float(top) for top in re.findall(r"V(-?[\d.]+)", path)]


def test_each_window_is_a_bar_and_the_last_stands_apart() -> None:
    found = course((0, 5, 10, None, 20, 10), "from 0 to 20")
    assert found is not None
    before, (now,) = heights(found.before), heights(found.now)
    assert len(before) == 4
    assert before == sorted(before)
    assert 0 < before[0] < 2, "a zero is a mark"
    assert before[-1] == HEIGHT
    assert now == pytest.approx(before[2])
    places = [float(place) for place in re.findall(r"M([\d.]+)", found.before + found.now)]
    assert places == sorted(places)
    assert places[-1] < WIDTH


def test_below_zero_bars_begin_at_the_lowest() -> None:
    found = course((-4, 0, 4, -2, 2), "x")
    assert found is not None
    assert all(0 < each <= HEIGHT for each in heights(found.before + found.now))


@pytest.mark.parametrize("values", [(), (1, 2, 3, 4), (0,) * 13, (None,) * 13, (None, 1, None, 2, None, 3)])
def test_few_values_and_zeros_have_no_course(values: tuple[float | None, ...]) -> None:
    assert course(values, "x") is None


def test_a_last_window_that_cannot_be_told_is_no_bar() -> None:
    found = course((1, 2, 3, 4, 5, None), "x")
    assert found is not None
    assert found.now == ""
