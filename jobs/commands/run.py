"""``bothways plan`` and ``bothways sync``: the pairs one after the other, and one report."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.commands.configured import settings_of
from jobs.commands.guarded import unexpected
from jobs.commands.progress import watching
from jobs.commands.terminal import Terminal
from jobs.commands.waiting import patient
from jobs.exits import Exit, gravest
from jobs.gathering import Subject, subjects_of
from jobs.report import document, problems, report, written
from jobs.sync import Outcome, OutcomeKind, Tools, plan_pair, sync_pair
from jobs.sync.watch import Watch
from mappings.fields import PairMapping
from mappings.suggest import nearest
from sync.errors import BothwaysError, Misconfigured
from sync.message import say
from sync.model import Side

if TYPE_CHECKING:
    from jobs.wiring import Services

Opener = Callable[[PairMapping], AbstractContextManager[Tools]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    command: str
    config: Path | None = None
    pairs: tuple[str, ...] = ()
    as_json: bool = False
    force: bool = False
    language: str | None = None
    wait: float = 0.0
    """Seconds to wait for a pair that another run has."""
    deadline: float | None = None
    """Minutes the command may take; None is what the configuration says."""
    watch: Watch | None = None
    """The watch of the command that this one is part of; it has the deadline then."""
    heed: Callable[[Outcome], None] = lambda _: None
    """Told what each pair came to."""


def run(asked: Asked, screen: Terminal) -> Exit:
    """Plan or sync what was asked for, and show it. Raises what stops the command before any pair."""
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

    outcomes: list[Outcome] = []
    try:
        settings = settings_of(asked.config, asked.language, screen)
        mappings = chosen(settings.mappings(), asked.pairs)
        watch = asked.watch or wiring.watch(asked.deadline or settings.deadline_minutes)
        with wiring.services(settings, watch, reading=asked.command == "plan") as shared:
            subjects = {each.name: each for each in subjects_of(settings)}
            for mapping in mappings:
                run_it = partial(_one, asked, mapping, lambda each: wiring.open_pair(each, shared), screen)
                done = patient(run_it, timedelta(seconds=asked.wait), watch, partial(_waits, mapping, screen))
                outcomes.append(_observed(done, subjects.get(mapping.name), wiring.observe, shared))
                asked.heed(outcomes[-1])
                if not asked.as_json:
                    _show(outcomes[-1], mapping, screen, first=len(outcomes) == 1)
            for mapping in _linked_since(mappings, outcomes):
                again = _one(asked, mapping, lambda each: wiring.open_pair(each, shared), screen)
                if again.kind is not OutcomeKind.IN_STEP:
                    outcomes.append(again)
                    asked.heed(again)
                    if not asked.as_json:
                        _show(again, mapping, screen, first=False)
    except BothwaysError as error:
        if asked.as_json:
            screen.raw(written(document(asked.command, error.exit_code, outcomes, screen.voice, error)) + "\n")
        raise
    if asked.command == "plan" and not screen.quiet and not asked.as_json and any(map(_promises, outcomes)):
        screen.say(say("Nothing was written. {command} writes it.", command="bothways sync"), "dim")
    code = gravest(exit_of(outcome) for outcome in outcomes)
    if asked.as_json:
        screen.raw(written(document(asked.command, code, outcomes, screen.voice)) + "\n")
    return code


def _observed(
    outcome: Outcome,
    subject: Subject | None,
    observe: Callable[[Subject, "Services", str | None], None],
    shared: "Services",
) -> Outcome:
    """Remember how the records stand after a run; where that fails, the run is no worse for it."""
    if subject is None or outcome.run is None or outcome.error is not None:
        return outcome
    try:
        observe(subject, shared, outcome.run)
    except BothwaysError as error:
        return replace(outcome, notices=(*outcome.notices, error.seen))
    return outcome


def exit_of(outcome: Outcome) -> Exit:
    """Return one pair's exit code. A failure that knows its own (busy, misconfigured) keeps it."""
    if outcome.kind is OutcomeKind.FAILED and outcome.error is not None:
        return Exit(outcome.error.exit_code)
    return _EXITS[outcome.kind]


def chosen(mappings: Sequence[PairMapping], names: Sequence[str]) -> list[PairMapping]:
    """Return the pairs that were named, in the order of the file.

    Raises ``Misconfigured`` for unknown names, and where the configuration has no pairs.
    """
    known = [mapping.name for mapping in mappings]
    if not known:
        raise Misconfigured(say("The configuration has no pairs, so there is nothing to keep in step."))
    mistakes = [
        say(
            "--pair {seen}: there is no such pair; pairs are {allowed} (nearest: {near})",
            seen=name,
            allowed=", ".join(known),
            near=nearest(name, known) or "-",
        )
        for name in names
        if name not in known
    ]
    if mistakes:
        raise Misconfigured(say("The command line names pairs that the configuration does not have."), mistakes)
    return [mapping for mapping in mappings if not names or mapping.name in names]


def _one(asked: Asked, mapping: PairMapping, opener: Opener, screen: Terminal) -> Outcome:
    """Run one pair; what goes wrong with it does not keep the others from their turn."""
    try:
        with opener(mapping) as tools, watching(mapping.name, screen) as progress:
            if asked.command == "plan":
                return plan_pair(mapping, tools, progress)
            return sync_pair(mapping, tools, force=asked.force, progress=progress)
    except BothwaysError as error:
        return Outcome(mapping.name, OutcomeKind.FAILED, error=error)
    except Exception as error:  # noqa: BLE001 - a fault in one pair is reported, and the others go on
        return Outcome(mapping.name, OutcomeKind.FAILED, error=unexpected(error, screen))


def _waits(mapping: PairMapping, screen: Terminal) -> None:
    screen.say(say("{pair}: another run has this pair; waiting for it to end.", pair=mapping.name), "dim")


def _linked_since(mappings: Sequence[PairMapping], outcomes: Sequence[Outcome]) -> list[PairMapping]:
    """Return the pairs to whose records a later pair made links: Notion shows these there already."""
    found = []
    for place, mapping in enumerate(mappings):
        later = zip(mappings[place + 1 :], outcomes[place + 1 :], strict=True)
        if any(mapping.name in _linked(each, outcome) for each, outcome in later):
            found.append(mapping)
    return found


def _linked(mapping: PairMapping, outcome: Outcome) -> set[str]:
    """Return the pairs to which a run wrote links in Notion."""
    written = {name for each in outcome.receipts if each.change.side is Side.NOTION for name in each.written}
    return {each.related for each in mapping.fields if each.related is not None and each.name in written}


def _promises(outcome: Outcome) -> bool:
    """Say whether a sync would write what this plan shows."""
    return outcome.kind in (OutcomeKind.PENDING, OutcomeKind.CONFLICTS) and bool(outcome.plan.changes)


def _show(outcome: Outcome, mapping: PairMapping, screen: Terminal, *, first: bool) -> None:
    if screen.quiet:
        if exit_of(outcome) is not Exit.DONE:
            screen.show(problems(outcome, screen.voice, screen.width, mapping=mapping))
        return
    if not first:
        screen.out.print()
    screen.show(report(outcome, screen.voice, screen.width, mapping=mapping, links=screen.verbose))


_EXITS = {
    OutcomeKind.IN_STEP: Exit.DONE,
    OutcomeKind.CHANGED: Exit.DONE,
    OutcomeKind.PENDING: Exit.PENDING,
    OutcomeKind.CONFLICTS: Exit.CONFLICTS,
    OutcomeKind.REFUSED: Exit.REFUSED,
    OutcomeKind.UNFINISHED: Exit.UNFINISHED,
    OutcomeKind.FAILED: Exit.FAILED,
}
