"""The numbers under a chart."""

from jobs.digest.model import Chart, Unit
from jobs.digest.render.words import Words


def has_values(chart: Chart) -> bool:
    """Say whether there is anything to draw: counts that are all zero are said in words."""
    known = [value for series in chart.series for value in series.values if value is not None]
    return any(known) if chart.unit is Unit.COUNT else bool(known)


def numbers(chart: Chart, words: Words) -> tuple[list[str], list[list[str]]]:
    """Return the head and the rows of the table that holds what the chart shows."""
    head = ["", *(words(series.name) for series in chart.series)]
    columns = [series.values for series in chart.series]
    rows = [
        [words.label(label), *("–" if value is None else words.measured(value, chart.unit) for value in values)]
        for label, *values in zip(chart.labels, *columns, strict=True)
    ]
    return head, rows
