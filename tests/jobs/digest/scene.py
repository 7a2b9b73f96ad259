"""A week of a small team, with something for every section."""

from datetime import datetime

from jobs.digest.build import build
from jobs.digest.health import Health, Trouble
from jobs.digest.material import Material
from jobs.digest.model import Digest, Line, Listing, Section, SectionKey
from jobs.digest.options import Options
from jobs.digest.window import week
from jobs.rules.finding import Family, Finding
from jobs.rules.item import Item
from jobs.rules.judge import judge
from jobs.rules.ruleset import make_rules
from jobs.rules.spells import Spell
from sync.message import say
from sync.model import RecordId
from tests.jobs.rules.metrics.making import TOKYO, action, backlog, incident, moment, risk, slo, tokyo

WINDOW = week("2026-W46", TOKYO)
MADE = datetime(2026, 11, 16, 7, 0, tzinfo=TOKYO)
RULES = make_rules()


def items() -> tuple[Item, ...]:
    return (
        incident(
            "I-1",
            status="Resolved",
            severity="SEV1",
            severity_initial="SEV2",
            declared=moment("2026-11-10T10:00"),
            resolved=moment("2026-11-10T11:30"),
            services=("API",),
            functions=("決済",),
            cause="設定ミス",
            breakage="Regression",
            risks=("R-1",),
            lead=("Sato",),
            similar=("I-0",),
            slo_burn=30,
        ),
        incident("I-2", status="Fixing", severity="SEV3", declared=moment("2026-11-15T10:00"), breakage="Near miss"),
        incident(
            "I-0",
            status="Closed",
            severity="SEV2",
            declared=moment("2026-10-01T10:00"),
            resolved=moment("2026-10-01T12:00"),
            postmortem_status="Reviewed",
            meeting=moment("2026-11-11T10:00"),
            lead=("Suzuki",),
            actions=("A-1",),
        ),
        action("A-1", status="Open", owner=("Tanaka",), created=moment("2026-10-02"), due=moment("2026-10-20")),
        action(
            "A-2", status="Done", owner=("Sato",), created=moment("2026-11-01"), completed=moment("2026-11-12T15:00")
        ),
        risk(
            "R-1",
            status="Monitoring",
            owner=("Tanaka",),
            detected=moment("2026-09-01"),
            next_review=moment("2026-11-01"),
        ),
        risk("R-2", status="Monitoring", priority="P1", detected=moment("2026-11-09"), backlog=("B-1",)),
        backlog("B-1", status="Done", created=moment("2026-10-01"), resolved=moment("2026-11-10"), assignee=("Sato",)),
        backlog("B-2", status="Open", priority="P0", created=moment("2026-08-01")),
        slo("API", target=99.9, window_days=28, good=99_850, total=100_000, incidents=("I-1",), owner=("Suzuki",)),
    )


def material(*more: Item, findings: tuple[Finding, ...] = (), health: Health | None = None) -> Material:
    every = (*items(), *more)
    judged = judge(every, RULES, WINDOW.end)
    suggested = Finding(
        "link",
        Family.LINK,
        "risks",
        RecordId("R-2"),
        say("0.8: both name the API"),
        others=(("backlog", RecordId("B-2")),),
    )
    stale = Spell(("stale.backlog", "backlog", RecordId("B-2"), ()), tokyo("2026-11-10"))
    return Material(
        every,
        (*judged.findings, suggested, *findings),
        judged.unjudged,
        spells=(stale,),
        health=health
        or Health(conflicts=(Trouble("risks", say("both sides changed it"), RecordId("R-1"), field="plan"),)),
        people={"Sato": "user-sato"},
    )


def digest(given: Material | None = None, options: Options | None = None) -> Digest:
    return build(
        given or material(),
        WINDOW,
        rules=RULES,
        zone=TOKYO,
        made_at=MADE,
        options=options or Options(zone="Asia/Tokyo"),
    )


def section(found: Digest, key: SectionKey) -> Section:
    section = found.section(key)
    assert section is not None
    return section


def listing(found: Section, title: str) -> Listing:
    return next(each for each in found.listings if str(each.title) == title)


def lines(found: Digest) -> list[Line]:
    return [line for each in found.sections for one in each.listings for line in one.lines]
