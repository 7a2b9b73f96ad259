"""``bothways rehearse``: the next run on a copy, and what it would have changed."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from jobs.commands.configured import settings_of
from jobs.commands.guarded import unexpected
from jobs.commands.progress import watching
from jobs.commands.run import chosen, exit_of
from jobs.commands.terminal import Terminal
from jobs.exits import Exit, gravest
from jobs.rehearse import Act, Stage, rehearse_pair
from jobs.rehearse.nightly import NIGHTLY
from jobs.rehearse.papers import papers
from jobs.rehearse.show import act, closing, opening
from jobs.report import problems, written
from jobs.sync import Outcome, OutcomeKind
from mappings.fields import PairMapping
from sync.errors import BothwaysError, Misconfigured
from sync.message import say


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    config: Path | None = None
    pairs: tuple[str, ...] = ()
    keep: Path | None = None
    as_json: bool = False
    language: str | None = None


def run(asked: Asked, screen: Terminal) -> Exit:
    """Rehearse what was asked for, and show it. Raises what stops the command before any pair."""
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

    acts: list[Act] = []
    stage: Stage | None = None
    try:
        settings = settings_of(asked.config, asked.language, screen)
        mappings = chosen(settings.mappings(), asked.pairs)
        keep = free(asked.keep)
        with ExitStack() as stack:
            with watching(", ".join(mapping.name for mapping in mappings), screen) as progress:
                stage = stack.enter_context(wiring.rehearsal(settings, mappings, keep, progress))
            if not (asked.as_json or screen.quiet):
                screen.show(opening(stage, screen.voice, screen.width))
            for mapping in mappings:
                acts.append(_one(mapping, stage, screen))
                if not asked.as_json:
                    _show(acts[-1], mapping, screen)
    except BothwaysError as error:
        if asked.as_json:
            screen.raw(written(papers(error.exit_code, acts, screen.voice, stage, error)) + "\n")
        raise
    code = gravest(exit_of_act(each) for each in acts)
    if asked.as_json:
        screen.raw(written(papers(code, acts, screen.voice, stage)) + "\n")
        return code
    if not screen.quiet:
        screen.out.print()
        screen.show(closing(stage.left, screen.voice, screen.width))
        _hints(acts, keep, screen)
    return code


def exit_of_act(found: Act) -> Exit:
    """Return the code that ``bothways plan`` would end with; a second night that writes again is a failure."""
    codes = [exit_of(outcome) for outcome in (*found.first.values(), *found.second.values())]
    if any(outcome.kind is OutcomeKind.CHANGED for outcome in found.first.values()):
        codes.append(Exit.PENDING)
    return gravest(codes if found.calm else [*codes, Exit.FAILED])


def free(keep: Path | None) -> Path | None:
    """Return the file in which the copy stays. Raises ``Misconfigured`` where it cannot: nothing is overwritten."""
    if keep is None:
        return None
    if keep.exists() or not keep.absolute().parent.is_dir():
        seen = say("--keep {file}: there is such a file already, or no folder for it.", file=keep)
        raise Misconfigured(seen, way_out=say("Name a file that is not there yet, in a folder that is."))
    return keep


def _one(mapping: PairMapping, stage: Stage, screen: Terminal) -> Act:
    """Play one pair; what goes wrong with it does not keep the others from their turn."""
    from jobs import wiring  # noqa: PLC0415 - as above

    error: BothwaysError | None = stage.errors.get(mapping.name)
    if error is None:
        try:
            with watching(mapping.name, screen) as progress:
                return rehearse_pair(mapping, lambda each: wiring.open_alone(each, stage.settings), progress)
        except BothwaysError as known:
            error = known
        except Exception as fault:  # noqa: BLE001 - a fault in one pair is reported, and the others go on
            error = unexpected(fault, screen)
    return Act(mapping.name, {NIGHTLY[0].name: Outcome(mapping.name, OutcomeKind.FAILED, error=error)})


def _show(found: Act, mapping: PairMapping, screen: Terminal) -> None:
    if not screen.quiet:
        screen.out.print()
        screen.show(act(found, screen.voice, screen.width, mapping=mapping, links=screen.verbose))
    elif exit_of_act(found) is not Exit.DONE:
        for outcome in found.first.values():
            screen.show(problems(outcome, screen.voice, screen.width, mapping=mapping))


def _hints(acts: Sequence[Act], keep: Path | None, screen: Terminal) -> None:
    """Say, beside the result, what can be done now."""
    screen.say(say("Your Notion and your sheets are as they were."), "dim")
    if any(exit_of_act(each) in (Exit.PENDING, Exit.CONFLICTS) for each in acts):
        screen.say(say("{command} writes what was shown.", command="bothways sync"), "dim")
    if keep is not None:
        screen.say(say("To look into the copy: {command}", command=f"bothways sandbox --store {keep}"), "dim")
