"""``bothways undo`` and ``bothways restore``: a run that puts something back, and its report."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from jobs.commands.looking import Pairs, meant, opened
from jobs.commands.progress import watching
from jobs.commands.run import exit_of
from jobs.commands.terminal import Terminal
from jobs.exits import Exit
from jobs.history.finding import field_named
from jobs.history.moments import moment
from jobs.history.restoring import Wish, restore_field, wanted
from jobs.history.undoing import find_run, undo_pair
from jobs.report import document, report, written
from jobs.sync import Outcome, Tools
from mappings.fields import PairMapping
from sync.errors import BothwaysError, Misconfigured
from sync.message import say
from sync.model import Side
from sync.ports import Progress

Job = Callable[[Tools, Progress], Outcome]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for. ``plan`` only shows it."""

    config: Path | None = None
    pairs: tuple[str, ...] = ()
    plan: bool = False
    force: bool = False
    as_json: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """Which value of which record: that of a time, or the last that did not win."""

    record: str
    field: str
    at: str | None = None
    side: Side | None = None
    lost: bool = False


def undo(named: str, asked: Asked, screen: Terminal) -> Exit:
    """Put back what the run wrote. Raises ``Misconfigured`` for a run that is not known."""

    def prepare(pairs: Pairs) -> tuple[PairMapping, Job]:
        found = [(m, ran) for m in pairs.mappings if (ran := find_run(named, pairs.history(m))) is not None]
        if not found:
            seen = say("{run}: there is no such run.", run=named)
            raise Misconfigured(seen, way_out=say("{command} lists them.", command="bothways log"))
        if len(found) > 1:
            names = ", ".join(mapping.name for mapping, _ in found)
            raise Misconfigured(say("{run}: which pair is meant? --pair names one of {pairs}.", run=named, pairs=names))
        mapping, ran = found[0]
        history, write = pairs.history(mapping), not asked.plan
        return mapping, lambda tools, progress: undo_pair(
            mapping, tools, history, ran.run, write=write, force=asked.force, progress=progress
        )

    return _carry_out("undo", prepare, asked, screen)


def restore(value: Value, asked: Asked, screen: Terminal) -> Exit:
    """Put a field back. Raises ``Misconfigured`` where the record, field, time or value is not known."""

    def prepare(pairs: Pairs) -> tuple[PairMapping, Job]:
        if not value.lost and value.at is None:
            raise Misconfigured(say("Say which value is wanted back: --at TIME, or --lost."))
        mapping, found = meant(value.record, pairs)
        at = None if value.at is None else moment(value.at, datetime.now(UTC), mapping.zone)
        wish = Wish(found.record, field_named(value.field, mapping).name, at, value.side, value.lost)
        asking, write = wanted(wish, mapping, pairs.history(mapping)), not asked.plan
        return mapping, lambda tools, progress: restore_field(
            mapping, tools, asking, write=write, force=asked.force, progress=progress
        )

    return _carry_out("restore", prepare, asked, screen)


def _carry_out(
    command: str, prepare: Callable[[Pairs], tuple[PairMapping, Job]], asked: Asked, screen: Terminal
) -> Exit:
    outcomes: list[Outcome] = []
    try:
        with opened(asked.config, asked.pairs, asked.language, screen) as pairs:
            mapping, job = prepare(pairs)
            with pairs.tools(mapping) as tools, watching(mapping.name, screen) as progress:
                outcomes.append(job(tools, progress))
    except BothwaysError as error:
        if asked.as_json:
            screen.raw(written(document(command, error.exit_code, outcomes, screen.voice, error)) + "\n")
        raise
    code = exit_of(outcomes[0])
    if asked.as_json:
        screen.raw(written(document(command, code, outcomes, screen.voice)) + "\n")
        return code
    screen.show(report(_own(outcomes[0], command), screen.voice, screen.width, mapping=mapping, links=screen.verbose))
    if asked.plan and outcomes[0].plan.changes:
        screen.say(
            say("Nothing was written. {command} without --plan writes it.", command=f"bothways {command}"), "dim"
        )
    return code


def _own(outcome: Outcome, command: str) -> Outcome:
    """Return the outcome with what this command has to say; what is held otherwise is the business of a sync."""
    touched = {change.record for change in outcome.plan.changes}
    held = tuple(each for each in outcome.plan.held if each.code.startswith((f"{command}-", "refused", "edited-")))
    conflicts = tuple(each for each in outcome.plan.conflicts if each.record in touched)
    return replace(outcome, plan=replace(outcome.plan, held=held, conflicts=conflicts))
