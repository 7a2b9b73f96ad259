"""What a connection may do, and what a data source looks like. Nothing here can write."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from adapters.notion.client import Answer, Connection
from adapters.notion.failures import Rejected
from adapters.notion.layout import Layout, lay_out
from adapters.notion.properties import Property, properties_of
from adapters.notion.source import resolve
from mappings.fields import Field, PairMapping
from mappings.live import LiveProperty, LiveSource
from sync.errors import Misconfigured, NotAllowed
from sync.message import Message, say
from sync.model import FieldName

NOBODY = "d0c70000-0000-4000-8000-000000000000"
"""The id of no page and no data source: what is sent there reaches nothing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who the connection is and what it may do. ``people`` is None where it may not see users.

    ``updates`` and ``inserts`` are false where Notion refused for want of a capability what could have no effect; true
    says no more than that it did not.
    """

    name: str
    workspace: str
    people: int | None
    addresses: int
    updates: bool
    inserts: bool


def look_at_connection(connection: Connection) -> Standing:
    """Ask four questions. Raises ``NotAllowed``, ``OutOfReach``, and ``Misconfigured`` for the version."""
    me = _me(connection)
    bot = me.get("bot")
    users = _users(connection)
    people = [each for each in users or () if each.get("type") == "person"]
    return Standing(
        name=str(me.get("name") or me.get("id")),
        workspace=str(bot.get("workspace_name") or "-") if isinstance(bot, dict) else "-",
        people=None if users is None else len(people),
        addresses=sum(bool((each.get("person") or {}).get("email")) for each in people),
        updates=_let(lambda: connection.patch(NOBODY, properties={})),
        inserts=_let(lambda: connection.create(NOBODY, {})),
    )


def _me(connection: Connection) -> Answer:
    try:
        return connection.me()
    except Rejected as refusal:
        raise NotAllowed(say("Notion does not answer the connection: {why}", why=refusal.message)) from refusal


def _users(connection: Connection) -> list[Mapping[str, Any]] | None:
    """Return the first page of users: enough to know whether they are shown."""
    try:
        results = connection.users(None).get("results")
    except Rejected:
        return None
    return [each for each in results if isinstance(each, dict)] if isinstance(results, list) else []


def _let(attempt: Any) -> bool:  # noqa: ANN401 - a call whose answer does not matter
    """Say whether Notion let something pass that has no effect: it refuses it for another reason."""
    try:
        attempt()
    except Rejected as refusal:
        return refusal.status != 403
    return True


def look_at_source(
    connection: Connection, mapping: PairMapping, known: Mapping[FieldName, str], before: str | None = None
) -> LiveSource:
    """Find the fields, each by itself, so that one mistake hides no other. Raises what reading a table raises."""
    answer = resolve(connection, mapping.notion.source, before)
    mistakes: tuple[Message, ...] = ()
    layouts: list[Layout] = []
    try:
        layouts.append(lay_out(answer, mapping, known))
    except Misconfigured as misfit:
        mistakes = misfit.mistakes
        layouts += [found for each in mapping.fields if (found := _alone(answer, mapping, each, known))]
    places = {name: place for layout in layouts for name, place in layout.properties.items()}
    used = {each.id for each in places.values()} | {layout.id_property.id for layout in layouts if layout.id_property}
    schema = properties_of(answer["properties"])
    return LiveSource(
        title="".join(str(part.get("plain_text", "")) for part in answer.get("title", [])),
        properties={name: _property(connection, place) for name, place in places.items()},
        mistakes=mistakes,
        others=tuple(each.name for each in schema if each.id not in used),
    )


def _alone(answer: Answer, mapping: PairMapping, each: Field, known: Mapping[FieldName, str]) -> Layout | None:
    only = replace(mapping, fields=(each,), notion=replace(mapping.notion, id_property=None))
    with suppress(Misconfigured):
        return lay_out(answer, only, known)
    return None


def _property(connection: Connection, place: Property) -> LiveProperty:
    reachable = True
    if place.target is not None:
        try:
            connection.data_source(place.target)
        except Rejected:
            reachable = False
    return LiveProperty(place.name, place.kind, place.options, place.target, reachable)
