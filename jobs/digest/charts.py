"""Charts as data, each with the same in words."""

from collections.abc import Mapping, Sequence

from jobs.digest.model import Chart, ChartKind, Series, Unit
from jobs.digest.survey import Survey
from jobs.digest.wording import joined, number
from sync.message import Message, say


def over_time(
    survey: Survey,
    key: str,
    title: Message,
    series: Sequence[Series],
    unit: Unit = Unit.COUNT,
    *,
    stacked: bool = False,
) -> Chart:
    """Return a chart over the 13 windows; ``series`` has a value for each of them."""
    labels = tuple(window.name.partition("/")[0] for window, _ in survey.trend)
    kind = ChartKind.STACKED if stacked else ChartKind.LINE
    return Chart(key, title, kind, labels, tuple(series), unit, joined([_course(each, labels) for each in series]))


def _course(series: Series, labels: Sequence[str]) -> Message:
    known = [(value, label) for value, label in zip(series.values, labels, strict=True) if value is not None]
    if not known:
        return say("{name}: nothing to say in any window", name=series.name)
    low, high, (last, label) = min(known), max(known), known[-1]
    return say(
        "{name}: {last} in {label}, lowest {low} ({low_label}), highest {high} ({high_label})",
        name=series.name,
        last=number(last),
        label=label,
        low=number(low[0]),
        low_label=low[1],
        high=number(high[0]),
        high_label=high[1],
    )


def bars(
    key: str, title: Message, counts: Mapping[str, Sequence[float | None]], names: Sequence[Message], unit: Unit
) -> Chart:
    """Return bars by label; ``counts`` has for each label one value a series."""
    labels = tuple(counts)
    series = tuple(Series(name, tuple(counts[label][place] for label in labels)) for place, name in enumerate(names))
    kind = ChartKind.STACKED if len(series) > 1 else ChartKind.BARS
    text = joined([_each(one, labels) for one in series]) if labels else say("nothing to show")
    return Chart(key, title, kind, labels, series, unit, text)


def _each(series: Series, labels: Sequence[str]) -> Message:
    pairs = zip(labels, series.values, strict=True)
    said = ", ".join(f"{label} {'-' if value is None else number(value)}" for label, value in pairs)
    return say("{name}: {values}", name=series.name, values=said)
