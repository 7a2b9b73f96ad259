"""A confidential record is a count, whatever mentions it."""

from dataclasses import replace

import pytest

from jobs.digest.confidential import hidden_keys
from jobs.digest.health import Health, Trouble
from jobs.digest.model import SectionKey
from jobs.digest.options import Options
from jobs.rules.finding import Family, Finding, Unjudged
from jobs.rules.item import Item, Role
from jobs.rules.observation import Observation
from jobs.rules.spells import Spell
from sync.message import say
from sync.model import RecordId, Value
from tests.jobs.digest.scene import digest, material, section
from tests.jobs.rules.metrics.making import action, backlog, incident, moment, risk, slo, tokyo

SECRET = "合併プロジェクト"
OPTIONS = Options(lines=100, oldest=100, confidential={"secret": ("true",), "labels": ("社外秘",)})


def secrets() -> list[Item]:
    mark: dict[str, Value] = {"secret": True}
    owner: dict[str, Value] = {"owner": (f"{SECRET}の人",)}
    made = [
        incident(
            "X-I",
            status="Resolved",
            severity="SEV1",
            severity_initial="SEV3",
            declared=moment("2026-11-09T00:00"),
            resolved=moment("2026-11-11T11:30"),
            services=(SECRET,),
            functions=(SECRET,),
            cause=SECRET,
            risks=("X-R",),
            similar=("I-0",),
            breakage="Near miss",
            lead=(SECRET,),
            slo_burn=99,
            postmortem_status="Reviewed",
            meeting=moment("2026-11-12T10:00"),
            **mark,
        ),
        action(
            "X-A",
            status="Open",
            created=moment("2026-01-01"),
            due=moment("2026-01-02"),
            incident=("I-0",),
            **mark,
            **owner,
        ),
        action("X-D", status="Done", created=moment("2026-01-01"), completed=moment("2026-11-12"), **mark, **owner),
        risk(
            "X-R", status="Accepted", next_review=moment("2026-01-01"), detected=moment("2026-11-10"), **mark, **owner
        ),
        backlog("X-B", status="Open", priority="P0", created=moment("2026-01-01"), risks=("X-R",), labels=("社外秘",)),
        slo("X-S", target=99.9, window_days=28, good=0, total=10, **mark, **owner),
    ]
    return [replace(each, title=f"{SECRET} {each.record}", url=f"https://example.com/{SECRET}") for each in made]


def test_no_word_of_it_stands_anywhere() -> None:
    hidden = secrets()
    about = [
        Finding(
            f"rule.{family}",
            family,
            each.table,
            each.record,
            say("{text}", text=SECRET),
            others=(("risks", RecordId("R-1")),),
        )
        for each in hidden
        for family in Family
    ]
    others = [
        Finding(f"rule.{family}", family, "risks", RecordId("R-1"), say("as {title}", title=each.title), others=others)
        for each in hidden
        for family in Family
        for others in ((each.key,), ())
    ]
    health = Health(
        conflicts=tuple(
            Trouble(each.table, say("was {seen}", seen=SECRET), each.record, each.title) for each in hidden
        ),
        held=tuple(Trouble(each.table, say("was {seen}", seen=SECRET), each.record, each.title) for each in hidden),
        unread=(Trouble("risks", say("{seen} is no date", seen=SECRET), title=SECRET),),
    )
    given = material(*hidden, findings=(*about, *others), health=health)
    history = {
        each.key: [
            Observation(tokyo("2026-10-01"), "Open", "SEV3", 1),
            Observation(tokyo("2026-11-10"), "Accepted", "SEV1", 9),
        ]
        for each in hidden
    }
    spells = [Spell(("stale.backlog", each.table, each.record, ()), tokyo("2026-11-10")) for each in hidden]
    ended = [
        Spell(("stale.risk", each.table, each.record, ()), tokyo("2026-10-10"), tokyo("2026-11-10")) for each in hidden
    ]
    unjudged = [Unjudged("rule", each.table, each.record, say("{text}", text=SECRET)) for each in hidden]
    given = replace(given, history=history, spells=(*given.spells, *spells, *ended), unjudged=tuple(unjudged))
    found = digest(given, OPTIONS)
    assert SECRET not in repr(found)
    assert not any(each.record in repr(found) for each in hidden)


def test_without_the_mark_the_same_would_stand_there() -> None:
    assert SECRET in repr(digest(material(*secrets())))


@pytest.mark.parametrize(
    ("key", "figure", "more"),
    [
        (SectionKey.INCIDENTS, "incidents.count", 1),
        (SectionKey.ACTIONS, "actions.overdue", 1),
        (SectionKey.ACTIONS, "actions.done", 1),
        (SectionKey.RISKS, "risks.new", 1),
        (SectionKey.BACKLOG, "backlog.open", 1),
        (SectionKey.SEVERITY, "severity.regraded", 0),
    ],
)
def test_it_stands_in_the_counts(key: SectionKey, figure: str, more: int) -> None:
    def value(found: object, *hidden: Item) -> tuple[float | None, int | None]:
        made = digest(material(*hidden), OPTIONS)
        each = next(each for each in section(made, key).figures if each.key == figure)
        return each.value, each.n

    plain, counted = value(None), value(None, *secrets())
    assert (counted[0] or 0) == (plain[0] or 0) + more
    assert counted[1] == plain[1]


def test_the_section_says_how_many() -> None:
    found = section(digest(material(*secrets()), OPTIONS), SectionKey.ACTIONS)
    assert "Confidential records: 2. They are in the counts and nowhere else." in map(str, found.notes)


def test_a_mark_that_cannot_be_read_hides() -> None:
    odd = replace(risk("a"), unreadable={Role("secret"): say("?")})
    assert hidden_keys([odd, risk("b", secret=False), risk("c", labels=("a", "社外秘"))], OPTIONS.confidential) == {
        odd.key,
        ("risks", "c"),
    }
    assert hidden_keys([odd], {}) == frozenset()
