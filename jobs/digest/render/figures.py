"""The numbers under a chart."""

from jobs.digest.model import Chart
from jobs.digest.render.words import Words


def has_values(chart: Chart) -> bool:
    return any(value is not None for series in chart.series for value in series.values)


def numbers(chart: Chart, words: Words) -> tuple[list[str], list[list[str]]]:
    """Return the head and the rows of the table that holds what the chart shows."""
    head = ["", *(words(series.name) for series in chart.series)]
    columns = [series.values for series in chart.series]
    rows = [
        [words.label(label), *("–" if value is None else words.measured(value, chart.unit) for value in values)]
        for label, *values in zip(chart.labels, *columns, strict=True)
    ]
    return head, rows
