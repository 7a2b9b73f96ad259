"""The digest for programs: one JSON object. docs/json.md says what stands where."""

from collections.abc import Iterable
from datetime import timedelta

from jobs.digest.model import Chart, Digest, Figure, Line, Listing, Section, Term
from jobs.digest.render.addresses import followable
from jobs.digest.render.words import Words
from jobs.report.document import Json

FORMAT = 1
"""Raised when something that was there is taken away or changes its meaning."""


def document(digest: Digest, language: str) -> dict[str, Json]:
    """Return the object: figures as numbers, moments with their zone, sentences in ``language``."""
    words = Words.of(digest, language)
    return {
        "format": FORMAT,
        "command": "digest",
        "language": language,
        "title": words(digest.title),
        "window": {
            "name": digest.window.name,
            "start": digest.window.start.isoformat(timespec="minutes"),
            "end": digest.window.end.isoformat(timespec="minutes"),
        },
        "zone": digest.zone,
        "made_at": digest.made_at.isoformat(timespec="seconds"),
        "counts": dict(sorted(digest.counts.items())),
        "sections": [_section(section, words) for section in digest.sections],
        "definitions": [
            {"key": each.key, "name": words(each.name), "text": words(each.text)} for each in digest.definitions
        ],
    }


def _section(section: Section, words: Words) -> dict[str, Json]:
    return {
        "key": section.key.value,
        "title": words(section.title),
        "figures": [_figure(figure, words) for figure in section.figures],
        "notes": [words(note) for note in section.notes],
        "charts": [_chart(chart, words) for chart in section.charts],
        "lists": [_listing(listing, words) for listing in section.listings],
    }


def _figure(figure: Figure, words: Words) -> dict[str, Json]:
    return {
        "key": figure.key,
        "name": words(figure.name),
        "value": figure.value,
        "unit": figure.unit.value,
        "n": figure.n,
        "excluded": figure.excluded,
        "before": figure.before,
        "usual": figure.usual,
        "trend": list(figure.trend),
        "better": figure.better,
    }


def _chart(chart: Chart, words: Words) -> dict[str, Json]:
    return {
        "key": chart.key,
        "title": words(chart.title),
        "kind": chart.kind.value,
        "unit": chart.unit.value,
        "text": words(chart.text),
        "labels": [label if isinstance(label, str) else words(label) for label in chart.labels],
        "series": [{"name": words(series.name), "values": list(series.values)} for series in chart.series],
    }


def _listing(listing: Listing, words: Words) -> dict[str, Json]:
    return {
        "title": words(listing.title),
        "rest": listing.rest,
        "lines": _lines(listing.lines, words),
    }


def _lines(lines: Iterable[Line], words: Words) -> list[Json]:
    return [
        {
            "table": line.table or None,
            "record": line.record,
            "title": line.title,
            "url": followable(line.url),
            "why": words(line.text),
            "owners": [{"name": owner.name, "person": owner.person} for owner in line.owners],
            "age_days": None if line.age is None else round(line.age / timedelta(days=1), 2),
            "marks": [words.term(mark) if isinstance(mark, Term) else mark for mark in line.marks],
        }
        for line in lines
    ]
