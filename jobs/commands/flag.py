"""``bothways flag``: what the rules find goes into fields of our own, on both sides."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from jobs.commands.clerical import Asked, Office, at_work, of_run, only_ours, tell_of, unread
from jobs.commands.looking import meant, opened
from jobs.commands.progress import watching
from jobs.commands.terminal import Terminal
from jobs.exits import Exit, gravest
from jobs.flag.note import Notes
from jobs.flag.options import WRITTEN, Options
from jobs.flag.rounds import Found, Round
from jobs.flag.show import document, shown
from jobs.flag.ticks import over
from jobs.flag.ticks import shown as offered
from jobs.flag.work import Sorted, sort_out
from jobs.gathering import Subject
from jobs.own.columns import DISMISS, FLAGS, NOTE, SIMILAR, Columns, columns
from jobs.report import report, written
from jobs.rules.finding import Finding
from jobs.sync import Outcome, OutcomeKind, plan_pair, sync_pair
from mappings.fields import PairMapping
from sync.clerical import Tie, TieKind, TieState
from sync.errors import BothwaysError, Misconfigured
from sync.message import say

if TYPE_CHECKING:
    from jobs.wiring import Work

ROLES = (FLAGS, NOTE, SIMILAR, DISMISS)


def run(asked: Asked, screen: Terminal) -> Exit:
    """Read, judge, and write what has changed. Raises what stops the command before any table."""
    flagged: list[tuple[Round, Outcome]] = []
    waiting: Sequence[Finding] = ()
    try:
        with at_work(asked, screen) as office:
            own = _columns(office)
            sorted_out = _sorted(office)
            waiting = sorted_out.waiting
            for subject in office.chosen:
                if subject.name not in sorted_out.found or not own[subject.name]:
                    continue
                flagged.append(_one(office, subject, own[subject.name], sorted_out.found[subject.name], asked, screen))
            tell_of(office, [outcome for _, outcome in flagged], asked)
            codes = [of_run(outcome) for _, outcome in flagged]
            codes += [Exit(error.exit_code) for error in office.checked.gathered.errors.values()]
            code = gravest(codes or [Exit.DONE])
            if asked.as_json:
                told = document("flag", code, flagged, waiting, screen.voice, office.checked, unread=unread(office))
                screen.raw(written(told) + "\n")
                return code
            mappings = {each.name: each.mapping for each in office.subjects}
            for place, outcome in enumerate([*(outcome for _, outcome in flagged), *unread(office)]):
                _show(mappings[outcome.pair], outcome, screen, first=place == 0)
            if not screen.quiet:
                screen.show(shown(office.checked, waiting, screen.voice, screen.width))
            if asked.dry and any(outcome.plan.changes for _, outcome in flagged):
                screen.say(
                    say("Nothing was written. {command} without --dry-run writes it.", command="bothways flag"), "dim"
                )
            return code
    except BothwaysError as error:
        if asked.as_json:
            screen.raw(written(document("flag", error.exit_code, flagged, waiting, screen.voice, None, error)) + "\n")
        raise


def dismiss(one: str, other: str, asked: Asked, screen: Terminal) -> Exit:
    """Remember for good that two records are no duplicates. Raises ``Misconfigured`` where one is not known."""
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

    with opened(asked.config, asked.tables, asked.language, screen) as pairs:
        (mapping, first), (their, second) = meant(one, pairs), meant(other, pairs)
        if (mapping.name, first.record) == (their.name, second.record):
            raise Misconfigured(say("{seen}: both names mean the same record.", seen=one))
        memory, clock = wiring.notebook_of(mapping, pairs.shared)
        at = clock()
        memory.tie([Tie(TieKind.DUPLICATE, first.record, their.name, second.record, TieState.DISMISSED, at)], at)
    said = say("{one} and {other} are not called duplicates again.", one=first.record, other=second.record)
    if asked.as_json:
        records = [[mapping.name, first.record], [their.name, second.record]]
        screen.raw(written({"format": 1, "command": "flag dismiss", "exit_code": 0, "records": records}) + "\n")
    else:
        screen.say(said)
    return Exit.DONE


def _columns(office: Office) -> dict[str, Columns]:
    """Return the own fields of the tables. Raises ``Misconfigured`` where none has any."""
    found = {each.name: columns(each.name, each.fields, ROLES) for each in office.chosen}
    if any(found.values()):
        return found
    raise Misconfigured(
        say("No table has a field for flags: there is nowhere to write them."),
        (),
        say(
            "Make the property and the column, and map them, as in {example}; docs/flags.md has all roles.",
            example='flags = { type = "multi_select", own = true }',
        ),
    )


def _sorted(office: Office) -> Sorted:
    spells = {}
    for subject in office.chosen:
        with office.table(subject) as work:
            spells[subject.name] = work.memory.spells()
    families = office.settings.flag.families or WRITTEN
    return sort_out(office.checked.judged, office.gathered.items, spells, families, office.settings.rules.stale_per_run)


def _one(
    office: Office, subject: Subject, own: Columns, found: Found, asked: Asked, screen: Terminal
) -> tuple[Round, Outcome]:
    """Flag one table; what goes wrong with it does not keep the others from their turn."""
    flag = office.settings.flag
    with office.table(subject) as work, watching(subject.name, screen) as progress:
        made = Round(
            subject.mapping,
            own,
            found,
            work.memory,
            Options(office.language, flag.options, flag.families or WRITTEN),
            Notes(office.language, flag.reasons, flag.note_length),
            office.now,
            work.tools.new_id,
            work.alone,
        )
        tools = replace(work.tools, errand=made.errand)
        try:
            if asked.dry:
                return made, only_ours(plan_pair(subject.mapping, tools, progress))
            outcome = sync_pair(subject.mapping, tools, force=asked.force, progress=progress)
            made.remember(outcome)
            _offered(office, subject, work)
            office.observe(subject, work, outcome.run)
        except BothwaysError as error:
            return made, Outcome(subject.name, OutcomeKind.FAILED, error=error)
        return made, only_ours(outcome)


def _offered(office: Office, subject: Subject, work: "Work") -> None:
    """Remember which duplicates stand in the table, so that a tick there means these."""
    findings, known = office.checked.judged.findings, work.memory.ties(TieKind.DUPLICATE)
    work.memory.tie(offered(findings, known, subject.name, office.now), office.now)
    gone = over(findings, known, subject.name)
    if gone:
        work.memory.untie(gone, office.now)


def _show(mapping: PairMapping, outcome: Outcome, screen: Terminal, *, first: bool) -> None:
    if screen.quiet and of_run(outcome) is Exit.DONE:
        return
    if not first:
        screen.out.print()
    screen.show(report(outcome, screen.voice, screen.width, mapping=mapping, links=screen.verbose))
