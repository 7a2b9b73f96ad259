"""The block of cells: as wide as is ours, numbers as numbers, and charts over the rows they are drawn from."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from jobs.digest.render.tab import ROOM, sheaf
from mappings.digest import WIDTH
from tests.jobs.digest.samples import hostile, sample


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_row_is_wider_than_what_is_ours(language: str) -> None:
    assert all(len(row) <= WIDTH for row in sheaf(sample(language), language).rows)
    assert all(len(row) <= WIDTH for row in sheaf(hostile(), language).rows)


def test_every_figure_is_a_number_with_its_comparison_or_says_that_there_are_too_few() -> None:
    digest = sample("en")
    rows = {row[1].value: row for row in sheaf(digest, "en").rows if len(row) == WIDTH}
    for figure in (figure for section in digest.sections for figure in section.figures):
        row = rows[str(figure.name)]
        assert row[2].value == (figure.value if figure.value is not None else "too few to say")
        assert [row[place].value for place in (4, 5, 6, 7)] == [
            figure.n,
            figure.excluded,
            figure.before,
            figure.usual,
        ]


def test_charts_have_room_and_lie_over_their_own_rows() -> None:
    digest = sample("ja")
    made = sheaf(digest, "ja")
    charts = [chart for section in digest.sections for chart in section.charts]
    assert [graph.labels for graph in made.graphs] == [len(chart.labels) for chart in charts]
    tops = [graph.top for graph in made.graphs]
    assert all(after - before > ROOM for before, after in pairwise(tops))
    assert made.graphs[-1].top + ROOM <= len(made.rows)
    for graph, chart in zip(made.graphs, charts, strict=True):
        for place in range(graph.labels):
            row = made.rows[graph.top + 1 + place]
            assert [cell.value for cell in row[1:]] == [series.values[place] for series in chart.series]


def test_the_time_it_was_made_makes_it_no_other() -> None:
    digest = sample("en")
    assert sheaf(digest, "en").print == sheaf(replace(digest, made_at=digest.made_at + timedelta(1)), "en").print


def test_links_lead_to_the_web_and_nowhere_else() -> None:
    links = [cell.link for row in sheaf(hostile(), "en").rows for cell in row]
    assert not any(link is not None and not link.startswith("http") for link in links)
