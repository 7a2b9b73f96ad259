import json
import re

from jobs.digest.render import document
from jobs.report.document import written
from tests.jobs.digest.samples import HOSTILE, hostile, sample
from tests.shared import ROOT


def test_figures_are_numbers_and_what_is_not_told_is_null() -> None:
    found = json.loads(written(document(sample("en"), "en")))
    incidents = next(section for section in found["sections"] if section["key"] == "incidents")
    figures = {figure["key"]: figure for figure in incidents["figures"]}
    assert figures["ttr.median"] == {
        "key": "ttr.median",
        "name": "Time to resolve, median",
        "value": 76,
        "unit": "minutes",
        "n": 11,
        "excluded": 1,
        "before": 96,
        "usual": 81.5,
        "trend": [],
        "better": -1,
    }
    assert figures["tta.median"]["value"] is None
    assert incidents["charts"][1]["series"][0]["values"][6] is None
    assert (found["format"], found["language"], found["window"]["name"]) == (1, "en", "2026-W46")
    assert found["window"]["start"] == "2026-11-09T00:00+09:00"


def test_a_line_names_record_owner_age_and_link() -> None:
    found = json.loads(written(document(sample("ja"), "ja")))
    line = found["sections"][1]["lists"][0]["lines"][0]
    assert line["owners"] == [{"name": "田中 愛子", "person": "user-0"}]
    assert (line["age_days"], line["marks"], line["record"], line["table"]) == (0.4, ["SEV1"], "r-0", "incidents")
    assert line["url"].startswith("https://")


def test_values_are_left_as_they_are_and_a_script_is_no_link() -> None:
    line = document(hostile(), "en")["sections"][1]["lists"][0]["lines"][0]  # type: ignore[index, call-overload]
    assert (line["title"], line["url"]) == (HOSTILE, None)  # type: ignore[index, call-overload]


def test_the_documentation_names_every_key() -> None:
    page = (ROOT / "docs/json.md").read_text("utf-8").partition("# The JSON of `digest`")[2]
    named = set(re.findall(r"`(\w+)`", page))
    found = json.loads(written(document(sample("en"), "en")))
    found["counts"] = {}
    assert keys(found) - named == set()


def keys(value: object) -> set[str]:
    if isinstance(value, list):
        return {key for each in value for key in keys(each)}
    if not isinstance(value, dict):
        return set()
    return set(value) | {key for inner in value.values() for key in keys(inner)}
