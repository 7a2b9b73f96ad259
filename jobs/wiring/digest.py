"""What the digest is made from and where it goes, put together from the settings."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from adapters.notion.digest import DigestPages, Known
from adapters.sheets.digest import DigestTab
from adapters.sheets.reader import spreadsheet_id
from adapters.signals.mail import Mail
from adapters.signals.posting import Posting
from adapters.state.memory import PairMemory
from jobs.digest.health import Health, Trouble
from jobs.digest.render.mail import Letter
from jobs.gathering import Gathered, Subject
from jobs.rules.item import Item
from jobs.rules.spells import Spell
from jobs.settings.digest import Hook
from jobs.settings.signal_secrets import digest_hook
from jobs.wiring.pairs import new_run
from jobs.wiring.past import Memories
from jobs.wiring.services import Services, now
from mappings.digest import Leaf, Sheaf
from mappings.fields import FieldType
from sync.clerical import Tie, TieKind
from sync.errors import Misconfigured
from sync.message import Message
from sync.model import FieldName, RecordId

_OURS = "(digest)"
_LEASE = timedelta(minutes=15)


def health_of(subjects: Sequence[Subject], gathered: Gathered, memories: Memories) -> Health:
    """Return how the sync is: what the last runs left in the memory, and what could not be read now."""
    conflicts: list[Trouble] = []
    held: list[Trouble] = []
    ended = []
    urls = {item.key: item.url for item in gathered.all()}
    rows = {(each.table, each.address): each for each in gathered.unread}
    for subject in subjects:
        memory = memories(subject.mapping).memory
        if memory is None:
            continue
        name, titles, called = subject.name, _titles(subject, memory), _called(subject)
        for each in memory.open_conflicts():
            key, found = each.conflict.record, each.conflict
            about = (key, titles.get(key, ""), urls.get((name, key)), called.get(found.field, ""), each.first_seen)
            conflicts.append(Trouble(name, found.why, *about))
        for waiting in memory.held():
            one = waiting.held
            row = rows.get((name, one.address)) if one.record is None and one.address else None
            title = titles.get(one.record, "") if one.record is not None else str(one.address or "")
            url = urls.get((name, one.record)) if one.record is not None else None
            title, url = (row.title or title, row.url) if row is not None else (title, url)
            held.append(Trouble(name, one.why, one.record, title, url, called.get(one.field, ""), waiting.since))
        ended += [run.ended for run in memory.runs() if run.ended is not None and run.outcome != "failed"]
    unread = [
        Trouble(each.table, each.why, each.record, each.title or str(each.address or ""), each.url)
        for each in gathered.unread
    ]
    unread += [Trouble(table, error.seen) for table, error in gathered.errors.items()]
    return Health(tuple(conflicts), tuple(held), tuple(unread), max(ended, default=None))


def _called(subject: Subject) -> Mapping[FieldName | None, str]:
    """Return what people call the fields: the header of the sheet, else the property of Notion."""
    return {each.name: each.sheet or each.notion or each.name for each in subject.mapping.fields}


def _titles(subject: Subject, memory: PairMemory) -> dict[RecordId, str]:
    name = next((each.name for each in subject.mapping.fields if each.type is FieldType.TITLE), None)
    if name is None:
        return {}
    return {key: str(record.fields[name]) for key, record in memory.base().records.items() if record.fields.get(name)}


def spells_of(subjects: Sequence[Subject], memories: Memories) -> tuple[Spell, ...]:
    """Return how long findings have held, as ``bothways flag`` remembers it."""
    found = []
    for subject in subjects:
        memory = memories(subject.mapping).memory
        for each in () if memory is None else (*memory.spells(), *memory.past_spells()):
            key = (each.rule, subject.name, each.record, ())
            found.append(Spell(key, each.since, each.ended, each.removed is not None))
    return tuple(found)


def ties_of(subjects: Sequence[Subject], memories: Memories) -> tuple[tuple[str, Tie], ...]:
    """Return what is remembered of links, each with the table of its record."""
    known = [(subject.name, memories(subject.mapping).memory) for subject in subjects]
    return tuple((name, tie) for name, memory in known if memory is not None for tie in memory.ties(TieKind.LINK))


def people_of(items: Sequence[Item], shared: Services) -> Mapping[str, str]:
    """Return the users of Notion whom the names in the records mean; who cannot be told is left out."""
    values = [value for item in items for role, value in item.values.items() if role in _PEOPLE]
    names = {each for value in values for each in (value if isinstance(value, tuple) else (value,))}
    found = {}
    for name in sorted(each for each in names if isinstance(each, str) and each.strip()):
        meant = shared.people.meant(name) if "@" not in name else name
        user = None if isinstance(meant, Message) else shared.people.user_of(meant)
        if user is not None:
            found[name] = user
    return found


_PEOPLE = ("owner", "assignee", "lead", "postmortem_owner")


@dataclass(frozen=True)
class Diary:
    """What is remembered of digests: their pages, and which messages went out."""

    memory: PairMemory

    def page(self, window: str) -> Known:
        found = self._read(f"notion {window}")
        pictures = found.get("pictures")
        page = found.get("page")
        return Known(
            page if isinstance(page, str) else None,
            {str(key): str(each) for key, each in pictures.items()} if isinstance(pictures, dict) else {},
        )

    def keep_page(self, window: str, known: Known) -> None:
        self._write(f"notion {window}", {"page": known.page, "pictures": dict(known.pictures)})

    def told(self, place: str, window: str) -> str | None:
        """Return ``sent``, ``sending`` where nobody knows whether it was, or ``None``."""
        state = self._read(f"{place} {window}").get("state")
        return state if isinstance(state, str) else None

    def tell(self, place: str, window: str, state: str | None) -> None:
        self._write(f"{place} {window}", None if state is None else {"state": state})

    def _read(self, name: str) -> dict[str, object]:
        raw = self.memory.shelved([name]).get(name)
        try:
            found = json.loads(raw) if raw is not None else {}
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _write(self, name: str, body: Mapping[str, object] | None) -> None:
        self.memory.shelve({name: None if body is None else json.dumps(body).encode()}, now())


@contextmanager
def diary(shared: Services) -> Iterator[Diary]:
    """Yield the diary, for one run at a time. Raises ``Busy`` where another run makes a digest."""
    memory = shared.store.pair(_OURS, _OURS, _OURS)
    with memory.lease(new_run(), now, _LEASE):
        yield Diary(memory)


def publish_page(leaf: Leaf, shared: Services, kept: Diary) -> tuple[str | None, bool, tuple[Message, ...]]:
    """Write the page; return its address, whether anything was written, and what is to be told."""
    place = shared.settings.digest.notion
    pages = DigestPages(shared.notion, place.page or place.database or "", rows=place.page is None)
    done = pages.publish(leaf, kept.page(leaf.key))
    kept.keep_page(leaf.key, done.known)
    return done.url, done.written, done.notices


def publish_tab(sheaf: Sheaf, shared: Services) -> tuple[str, bool]:
    """Write the tab; return its address and whether anything was written."""
    place = shared.settings.digest.sheet
    tab = DigestTab(shared.google, spreadsheet_id(place.spreadsheet or ""), place.tab)
    return tab.url, tab.publish(sheaf)


def post(place: str, hook: Hook, body: Mapping[str, object], shared: Services) -> None:
    """Send a message to a chat. Raises as ``Posting`` does, and ``Misconfigured`` where it has no address."""
    url = digest_hook(hook, place, shared.settings.file)
    if url is None:
        raise Misconfigured(Message("digest.{place} has no address.", (("place", place),)))
    random = Random()  # noqa: S311 - it spreads retries, it keeps no secret
    Posting({"slack": "Slack", "chat": "Google Chat"}[place], url.get_secret_value(), shared.watch.sleep, random).post(
        body
    )


def send(letter: Letter, to: Sequence[str], shared: Services) -> None:
    """Send a letter. Raises as ``Mail`` does, and ``Misconfigured`` where the password cannot be fetched."""
    mail, password = shared.settings.mail, shared.settings.mail_password()
    secret = None if password is None else password.get_secret_value()
    sender = mail.sender or to[0]
    way = Mail(to, sender, mail.host, mail.port, mail.security, mail.user, secret)
    way.send(way.letter(letter.subject, letter.text, letter.html))
