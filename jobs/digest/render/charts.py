"""Charts, drawn by Matplotlib: as SVG that takes its colours from the page, and as PNG for Notion."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from functools import cache
from importlib.resources import files
from io import BytesIO

from jobs.digest.model import Chart, Unit
from jobs.digest.render.drawing import drawn
from jobs.digest.render.figures import has_values
from jobs.digest.render.svg import inlined
from jobs.digest.render.words import Words
from jobs.report.line import safe
from sync.message import say

_FONT = "IPAexGothic"
_SCALE = 200
"""Dots an inch of the PNG: sharp on a display that doubles them."""


def png(chart: Chart, language: str) -> bytes:
    """Return the chart as an image by day, with its title. The same chart always gives the same bytes."""
    words = Words(language, UTC)
    with _settings():
        figure = drawn(chart, words, _written, title=titled(chart, words))
        out = BytesIO()
        figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def svg(chart: Chart, words: Words, name: str) -> str | None:
    """Return the chart as an ``svg`` element, or ``None`` where there is nothing to draw.

    ``name`` is different for each chart of a page: its parts are named after it.
    """
    if not has_values(chart):
        return None
    with _settings():
        figure = drawn(chart, words, _written)
        out = BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return inlined(out.getvalue(), name)


def titled(chart: Chart, words: Words) -> str:
    """Return the chart's title with the unit of its axis."""
    title, unit = words(chart.title), words.unit(chart.unit)
    counts = chart.unit in {Unit.COUNT, Unit.RATIO}
    return title if counts else words(say("{title} ({unit})", title=title, unit=unit))


@contextmanager
def _settings() -> Iterator[None]:
    """What makes text stay text: no formulas between dollar signs, no outlines of letters, one font everywhere."""
    from matplotlib import rc_context  # noqa: PLC0415 - slow, and not every run draws

    _letters()
    plain = {
        "font.family": [_FONT],
        "font.size": 10,
        "text.parse_math": False,
        "text.usetex": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "bothways",
        "axes.unicode_minus": False,
        "figure.dpi": _SCALE,
        "savefig.dpi": _SCALE,
        "path.simplify": False,
        "hatch.linewidth": 0.8,
    }
    with rc_context(plain), warnings.catch_warnings():  # type: ignore[arg-type]
        warnings.simplefilter("ignore")
        yield


def _written(text: str) -> str:
    """Replace letters that the font lacks by 〓, as Japanese typesetters do."""
    known = _letters()
    return "".join(letter if ord(letter) in known else "〓" for letter in safe(text))


@cache
def _letters() -> frozenset[int]:
    """Make the font known to Matplotlib and return the letters it has."""
    from matplotlib.font_manager import fontManager  # noqa: PLC0415 - slow, and not every run draws
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - slow, and not every run draws

    path = str(files("matplotlib_fontja").joinpath("fonts/ipaexg.ttf"))
    fontManager.addfont(path)
    return frozenset(FT2Font(path).get_charmap())
