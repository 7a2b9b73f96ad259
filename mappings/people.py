"""The people of a workspace: who has which address, who is called what, and who is never assigned."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from mappings.suggest import nearest
from sync.message import Message, say

PERSON = "person"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class User:
    """A user as Notion shows it. ``kind`` is its type there: a person, a bot, an agent."""

    id: str
    name: str | None = None
    email: str | None = None
    kind: str = PERSON


class Roll:
    """Users by address, by id and by name. Of two with one id the last counts."""

    def __init__(self, users: Iterable[User]) -> None:
        self._users = tuple({user.id: user for user in users}.values())

    def user_of(self, email: str) -> str | None:
        """Return the id of the person with this address. What is no person is never assigned."""
        user = self._by_email.get(address(email))
        return user.id if user is not None and user.kind == PERSON else None

    def email_of(self, user_id: str) -> str | None:
        return self._by_id.get(user_id)

    def called(self, email: str) -> str:
        """Return the name that belongs to an address; the address where nobody has it."""
        user = self._by_email.get(address(email))
        return user.name if user is not None and user.name else email

    def kind_of(self, user_id: str, unknown: str | None) -> str | None:
        return next((user.kind for user in self._users if user.id == user_id), unknown)

    def refusal(self, email: str) -> Message:
        """Say why nobody can be assigned by this address."""
        user = self._by_email.get(address(email))
        if user is not None and user.kind != PERSON:
            return _no_person(user)
        if not self._by_email:
            return _UNSEEN
        near = self._near(address(email))
        if near is None:
            return say("nobody whom the connection can see in Notion has the e-mail address {email}", email=email)
        return say(
            "nobody whom the connection can see in Notion has the e-mail address {email} (nearest: {near})",
            email=email,
            near=near,
        )

    def meant(self, name: str) -> str | Message:
        """Return the address of the one person with this name, or why nobody can tell who that is."""
        called = [user for user in self._users if user.name and folded(user.name) == folded(name)]
        people = [user for user in called if user.kind == PERSON]
        if len(people) == 1:
            email = people[0].email
            return (
                address(email) if email else say("{name} has no e-mail address that the connection may see", name=name)
            )
        if people:
            listed = ", ".join(user.email or user.id for user in people[:_SHOWN])
            return say("{count} people are called {name}: {people}", count=len(people), name=name, people=listed)
        if called:
            return _no_person(called[0])
        if not self._by_email:
            return _UNSEEN
        names = [user.name for user in self._users if user.name and user.kind == PERSON]
        return say(
            "{name} is neither an e-mail address nor the name of somebody whom the connection can see "
            "(nearest: {near})",
            name=name,
            near=nearest(name, names) or "-",
        )

    def _near(self, email: str) -> str | None:
        """Compare what stands before the @: what stands behind it is alike for all. Else look for it elsewhere."""
        name, _, home = email.partition("@")
        here = {each.partition("@")[0]: each for each in self._by_email if each.endswith(f"@{home}")}
        near = nearest(name, here)
        return here[near] if near else nearest(email, [each for each in self._by_email if each.startswith(f"{name}@")])

    @cached_property
    def _by_email(self) -> dict[str, User]:
        found: dict[str, User] = {}
        for user in sorted(self._users, key=lambda user: user.kind != PERSON):
            if user.email:
                found.setdefault(address(user.email), user)
        return found

    @cached_property
    def _by_id(self) -> dict[str, str]:
        return {user.id: address(user.email) for user in self._users if user.email and user.kind == PERSON}


def address(email: str) -> str:
    """Return an address as it is compared: without case and width."""
    return unicodedata.normalize("NFKC", email).strip().lower()


def folded(name: str) -> str:
    """Return a name as it is compared: without width, case and blanks, and without the sign of a mention."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split()).removeprefix("@")


def _no_person(user: User) -> Message:
    return say(
        "{name} is of the kind {kind} in Notion, and only people are assigned: it might start to work",
        name=user.name or user.email or user.id,
        kind=user.kind,
    )


_UNSEEN = say(
    "the connection sees no e-mail addresses in Notion; allow it to read user information with e-mail addresses"
)
