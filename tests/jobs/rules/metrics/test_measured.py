import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.rules.metrics.measured import Measured, p90, share, spread, usual


def test_median_and_p90_by_hand() -> None:
    """Ten values: the 90th percentile stands at place 0.9 * 9 = 8.1, a tenth of the way from 90 to 1000."""
    found = spread([10, 20, 30, 40, 50, 60, 70, 80, 90, 1000])
    assert found.median() == Measured(55, 10)
    assert found.p90().value == pytest.approx(90 + 0.1 * 910)
    assert found.mean() == Measured(145, 10)


def test_of_fewer_than_five_nothing_is_said_but_how_many() -> None:
    assert spread([1, 2, 3, 4]).median() == Measured(None, 4)
    assert spread([1, 2, 3, 4]).p90() == Measured(None, 4)
    assert share(4, 4) == Measured(None, 4)
    assert share(4, 5) == Measured(80, 5)
    assert usual([1, None, 2, 3, 4]) is None
    assert usual([1, None, 2, 3, 4, 9]) == 3


def test_what_has_no_value_is_left_out_and_counted() -> None:
    assert spread([None, 1, 2, None, 3, 4, 5]).median() == Measured(3, 5, 2)


@given(st.lists(st.floats(0, 1e6), min_size=5))
def test_p90_lies_between_the_median_and_the_largest(values: list[float]) -> None:
    assert statistics.median(values) <= p90(values) * (1 + 1e-9) + 1e-9
    assert p90(values) <= max(values) * (1 + 1e-9)
