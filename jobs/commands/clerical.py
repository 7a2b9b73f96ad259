"""What ``bothways flag`` and ``bothways link`` share: the tables, what is known of them, and what the rules say."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.check import Checked, bodies_of, look, pages_wanted
from jobs.commands.configured import settings_of
from jobs.commands.progress import watching
from jobs.commands.run import exit_of
from jobs.commands.terminal import Terminal
from jobs.exits import Exit
from jobs.flag.ticks import ticked
from jobs.flag.work import dismissed
from jobs.gathering import Gathered, Reading, Subject, gather, named, subjects_of
from jobs.gathering.ports import Sources
from jobs.gathering.sighted import agreed, sighted
from jobs.own.columns import KINDS
from jobs.own.making import with_making
from jobs.rules.item import Role, Section
from jobs.settings import Settings
from jobs.sync import Outcome, OutcomeKind
from jobs.sync.watch import Watch
from mappings.aliases import Language
from sync.clerical import Tie, TieKind
from sync.errors import BothwaysError
from sync.message import Message
from sync.model import Address
from sync.ports import Progress

if TYPE_CHECKING:
    from jobs.likeness import Comparing
    from jobs.wiring import Memories, Services, Work


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for. ``dry`` shows the plan and writes nothing."""

    config: Path | None = None
    tables: tuple[str, ...] = ()
    dry: bool = False
    force: bool = False
    as_json: bool = False
    language: str | None = None
    watch: Watch | None = None
    """The watch of the command that this one is part of; it has the deadline then."""
    heed: Callable[[Outcome], None] = lambda _: None
    """Told what each table came to."""


@dataclass(frozen=True)
class Office:
    """What the clerical jobs work with. All tables are read, since links and twins may be in any; some are written."""

    settings: Settings
    subjects: Sequence[Subject]
    chosen: Sequence[Subject]
    gathered: Gathered
    checked: Checked
    now: datetime
    shared: "Services"
    readings: Mapping[str, Reading] = field(default_factory=dict)
    """The tables as they were read."""
    comparing: "Comparing | None" = None
    """What compares records with one another."""

    @property
    def language(self) -> Language:
        return self.settings.flag.written or self.settings.language or "en"

    @contextmanager
    def table(self, subject: Subject) -> Iterator["Work"]:
        from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

        with wiring.open_table(subject, self.shared) as work:
            yield work

    def observe(self, subject: Subject, work: "Work", run: str | None) -> None:
        """Remember how the records of a table were seen."""
        if work.alone is None:
            seen = agreed(subject, work.memory.base())
        else:
            seen = sighted(subject, self.gathered.items.get(subject.name, ()))
        work.memory.observe(run, seen, self.now)
        contents = self.gathered.contents.get(subject.name, ())
        if contents:
            work.memory.keep_contents(contents, self.now)


@contextmanager
def at_work(asked: Asked, screen: Terminal, *, judging: bool = True) -> Iterator[Office]:
    """Read every table and judge it. Raises ``Misconfigured``, and what keeps every table from being read.

    ``judging`` off: records are not judged by comparing them with one another.
    """
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

    settings = settings_of(asked.config, asked.language, screen)
    subjects = subjects_of(settings)
    chosen = named(subjects, settings, asked.tables)
    bodies = bodies_of(subjects, settings.rules.bodies)
    with wiring.services(settings, asked.watch or wiring.watch(settings.deadline_minutes), reading=asked.dry) as shared:
        memories = wiring.remembering(shared)
        with watching("flag", screen) as tell:
            sources = _Kept(wiring.TableSources(shared, memories, keeps=not asked.dry))
            wanting = pages_wanted(settings, subjects, wiring.now())
            gathered = gather(subjects, sources, bodies=bodies, wanting=wanting, progress=tell)
        errors = {
            each.name: with_making(gathered.errors[each.name], each.mapping.fields, each.sides)
            for each in subjects
            if each.name in gathered.errors
        }
        gathered, now = replace(gathered, errors=errors), wiring.now()
        comparing = comparing_for(settings, subjects, gathered, memories, now, keeps=not asked.dry)
        past = wiring.history_seen(subjects, memories)
        checked = look(settings, subjects, gathered, now, past, comparing.judged if judging else None)
        yield Office(settings, subjects, chosen, gathered, checked, now, shared, sources.readings, comparing)


def comparing_for(
    settings: Settings,
    subjects: Sequence[Subject],
    gathered: Gathered,
    memories: "Memories",
    now: datetime,
    *,
    keeps: bool,
) -> "Comparing":
    """Return what compares records with one another, with what people have said of them.

    ``keeps``: what the next run can start from is kept, and so are answers that people gave by a tick.
    """
    from jobs.likeness import Comparing  # noqa: PLC0415 - it loads numpy and scipy, which other commands do without
    from jobs.wiring.encoding import installed_encoder  # noqa: PLC0415 - as above

    shelves = {each.name: memories(each.mapping).memory for each in subjects}
    return Comparing(
        shelves.get,
        now.astimezone(settings.tzinfo()),
        installed_encoder() if settings.rules.meaning else None,
        keeps,
        dismissed(_dismissals(subjects, gathered, memories, now, dry=not keeps)),
    )


def _dismissals(
    subjects: Sequence[Subject], gathered: Gathered, memories: "Memories", now: datetime, *, dry: bool
) -> dict[str, Sequence[Tie]]:
    """Take note of the duplicates that people have dismissed by a tick, before anything is compared again."""
    found: dict[str, Sequence[Tie]] = {}
    for subject in subjects:
        memory = memories(subject.mapping).memory
        if memory is None:
            continue
        known = memory.ties(TieKind.DUPLICATE)
        made = ticked(gathered.items.get(subject.name, ()), known, now)
        if made and not dry:
            memory.tie(made, now)
        found[subject.name] = [*known, *made]
    return found


@dataclass
class _Kept:
    """Sources that keep what they read."""

    sources: Sources
    readings: dict[str, Reading] = field(default_factory=dict)

    def read(self, subjects: Sequence[Subject], progress: Progress) -> Mapping[str, Reading | BothwaysError]:
        found = self.sources.read(subjects, progress)
        self.readings = {name: each for name, each in found.items() if isinstance(each, Reading)}
        return found

    def bodies(
        self, subject: Subject, pages: Mapping[Address, datetime | None], progress: Progress
    ) -> Mapping[Address, tuple[Section, ...] | Message]:
        return self.sources.bodies(subject, pages, progress)


def tell_of(office: Office, outcomes: Sequence[Outcome], asked: Asked) -> None:
    """Tell what each table came to, those that could not be read among them."""
    for outcome in (*outcomes, *unread(office)):
        asked.heed(outcome)


def unread(office: Office) -> list[Outcome]:
    """Return the tables that could not be read, as outcomes."""
    errors = office.checked.gathered.errors.items()
    return [Outcome(name, OutcomeKind.FAILED, error=error) for name, error in errors]


def of_run(outcome: Outcome) -> Exit:
    """Return the exit code of one table: conflicts are the business of a sync, and bar nothing here."""
    return Exit.DONE if outcome.kind is OutcomeKind.CONFLICTS else exit_of(outcome)


def only_ours(outcome: Outcome) -> Outcome:
    """Return the outcome with what these jobs have to say; what waits otherwise is the business of a sync."""
    plan = outcome.plan
    held = tuple(each for each in plan.held if each.code.startswith(("own-", "refused", "edited-")))
    kind = outcome.kind
    if kind is OutcomeKind.CONFLICTS:
        written = OutcomeKind.CHANGED if outcome.run is not None else OutcomeKind.PENDING
        kind = written if plan.changes else OutcomeKind.IN_STEP
    bare = replace(plan, held=held, conflicts=(), column_conflicts=(), violations=(), deletions=())
    return replace(outcome, plan=bare, kind=kind)


def own_roles(subject: Subject) -> frozenset[Role]:
    """Return the roles of a table whose texts we write ourselves."""
    return frozenset(role for role, each in subject.fields.items() if each.own or role in KINDS)
