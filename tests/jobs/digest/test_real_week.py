"""A digest of real tables for busy weeks, against a reckoning with pandas that shares no code with it."""

from datetime import UTC, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

import holidays
import numpy as np
import pandas as pd
import pytest

from jobs.digest.build import build
from jobs.digest.material import Material
from jobs.digest.model import Digest, Figure, SectionKey
from jobs.digest.options import Options
from jobs.digest.window import week
from jobs.rules.judge import judge
from jobs.rules.ruleset import make_rules
from tests.jobs.digest.scene import listing, section
from tests.jobs.rules.real import actions, incidents, postmortems, risks
from tests.shared import shared

TOKYO = ZoneInfo("Asia/Tokyo")
WEEKS = [("2026-W07", UTC), ("2026-W07", TOKYO), ("2026-W30", TOKYO), ("2023-W36", ZoneInfo("America/New_York"))]
_SEVERITIES = {"critical": "SEV1", "major": "SEV2", "minor": "SEV4", "none": ""}


@cache
def made(name: str, zone: tzinfo) -> Digest:
    items = (*incidents(), *risks(), *postmortems(), *actions())
    window, rules = week(name, zone), make_rules()
    judged = judge(items, rules, window.end)
    return build(
        Material(items, judged.findings, judged.unjudged),
        window,
        rules=rules,
        zone=zone,
        made_at=datetime(2027, 2, 1, tzinfo=UTC),
        options=Options(str(zone), lines=30),
    )


def figure(found: Digest, section_key: SectionKey, key: str) -> Figure:
    return next(each for each in section(found, section_key).figures if each.key == key)


def table(zone: tzinfo) -> pd.DataFrame:
    """Return the incidents without maintenance, each with the Monday of its week in the zone and its minutes."""
    read = pd.read_csv(shared("data/github_status_incidents.csv"), parse_dates=["started_at", "resolved_at"])
    read = read[read["impact"] != "maintenance"].copy()
    local = read["started_at"].dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()
    read["monday"] = local - pd.to_timedelta(local.dt.day_of_week, unit="D")
    read["minutes"] = (read["resolved_at"] - read["started_at"]).dt.total_seconds() / 60
    return read


def mondays(name: str) -> list[pd.Timestamp]:
    """Return the Mondays of the 13 weeks before and of the week itself."""
    last = pd.Timestamp(datetime.strptime(f"{name}-1", "%G-W%V-%u"))  # noqa: DTZ007 - compared with wall clocks
    return [last - pd.Timedelta(weeks=back) for back in range(13, -1, -1)]


@pytest.mark.parametrize(("name", "zone"), WEEKS)
def test_counts_and_what_they_are_compared_with(name: str, zone: tzinfo) -> None:
    counts = table(zone).groupby("monday").size().reindex(mondays(name), fill_value=0)
    found = figure(made(name, zone), SectionKey.INCIDENTS, "incidents.count")
    assert found.value == counts.iloc[-1]
    assert found.before == counts.iloc[-2]
    assert found.usual == counts.iloc[:-1].median()
    assert counts.iloc[-1] >= 8, "a busy week"


@pytest.mark.parametrize(("name", "zone"), WEEKS)
def test_median_and_p90_of_the_time_to_resolve(name: str, zone: tzinfo) -> None:
    grouped = table(zone).groupby("monday")["minutes"]
    for key, reckoned in (("ttr.median", grouped.median()), ("ttr.p90", grouped.quantile(0.9))):
        enough = reckoned.where(grouped.size() >= 5).reindex(mondays(name))
        found = figure(made(name, zone), SectionKey.INCIDENTS, key)
        assert found.value == pytest.approx(enough.iloc[-1])
        assert found.n == grouped.size().loc[mondays(name)[-1]]
        assert found.excluded == 0
        before = enough.iloc[-2]
        assert found.before is None if pd.isna(before) else found.before == pytest.approx(before)
        known = enough.iloc[:-1].dropna()
        assert found.usual is None if len(known) < 5 else found.usual == pytest.approx(known.median())


@pytest.mark.parametrize(("name", "zone"), WEEKS)
def test_resolved_and_open_at_the_end(name: str, zone: tzinfo) -> None:
    read, end = table(zone), pd.Timestamp(week(name, zone).end)
    mine = read[read["monday"] == mondays(name)[-1]]
    found = made(name, zone)
    rate = 100 * (mine["resolved_at"] < end).mean()
    assert figure(found, SectionKey.INCIDENTS, "incidents.resolved_rate").value == pytest.approx(rate)
    waiting = ((read["started_at"] < end) & (read["resolved_at"] >= end)).sum()
    assert figure(found, SectionKey.INCIDENTS, "incidents.open").value == waiting


@pytest.mark.parametrize(("name", "zone"), WEEKS)
def test_severities_by_week_and_over_a_quarter(name: str, zone: tzinfo) -> None:
    read = table(zone)
    read["severity"] = read["impact"].map(_SEVERITIES)
    trend = pd.crosstab(read["monday"], read["severity"]).reindex(mondays(name)[1:], fill_value=0)
    chart = section(made(name, zone), SectionKey.INCIDENTS).charts[0]
    names = {"" if str(each.name) == "not set" else str(each.name): list(each.values) for each in chart.series}
    assert names == {column: list(map(float, trend[column])) for column in trend if trend[column].any()}
    distribution = section(made(name, zone), SectionKey.SEVERITY).charts[0]
    for series, back in zip(distribution.series, (4, 13), strict=True):
        said = dict(zip(map(str, distribution.labels), series.values, strict=True))
        counts = {str(column) or "not set": trend[column].tail(back).sum() for column in trend if trend[column].any()}
        assert said == counts


@pytest.mark.parametrize(("name", "zone"), WEEKS)
def test_the_new_incidents_are_named_gravest_first(name: str, zone: tzinfo) -> None:
    read = table(zone)
    mine = read[read["monday"] == mondays(name)[-1]].copy()
    mine["rank"] = mine["impact"].map({"critical": 0, "major": 1, "minor": 2, "none": 3})
    mine = mine.sort_values(["rank", "started_at"])
    lines = listing(section(made(name, zone), SectionKey.INCIDENTS), "New").lines
    assert [line.record for line in lines] == [str(each) for each in mine["id"]]
    assert [line.title for line in lines] == list(mine["title"])


@pytest.mark.parametrize(("name", "zone"), [*WEEKS, ("2026-W40", TOKYO), ("2027-W01", UTC)])
def test_the_risk_register_beside_it(name: str, zone: tzinfo) -> None:
    read = pd.read_csv(shared("data/hack23_risk_register.csv"), parse_dates=["next_review"])
    end = pd.Timestamp(week(name, zone).end.replace(tzinfo=None))
    late = read[read["next_review"] < end].sort_values("next_review")
    found = made(name, zone)
    share = figure(found, SectionKey.RISKS, "risks.review_overdue")
    assert share.value == pytest.approx(100 * len(late) / len(read["next_review"].dropna()))
    assert (share.n, share.excluded) == (read["next_review"].notna().sum(), read["next_review"].isna().sum())
    named = listing(section(found, SectionKey.RISKS), "Review overdue").lines
    assert {line.title for line in named} == set(late["title"])
    assert all(line.owners for line in named)
    assert bool(named) == (name >= "2026-W40"), "the reviews are planned from the end of September on"


def test_the_post_mortems_and_their_actions_beside_it() -> None:
    """Without a severity they have 14 days, SEV1 has three, SEV2 five on which Japan works; none is reviewed."""
    read = pd.read_csv(shared("data/dfds_postmortems.csv"))
    last = pd.to_datetime(read["timeline_last_utc"], errors="coerce")
    own = int((last.dt.year >= 2000).sum())
    severe, end = table(UTC), pd.Timestamp(week("2026-W07", UTC).end).normalize()
    worst = severe[severe["impact"] == "critical"]["resolved_at"].dt.normalize()
    major = severe[severe["impact"] == "major"]["resolved_at"].dt.normalize()
    off = np.array(sorted(holidays.country_holidays("JP", years=range(2022, 2027))), dtype="datetime64[D]")
    days = [np.busday_offset(day.date(), 5, roll="backward", holidays=off) for day in major]
    late = int((worst + pd.Timedelta(days=3) < end).sum()) + sum(day < np.datetime64(end.date()) for day in days)
    found = made("2026-W07", UTC)
    due = figure(found, SectionKey.POSTMORTEMS, "postmortems.completion")
    assert (due.value, due.n) == (0, own + late)
    named = listing(section(found, SectionKey.POSTMORTEMS), "Review overdue")
    assert len(named.lines) + named.rest == own + late
    created = figure(found, SectionKey.ACTIONS, "actions.created")
    assert (created.value, created.excluded) == (0, len(pd.read_csv(shared("data/dfds_action_items.csv"))))


def test_every_line_leads_to_a_record() -> None:
    found = made("2026-W30", TOKYO)
    for each in found.sections:
        for one in each.listings:
            assert all(line.record for line in one.lines if each.key is not SectionKey.SEVERITY)
    highlights = section(found, SectionKey.HIGHLIGHTS).listings[0].lines
    assert 1 <= len(highlights) <= 5
    assert all(line.record and line.title for line in highlights)
