import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from jobs.digest.model import Chart, ChartKind, Series, Unit
from jobs.digest.render import Words, palette, png
from jobs.digest.render.charts import svg
from jobs.digest.render.figures import numbers
from sync.message import say
from tests.jobs.digest.samples import hostile, sample

EN = Words("en")
WEEKS = ("2026-W45", "2026-W46")
CHARTS = [chart for section in sample("ja").sections for chart in section.charts]
EVIL = next(chart for section in hostile().sections for chart in section.charts)


def named(chart: Chart) -> str:
    return chart.key


def drawn(chart: Chart, name: str = "a") -> ET.Element:
    text = svg(chart, EN, name)
    assert text is not None
    return ET.fromstring(text)  # noqa: S314 - drawn by the code under test


@pytest.mark.parametrize("chart", CHARTS, ids=named)
def test_the_same_chart_gives_the_same_bytes(chart: Chart) -> None:
    assert png(chart, "ja") == png(chart, "ja")
    assert svg(chart, EN, "a") == svg(chart, EN, "a")


@pytest.mark.parametrize("chart", [*CHARTS, EVIL], ids=named)
def test_an_image_is_wide_enough_for_a_sharp_display(chart: Chart) -> None:
    image = Image.open(BytesIO(png(chart, "ja")))
    assert image.format == "PNG"
    assert image.width >= 800
    assert not image.info.get("Software")


@pytest.mark.parametrize("chart", [*CHARTS, EVIL], ids=named)
def test_shapes_take_their_colours_from_the_page(chart: Chart) -> None:
    root = drawn(chart)
    text = ET.tostring(root, encoding="unicode")
    assert not re.search(r"#[0-9a-fA-F]{6}\b", text)
    assert 'style="' not in text
    assert "<style" not in text
    ruled = set(re.findall(r"\.chart \.([\w-]+)", palette.classes()))
    assert {name for each in root.iter() for name in each.get("class", "").split()} <= ruled


def test_two_charts_of_a_page_have_no_name_in_common() -> None:
    one, two = (drawn(EVIL, name) for name in ("a", "b"))
    ids = [{each.get("id") for each in root.iter() if each.get("id")} for root in (one, two)]
    assert ids[0]
    assert not ids[0] & ids[1]
    for root, known in zip((one, two), ids, strict=True):
        asked = set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', ET.tostring(root, encoding="unicode")))
        assert {first or second for first, second in asked} <= known


def test_text_is_text_and_never_a_formula() -> None:
    texts = [each.text or "" for each in drawn(EVIL).iter("text")]
    assert any("$y_1$" in text for text in texts)
    assert any("<script>" in text for text in texts)
    assert not any("🚒" in text for text in texts)


def test_numbers_in_labels_are_not_rounded() -> None:
    chart = Chart("k", say("t"), ChartKind.BARS, ("v1.2345",), (Series(say("s"), (1,)),), Unit.COUNT, say("x"))
    assert "v1.2345" in [each.text for each in drawn(chart).iter("text")]


def test_japanese_letters_are_drawn() -> None:
    """A font without them would draw the same sign for every one."""
    one, two = (
        replace(CHARTS[2], labels=(word, "検索とレコメンド", "通知", "ログイン"))
        for word in ("決済と請求書", "障害の影響度")
    )
    assert png(one, "ja") != png(two, "ja")


@pytest.mark.parametrize("kind", list(ChartKind))
@pytest.mark.parametrize("values", [(), (None, None), (0.0, 0.0), (-3.0, 2.0), (1e9, None), (5.0,)])
def test_odd_values_are_drawn_or_left_out(kind: ChartKind, values: tuple[float | None, ...]) -> None:
    labels = tuple(f"2026-W{week}" for week in range(10, 10 + len(values)))
    series = (Series(say("one"), values), Series(say("two"), values))
    chart = Chart("k", say("t"), kind, labels, series, Unit.MINUTES, say("x"))
    assert png(chart, "en")
    assert (svg(chart, EN, "a") is None) == (not [value for value in values if value is not None])
    counted = replace(chart, unit=Unit.COUNT)
    assert (svg(counted, EN, "a") is None) == (not any(values)), "counts of nothing are said in words"


def test_the_table_holds_what_is_drawn() -> None:
    head, rows = numbers(CHARTS[1], EN)
    assert head == ["", "中央値", "90パーセンタイル"]
    assert rows[0] == ["W34", "1 hr 28 min", "5 hr 40 min"]
    assert rows[6] == ["W40", "–", "–"]


def test_every_name_stands_beside_its_bar_and_weeks_may_be_left_out() -> None:
    names = tuple(f"function {number}" for number in range(20))
    weeks = tuple(f"2026-W{week}" for week in range(20, 40))
    values = tuple(float(number) for number in range(20))
    for kind in (ChartKind.BARS, ChartKind.STACKED):
        chart = Chart("k", say("t"), kind, names, (Series(say("s"), values),), Unit.COUNT, say("x"))
        assert set(names) <= {each.text for each in drawn(chart).iter("text")}
        shown = {each.text for each in drawn(replace(chart, labels=weeks)).iter("text")}
        assert "W39" in shown
        assert len(shown & {week[5:] for week in weeks}) < 14


def test_bars_side_by_side_do_not_overlap_and_have_no_sum() -> None:
    series = (Series(say("last 4"), (7.0, 26.0)), Series(say("last 13"), (18.0, 52.0)))
    chart = Chart("k", say("t"), ChartKind.GROUPED, ("SEV2", "SEV4"), series, Unit.COUNT, say("x"))
    assert {"7", "26", "18", "52"} <= told(chart)
    assert not {"25", "78"} & told(chart)
    assert {"25", "78"} <= told(replace(chart, kind=ChartKind.STACKED))


def told(chart: Chart) -> set[str]:
    return {each.text or "" for each in drawn(chart).iter("text")}


def test_what_bars_are_of_is_named_unless_the_title_says_it() -> None:
    chart = Chart(
        "k", say("t"), ChartKind.STACKED, ("a", "b"), (Series(say("SEV2"), (1.0, 2.0)),), Unit.COUNT, say("x")
    )
    assert "SEV2" in told(chart)
    assert "SEV2" not in told(replace(chart, kind=ChartKind.BARS))


def test_names_of_series_are_read_row_by_row() -> None:
    names = ("created", "done", "cancelled", "open at the end of it")
    series = tuple(Series(say("{name}", name=name), (1.0, 2.0)) for name in names)
    chart = Chart("k", say("t"), ChartKind.LINE, WEEKS, series, Unit.COUNT, say("x"))
    found = {each.text: (float(each.get("y") or 0), float(each.get("x") or 0)) for each in drawn(chart).iter("text")}
    places = [found[name] for name in names]
    assert places == sorted(places)
    assert len({y for y, _ in places}) > 1


def test_lines_that_end_together_are_told_one_above_the_other() -> None:
    series = tuple(Series(say("s"), (1.0, value)) for value in (50.0, 50.1, 50.2))
    chart = Chart("k", say("t"), ChartKind.LINE, ("a", "b"), series, Unit.PERCENT, say("x"))
    told = sorted(float(e.get("y") or 0) for e in drawn(chart).iter("text") if (e.text or "").startswith("50"))
    assert all(two - one > 8 for one, two in pairwise(told))


@pytest.mark.parametrize("dark", [False, True])
def test_colours_stand_out_from_the_page(*, dark: bool) -> None:
    named = dict(re.findall(r"--([\w]+):(#\w{6});", palette.variables(dark=dark)))
    for name in ("ink", "muted", *(f"s{i}" for i in range(len(palette.SERIES)))):
        assert contrast(named[name], named["surface"]) >= 4.5, name


def contrast(one: str, two: str) -> float:
    """Return the ratio that WCAG 2.2 defines (1.4.3)."""
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
