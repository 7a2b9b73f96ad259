"""Charts as data, each with a sentence that says what it shows. The numbers are in its table."""

import re
import statistics
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from jobs.digest.model import Amount, Chart, ChartKind, Series, Unit
from jobs.digest.survey import Survey
from jobs.digest.wording import joined
from jobs.rules.metrics.measured import SMALLEST
from sync.message import Message, say

Label = TypeVar("Label", bound=Message | str)
_WEEK = re.compile(r"\d{4}-(W\d{2})")
_NOTHING = say("nothing to show")
OTHERS = say("others")
"""The label of what is too rare to be named."""
_TOO_FEW = say("too few records in every window to say")


def over_time(
    survey: Survey,
    key: str,
    title: Message,
    series: Sequence[Series],
    unit: Unit = Unit.COUNT,
    *,
    stacked: bool = False,
    about: int = 0,
) -> Chart:
    """Return a chart over the 13 windows; ``series`` has a value for each of them.

    Its sentence is about the sum where they are ``stacked``, else about the series at the place ``about``.
    """
    labels = tuple(window.name.partition("/")[0] for window, _ in survey.trend)
    kind = ChartKind.STACKED if stacked else ChartKind.LINE
    told = _sum(series) if stacked else series[about]
    return Chart(key, title, kind, labels, tuple(series), unit, course(told, labels, unit) if told else _NOTHING)


def _sum(series: Sequence[Series]) -> Series | None:
    columns = zip(*(each.values for each in series), strict=True)
    sums = tuple(sum(value or 0 for value in column) for column in columns)
    return Series(series[0].name if len(series) == 1 else say("In all"), sums) if series else None


def course(series: Series, labels: Sequence[str], unit: Unit) -> Message:
    """Say where a series ends, how that is against its median before, and where it was highest."""
    known = [(value, label) for value, label in zip(series.values, labels, strict=True) if value is not None]
    if not known:
        return _TOO_FEW
    (last, label), (high, peak) = known[-1], max(known, key=lambda pair: pair[0])
    if not high and not min(known)[0]:
        return say("{name}: none in any window shown", name=series.name)
    return say(
        "{name}: {last} in {label}{against}; {peak}",
        name=series.name,
        last=Amount(last, unit),
        label=_when(label),
        against=_against(last, [value for value, _ in known[:-1]]),
        peak=say("the highest shown")
        if high == last
        else say("the highest is {high} in {label}", high=Amount(high, unit), label=_when(peak)),
    )


def _against(last: float, before: Sequence[float]) -> Message:
    if len(before) < SMALLEST:
        return Message("")
    usual = statistics.median(before)
    if last == usual:
        return say(", as usual")
    return say(", more than usual") if last > usual else say(", less than usual")


def _when(label: str) -> str | date:
    """Return a week by its number and a day as one, which the reader's language writes."""
    week = _WEEK.fullmatch(label)
    return week.group(1) if week else date.fromisoformat(label)


def bars(
    key: str,
    title: Message,
    counts: Mapping[Label, Sequence[float | None]],
    names: Sequence[Message],
    unit: Unit,
    *,
    kind: ChartKind = ChartKind.BARS,
    about: int | None = None,
) -> Chart:
    """Return bars by label; ``counts`` has for each label one value a series.

    Bars are named in a legend unless they are plain ``BARS``, of which the title says what they are. The sentence is
    about the sum where they are ``STACKED``, else about the first ``about`` series, or all.
    """
    labels = tuple(counts)
    series = tuple(Series(name, tuple(counts[label][place] for label in labels)) for place, name in enumerate(names))
    told = _sum(series) if kind is ChartKind.STACKED else None
    each = [(None, told)] if told else [(one.name if len(series) > 1 else None, one) for one in series[:about]]
    text = joined([_most(name, one, labels, unit) for name, one in each]) if labels else _NOTHING
    return Chart(key, title, kind, labels, series, unit, text)


def _most(name: Message | None, series: Series, labels: Sequence[Message | str], unit: Unit) -> Message:
    """Say which label has the most; what is put together as others is no label of its own."""
    known = [(value, label) for value, label in zip(series.values, labels, strict=True) if value and label != OTHERS]
    if not known:
        return _NOTHING if name is None else say("{name}: none", name=name)
    high, label = max(known, key=lambda pair: pair[0])
    said = say("{label} has the most ({high})", label=label, high=Amount(high, unit))
    return said if name is None else say("{name}: {said}", name=name, said=said)
