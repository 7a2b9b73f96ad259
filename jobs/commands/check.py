"""``bothways check``: what the tables break today, by rule. Reads only: no table and no state store is written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from jobs.check import Checked, as_csv, bodies_of, document, exit_of, look, pages_wanted, sarif, shown
from jobs.commands.clerical import comparing_for
from jobs.commands.configured import settings_of
from jobs.commands.files import put
from jobs.commands.progress import watching
from jobs.commands.terminal import Terminal
from jobs.exits import Exit
from jobs.gathering import Subject, gather, named, subjects_of
from jobs.report import written
from jobs.rules.finding import Weight
from jobs.rules.rule import Kind
from jobs.rules.ruleset import built_in
from jobs.settings import Settings
from mappings.suggest import nearest
from sync.errors import BothwaysError, Misconfigured
from sync.message import say


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    config: Path | None = None
    tables: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    format: Format = Format.TEXT
    output: Path | None = None
    fail_on: Weight | None = None
    examples: int = 5
    bodies: bool = True
    language: str | None = None


def run(asked: Asked, screen: Terminal) -> Exit:
    """Read, judge and tell. Raises ``Misconfigured`` and what keeps every table from being read."""
    if asked.language:
        screen.voice = replace(screen.voice, language=asked.language)
    try:
        checked = _checked(asked, screen)
    except BothwaysError as error:
        if asked.format is Format.JSON:
            _put(written(document(error.exit_code, None, screen.voice, error)) + "\n", asked, screen)
        raise
    code = exit_of(checked, asked.fail_on)
    _tell(checked, code, asked, screen)
    return code


def _checked(asked: Asked, screen: Terminal) -> Checked:
    settings = settings_of(asked.config, asked.language, screen)
    subjects = named(subjects_of(settings), settings, asked.tables)
    _known(asked.rules, settings)
    return _looked(settings, subjects, asked, screen).only(asked.rules)


def _tell(checked: Checked, code: Exit, asked: Asked, screen: Terminal) -> None:
    if asked.format is Format.JSON:
        _put(written(document(code, checked, screen.voice)) + "\n", asked, screen)
    elif asked.format is Format.SARIF:
        _put(written(sarif(checked, screen.voice)) + "\n", asked, screen)
    elif asked.format is Format.CSV:
        _put(as_csv(checked, screen.voice), asked, screen)
    elif asked.output is not None:
        with screen.out.capture() as text:
            screen.out.print(shown(checked, screen.voice, screen.width, examples=asked.examples), width=screen.width)
        _put(text.get(), asked, screen)
    elif checked.judged.findings or not screen.quiet:
        screen.show(shown(checked, screen.voice, screen.width, examples=asked.examples, quiet=screen.quiet))


def _put(text: str, asked: Asked, screen: Terminal) -> None:
    """Write to the file that was named, whole or not at all, else to standard output."""
    if asked.output is None:
        screen.raw(text)
        return
    put(text, asked.output)
    screen.say(say("Written to {file}.", file=asked.output))


def _known(rules: Sequence[str], settings: Settings) -> None:
    known = {*built_in(), *settings.rules.checks}
    for rule in rules:
        if rule not in known:
            near = nearest(rule, known) or "-"
            raise Misconfigured(say("There is no rule {rule} (nearest: {near}).", rule=rule, near=near))


def _looked(settings: Settings, subjects: Sequence[Subject], asked: Asked, screen: Terminal) -> Checked:
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

    read = bodies_of(subjects, settings.rules.bodies) if asked.bodies else ()
    with (
        wiring.services(settings, wiring.watch(settings.deadline_minutes), reading=True) as shared,
        wiring.looking_back(settings) as memories,
        watching("check", screen) as tell,
    ):
        wanting = pages_wanted(settings, subjects, wiring.now())
        sources = wiring.TableSources(shared, memories)
        gathered = gather(subjects, sources, bodies=read, wanting=wanting, progress=tell)
        now, past = wiring.now(), wiring.history_seen(subjects, memories)
        comparing = comparing_for(settings, subjects, gathered, memories, now, keeps=False)
        compares = not asked.rules or any(
            built_in()[rule].kind is Kind.COMPARED for rule in asked.rules if rule in built_in()
        )
        return look(settings, subjects, gathered, now, past, comparing.judged if compares else None)
