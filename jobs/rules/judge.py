"""All rules over all records."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from jobs.rules import checklist, consistency, drift, gate, lateness, score, severity, stale, wording
from jobs.rules.calendar import Calendar
from jobs.rules.check import Check
from jobs.rules.finding import Finding, Unjudged
from jobs.rules.formula import names_in
from jobs.rules.item import Item, RecordType, Role
from jobs.rules.judged import Idle, Judged, Said
from jobs.rules.levels import in_table
from jobs.rules.observation import History
from jobs.rules.odd import Odd
from jobs.rules.postmortem import wants_postmortem
from jobs.rules.reading import is_past, moment_of
from jobs.rules.rule import Exempt, Kind
from jobs.rules.ruleset import Rules
from jobs.rules.scene import Scene
from jobs.rules.tables import Roles
from sync.message import Message, say

OneByOne = Callable[[Check, Item, Scene], Iterator[Finding]]
Together = Callable[[Check, Sequence[Item], Scene], Iterator[Said]]

_ONE_BY_ONE: Mapping[Kind, OneByOne] = {
    Kind.FILLED: checklist.filled,
    Kind.ENTRIES: checklist.entries,
    Kind.QUANTIFIED: wording.quantified,
    Kind.WORDING: wording.verifiable,
    Kind.STATEMENT: wording.stated,
    Kind.BLAME: wording.blaming,
    Kind.ORDER: consistency.ordered,
    Kind.SANE: consistency.sane,
    Kind.DURATION: consistency.lasting,
    Kind.STALE: stale.stale,
    Kind.ALL_DONE: stale.all_done,
    Kind.PAST: lateness.past,
    Kind.WAITING: lateness.waiting,
    Kind.OBLIGED: severity.obliged,
    Kind.FACTS: severity.facts,
    Kind.LOWERED: severity.lowered,
    Kind.LINKED: gate.linked,
    Kind.DECIDED: gate.decided,
}
_TOGETHER: Mapping[Kind, Together] = {Kind.SCORE: score.score, Kind.DRIFT: drift.drift, Kind.UNUSED: drift.unused}
_EACH = frozenset({Kind.SCORE, Kind.DRIFT, Kind.UNUSED, Kind.DURATION})
"""Kinds that need each of their roles; the others need one."""
_RESULT = frozenset({Kind.SCORE, Kind.FACTS, Kind.LOWERED, Kind.WAITING})
BODY = frozenset({Kind.FILLED, Kind.ENTRIES, Kind.QUANTIFIED, Kind.BLAME})
"""Kinds that go by sections of the page, too."""
_ANY = frozenset({Kind.STALE, Kind.LOWERED, Kind.DECIDED, Kind.ALL_DONE, Kind.OBLIGED, Kind.LINKED})
"""Kinds that can say something whatever is mapped."""


def judge(
    items: Iterable[Item],
    rules: Rules,
    now: datetime,
    history: History | None = None,
    calendar: Calendar | None = None,
) -> Judged:
    """Return what the rules say of the records, without asking anybody.

    ``now`` is a moment in the zone of the team. Rules that compare records with one another are not judged here.
    """
    scene = Scene(tuple(items), rules, now, history or {}, calendar or Calendar())
    findings: list[Finding] = []
    unjudged: list[Unjudged] = list(_levels(scene))
    idle: list[Idle] = []
    looked: dict[str, int] = {}
    for check in rules.checks:
        if check.kind is Kind.COMPARED:
            continue
        for table, group in _tables(check, scene):
            why = not_applicable(check, scene.tables[table], rules.typed.get(check.id, ()))
            if why is not None:
                idle.append(Idle(check.id, table, why))
                continue
            counted, said = _judged(check, group, scene)
            looked[check.id] = looked.get(check.id, 0) + counted
            findings += [each for each in said if isinstance(each, Finding)]
            unjudged += [each for each in said if isinstance(each, Unjudged)]
            idle += [each for each in said if isinstance(each, Idle)]
    return Judged(tuple(findings), tuple(_called(each, scene) for each in unjudged), tuple(idle), looked)


def _called(said: Unjudged, scene: Scene) -> Unjudged:
    """Name the field as the table does: what a value is read by knows its role only."""
    labels = scene.tables[said.table].labels if said.table in scene.tables else {}
    named = (
        (name, labels.get(Role(str(value)), value) if name == "role" else value) for name, value in said.why.values
    )
    return replace(said, why=Message(said.why.text, tuple(named)))


def not_applicable(check: Check, table: Roles, own: Collection[str] = ()) -> Message | None:
    """Say why a rule has nothing to go by in a table; ``None`` where it has."""
    if check.kind in BODY and table.body and check.rule.body:
        return None
    groups = [list(group) for group in check.roles]
    if check.kind is Kind.SCORE and "formula" in own and not check.rule.lookup:
        groups = [[role] for role in names_in(check.rule.formula or "")]
    if check.kind not in _EACH and groups:
        groups = [[role for group in groups for role in group]] if check.kind is not Kind.WAITING else groups[:1]
    if check.kind in _ANY:
        groups = []
    if check.rule.result and check.kind in _RESULT and not (check.kind is Kind.WAITING and check.rule.when):
        groups.append(check.rule.result.split("|"))
    groups += [[role] for role in check.rule.when]
    for group in groups:
        fewest = 2 if check.kind is Kind.ORDER and len(group) > 1 else 1
        if sum(_has(table, role) for role in group) < fewest:
            missing = [role for role in group if not _has(table, role)]
            return say("no field has the role {role}", role=" | ".join(missing))
    return None


def _has(table: Roles, role: str) -> bool:
    return Role(role) in table.labels


def _tables(check: Check, scene: Scene) -> Iterator[tuple[str, list[Item]]]:
    groups: dict[str, list[Item]] = {}
    for item in scene.of(check.record):
        groups.setdefault(item.table, []).append(item)
    yield from groups.items()


def _judged(check: Check, items: Sequence[Item], scene: Scene) -> tuple[int, list[Said]]:
    """Return how many records were looked at and what there is to say of them."""
    said: list[Said] = []
    fitting: list[Item] = []
    for item in items:
        try:
            if concerned(check, item, scene):
                fitting.append(item)
        except Odd as error:
            said.append(Unjudged(check.id, item.table, item.record, error.why))
    together = _TOGETHER.get(check.kind)
    if together is not None:
        said += together(check, fitting, scene)
        return len(fitting), said
    one = _ONE_BY_ONE[check.kind]
    for item in fitting:
        try:
            said += list(one(check, item, scene))
        except Odd as error:
            said.append(Unjudged(check.id, item.table, item.record, error.why))
    return len(fitting), said


def concerned(check: Check, item: Item, scene: Scene) -> bool:
    """Say whether a rule looks at a record at all. Raises ``Odd`` for what is unread."""
    if not scene.fits(item, check.rule.when):
        return False
    if check.rule.postmortem and not wants_postmortem(item, scene):
        return False
    return not any(_exempt(each, item, scene) for each in check.rule.exempt)


def _exempt(exempt: Exempt, item: Item, scene: Scene) -> bool:
    if not scene.fits(item, exempt.when):
        return False
    if not exempt.future:
        return True
    dates = [moment_of(item, role) for role in exempt.future if scene.has(item, role)]
    return any(date is not None and not is_past(date, scene.now) for date in dates)


def _levels(scene: Scene) -> Iterator[Unjudged]:
    for item, error in in_table(scene.of(RecordType.SEVERITY))[1]:
        yield Unjudged("severity", item.table, item.record, error.why)
