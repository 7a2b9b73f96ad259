"""``bothways digest``: the weekly digest, made once and shown wherever it is wanted."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.check import bodies_of, look, pages_wanted
from jobs.commands.clerical import comparing_for
from jobs.commands.configured import settings_of
from jobs.commands.delivering import PLACES, Delivery, Done, configured
from jobs.commands.files import put
from jobs.commands.progress import watching
from jobs.commands.terminal import Terminal
from jobs.digest.build import build
from jobs.digest.material import Material
from jobs.digest.model import Digest, Window
from jobs.digest.suggested import suggested
from jobs.digest.window import between, last_full_week, week
from jobs.exits import Exit, gravest
from jobs.gathering import subjects_of
from jobs.report import written
from jobs.report.document import Json, error_object
from jobs.settings import Settings
from jobs.sync.watch import Watch
from mappings.suggest import nearest
from sync.errors import BothwaysError, Misconfigured
from sync.message import Message, say

if TYPE_CHECKING:
    from jobs.wiring import Services


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for. ``to`` none: every place that is configured. ``dry`` writes to no service."""

    config: Path | None = None
    week: str | None = None
    first: str | None = None
    last: str | None = None
    html: Path | None = None
    markdown: Path | None = None
    to: tuple[str, ...] = ()
    again: bool = False
    dry: bool = False
    as_json: bool = False
    language: str | None = None
    watch: Watch | None = None


def run(asked: Asked, screen: Terminal) -> Exit:
    """Read, reckon, write. Raises ``Misconfigured``, and what keeps every table from being read."""
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

    try:
        settings = settings_of(asked.config, asked.language, screen)
        window = _window(asked, settings)
        places = _places(asked, settings)
        if places and asked.dry:
            screen.say(say("Nothing is written: {places}.", places=", ".join(places)), "dim")
        sent = () if asked.dry else places
        watch = asked.watch or wiring.watch(settings.deadline_minutes)
        with wiring.services(settings, watch, reading=not sent) as shared:
            digest, errors = make(settings, window, shared, screen)
            unwritten = _files(asked, settings, digest, screen.voice.language, screen)
            with wiring.diary(shared) if sent else nullcontext() as diary:
                delivery = Delivery(digest, screen.voice.language, shared, diary, again=asked.again)
                done = delivery.to(sent)
        failed = (*errors.values(), *unwritten)
        code = gravest([*(Exit(error.exit_code) for error in failed), *(each.code for each in done)])
        _tell(asked, digest, done, errors, code, screen)
    except BothwaysError as error:
        if asked.as_json:
            shown: dict[str, Json] = {"format": 1, "command": "digest", "exit_code": error.exit_code}
            shown["error"] = error_object(error, screen.voice)
            screen.raw(written(shown) + "\n")
        raise
    return code


def _window(asked: Asked, settings: Settings) -> Window:
    from jobs import wiring  # noqa: PLC0415 - as above

    zone, first = settings.tzinfo(), settings.digest.options(settings.zone).first_weekday
    if asked.week is not None and (asked.first is not None or asked.last is not None):
        raise Misconfigured(say("Give either a week or days, not both."))
    now = wiring.now()
    if asked.first is not None or asked.last is not None:
        begin = _day(asked.first or asked.last or "")
        end = _day(asked.last) if asked.last is not None else max(begin, now.astimezone(zone).date())
        found = between(begin, end, zone, first)
    else:
        found = last_full_week(now, zone, first) if asked.week is None else week(asked.week, zone, first)
    if found.start > now:
        raise Misconfigured(
            say("{name} has not begun yet.", name=found.name),
            (),
            say("The last full week is {week}.", week=last_full_week(now, zone, first).name),
        )
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misconfigured(
            say("{text} is no day.", text=text), way_out=say("Write it like {example}.", example="2026-11-09")
        ) from None


def _places(asked: Asked, settings: Settings) -> tuple[str, ...]:
    there = configured(settings)
    for name in asked.to:
        if name not in PLACES:
            near = nearest(name, PLACES) or "-"
            seen = say("{name} is no place for a digest (nearest: {near}).", name=name, near=near)
            raise Misconfigured(seen, (), say("There are {allowed}.", allowed=", ".join(PLACES)))
        if name not in there:
            raise Misconfigured(
                say("The configuration does not say where {name} is.", name=name),
                (),
                say("docs/digest.md has the keys of {table}.", table="[digest]"),
            )
    return tuple(name for name in PLACES if name in (asked.to or there) and name in there)


def make(
    settings: Settings, window: Window, shared: "Services", screen: Terminal, at: datetime | None = None
) -> tuple[Digest, Mapping[str, BothwaysError]]:
    """Read every table and reckon; with it come the tables that could not be read, and why.

    Nothing is written, and no state store is made. ``at`` is when it is made, now by default. Raises ``Misconfigured``
    where no table says what its records are, and what keeps every table from being read.
    """
    from jobs import wiring  # noqa: PLC0415 - as above
    from jobs.gathering import gather  # noqa: PLC0415 - as above

    subjects = subjects_of(settings)
    if not subjects:
        raise Misconfigured(
            say("No table says what its records are: nothing can be judged."),
            (),
            say("Set {example} in its table; docs/rules.md has the types.", example='record = "risk"'),
        )
    bodies, now = bodies_of(subjects, settings.rules.bodies), at or wiring.now()
    with wiring.looking_back(settings) as memories, watching("digest", screen) as tell:
        wanting = pages_wanted(settings, subjects, now)
        gathered = gather(
            subjects, wiring.TableSources(shared, memories), bodies=bodies, wanting=wanting, progress=tell
        )
        if gathered.errors and len(gathered.errors) == len(subjects):
            raise next(iter(gathered.errors.values()))
        past = wiring.history_seen(subjects, memories)
        comparing = comparing_for(settings, subjects, gathered, memories, now, keeps=False)
        checked = look(settings, subjects, gathered, now, past, comparing.judged)
        items = gathered.all()
        links = suggested(wiring.ties_of(subjects, memories), items)
        mentioned = "notion" in configured(settings) and settings.digest.notion.mentions
        material = Material(
            items,
            (*checked.judged.findings, *links),
            checked.judged.unjudged,
            past,
            wiring.spells_of(subjects, memories),
            wiring.health_of(subjects, gathered, memories),
            wiring.people_of(items, shared) if mentioned else {},
            gathered.words,
        )
        digest = build(
            material,
            window,
            rules=checked.rules,
            zone=settings.tzinfo(),
            made_at=now.astimezone(settings.tzinfo()),
            options=settings.digest.options(settings.zone),
            calendar=settings.rules.calendar(),
        )
        return digest, gathered.errors


def _files(
    asked: Asked, settings: Settings, digest: Digest, language: str, screen: Terminal
) -> Sequence[BothwaysError]:
    """Write the files that were named, tell of them, and return what kept one from being written.

    Those of the configuration count from its folder, which gets the folders they need, and are left at a dry run.
    """
    from jobs.digest.render import html, markdown  # noqa: PLC0415 - drawing is slow to load

    own = settings.digest
    kept = () if asked.dry else ((own.html, html, asked.html), (own.markdown, markdown, asked.markdown))
    files = [(asked.html, html), (asked.markdown, markdown)]
    files += [(settings.folder / Path(name).expanduser(), made) for name, made, given in kept if name and not given]
    failed = []
    for file, render in files:
        try:
            if file is not None:
                put(render(digest, language), file, folders=file not in (asked.html, asked.markdown))
                screen.say(say("Written to {file}.", file=file))
        except BothwaysError as error:
            screen.say(error.seen)
            failed.append(error)
    return failed


def _tell(
    asked: Asked,
    digest: Digest,
    done: Sequence[Done],
    errors: Mapping[str, BothwaysError],
    code: Exit,
    screen: Terminal,
) -> None:
    from jobs.digest.render import document  # noqa: PLC0415 - as above
    from jobs.digest.render.brief import brief  # noqa: PLC0415 - as above
    from jobs.digest.render.mail import mail  # noqa: PLC0415 - as above

    language, url = screen.voice.language, next((each.url for each in done if each.url), None)
    if asked.as_json:
        found = document(digest, language)
        found["exit_code"] = int(code)
        found["places"] = [
            {
                "place": each.place,
                "state": each.state.value,
                "url": each.url,
                "notices": [screen.voice(notice) for notice in each.notices],
                "error": None if each.error is None else error_object(each.error, screen.voice),
            }
            for each in done
        ]
        found["unread_tables"] = {name: error_object(each, screen.voice) for name, each in errors.items()}
        screen.raw(written(found) + "\n")
        return
    if not screen.quiet:
        screen.raw(mail(brief(digest, language, url)).text)
    for each in done:
        for notice in each.notices:
            screen.say(notice)
        if each.error is not None:
            _failed(each, screen)
        elif not screen.quiet:
            screen.say(say("{place}: {state}", place=each.place, state=each.state.said), "dim")
    for name, error in errors.items():
        screen.say(say("{table} could not be read: {why}", table=name, why=error.seen))


def _failed(done: Done, screen: Terminal) -> None:
    error = done.error
    screen.say(say("{place} has no digest: {why}", place=done.place, why=say("-") if error is None else error.seen))
    if error is not None and error.way_out is not None:
        screen.say(Message("→ {way_out}", (("way_out", error.way_out),)))
