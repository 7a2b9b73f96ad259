"""``bothways link``: certain links are set at both ends, likely ones are suggested, and people decide."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jobs.commands.clerical import Asked, Office, at_work, of_run, only_ours, own_roles, tell_of, unread
from jobs.commands.looking import meant, opened
from jobs.commands.progress import watching
from jobs.commands.terminal import Terminal
from jobs.exits import Exit, gravest
from jobs.gathering import Subject
from jobs.link.answers import answers
from jobs.link.decide import Decided, Ties, decide, still_open
from jobs.link.named import Named
from jobs.link.rounds import LinkRound
from jobs.link.show import document, shown
from jobs.link.suggest import Scored, Suggested, closed, suggest
from jobs.link.tab import Tab, chosen, lines
from jobs.link.ways import WAYS, Route, routes
from jobs.own.columns import ACCEPT, SUGGESTIONS, TURN_DOWN, Columns, columns
from jobs.report import report, written
from jobs.report.document import Json
from jobs.sync import Outcome, OutcomeKind, plan_pair, sync_pair
from sync.clerical import Tie, TieKind, TieState
from sync.errors import BothwaysError, Misconfigured, ServiceError
from sync.message import Message, say
from sync.model import FieldName, Side
from sync.schema import reshape

if TYPE_CHECKING:
    from jobs.wiring import Work

ROLES = (SUGGESTIONS, ACCEPT, TURN_DOWN)
_POSTED = "links-tab"


@dataclass
class Linked:
    """What a run came to, table by table."""

    decided: Decided = field(default_factory=Decided)
    suggested: Suggested = field(default_factory=lambda: Suggested((), {}, {}))
    outcomes: list[Outcome] = field(default_factory=list)
    notices: list[Message] = field(default_factory=list)
    rounds: list[LinkRound] = field(default_factory=list)


def likely(office: Office, ways: Sequence[Route], decided: Decided, ties: Ties) -> Iterable[Scored]:
    """Return which records probably belong together, each with a score from 0 to 1 and the reason in words.

    What is linked, and what people have decided, is left out, so that it takes nobody else's place.
    """
    from jobs.likeness import likely as probable  # noqa: PLC0415 - it loads numpy and scipy, as other commands need not

    link = office.settings.link
    if office.comparing is None or link.suggest_from >= 1 or not link.suggestions:
        return ()
    gone = closed(ties) | {frozenset(pair) for pair in decided.linked}
    compared = office.comparing.together(office.gathered.all())
    return probable(ways, compared, gone, link.suggest_from, link.suggestions)


def run(asked: Asked, screen: Terminal) -> Exit:
    """Read, decide, and write what has changed. Raises what stops the command before any table."""
    linked = Linked()
    try:
        with at_work(asked, screen, judging=False) as office, ExitStack() as stack:
            own = {each.name: columns(each.name, each.fields, ROLES) for each in office.chosen}
            work = {each.name: stack.enter_context(office.table(each)) for each in office.subjects}
            ways = routes(office.subjects)
            if not ways:
                raise Misconfigured(
                    say("No two tables have records that are linked to one another."),
                    (),
                    say("docs/links.md says which types of record are."),
                )
            _decide(office, ways, work, linked, asked)
            for subject in office.chosen:
                if subject.name not in office.checked.gathered.errors:
                    _one(office, subject, own[subject.name], work[subject.name], linked, asked, screen)
            if not asked.dry:
                _post(office, work, linked)
            tell_of(office, linked.outcomes, asked)
            codes = [of_run(outcome) for outcome in linked.outcomes]
            codes += [Exit(error.exit_code) for error in office.checked.gathered.errors.values()]
            code = gravest(codes or [Exit.DONE])
            _tell(office, linked, code, asked, screen)
            return code
    except BothwaysError as error:
        if asked.as_json:
            empty = document(
                error.exit_code, linked.outcomes, linked.decided, linked.suggested, None, screen.voice, error
            )
            screen.raw(written(empty) + "\n")
        raise


def answer(one: str, other: str, state: TieState, asked: Asked, screen: Terminal) -> Exit:
    """Accept or dismiss the link of two records; the next run applies it. Raises ``Misconfigured``."""
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for
    from jobs.gathering import subjects_of  # noqa: PLC0415 - as above

    with opened(asked.config, (), asked.language, screen) as pairs:
        (mapping, first), (their, second) = meant(one, pairs), meant(other, pairs)
        types = {each.name: each.type for each in subjects_of(pairs.shared.settings)}
        ends = [(mapping, first, their, second), (their, second, mapping, first)]
        found = [
            (here, record, there, partner, way)
            for here, record, there, partner in ends
            for way in WAYS
            if (types.get(here.name), types.get(there.name)) == (way.source, way.target)
        ]
        if not found:
            raise Misconfigured(say("{one} and {other} are not of types that are linked.", one=one, other=other))
        here, record, there, partner, way = found[0]
        memory, clock = wiring.notebook_of(here, pairs.shared)
        at = clock()
        memory.tie([Tie(TieKind.LINK, record.record, there.name, partner.record, state, at, str(way.role))], at)
    records = [[here.name, record.record], [there.name, partner.record]]
    if asked.as_json:
        body: dict[str, Json] = {
            "format": 1,
            "command": "link",
            "exit_code": 0,
            "records": records,
            "state": state.value,
        }
        screen.raw(written(body) + "\n")
    elif state is TieState.ACCEPTED:
        screen.say(say("The next {command} links {one} and {other}.", command="bothways link", one=one, other=other))
    else:
        screen.say(say("The link of {one} and {other} is not suggested again.", one=one, other=other))
    return Exit.DONE


def _decide(
    office: Office,
    ways: Sequence[Route],
    work: "Mapping[str, Work]",
    linked: Linked,
    asked: Asked,
) -> None:
    """Take the answers, decide every link, and remember what is true already."""
    items, now = office.gathered.items, office.now
    ties: dict[str, list[Tie]] = {}
    for name, each in work.items():
        known = list(each.memory.ties(TieKind.LINK))
        ticks = answers(items.get(name, ()), known, now)
        chosen_there = _chosen_in_tab(office, name, known, linked)
        given = {tie.key: tie for tie in (*chosen_there, *ticks.ties)}
        linked.notices += ticks.notices
        ties[name] = [tie for tie in known if tie.key not in given] + list(given.values())
        if given and not asked.dry:
            each.memory.tie(list(given.values()), now)
    names = Named(office.gathered.all(), {each.name: own_roles(each) for each in office.subjects})
    mentions = names.named_by if office.settings.link.mentions else lambda _: frozenset()
    linked.decided = decide(ways, items, ties, mentions, now, _renewed(office))
    linked.suggested = suggest(
        likely(office, ways, linked.decided, ties),
        linked.decided,
        ties,
        now,
        least=office.settings.link.suggest_from,
        most=office.settings.link.suggestions,
        judged={item.key for item in office.gathered.all()},
    )
    if asked.dry:
        return
    for name, each in work.items():
        each.memory.tie([*linked.decided.ties.get(name, ()), *linked.suggested.ties.get(name, ())], now)
        gone = linked.suggested.over.get(name, ())
        if gone:
            each.memory.untie(gone, now)


def _tab(office: Office, name: str) -> Tab | None:
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

    subject = next(each for each in office.subjects if each.name == name)
    return wiring.links_tab(subject, office.shared, office.settings.link.tab, office.language)


def _chosen_in_tab(office: Office, name: str, ties: Sequence[Tie], linked: Linked) -> list[Tie]:
    """Read the tab, only where suggestions of the table stand in it."""
    tab = _tab(office, name) if still_open(ties) else None
    if tab is None:
        return []
    try:
        made, notices = chosen(tab.read() or (), name, ties, office.now, office.language)
    except ServiceError as error:
        linked.notices.append(error.seen)
        return []
    linked.notices += notices
    return made


def _post(office: Office, work: "Mapping[str, Work]", linked: Linked) -> None:
    """Let the tab show what waits. What goes wrong there stops no run: it is said, and the next one tries again."""
    titles = {item.key: item.title for item in office.gathered.all()}
    for subject in office.chosen:
        mine = [each for each in linked.suggested.suggestions if each.scored.one[0] == subject.name]
        shelf = work[subject.name].memory
        standing = {each.key for each in mine}
        known = shelf.shelved([_POSTED]).get(_POSTED)
        sign = repr(sorted(standing)).encode()
        if known == sign or (known is None and not mine):
            continue
        tab = _tab(office, subject.name)
        if tab is None:
            continue
        try:
            tab.post(lines(mine, titles, office.language), subject.name)
        except ServiceError as error:
            linked.notices.append(error.seen)
            continue
        shelf.shelve({_POSTED: sign if mine else None}, office.now)


def _renewed(office: Office) -> frozenset[tuple[str, str]]:
    """Return the fields whose column is another one than at the last agreement, by table."""
    found: set[tuple[str, FieldName]] = set()
    for subject in office.subjects:
        reading = office.readings.get(subject.name)
        if reading is None or len(reading.snapshots) < len(Side):
            continue
        columns_now = reshape(reading.base, reading.snapshots, subject.mapping.policy)
        again = {*columns_now.renewed, *(name for side in Side for name in columns_now.added[side])}
        found |= {(subject.name, name) for name in again}
    return frozenset((table, str(name)) for table, name in found)


def _one(
    office: Office, subject: Subject, own: Columns, work: "Work", linked: Linked, asked: Asked, screen: Terminal
) -> None:
    """Write the links and suggestions of one table; what goes wrong with it does not keep the others back."""
    settings = [each for each in linked.decided.settings if each.edge.item.table == subject.name]
    mine = [each for each in linked.suggested.suggestions if each.scored.one[0] == subject.name]
    titles = {item.key: item.title for item in office.gathered.all()}
    made = LinkRound(
        subject.mapping,
        own,
        settings,
        mine,
        titles,
        work.memory,
        office.language,
        office.now,
        work.tools.new_id,
        work.alone,
    )
    linked.rounds.append(made)
    if not settings and not own:
        return
    tools = replace(work.tools, errand=made.errand)
    with watching(subject.name, screen) as progress:
        try:
            if asked.dry:
                linked.outcomes.append(only_ours(plan_pair(subject.mapping, tools, progress)))
                return
            outcome = sync_pair(subject.mapping, tools, force=asked.force, progress=progress)
            made.remember(outcome)
            office.observe(subject, work, outcome.run)
        except BothwaysError as error:
            outcome = Outcome(subject.name, OutcomeKind.FAILED, error=error)
    linked.outcomes.append(only_ours(outcome))


def _tell(office: Office, linked: Linked, code: Exit, asked: Asked, screen: Terminal) -> None:
    if asked.as_json:
        told = [*linked.outcomes, *unread(office)]
        made = document(code, told, linked.decided, linked.suggested, office.checked, screen.voice)
        screen.raw(written(made) + "\n")
        return
    mappings = {each.name: each.mapping for each in office.subjects}
    for place, outcome in enumerate([*linked.outcomes, *unread(office)]):
        if screen.quiet and of_run(outcome) is Exit.DONE:
            continue
        if place:
            screen.out.print()
        screen.show(report(outcome, screen.voice, screen.width, mapping=mappings[outcome.pair], links=screen.verbose))
    if not screen.quiet:
        screen.show(shown(linked.decided, linked.suggested, office.checked, linked.notices, screen.voice))
    if asked.dry and any(outcome.plan.changes for outcome in linked.outcomes):
        screen.say(say("Nothing was written. {command} without --dry-run writes it.", command="bothways link"), "dim")
