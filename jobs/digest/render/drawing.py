"""How each kind of chart is drawn. Colours are those of the day; ``svg`` makes them follow the page."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from jobs.digest.model import Chart, ChartKind, Unit
from jobs.digest.render.palette import GRID, INK, LIGHT, MUTED, SURFACE, style
from jobs.digest.render.words import Words
from jobs.report.line import shorten

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH, _HEIGHT, _ROW = 4.3, 2.6, 0.28
"""Inches. A page of 360 pixels shows the width whole, with letters that can still be read."""
_LONGEST = 8
"""Labels that take more cells than this stand beside bars that lie."""
_FITTING = 38
"""So many cells of labels fit under a chart."""
_THICK = 0.72
_TOLD = 14
"""So many bars have room for their values."""
_LEGEND = 44
_TITLE = 54
"""So many cells fit on the line of names, and on that of the title."""


def drawn(chart: Chart, words: Words, written: Callable[[str], str], title: str = "") -> "Figure":
    """Return the figure. ``written`` makes a text one that the font can show."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - slow, and not every run draws

    labels = [shorten(written(words.label(label)), 24) for label in chart.labels]
    names = [shorten(written(words(series.name)), 24) for series in chart.series]
    lying = _lies(chart, labels, words)
    rows = len(labels) * (1 if chart.kind is ChartKind.STACKED else 0.3 + 0.7 * len(names))
    height = 0.7 + _ROW * rows if lying else _HEIGHT
    figure = Figure(figsize=(_WIDTH, height), facecolor=LIGHT[SURFACE], layout="constrained")
    axes = figure.add_subplot(facecolor=LIGHT[SURFACE])
    if chart.kind is ChartKind.LINE:
        _lines(axes, chart, words)
    else:
        _bars(axes, chart, words, lying=lying)
    _dressed(axes, chart, words, lying=lying)
    if lying:
        axes.set_yticks(range(len(labels)), labels, color=LIGHT[INK])
    else:
        _labelled(axes, labels)
    plain = chart.kind is ChartKind.BARS and len(names) < 2
    _headed(figure, axes, [] if plain else names, shorten(written(title), _TITLE))
    return figure


def _headed(figure: "Figure", axes: "Axes", names: Sequence[str], title: str) -> None:
    """Write the title, and under it which series is which, row by row."""
    if not names:
        figure.suptitle(title, x=0.01, ha="left", fontsize=11, color=LIGHT[INK])
        return
    columns = _columns(names)
    handles = axes.get_legend_handles_labels()[0]
    order = [at for column in range(columns) for at in range(column, len(names), columns)]
    legend = figure.legend(
        [handles[at] for at in order],
        [f" {names[at]}" if names[at].startswith("_") else names[at] for at in order],
        loc="outside upper left",
        ncols=columns,
        frameon=False,
        fontsize=10,
        labelcolor=LIGHT[INK],
        handlelength=2.2,
        columnspacing=1.4,
        labelspacing=0.3,
        borderpad=0.2,
    )
    legend.set_alignment("left")
    if title:
        legend.set_title(title)
        legend.get_title().set(color=LIGHT[INK], fontsize=11)


def _columns(names: Sequence[str]) -> int:
    """Return in how many columns the names fit; each is as wide as the widest name in it."""
    for columns in range(len(names), 1, -1):
        if sum(max(map(cell_len, names[at::columns])) + 6 for at in range(columns)) <= _LEGEND:
            return columns
    return 1


def _lies(chart: Chart, labels: Sequence[str], words: Words) -> bool:
    """Say whether bars lie: where there is no room below for all names. Days and weeks may be left out instead."""
    if chart.kind is ChartKind.LINE or not labels or any(words.is_time(label) for label in chart.labels):
        return False
    return max(map(cell_len, labels)) > _LONGEST or _step(labels) > 1


def _bars(axes: "Axes", chart: Chart, words: Words, *, lying: bool) -> None:
    count = len(chart.series)
    stacked = chart.kind is ChartKind.STACKED
    thick = _THICK if stacked or count == 1 else _THICK / count
    floor = [0.0] * len(chart.labels)
    for place, series in enumerate(chart.series):
        values = [value or 0.0 for value in series.values]
        shift = 0.0 if stacked else (place - (count - 1) / 2) * thick
        spots = [at + shift for at in range(len(values))]
        look = style(place)
        dress = {
            "color": look.light,
            "hatch": look.hatch if count > 1 else "",
            "edgecolor": LIGHT[SURFACE],
            "linewidth": 0.6,
            "label": f"series {place}",
        }
        if lying:
            axes.barh(spots, values, thick, left=floor, **dress)  # type: ignore[arg-type]
        else:
            axes.bar(spots, values, thick, bottom=floor, **dress)  # type: ignore[arg-type]
        if stacked:
            floor = [low + value for low, value in zip(floor, values, strict=True)]
        elif lying or count * len(values) <= _TOLD:
            _told(axes, spots, series.values, chart, words, lying=lying)
    if stacked and (lying or len(floor) <= _TOLD):
        _told(axes, range(len(floor)), [total or None for total in floor], chart, words, lying=lying)
    if lying:
        axes.invert_yaxis()
        axes.margins(x=0.14)
    else:
        axes.margins(y=0.14)


def _told(
    axes: "Axes",
    spots: Iterable[float],
    values: Iterable[float | None],
    chart: Chart,
    words: Words,
    *,
    lying: bool,
) -> None:
    """Write its value at the end of each bar."""
    for spot, value in zip(spots, values, strict=True):
        if value is None:
            continue
        way = -1 if value < 0 else 1
        if lying:
            place, away, look = (value, spot), (4 * way, 0), {"ha": "left" if way > 0 else "right", "va": "center"}
        else:
            place, away, look = (spot, value), (0, 2 * way), {"va": "bottom" if way > 0 else "top"}
        axes.annotate(_short(value, chart, words), place, away, **{**_ABOVE, **look})  # type: ignore[arg-type]


_ABOVE: dict[str, object] = {
    "textcoords": "offset points",
    "ha": "center",
    "va": "bottom",
    "color": LIGHT[INK],
    "fontsize": 9.5,
}


def _lines(axes: "Axes", chart: Chart, words: Words) -> None:
    ends: list[tuple[float, int, int]] = []
    for place, series in enumerate(chart.series):
        look = style(place)
        values = [float("nan") if value is None else value for value in series.values]
        axes.plot(
            range(len(values)),
            values,
            color=look.light,
            linestyle=look.dash,
            marker=look.marker,
            markersize=4.5,
            markevery=max(1, len(values) // _TOLD),
            linewidth=1.8,
            label=f"series {place}",
        )
        known = [at for at, value in enumerate(series.values) if value is not None]
        if known:
            ends.append((values[known[-1]], known[-1], place))
    axes.margins(x=0.06, y=0.16)
    axes.set_ylim(bottom=min(0, axes.get_ylim()[0]) if _negative(chart) else 0)
    _ended(axes, sorted(ends), chart, words)


def _ended(axes: "Axes", ends: Iterable[tuple[float, int, int]], chart: Chart, words: Words) -> None:
    """Write beside each line what it ends with, one above the other where lines end close together."""
    low, high = axes.get_ylim()
    room, free = (high - low) * 0.085, low
    for value, at, place in ends:
        height = max(value, free)
        free = height + room
        look = {**_ABOVE, "ha": "left", "va": "center", "color": style(place).light}
        axes.annotate(_short(value, chart, words), (at, height), (6, 0), **look)  # type: ignore[arg-type]


def _negative(chart: Chart) -> bool:
    return any(value < 0 for series in chart.series for value in series.values if value is not None)


def _dressed(axes: "Axes", chart: Chart, words: Words, *, lying: bool) -> None:
    """Leave a base line, light lines behind, and few numbers."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: PLC0415 - slow, and not every run draws

    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(side == ("left" if lying else "bottom"))
        axes.spines[side].set_color(LIGHT[MUTED])
    axis = axes.xaxis if lying else axes.yaxis
    axis.set_major_locator(MaxNLocator(4, integer=chart.unit is Unit.COUNT))
    axis.set_major_formatter(FuncFormatter(lambda value, _: _short(value, chart, words)))
    if _negative(chart):
        zero = axes.axvline if lying else axes.axhline
        zero(0, color=LIGHT[MUTED], linewidth=0.8)
        axes.spines["left" if lying else "bottom"].set_visible(False)
    axis.grid(visible=True, color=LIGHT[GRID], linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelsize=10, labelcolor=LIGHT[MUTED])
    if lying:
        axes.tick_params(axis="y", labelcolor=LIGHT[INK])
        axis.set_visible(False)


def _labelled(axes: "Axes", labels: Sequence[str]) -> None:
    """Write as many labels as fit, always the last."""
    step = _step(labels)
    shown = [at for at in range(len(labels)) if (len(labels) - 1 - at) % step == 0]
    axes.set_xticks(shown, [labels[at] for at in shown])
    if len(labels) == 1:
        axes.set_xlim(-1.5, 1.5)


def _short(value: float, chart: Chart, words: Words) -> str:
    """Return the number alone: its unit stands in the title."""
    return words.number(value, 2 if chart.unit is Unit.RATIO else 1) + ("%" if chart.unit is Unit.PERCENT else "")


def _step(labels: Sequence[str]) -> int:
    """Return how many labels there are to one that fits."""
    widest = max(map(cell_len, labels), default=1) + 1
    return max(1, -(-len(labels) * widest // _FITTING))
