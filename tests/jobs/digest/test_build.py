from dataclasses import replace
from datetime import timedelta

import pytest

from jobs.digest.build import build
from jobs.digest.health import Health, Trouble
from jobs.digest.material import Material
from jobs.digest.model import ChartKind, Owner, SectionKey, Term
from jobs.digest.options import Options
from jobs.rules.finding import Family, Finding
from sync.message import say
from sync.model import RecordId
from tests.jobs.digest.scene import RULES, WINDOW, digest, lines, listing, material, section
from tests.jobs.rules.metrics.making import TOKYO, action, backlog, incident, moment, tokyo


def told(key: SectionKey, title: str) -> list[tuple[str, str]]:
    return [(line.title, str(line.text)) for line in listing(section(digest(), key), title).lines]


def test_the_sections_stand_in_their_order() -> None:
    assert [each.key for each in digest().sections] == list(SectionKey)


@pytest.mark.parametrize(
    ("key", "title", "line"),
    [
        (SectionKey.INCIDENTS, "New", ("I-1", "API: resolved after 1:30:00")),
        (SectionKey.INCIDENTS, "New", ("I-2", "still open")),
        (SectionKey.POSTMORTEMS, "Review overdue", ("I-1", "to be reviewed by 2026-11-13")),
        (SectionKey.POSTMORTEMS, "Finished", ("I-0", "reviewed")),
        (SectionKey.ACTIONS, "Done", ("A-2", "done")),
        (SectionKey.ACTIONS, "Overdue the longest", ("A-1", "was due on 2026-10-20, 27 days ago")),
        (SectionKey.ACTIONS, "Overdue by owner", ("A-1", "Tanaka: 1 overdue, the oldest is this one")),
        (SectionKey.RISKS, "New", ("R-2", "new")),
        (SectionKey.RISKS, "Review overdue", ("R-1", "its review was due on 2026-11-01")),
        (SectionKey.RISKS, "Happened", ("R-1", "it happened: I-1")),
        (SectionKey.LINKS, "To be accepted or dismissed", ("R-2", "0.8: both name the API")),
        (SectionKey.SEVERITY, "Graded anew", ("I-1", "SEV2 → SEV1")),
        (
            SectionKey.REPEATS,
            "Happened before",
            ("I-1", "happened before: I-0; still open when it happened again: A-1"),
        ),
        (
            SectionKey.SLO,
            "Budgets",
            (
                "API",
                (
                    "99.9 % over 28 days: budget 40.3 min, used 150 %, left -50 %, "
                    "burn rate 1.2 (from good and total events)"
                ),
            ),
        ),
        (
            SectionKey.SLO,
            "Against the budget policy",
            (
                "I-1",
                (
                    "used 30 % of a four-week budget of API: "
                    "it needs a post-mortem with at least one P0 action; there is none"
                ),
            ),
        ),
        (SectionKey.BACKLOG, "The most urgent, oldest first", ("B-2", "open")),
        (SectionKey.NEAR_MISSES, "Nearly happened", ("I-2", "near miss")),
        (SectionKey.THANKS, "Finished something", ("A-2", "Sato: actions 1, post-mortems 0")),
        (SectionKey.THANKS, "Finished something", ("I-0", "Suzuki: actions 0, post-mortems 1")),
        (SectionKey.HEALTH, "Conflicts that wait for a decision", ("R-1", "plan: both sides changed it")),
    ],
)
def test_each_section_names_its_records(key: SectionKey, title: str, line: tuple[str, str]) -> None:
    assert line in told(key, title)


def test_findings_stand_in_their_sections_in_their_own_words() -> None:
    found = digest()
    fixed = listing(section(found, SectionKey.RISKS), "Fixed, but still open").lines
    assert [line.record for line in fixed] == ["R-2"]
    assert [line.record for line in listing(section(found, SectionKey.STALE), "Newly stale").lines] == ["B-2"]


def test_a_line_has_owner_age_and_marks() -> None:
    found = listing(section(digest(), SectionKey.INCIDENTS), "New").lines[0]
    assert found.owners == (Owner("Sato"),) or found.owners == (Owner("Sato", "user-sato"),)
    assert found.owners[0].person == "user-sato"
    assert found.age == timedelta(days=5, hours=14)
    assert found.marks == (Term("SEV1", "severity"), Term("Resolved", "incident_status"))


def test_what_matters_comes_first_and_is_at_most_five_lines() -> None:
    said = listing(section(digest(), SectionKey.HIGHLIGHTS), "What changed, and what needs a decision").lines
    assert [line.record for line in said] == ["I-1", "R-1", "API", "A-1", "R-2"]
    assert str(said[0].text) == "the gravest of 2 new incidents, over"
    assert len({line.record for line in said}) == len(said)


def test_a_figure_has_its_definition_and_the_windows_before() -> None:
    found = digest()
    keys = {figure.key for each in found.sections for figure in each.figures}
    assert keys == {each.key for each in found.definitions}
    count = next(each for each in section(found, SectionKey.INCIDENTS).figures if each.key == "incidents.count")
    assert (count.value, count.before) == (2, 0)
    assert count.usual == 0, "there are incidents since 1 October: five full windows before this one"


def test_windows_before_the_first_record_say_nothing() -> None:
    found = digest(Material((action("a", created=moment("2026-10-28")),)))
    new = next(each for each in section(found, SectionKey.ACTIONS).figures if each.key == "actions.created")
    assert (new.value, new.before, new.usual) == (0, 0, None)


def test_lists_are_cut_and_the_rest_is_counted() -> None:
    late = [
        action(f"late {i:02}", status="Open", due=moment("2026-11-01"), created=moment("2026-10-03")) for i in range(20)
    ]
    found = listing(section(digest(material(*late)), SectionKey.ACTIONS), "Overdue the longest")
    assert (len(found.lines), found.rest) == (5, 16)
    few = digest(material(*late), Options(lines=3, highlights=2))
    assert all(len(each.lines) <= 5 for one in few.sections for each in one.listings)
    assert len(section(few, SectionKey.HIGHLIGHTS).listings[0].lines) == 2


def test_thanks_can_be_switched_off() -> None:
    assert digest(options=Options(thanks=False)).section(SectionKey.THANKS) is None


def test_nothing_at_all_says_so() -> None:
    found = digest(Material(()))
    assert [each.key for each in found.sections] == list(SectionKey)
    assert lines(found) == []
    for each in found.sections:
        assert each.notes or all(one.empty is not None for one in each.listings)


def test_a_window_that_is_not_over_is_reckoned_up_to_now() -> None:
    found = build(material(), WINDOW, rules=RULES, zone=TOKYO, made_at=tokyo("2026-11-12T12:00"))
    assert found.window == WINDOW
    age = listing(section(found, SectionKey.INCIDENTS), "New").lines[0].age
    assert age == timedelta(days=2, hours=2)


def test_a_cluster_is_named_once() -> None:
    pair = [
        Finding(
            "same", Family.DUPLICATE, "backlog", RecordId(one), say("near copy"), others=(("backlog", RecordId(other)),)
        )
        for one, other in (("B-1", "B-2"), ("B-2", "B-1"))
    ]
    found = listing(section(digest(material(findings=tuple(pair))), SectionKey.DUPLICATES), "Entered twice")
    assert [(line.title, str(line.text)) for line in found.lines] == [("B-1", "near copy (B-2)")]


def test_a_cluster_is_said_by_titles_and_never_by_ids() -> None:
    others = tuple(("backlog", RecordId(name)) for name in ("B-1", "r1"))
    why = say("entered twice, with {others} ({why})", others="B-1, r1", why=say("same title"))
    twice = Finding("duplicate", Family.DUPLICATE, "backlog", RecordId("B-2"), why, others=others)
    named = replace(backlog("r1", status="Open", created=moment("2026-11-01")), title="Nightly batch")
    found = listing(section(digest(material(named, findings=(twice,))), SectionKey.DUPLICATES), "Entered twice")
    assert str(found.lines[0].text) == "entered twice, with B-1, Nightly batch (same title)"


def test_similar_records_are_said_by_their_titles_and_only_the_first() -> None:
    entries = [say("{record} ({score:.2f}: {why})", record=f"r{n}", score=0.9, why=say("same title")) for n in range(5)]
    chain = entries[0]
    for entry in entries[1:]:
        chain = say("{first}; {next}", first=chain, next=entry)
    items = [
        replace(backlog(f"r{n}", status="Open", created=moment("2026-11-01")), title=f"Batch {n}") for n in range(5)
    ]
    similar = Finding(
        "similar",
        Family.SIMILAR,
        "backlog",
        RecordId("B-2"),
        say("similar to {others}", others=chain),
        others=tuple(("backlog", RecordId(f"r{n}")) for n in range(5)),
    )
    found = listing(section(digest(material(*items, findings=(similar,))), SectionKey.DUPLICATES), "Similar")
    said = "; ".join(f"Batch {n} (0.90: same title)" for n in range(3))
    assert str(found.lines[0].text) == f"similar to {said}; and 2 more"


def test_health_names_what_is_held_and_what_could_not_be_read() -> None:
    health = Health(
        held=(Trouble("risks", say("too long"), RecordId("R-1"), field="log", since=tokyo("2026-11-15")),),
        unread=(Trouble("backlog", say("{seen} is no date", seen="嘘"), title="row 7"),),
        last_run=tokyo("2026-11-16T06:00"),
    )
    found = section(digest(material(health=health)), SectionKey.HEALTH)
    (held,), (unread,) = (
        listing(found, title).lines for title in ("Fields that are held", "Rows that could not be read")
    )
    assert (str(held.text), held.age, held.owners[0].name) == ("log: too long", timedelta(days=1), "Tanaka")
    assert (unread.title, str(unread.text)) == ("row 7", "嘘 is no date")


def test_charts_say_the_same_in_words() -> None:
    found = section(digest(), SectionKey.INCIDENTS).charts[0]
    assert len(found.labels) == 13
    assert found.labels[-1] == "2026-W46"
    assert {str(each.name): each.values[-1] for each in found.series} == {"SEV1": 1, "SEV2": 0, "SEV3": 1}
    assert str(found.text) == "In all: 2 in W46, more than usual; the highest shown"


def test_windows_that_overlap_stand_side_by_side_and_what_is_not_set_says_so() -> None:
    unset = incident("I-3", status="Resolved", declared=moment("2026-11-11"), resolved=moment("2026-11-11"))
    chart = section(digest(material(unset)), SectionKey.SEVERITY).charts[0]
    assert chart.kind is ChartKind.GROUPED
    assert [str(label) for label in chart.labels] == ["SEV1", "SEV2", "SEV3", "not set"]
    notes = [str(note) for note in section(digest(material(unset)), SectionKey.BREAKAGE).notes]
    assert "not set: 1 in this window" in notes


def test_options_are_called_what_the_team_calls_them() -> None:
    words = {("incidents", "status"): {"Resolved": "収束"}, ("incidents", "severity"): {"SEV1": "重大"}}
    found = digest(replace(material(), words=words))
    line = listing(section(found, SectionKey.INCIDENTS), "New").lines[0]
    assert [str(mark) for mark in line.marks] == ["重大", "収束"]
    assert str(section(found, SectionKey.SEVERITY).charts[0].labels[0]) == "重大"
    assert str(section(found, SectionKey.INCIDENTS).charts[0].series[0].name) == "重大"
    anew = listing(section(found, SectionKey.SEVERITY), "Graded anew").lines[0]
    assert str(anew.text) == "SEV2 → 重大"


def test_the_same_material_makes_the_same_digest() -> None:
    assert digest() == digest()
    turned = replace(material(), items=tuple(reversed(material().items)))
    assert str(section(digest(turned), SectionKey.RISKS).figures) == str(section(digest(), SectionKey.RISKS).figures)
