"""Conflicts shown on the pages themselves: a comment, and a property by which people may choose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from adapters.notion.client import Answer, Connection
from adapters.notion.failures import Rejected, Unanswered
from sync.errors import NotAllowed, OutOfReach, ServiceError
from sync.message import say
from sync.model import Address

_LIMIT = 2_000
"""Characters of one text of a comment."""
_KINDS = ("select", "status")


@dataclass
class ConflictPages:
    """The pages of one data source. ``name`` is the property by which people choose, by name or id.

    Raises ``NotAllowed`` where the connection lacks a capability, ``ServiceError`` where Notion refuses, and what the
    connection raises.
    """

    connection: Connection
    name: str | None = None
    _property: Mapping[str, Any] = field(default_factory=dict)

    def comment(self, page: Address, text: str, mark: str) -> None:
        """Comment once: a comment that has the mark in it already is enough."""
        key = str(UUID(page))
        if any(mark in each for each in self._comments(key)):
            return
        try:
            self.connection.comment(key, text[: _LIMIT - 1])
        except Rejected as refusal:
            raise _barred(refusal) from refusal
        except Unanswered:
            if not any(mark in each for each in self._comments(key)):
                raise

    def _comments(self, key: str) -> list[str]:
        found: list[str] = []
        cursor: str | None = None
        while True:
            try:
                answer = self.connection.comments(key, cursor)
            except Rejected as refusal:
                raise _barred(refusal) from refusal
            results = answer.get("results")
            if not isinstance(results, list):
                raise OutOfReach(say("Notion's list of comments is not understood"))
            found += [_plain(each.get("rich_text")) for each in results if isinstance(each, dict)]
            cursor = answer.get("next_cursor")
            if not answer.get("has_more") or not isinstance(cursor, str):
                return found

    def flags(self, source: str) -> Mapping[Address, str]:
        """Return what the property says, of the pages on which it says anything."""
        prop = self._look(source)
        kind = str(prop["type"])
        body: dict[str, object] = {"filter": {"property": str(prop["id"]), kind: {"is_not_empty": True}}}
        found: dict[Address, str] = {}
        while True:
            try:
                answer = self.connection.query(source, body, [str(prop["id"])])
            except Rejected as refusal:
                raise ServiceError(
                    say("Notion refuses to show {name}: {why}", name=self.name, why=refusal.message)
                ) from refusal
            for page in answer.get("results") or []:
                text = _chosen(page, str(prop["id"]), kind)
                if text:
                    found[Address(str(page["id"]))] = text
            cursor = answer.get("next_cursor")
            if not answer.get("has_more") or not isinstance(cursor, str):
                return found
            body["start_cursor"] = cursor

    def flag(self, source: str, page: Address, text: str | None, options: Sequence[str]) -> None:
        """Set the property, or clear it. A select gets the options that it lacks, by being set to each of them first.

        A list of options written to the schema would take away what somebody adds to it at that moment.
        """
        prop = self._look(source)
        kind = str(prop["type"])
        known = {str(each.get("name")) for each in (prop.get(kind) or {}).get("options", [])}
        first = [each for each in options if each not in known] if text is not None and kind == "select" else []
        for each in [*first, text]:
            value = None if each is None else {"name": each}
            try:
                self.connection.patch(str(UUID(page)), properties={str(prop["id"]): {kind: value}})
            except Rejected as refusal:
                raise _refused(self.name, refusal) from refusal
        if first:
            self._property = {}

    def _look(self, source: str) -> Mapping[str, Any]:
        if not self._property:
            try:
                self._property = self._found(self.connection.data_source(source))
            except Rejected as refusal:
                raise _refused(self.name, refusal) from refusal
        return self._property

    def _found(self, answer: Answer) -> Mapping[str, Any]:
        there = answer.get("properties")
        for name, prop in there.items() if isinstance(there, dict) else ():
            if isinstance(prop, dict) and self.name in (name, prop.get("id")) and prop.get("type") in _KINDS:
                return prop
        raise ServiceError(
            say("The database has no select or status property {name} to show conflicts by.", name=self.name),
            say("Add it, or take conflict_property out of the configuration."),
        )


def _plain(parts: object) -> str:
    texts = [each.get("plain_text") for each in parts if isinstance(each, dict)] if isinstance(parts, list) else []
    return "".join(text for text in texts if isinstance(text, str))


def _chosen(page: object, key: str, kind: str) -> str:
    properties = page.get("properties") if isinstance(page, dict) else None
    for prop in properties.values() if isinstance(properties, dict) else ():
        if isinstance(prop, dict) and prop.get("id") == key and isinstance(prop.get(kind), dict):
            return str(prop[kind].get("name", ""))
    return ""


def _barred(refusal: Rejected) -> ServiceError:
    if refusal.status == 403:
        return NotAllowed(
            say("The Notion connection may not comment, so conflicts are not named on their pages."),
            say("Allow it to read and insert comments, or set conflict_comments = false."),
        )
    return ServiceError(say("Notion refuses to comment on the page: {why}", why=refusal.message))


def _refused(name: str | None, refusal: Rejected) -> ServiceError:
    return ServiceError(say("Notion refuses to set {name}: {why}", name=name or "-", why=refusal.message))
