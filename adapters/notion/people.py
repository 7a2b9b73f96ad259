"""The workspace's people, fetched once and only when somebody is looked for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition, RLock
from typing import Any

from adapters.notion.client import Connection
from adapters.notion.failures import Rejected
from mappings.people import PERSON, Roll, User
from sync.message import Message

_OF_USERS = ("people", "created_by", "last_edited_by")


@dataclass
class Directory:
    """Who has which e-mail address. What is no person is known, so that it can be refused by its name.

    Notion does not list guests: their addresses are learnt from the pages that show them. A connection that may not
    see users finds nobody.
    """

    connection: Connection
    _listed: tuple[User, ...] | None = None
    _learnt: dict[str, User] = field(default_factory=dict)
    _roll: Roll | None = None
    _lock: RLock = field(default_factory=RLock)
    _readers: int = 0
    _idle: Condition = field(default_factory=Condition)

    def user_of(self, email: str) -> str | None:
        return self._known().user_of(email)

    def email_of(self, user_id: str) -> str | None:
        with self._lock:
            learnt = self._learnt.get(user_id)
        return learnt.email if learnt is not None else self._known().email_of(user_id)

    def refusal(self, email: str) -> Message:
        return self._known().refusal(email)

    def called(self, email: str) -> str:
        """Return the name of the person with this address; the address itself where nobody is known by it."""
        return self._known().called(email)

    def kind_of(self, user_id: str) -> str | None:
        """Return what a user is: a person, a bot, an agent. None where the connection may not see users at all.

        Notion lists all but guests, so whoever is not listed is a person.
        """
        with self._lock:
            learnt = self._learnt.get(user_id)
        known = self._known()
        return learnt.kind if learnt is not None else known.kind_of(user_id, PERSON if self._listed else None)

    def meant(self, entry: str) -> str | Message:
        """Return the address of the one person with this name, or why nobody can tell.

        Waits for pages that are being read: they may show guests, whose names count, too.
        """
        with self._idle:
            self._idle.wait_for(lambda: not self._readers)
        return self._known().meant(entry)

    def spelled(self, key: str) -> str:
        return key

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Say that pages are being read, from which people may be learnt."""
        with self._idle:
            self._readers += 1
        try:
            yield
        finally:
            with self._idle:
                self._readers -= 1
                self._idle.notify_all()

    def learn(self, page: Mapping[str, Any]) -> None:
        """Take down the people whom a page shows with their addresses."""
        properties = page.get("properties")
        for prop in properties.values() if isinstance(properties, dict) else ():
            kind = prop.get("type") if isinstance(prop, dict) else None
            if kind not in _OF_USERS:
                continue
            shown = prop.get(kind)
            for raw in shown if isinstance(shown, list) else [shown]:
                self._take(raw)

    def _take(self, raw: object) -> None:
        user = _user(raw)
        if user is None or user.kind != PERSON or not user.email:
            return
        with self._lock:
            if self._learnt.get(user.id) != user:
                self._learnt[user.id] = user
                self._roll = None

    def _known(self) -> Roll:
        with self._lock:
            if self._listed is None:
                self._listed = tuple(self._fetch())
                self._roll = None
            if self._roll is None:
                self._roll = Roll((*self._learnt.values(), *self._listed))
            return self._roll

    def _fetch(self) -> Iterator[User]:
        cursor = None
        while True:
            try:
                answer = self.connection.users(cursor)
            except Rejected:
                return
            users = answer.get("results")
            for raw in users if isinstance(users, list) else ():
                user = _user(raw)
                if user is not None:
                    yield user
            cursor = answer.get("next_cursor")
            if not answer.get("has_more") or not isinstance(cursor, str):
                return


def _user(raw: object) -> User | None:
    if not isinstance(raw, dict) or raw.get("object", "user") != "user" or not isinstance(raw.get("id"), str):
        return None
    kind = str(raw.get("type", PERSON))
    details = raw.get(kind)
    email = details.get("email") if isinstance(details, dict) else None
    name = raw.get("name")
    return User(
        raw["id"], name if isinstance(name, str) else None, email if isinstance(email, str) and email else None, kind
    )
