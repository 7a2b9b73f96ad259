"""``bothways doctor``: everything that stands in the way of a run, at once, each with the way out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jobs.commands.configured import settings_of
from jobs.commands.terminal import Terminal
from jobs.doctor import Check, document, exit_of, judge, lone_tables, misconfigured, shown
from jobs.exits import Exit
from jobs.gathering import known_names
from jobs.report import written
from jobs.settings import Settings
from mappings.fields import PairMapping
from sync.errors import Misconfigured
from sync.message import say


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    config: Path | None = None
    pairs: tuple[str, ...] = ()
    as_json: bool = False
    language: str | None = None


def run(asked: Asked, screen: Terminal) -> Exit:
    """Look, judge and show. Nothing is written anywhere. Raises ``Misconfigured`` for pairs that are not there."""
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

    if asked.language:
        screen.voice = replace(screen.voice, language=asked.language)
    try:
        settings = settings_of(asked.config, asked.language, screen)
    except Misconfigured as error:
        return _tell(misconfigured(error, wiring.surroundings()), asked, screen)
    return _tell(_judged(settings, asked, screen), asked, screen)


def _judged(settings: Settings, asked: Asked, screen: Terminal) -> list[Check]:
    from jobs import wiring  # noqa: PLC0415 - as above

    try:
        mappings = _named(settings, asked.pairs)
    except Misconfigured as error:
        if asked.as_json:
            screen.raw(written(document(error.exit_code, [], screen.voice, error)) + "\n")
        raise
    return judge(wiring.examine(settings, mappings), settings, mappings)


def _named(settings: Settings, names: Sequence[str]) -> list[PairMapping]:
    known_names(settings, names)
    there = [*settings.mappings(), *lone_tables(settings)]
    if not there:
        raise Misconfigured(say("The configuration has no pairs and no tables, so there is nothing to look at."))
    return [each for each in there if not names or each.name in names]


def _tell(checks: Sequence[Check], asked: Asked, screen: Terminal) -> Exit:
    code = exit_of(checks)
    if asked.as_json:
        screen.raw(written(document(code, checks, screen.voice)) + "\n")
    elif code or not screen.quiet:
        screen.show(shown(checks, screen.voice, screen.width, quiet=screen.quiet))
    return code
