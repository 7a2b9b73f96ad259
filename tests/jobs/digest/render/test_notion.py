"""The page of Notion keeps within the limits of one call, whatever the digest holds."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jobs.digest.model import Digest, Line, Owner, SectionKey
from jobs.digest.render.notion import leaf
from mappings.digest import mark_of, print_in
from sync.message import say
from tests.jobs.digest.samples import hostile, sample

Json = dict[str, Any]


def runs(blocks: Any) -> Iterator[Json]:  # noqa: ANN401 - JSON
    if isinstance(blocks, list):
        for each in blocks:
            yield from runs(each)
    elif isinstance(blocks, dict):
        if blocks.get("type") in ("text", "mention"):
            yield blocks
        for each in blocks.values():
            yield from runs(each)


def lists(blocks: Any) -> Iterator[list[Any]]:  # noqa: ANN401 - JSON
    if isinstance(blocks, list):
        yield blocks
        for each in blocks:
            yield from lists(each)
    elif isinstance(blocks, dict):
        for each in blocks.values():
            yield from lists(each)


def depth(blocks: list[Json]) -> int:
    return 1 + max((depth(each[each["type"]].get("children", [])) for each in blocks), default=0) if blocks else 0


def fits(body: Any) -> None:  # noqa: ANN401 - JSON
    assert len(json.dumps(body, ensure_ascii=False).encode()) < 500_000
    assert all(len(each) <= 100 for each in lists(body))
    assert depth(body) <= 2
    assert all(
        len(run["text"]["content"].encode("utf-16-le")) // 2 <= 2000 for run in runs(body) if run["type"] == "text"
    )


def crowded(lines: int, title: str, sections: int = 1) -> Digest:
    digest = sample("en")
    many = tuple(
        Line(say("why"), "t", None, title, "https://x.example/", (Owner(title, "p"),), timedelta(days=1))
        for _ in range(lines)
    )
    made = tuple(
        replace(each, listings=tuple(replace(listing, lines=many) for listing in each.listings))
        for each in digest.sections
    )
    return replace(digest, sections=made * sections)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_busy_week_fits_and_nothing_is_missing(language: str) -> None:
    digest = sample(language)
    made = leaf(digest, language)
    fits(made.body)
    said = json.dumps(made.body, ensure_ascii=False)
    for section in digest.sections:
        assert str(section.title) in said
        for listing in section.listings:
            assert all(line.title in said for line in listing.lines)


@given(
    st.integers(0, 300) | st.sampled_from((98, 99, 100, 101)),
    st.builds(str.__mul__, st.text(min_size=1, max_size=3), st.integers(0, 3000)),
    st.integers(1, 3) | st.just(8),
)
@example(300, "長" * 3000, 1)
@example(300, "🚒" * 3000, 2)
@example(0, "", 8)
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
def test_it_always_fits(lines: int, title: str, sections: int) -> None:
    fits(leaf(crowded(lines, title, sections), "en").body)


def test_what_is_cut_is_counted() -> None:
    digest = crowded(300, "長い題" * 50)
    found = str(leaf(digest, "en").body)
    section = next(each for each in digest.sections if each.key is SectionKey.INCIDENTS)
    assert section.listings
    assert f"({300 + section.listings[0].rest})" in found


def test_the_same_content_has_the_same_print_whenever_it_is_made() -> None:
    digest = sample("en")
    later = replace(digest, made_at=digest.made_at + timedelta(hours=3))
    assert leaf(digest, "en").print == leaf(later, "en").print
    assert leaf(digest, "en").print != leaf(crowded(1, "x"), "en").print
    assert leaf(digest, "en", draw=lambda _: b"1").print != leaf(digest, "en", draw=lambda _: b"2").print


def test_a_mark_tells_the_window_and_the_print() -> None:
    assert print_in(mark_of("2026-W46", "abc"), "2026-W46") == "abc"
    assert print_in(mark_of("2026-W46", "abc"), "2026-W45") is None
    assert print_in("something people wrote", "2026-W46") is None


def test_owners_are_mentioned_where_they_are_known_and_named_elsewhere() -> None:
    digest = crowded(1, "Aiko")
    told = leaf(digest, "en")
    assert any(run["type"] == "mention" for run in runs(list(told.body)))
    assert not any(run["type"] == "mention" for run in runs(list(told.plain)))
    assert not any(run["type"] == "mention" for run in runs(list(leaf(digest, "en", mentions=False).body)))


def test_only_web_addresses_are_links() -> None:
    urls = [run["text"].get("link", {}).get("url", "https:") for run in runs(list(leaf(hostile(), "en").body))]
    assert all(url.startswith(("https:", "http:")) for url in urls)


def test_a_chart_without_an_image_stands_there_in_words() -> None:
    digest = sample("en")
    chart = next(chart for section in digest.sections for chart in section.charts)
    assert str(chart.text) in str(leaf(digest, "en").body)
    pictures = leaf(digest, "en", draw=lambda _: b"png").pictures
    assert any(str(chart.text) in each.caption for each in pictures.values())
