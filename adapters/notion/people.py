"""The workspace's people, fetched once and only when somebody is looked for."""

from dataclasses import dataclass, field
from threading import Lock

from adapters.notion.client import Connection
from adapters.notion.failures import Rejected


@dataclass
class Directory:
    """Who has which e-mail address. Bots and agents are left out; guests are not listed by Notion.

    A connection that may not see users finds nobody.
    """

    connection: Connection
    _by_email: dict[str, str] | None = None
    _by_id: dict[str, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def user_of(self, email: str) -> str | None:
        return self._emails().get(email.lower())

    def email_of(self, user_id: str) -> str | None:
        self._emails()
        return self._by_id.get(user_id)

    def _emails(self) -> dict[str, str]:
        with self._lock:
            if self._by_email is None:
                self._by_email = self._fetch()
                self._by_id = {key: email for email, key in self._by_email.items()}
            return self._by_email

    def _fetch(self) -> dict[str, str]:
        found: dict[str, str] = {}
        cursor = None
        while True:
            try:
                answer = self.connection.users(cursor)
            except Rejected:
                return found
            users = answer.get("results")
            for user in users if isinstance(users, list) else ():
                person = user.get("person") if isinstance(user, dict) and user.get("type") == "person" else None
                email = person.get("email") if isinstance(person, dict) else None
                if isinstance(email, str) and isinstance(user.get("id"), str):
                    found.setdefault(email.lower(), user["id"])
            cursor = answer.get("next_cursor")
            if not answer.get("has_more") or not isinstance(cursor, str):
                return found
