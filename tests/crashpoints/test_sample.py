"""A sample of the points; ``make crashpoints`` has all of them."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.crashpoints.play import play
from tests.crashpoints.scene import PLOTS, Plot

EVERY = {"everything": 7, "page ids": 7, "both kept": 13}


@pytest.mark.parametrize("plot", [plot for plot in PLOTS if plot.name in EVERY], ids=lambda plot: plot.name)
def test_a_run_that_is_killed_leaves_what_one_that_lives_leaves(plot: Plot, tmp_path: Path) -> None:
    told: list[str] = []
    with ThreadPoolExecutor(1) as pool:
        verdicts = play(plot, tmp_path / "story", pool, EVERY[plot.name], told.append)
    assert len(verdicts) > 3
    assert not [str(verdict) for verdict in verdicts if verdict.violations], told
