"""``bothways init``: look at the tables, propose, ask, make what is missing, write the configuration."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.text import Text

from jobs.commands.terminal import Terminal
from jobs.exits import Exit
from jobs.init import Draft, Given, drafted
from jobs.init.making import made
from jobs.init.papers import papers
from jobs.init.show import proposal
from jobs.init.writing import added, check, new_file, pair_text, put
from jobs.report import written
from jobs.settings import Settings, load_connections
from jobs.settings.sources import find
from sync.errors import BothwaysError, Misconfigured
from sync.message import Message, say


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    given: Given
    config: Path | None = None
    force: bool = False
    dry_run: bool = False
    as_json: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """Asks whoever sits at the terminal; nobody is asked where standard input or error is none."""

    screen: Terminal
    watched: bool

    def agree(self, question: Message) -> bool | None:
        """Return yes or no; an empty answer is no."""
        answer = self._asked(self.screen.voice(say("{question} [y/N]", question=question)))
        return None if answer is None else answer.casefold() in ("y", "yes", "はい", "ｙ")

    def choose(self, question: Message, choices: Sequence[str]) -> str | None:
        """Return one of the choices, which are numbered; None where the answer is none of them."""
        if not self.watched:
            return None
        for number, choice in enumerate(choices, start=1):
            self.screen.err.print(Text(f"  {number}  {choice}"))
        answer = self._asked(self.screen.voice(question)) or ""
        known = {str(number): choice for number, choice in enumerate(choices, start=1)}
        return known.get(answer) or next((choice for choice in choices if choice == answer), None)

    def _asked(self, question: str) -> str | None:
        if not self.watched:
            return None
        self.screen.err.print(Text(question + " "), end="")
        return sys.stdin.readline().strip()


def run(asked: Asked, screen: Terminal) -> Exit:
    """Write a configuration for the tables that were named. Raises what stops the command; then nothing is written."""
    draft: Draft | None = None
    file = find(asked.config, os.environ)
    try:
        settings = load_connections(asked.config, os.environ)
        screen.voice = replace(
            screen.voice,
            language=asked.language or settings.language or screen.voice.language,
            zone=settings.tzinfo(),
        )
        _free(file, asked)
        draft = _drafted(asked, settings, screen)
        _complete(draft)
        return _finished(asked, draft, settings, file, screen)
    except BothwaysError as error:
        if asked.as_json:
            screen.raw(written(papers(error.exit_code, draft, screen.voice, error=error)) + "\n")
        raise


def _drafted(asked: Asked, settings: Settings, screen: Terminal) -> Draft:
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

    zone = settings.zone if settings.pairs or settings.zone != "UTC" else ""
    with wiring.founding(settings) as tables:
        draft = drafted(asked.given, tables, _prompt(asked, screen), settings.pairs, screen.voice.language, zone)
    if not asked.as_json and not screen.quiet and draft.name:
        screen.show(proposal(draft, screen.voice, screen.width))
        screen.out.print()
    return draft


def _finished(asked: Asked, draft: Draft, settings: Settings, file: Path, screen: Terminal) -> Exit:
    """Check the configuration before anything is made, make what has to be, and write it."""
    from jobs import wiring  # noqa: PLC0415 - as above

    check(_text(draft, settings, file, screen), file, os.environ)
    if asked.dry_run or not _wanted(asked, draft, file, screen):
        _told(asked, draft, screen, None)
        return Exit.DONE
    if draft.writes:
        with wiring.founding(settings) as tables:
            draft = made(draft, asked.given, tables, lambda message: screen.say(message, "dim"))
    put(_text(draft, settings, file, screen), file)
    _told(asked, draft, screen, file)
    return Exit.DONE


def _told(asked: Asked, draft: Draft, screen: Terminal, file: Path | None) -> None:
    if asked.as_json:
        screen.raw(written(papers(Exit.DONE, draft, screen.voice, file)) + "\n")
    elif file is None:
        screen.say(say("Nothing was written."), "dim")
    else:
        screen.say(say("Wrote {file}. {command} shows what a sync would do.", file=file, command="bothways plan"))


def _text(draft: Draft, settings: Settings, file: Path, screen: Terminal) -> str:
    if not file.exists():
        return new_file(draft, settings, screen.voice)
    return added(file.read_bytes().decode("utf-8-sig"), pair_text(draft, screen.voice))


def _free(file: Path, asked: Asked) -> None:
    """Refuse to touch a configuration that is there, unless it was said that a pair is to be added."""
    if file.exists() and not asked.force and not asked.dry_run:
        raise Misconfigured(
            say("There is a configuration already: {file}.", file=file),
            way_out=say("Add --force to put a pair below what is there, or name another file with --config."),
        )


def _complete(draft: Draft) -> None:
    if draft.missing:
        raise Misconfigured(
            say("Answers are missing ({count}); nothing was written.", count=len(draft.missing)),
            draft.missing,
            say("Give them on the command line, or run in a terminal and be asked."),
        )


def _wanted(asked: Asked, draft: Draft, file: Path, screen: Terminal) -> bool:
    """Say whether to go on. To make a table needs a yes; where nobody can be asked, ``--yes``."""
    if asked.given.yes:
        return True
    steps = draft.steps()
    prompt = _prompt(asked, screen)
    for step in steps if prompt.watched else ():
        screen.say(say("It would {step}.", step=step))
    answer = prompt.agree(say("Go on and write {file}?", file=file))
    if answer is None and draft.new is not None:
        raise Misconfigured(
            say("A table would have to be made; nothing was written."),
            [say("--yes: {step}", step=step) for step in steps],
            say("Give the answer on the command line, or run in a terminal and be asked."),
        )
    return answer is not False


def _prompt(asked: Asked, screen: Terminal) -> Prompt:
    return Prompt(screen, sys.stdin.isatty() and screen.err.is_terminal and not asked.as_json)
