"""What each section tells besides its chief lists: what came in and went out, shares, courses, reasons said once."""

from datetime import timedelta

import pytest

from jobs.digest.health import Health, Trouble
from jobs.digest.material import Material
from jobs.digest.model import Figure, SectionKey
from jobs.rules.finding import Family, Finding, Unjudged
from jobs.rules.observation import Observation
from sync.message import say
from sync.model import RecordId
from tests.jobs.digest.scene import digest, lines, listing, material, section
from tests.jobs.rules.metrics.making import action, backlog, incident, moment, risk, slo, tokyo


def figure(given: Material, key: SectionKey, name: str) -> Figure:
    return next(each for each in section(digest(given), key).figures if each.key == name)


def said(given: Material, key: SectionKey, title: str) -> list[tuple[str | None, str]]:
    return [(line.record, str(line.text)) for line in listing(section(digest(given), key), title).lines]


def test_what_came_in_and_went_out_is_named() -> None:
    given = Material(
        (
            risk("R-9", status="Closed", detected=moment("2026-06-01"), closed=moment("2026-11-12")),
            action("A-8", status="Open", created=moment("2026-11-10"), due=moment("2026-12-01")),
            action("A-9", status="Open", created=moment("2026-11-11")),
            backlog("B-7", status="Open", created=moment("2026-11-10"), origin="Risk"),
            backlog("B-8", status="Done", created=moment("2026-06-01"), resolved=moment("2026-11-10")),
            backlog("B-9", status="Cancelled", created=moment("2026-06-01"), resolved=moment("2026-11-11")),
        )
    )
    assert said(given, SectionKey.RISKS, "Closed") == [("R-9", "closed")]
    assert said(given, SectionKey.ACTIONS, "New") == [("A-8", "due on 2026-12-01"), ("A-9", "no due date")]
    assert said(given, SectionKey.BACKLOG, "New") == [("B-7", "new, from: Risk")]
    assert said(given, SectionKey.BACKLOG, "Done or cancelled") == [("B-8", "done"), ("B-9", "cancelled")]


def test_every_count_of_the_week_has_as_many_lines() -> None:
    """Whoever reads a number finds the records behind it, and who has them."""
    behind = (
        (SectionKey.INCIDENTS, "incidents.count", "New"),
        (SectionKey.ACTIONS, "actions.created", "New"),
        (SectionKey.ACTIONS, "actions.done", "Done"),
        (SectionKey.RISKS, "risks.new", "New"),
        (SectionKey.RISKS, "risks.closed", "Closed"),
        (SectionKey.RISKS, "risks.materialised", "Happened"),
        (SectionKey.POSTMORTEMS, "postmortems.overdue", "Review overdue"),
        (SectionKey.SEVERITY, "severity.unset", "Without a severity"),
        (SectionKey.REPEATS, "repeats.count", "Happened before"),
        (SectionKey.BACKLOG, "backlog.created", "New"),
        (SectionKey.BACKLOG, "backlog.done", "Done or cancelled"),
    )
    given = material(incident("I-9", status="Resolved", declared=moment("2026-11-09T01:00")))
    for key, name, title in behind:
        found = listing(section(digest(given), key), title)
        assert figure(given, key, name).value == len(found.lines) + found.rest, name


def test_every_line_has_record_and_reason() -> None:
    found = lines(digest())
    assert len(found) > 20
    assert all(line.record and line.title and str(line.text) for line in found)


def test_shares_of_severities_are_said_where_there_are_enough() -> None:
    few = [str(note) for note in section(digest(), SectionKey.SEVERITY).notes]
    assert "SEV1: 1 of 2 in 4 windows, 1 of 3 in 13" in few
    more = [incident(f"S-{i}", severity="SEV3", declared=moment("2026-11-10T10:00")) for i in range(3)]
    notes = [str(note) for note in section(digest(material(*more)), SectionKey.SEVERITY).notes]
    assert "SEV3: 4 of 5 (80 %) in 4 windows, 4 of 6 (66.7 %) in 13" in notes


def test_a_figure_has_its_course_over_thirteen_windows() -> None:
    given = Material(
        tuple(
            action(f"A-{i}", status="Open", created=moment(day))
            for i, day in enumerate(("2026-08-01", "2026-11-02", "2026-11-03", "2026-11-10"))
        )
    )
    found = figure(given, SectionKey.ACTIONS, "actions.created")
    assert list(found.trend) == [*[0] * 11, 2, 1]
    assert (found.before, found.trend[-1]) == (found.trend[-2], found.value)
    young = Material((action("a", status="Open", created=moment("2026-11-03")),))
    assert figure(young, SectionKey.ACTIONS, "actions.created").trend[-2:] == (None, 0)
    assert figure(material(), SectionKey.RISKS, "risks.review_overdue").trend == (), "tables say only how it is now"


def test_stale_is_counted_by_the_rules_where_no_run_has_noted_spells() -> None:
    items = [backlog(name, status="Open", created=moment("2026-01-01")) for name in "abcde"]
    found = [
        Finding("stale.backlog", Family.STALE, "backlog", RecordId(name), say("{days} days", days=9)) for name in "ab"
    ]
    given = Material(items, found)
    assert figure(given, SectionKey.STALE, "stale.count").value == 2
    rate = figure(given, SectionKey.STALE, "stale.rate")
    assert (rate.value, rate.n, rate.before) == (40, 5, None)


def test_a_score_that_moved_and_an_acceptance_are_told_with_what_was_before() -> None:
    one, other = risk("R-7", status="Monitoring", score=6), risk("R-8", status="Accepted")
    history = {
        one.key: [Observation(tokyo("2026-11-01"), None, None, 4), Observation(tokyo("2026-11-10"), None, None, 6)],
        other.key: [
            Observation(tokyo("2026-11-01"), "Monitoring", None, None),
            Observation(tokyo("2026-11-10"), "Accepted", None, None),
        ],
    }
    given = Material((one, other), history=history)
    assert said(given, SectionKey.RISKS, "Scored anew") == [("R-7", "score 4 → 6")]
    assert said(given, SectionKey.RISKS, "Accepted") == [("R-8", "accepted")]


def test_gaps_stand_by_their_number_then_the_gravest_and_latest() -> None:
    days = {"old": "2026-10-01", "new": "2026-11-01", "minor": "2026-11-02", "many": "2026-01-01"}
    items = [
        incident(name, severity="SEV3" if name == "minor" else "SEV2", declared=moment(day))
        for name, day in days.items()
    ]
    gaps = [
        Finding(f"postmortem.C{rule}", Family.INCOMPLETE, "incidents", RecordId(name), say("missing: {what}", what="x"))
        for name in days
        for rule in range(2 if name == "many" else 1)
    ]
    found = said(Material(items, gaps), SectionKey.POSTMORTEMS, "Something is missing")
    assert [record for record, _ in found] == ["many", "new", "old", "minor"]


def test_one_reason_is_said_once_and_counted() -> None:
    twins = [Trouble("risks", say("fits several"), title=f"row {i}") for i in range(4)]
    found = section(digest(material(health=Health(held=tuple(twins), unread=tuple(twins)))), SectionKey.HEALTH)
    for title in ("Fields that are held", "Rows that could not be read"):
        (line,) = listing(found, title).lines
        assert (line.title, str(line.text)) == ("row 0", "fits several (and 3 more for this)")


def test_what_could_not_be_judged_is_said_by_its_reason() -> None:
    odd = [Unjudged(f"C{i}", "risks", RecordId("R-1"), say("status could not be read")) for i in range(3)]
    many = [
        Unjudged("stale", "backlog", RecordId(name), say("{status} is not known", status="様子見"))
        for name in ("B-1", "B-2")
    ]
    given = Material(material().items, unjudged=(*odd, *many))
    assert said(given, SectionKey.HEALTH, "What rules could not judge") == [
        ("B-1", "様子見 is not known (records like this one: 2, rules: 1)"),
        ("R-1", "status could not be read (rules: 3)"),
    ]


def test_what_waits_since_after_the_window_has_no_age() -> None:
    """A digest is made after its week: a conflict of that night is there, and is not so many days old."""
    times = (tokyo("2026-11-16T03:00"), tokyo("2026-11-15"))
    waits = [Trouble("risks", say("two values"), RecordId("R-1"), since=since) for since in times]
    found = section(digest(material(health=Health(conflicts=tuple(waits)))), SectionKey.HEALTH)
    assert [line.age for line in listing(found, "Conflicts that wait for a decision").lines] == [
        None,
        timedelta(days=1),
    ]


def test_an_objective_says_what_is_left_and_how_fast_it_goes() -> None:
    """Two of a thousand are twice the one that 99.9 % allows; five of ten thousand are half of the ten."""
    spent = slo("spent", target=99.9, window_days=28, good=998, total=1000)
    half = slo("half", target=99.9, window_days=28, good=9_995, total=10_000)
    found = section(digest(Material((half, spent))), SectionKey.SLO)
    assert [each.key for each in found.figures] == ["slo.spent", *["slo.remaining", "slo.burn_rate"] * 2]
    values = [each.value for each in found.figures]
    assert values == pytest.approx([1, -100, 2, 50, 0.5])
    assert [line.record for line in listing(found, "Budgets").lines] == ["spent", "half"]
