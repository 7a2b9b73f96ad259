"""``bothways status``: the last run of each job, what waits for a person, and what is next."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from jobs.commands.configured import settings_of
from jobs.commands.terminal import Terminal
from jobs.exits import Exit
from jobs.report import Voice, written
from jobs.report.document import FORMAT, Json, error_object
from jobs.schedule import Due, due
from jobs.worker.show import KINDS, STYLES, moment, reasons, turn_object
from jobs.worker.waiting import Waits
from sync.errors import BothwaysError
from sync.message import Message, say
from sync.turns import Standing


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    config: Path | None = None
    as_json: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """How the jobs stand, in order, and what waits."""

    jobs: Sequence[tuple[Due, Standing]]
    waits: Waits

    @property
    def failing(self) -> bool:
        return any(standing.streak for _, standing in self.jobs)

    @property
    def code(self) -> Exit:
        if self.failing:
            return Exit.UNWELL
        return Exit.CONFLICTS if any(self.waits.conflicts.values()) else Exit.DONE


def run(asked: Asked, screen: Terminal) -> Exit:
    """Show how things stand. Asks no service, makes and writes nothing."""
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

    try:
        settings = settings_of(asked.config, asked.language, screen)
        now = wiring.now()
        with wiring.ledger(settings, reading=True) as ledger:
            standings = [
                (each, Standing() if ledger is None else ledger.standing(each.job)) for each in settings.planned()
            ]
        seen = Seen([(due(each, standing, now), standing) for each, standing in standings], wiring.waiting(settings))
    except BothwaysError as error:
        if asked.as_json:
            body: dict[str, Json] = {"error": error_object(error, screen.voice)}
            screen.raw(written(_head(error.exit_code) | body) + "\n")
        raise
    if asked.as_json:
        screen.raw(written(_head(seen.code) | _document(seen, screen.voice)) + "\n")
    else:
        screen.show(Group(*_shown(seen, screen.voice, now)))
    return seen.code


def _head(code: int) -> dict[str, Json]:
    return {"format": FORMAT, "command": "status", "exit_code": int(code), "error": None}


def _document(seen: Seen, voice: Voice) -> dict[str, Json]:
    waits = seen.waits
    return {
        "jobs": [_job(each, standing, voice) for each, standing in seen.jobs],
        "conflicts": dict(waits.conflicts),
        "held": dict(waits.held),
        "oldest_conflict": _oldest(waits.oldest_conflict, voice),
        "oldest_held": _oldest(waits.oldest_held, voice),
    }


def _oldest(found: tuple[str, datetime] | None, voice: Voice) -> Json:
    return None if found is None else {"pair": found[0], "since": _iso(found[1], voice)}


def _job(each: Due, standing: Standing, voice: Voice) -> Json:
    settled = None if standing.settled is None else standing.settled.ended
    return {
        "job": each.job.value,
        "due": each.now,
        "next": None if each.next is None else _iso(each.next, voice),
        "failures": len(standing.streak),
        "last_success": None if settled is None else _iso(settled, voice),
        "last": None if standing.latest is None else turn_object(standing.latest, voice),
    }


def _iso(at: datetime, voice: Voice) -> str:
    return at.astimezone(voice.zone).isoformat(timespec="seconds")


def _shown(seen: Seen, voice: Voice, now: datetime) -> Iterator[RenderableType]:
    table = Table(box=None, show_header=False, pad_edge=False)
    for each, standing in seen.jobs:
        last = standing.latest
        if last is None:
            how, when = Text(voice(say("has not run yet")), style="dim"), Text()
        else:
            how = Text(voice(KINDS[last.kind]), style=STYLES[last.kind])
            when = Text(moment(last.ended or last.started, voice))
        table.add_row(Text(each.job.value), how, when, Text(voice(_next(each, voice)), style="dim"))
    yield table
    for _, standing in seen.jobs:
        if standing.streak:
            yield from reasons(standing.streak[-1], voice)
    yield Text(
        voice(_waiting(say("Conflicts that wait"), seen.waits.conflicts.values(), seen.waits.oldest_conflict, now))
    )
    yield Text(voice(_waiting(say("Held"), seen.waits.held.values(), seen.waits.oldest_held, now)))


def _next(each: Due, voice: Voice) -> Message:
    if each.next is None:
        return say("at every run")
    time = moment(each.next, voice)
    return say("due now, next {time}", time=time) if each.now else say("next {time}", time=time)


def _waiting(what: Message, counts: Iterable[int], oldest: tuple[str, datetime] | None, now: datetime) -> Message:
    count = sum(counts)
    if oldest is None:
        return say("{what}: {count}", what=what, count=count)
    days = max(0, (now - oldest[1]).days)
    return say(
        "{what}: {count}, the oldest for {days} days ({pair})", what=what, count=count, days=days, pair=oldest[0]
    )
