"""``bothways digest`` of real tables, through the services' own clients, against a reckoning with pandas."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

from jobs.cli import app
from jobs.digest.window import week
from tests.jobs.commands.register import BOOK, SEVERITIES, Office, office, real_tabs, rows
from tests.jobs.digest.test_real_week import mondays, table
from tests.shared import shared

WEEK = "2026-W07"
Json = dict[str, Any]


@dataclass
class Run:
    """What one run said, wrote and asked for."""

    said: Json
    calls: Counter[tuple[str, str]]
    html: str
    markdown: str

    @property
    def places(self) -> dict[str, str]:
        return {each["place"]: each["state"] for each in self.said["places"]}

    def section(self, key: str) -> Json:
        return next(each for each in self.said["sections"] if each["key"] == key)

    def figure(self, section: str, key: str) -> Json:
        return next(each for each in self.section(section)["figures"] if each["key"] == key)

    def written(self, service: str) -> int:
        return sum(count for (of, method), count in self.calls.items() if of == service and method != "GET")


def run(there: Office, *words: str) -> Run:
    there.server.forget_calls()
    page, paper = there.folder / "week.html", there.folder / "week.md"
    given = ["digest", "--config", str(there.file), "--week", WEEK, "--json", "--html", str(page), "--markdown"]
    found = CliRunner().invoke(app, [*given, str(paper), *words], env={**there.env, "NO_COLOR": "1"})
    assert found.exit_code == 0, found.output
    calls = Counter((call.service, call.method) for call in there.server.calls() if not _reading(call.path))
    return Run(json.loads(found.stdout), calls, page.read_text("utf-8"), paper.read_text("utf-8"))


def _reading(path: str) -> bool:
    return path.endswith(("/query", "/search", ":getByDataFilter", ":batchGetByDataFilter"))


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("week"), real_tabs()) as made:
        made.add([{**row, "lead": "on call"} for row in rows("github_status_incidents.csv")])
        yield made


@pytest.fixture(scope="module")
def first(there: Office) -> Run:
    return run(there)


def test_one_run_brings_it_to_every_place(there: Office, first: Run) -> None:
    assert first.places == {"notion": "written", "tab": "written"}
    assert first.said["unread_tables"] == {}
    assert first.said["counts"]["incident"] == 819 + len(rows("dfds_postmortems.csv"))
    assert first.html.startswith("<!doctype html>")
    assert first.markdown.startswith("# ")


def test_the_counts_are_those_of_pandas(first: Run) -> None:
    counts = table(UTC).groupby("monday").size().reindex(mondays(WEEK), fill_value=0)
    found = first.figure("incidents", "incidents.count")
    assert (found["value"], found["before"]) == (counts.iloc[-1], counts.iloc[-2])
    assert found["usual"] == counts.iloc[:-1].median()
    assert found["trend"] == list(counts.iloc[1:])


def test_the_times_are_those_of_pandas(first: Run) -> None:
    grouped = table(UTC).groupby("monday")["minutes"]
    for key, reckoned in (("ttr.median", grouped.median()), ("ttr.p90", grouped.quantile(0.9))):
        enough = reckoned.where(grouped.size() >= 5).reindex(mondays(WEEK))
        found = first.figure("incidents", key)
        assert found["value"] == pytest.approx(enough.iloc[-1])
        assert found["n"] == grouped.size().loc[mondays(WEEK)[-1]]
        assert found["usual"] == pytest.approx(enough.iloc[:-1].dropna().median())
        assert [each is None for each in found["trend"]] == list(enough.iloc[1:].isna())


def test_the_severities_are_those_of_pandas(first: Run) -> None:
    read = table(UTC)
    read["severity"] = read["impact"].map(SEVERITIES).fillna("not set")
    trend = pd.crosstab(read["monday"], read["severity"]).reindex(mondays(WEEK)[1:], fill_value=0)
    chart = first.section("severity")["charts"][0]
    short, long = (dict(zip(chart["labels"], each["values"], strict=True)) for each in chart["series"])
    for name in trend:
        if trend[name].any():
            assert (short[name], long[name]) == (trend[name].tail(4).sum(), trend[name].sum())


def test_the_register_beside_it_is_that_of_pandas(first: Run) -> None:
    read = pd.read_csv(shared("data/hack23_risk_register.csv"), parse_dates=["next_review"])
    late = (read["next_review"] < pd.Timestamp(week(WEEK, UTC).end.replace(tzinfo=None))).sum()
    found = first.figure("risks", "risks.review_overdue")
    assert found["value"] == pytest.approx(100 * late / read["next_review"].notna().sum())
    assert found["n"] == read["next_review"].notna().sum()
    assert first.figure("actions", "actions.created")["excluded"] == len(rows("dfds_action_items.csv"))


def test_the_new_incidents_lead_to_their_pages_with_who_has_them(first: Run) -> None:
    read = table(UTC)
    mine = read[read["monday"] == mondays(WEEK)[-1]]
    lines = next(each for each in first.section("incidents")["lists"] if each["title"] == "New")["lines"]
    assert {each["title"] for each in lines} == set(mine["title"])
    assert all("notion" in each["url"] and each["owners"] and each["age_days"] > 0 for each in lines)


def test_the_figures_in_the_tab_are_numbers(there: Office, first: Run) -> None:
    cells = _tab(there)
    wanted = first.figure("incidents", "incidents.count")
    row = next(row for row in cells if len(row) > 1 and row[1] == wanted["name"])
    assert row[2] == wanted["value"]
    assert row[6:8] == [wanted["before"], wanted["usual"]]
    median = first.figure("incidents", "ttr.median")["value"]
    assert any(isinstance(value, float) and value == pytest.approx(median) for row in cells for value in row)


def test_again_nothing_is_written(there: Office, first: Run) -> None:
    again = run(there)
    assert again.places == {"notion": "same", "tab": "same"}
    assert again.written("notion") == 0
    assert again.written("google") == 0
    assert again.said["sections"] == first.said["sections"]


def test_a_rewrite_takes_four_calls_of_notion_and_two_of_sheets(there: Office, first: Run) -> None:
    reading = run(there, "--dry-run").calls
    there.add([{**_incident("Late entry"), "started_at": "2026-02-12T09:00:00Z"}])
    after = run(there)
    assert after.places == {"notion": "written", "tab": "written"}
    count = first.figure("incidents", "incidents.count")["value"]
    assert after.figure("incidents", "incidents.count")["value"] == count + 1
    uploads = sum("/file_uploads" in call.path for call in there.server.calls("notion"))
    charts = sum(len(each["charts"]) for each in after.said["sections"])
    assert 0 < uploads <= 2 * charts
    assert (after.calls - reading).total() - uploads <= 4 + 2, after.calls
    assert Counter(each for each in after.calls.elements() if each[0] == "google").total() <= (
        Counter(each for each in reading.elements() if each[0] == "google").total() + 2
    )


def _incident(title: str, impact: str = "major") -> Json:
    day = {"started_at": "2026-02-10T09:00:00Z", "resolved_at": "2026-02-10T10:00:00Z"}
    return {"title": title, "impact": impact, "components": "Actions", **day}


def _tab(there: Office) -> list[list[Any]]:
    book = there.clients.google.open_by_key(BOOK)
    values: list[list[Any]] = book.worksheet("Digest").get_values(value_render_option="UNFORMATTED_VALUE")  # type: ignore[arg-type] # the option's value serves as well
    return values
