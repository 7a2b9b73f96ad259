"""``bothways conflicts`` and ``bothways settle``: what waits for a person, and what a person decides."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from rich.console import Group, RenderableType
from rich.text import Text

from jobs.commands.configured import settings_of
from jobs.commands.run import chosen
from jobs.commands.terminal import Terminal
from jobs.conflicts.listing import Open, meant, open_in
from jobs.conflicts.ports import Notebook
from jobs.exits import Exit
from jobs.report import written
from jobs.report.document import FORMAT, Json, conflict_object, error_object
from jobs.report.names import Names, columns
from jobs.report.table import Page
from jobs.report.waiting import conflict
from mappings.choosing import WORDS
from sync.choices import Keep
from sync.errors import BothwaysError, Misconfigured
from sync.message import say


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for. Without a record ``settle`` is for all conflicts."""

    config: Path | None = None
    pairs: tuple[str, ...] = ()
    as_json: bool = False
    language: str | None = None
    record: str | None = None
    field: str | None = None
    keep: Keep | None = None
    everything: bool = False


def list_open(asked: Asked, screen: Terminal) -> Exit:
    """Show the conflicts that the last runs left. Asks no service."""
    with _opened("conflicts", asked, screen) as (found, _):
        code = Exit.CONFLICTS if any(each.waits for each in found) else Exit.DONE
        if asked.as_json:
            _write("conflicts", code, {"conflicts": [_object(each, screen) for each in found]}, screen)
        elif found:
            screen.show(Group(*_shown(found, screen)))
        elif not screen.quiet:
            screen.say(say("No conflict is open."))
    return code


def settle(asked: Asked, screen: Terminal, confirmed: Callable[[str], bool]) -> Exit:
    """Keep a choice for the next run. ``confirmed`` is asked before one choice is made for all."""
    keep = asked.keep
    if keep is None or asked.everything == (asked.record is not None):
        raise Misconfigured(
            say("Say which conflict is settled, and how."),
            way_out=say("bothways settle RECORD FIELD --keep notion, or bothways settle --all --keep notion"),
        )
    with _opened("settle", asked, screen) as (found, memories):
        chosen_now = [each for each in found if not each.deletion] if asked.record is None else []
        if asked.record is not None:
            chosen_now = [meant(found, asked.record, asked.field)]
        question = say("Settle {count} conflicts: {keep}?", count=len(chosen_now), keep=keep.value)
        if asked.everything and chosen_now and not confirmed(screen.voice(question)):
            raise Misconfigured(say("Nothing was chosen."), way_out=say("Say --yes where nobody can be asked."))
        for name in dict.fromkeys(each.mapping.name for each in chosen_now):
            memory, now = memories[name]
            memory.choose([(each.asked, keep) for each in chosen_now if each.mapping.name == name], now())
        if asked.as_json:
            settled = [_object(replace(each, chosen=keep), screen) for each in chosen_now]
            _write("settle", Exit.DONE, {"choices": settled}, screen)
        elif not screen.quiet:
            _tell(chosen_now, keep, screen)
    return Exit.DONE


def _tell(settled: Sequence[Open], keep: Keep, screen: Terminal) -> None:
    word = _word(keep, screen)
    for each in settled:
        record, field = each.title or each.conflict.record, each.conflict.field or ""
        screen.out.print(Text(screen.voice(say("{record} {field}: {keep}", record=record, field=field, keep=word))))
    if settled:
        screen.say(say("The next run applies it, if the values are still the same."), "dim")
    else:
        screen.say(say("No conflict is open."))


def _word(keep: Keep, screen: Terminal) -> str:
    return WORDS["ja" if screen.voice.language == "ja" else "en"][keep]


_Books: TypeAlias = Mapping[str, tuple[Notebook, Callable[[], datetime]]]


@contextmanager
def _opened(command: str, asked: Asked, screen: Terminal) -> Iterator[tuple[list[Open], _Books]]:
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

    try:
        settings = settings_of(asked.config, asked.language, screen)
        with wiring.services(settings, reading=command == "conflicts") as shared:
            books = {each.name: wiring.notebook_of(each, shared) for each in chosen(settings.mappings(), asked.pairs)}
            mappings = [each for each in settings.mappings() if each.name in books]
            yield [one for each in mappings for one in open_in(each, books[each.name][0])], books
    except BothwaysError as error:
        if asked.as_json:
            _write(command, error.exit_code, {"error": error_object(error, screen.voice)}, screen)
        raise


def _write(command: str, code: int, found: dict[str, Json], screen: Terminal) -> None:
    head: dict[str, Json] = {"format": FORMAT, "command": command, "exit_code": int(code), "error": None}
    screen.raw(written(head | found) + "\n")


def _object(each: Open, screen: Terminal) -> Json:
    return {
        "pair": each.mapping.name,
        **conflict_object(each.conflict, each.title or None, screen.voice),
        "held_deletion": each.deletion,
        "since": each.since.astimezone(screen.voice.zone).isoformat(timespec="seconds"),
        "choice": None if each.chosen is None else each.chosen.value,
    }


def _shown(found: Sequence[Open], screen: Terminal) -> Iterator[RenderableType]:
    """Write each conflict with both values, since when it is open, and what was chosen already."""
    pair = ""
    for place, each in enumerate(found):
        page = Page(
            Names({each.conflict.record: each.title} if each.title else {}, columns(each.mapping)),
            screen.voice,
            screen.width,
        )
        if place:
            yield Text()
        if each.mapping.name != pair:
            pair = each.mapping.name
            yield Text(screen.voice(say("{pair}:", pair=pair)), style="bold")
        yield from conflict(each.conflict, page)
        since = f"{each.since.astimezone(screen.voice.zone):%Y-%m-%d %H:%M %Z}"
        yield page.prose(screen.voice(say("open since {time}", time=since)), 4, "dim")
        if each.chosen is not None:
            what = say("chosen for the next run: {keep}", keep=_word(each.chosen, screen))
            yield page.prose(screen.voice(what), 4, "green", "→")
