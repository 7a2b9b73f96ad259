"""The Notion connection: its token, its version, its capabilities."""

from collections.abc import Sequence

from jobs.doctor.check import Area, Check, Checks, Verdict, raised
from jobs.doctor.facts import Connected
from jobs.doctor.origin import of_notion
from jobs.settings import Settings
from mappings.fields import FieldType, PairMapping
from sync.errors import BothwaysError, Misconfigured, OutOfReach
from sync.message import Message, say
from sync.model import Side
from sync.policy import Direction

MADE_FOR = "2026-03-11"
_CAPABILITIES = say("Switch it on in the connection's settings in Notion, under Capabilities.")


def notion(seen: Connected | BothwaysError, mappings: Sequence[PairMapping], settings: Settings) -> Checks:
    if isinstance(seen, BothwaysError):
        version = isinstance(seen, Misconfigured) and settings.notion.version in str(seen.seen)
        code = "version" if version else "reach" if isinstance(seen, OutOfReach) else "token"
        yield from raised(Area.NOTION, code, seen)
        return
    who = say(
        "The token from {origin} is good: {name} in {workspace}.",
        origin=of_notion(settings),
        name=seen.name,
        workspace=seen.workspace,
    )
    yield _check("token", Verdict.OK, who)
    yield _version(settings.notion.version)
    yield from _content(seen, mappings)
    yield _users(seen, mappings)


def _version(version: str) -> Check:
    if version == MADE_FOR:
        return _check("version", Verdict.OK, say("Notion takes the API version {version}.", version=version))
    seen = say("The API version is {version}; Bothways is made for {known}.", version=version, known=MADE_FOR)
    return _check("version", Verdict.WARNING, seen, say("Take {key} out of the configuration.", key="notion.version"))


def _content(seen: Connected, mappings: Sequence[PairMapping]) -> Checks:
    writes = any(Side.NOTION not in mapping.policy.read_only for mapping in mappings)
    lacking = Verdict.PROBLEM if writes else Verdict.OK
    kinds = (("update", seen.updates, say("update content")), ("insert", seen.inserts, say("insert content")))
    for code, granted, name in kinds:
        if granted:
            good = say("The connection may {what}, as far as can be told without writing.", what=name)
            yield _check(code, Verdict.OK, good)
        else:
            yield _check(code, lacking, say("The connection may not {what}.", what=name), _CAPABILITIES)


def _users(seen: Connected, mappings: Sequence[PairMapping]) -> Check:
    fields = [
        f"{mapping.name}.{field.name}"
        for mapping in mappings
        for field in mapping.fields
        if field.type in (FieldType.PEOPLE, FieldType.CREATED_BY, FieldType.LAST_EDITED_BY)
        and field.policy.direction is not Direction.NONE
    ]
    needed = Verdict.PROBLEM if fields else Verdict.OK
    held = say("{fields} are held.", fields=", ".join(fields)) if fields else say("No field needs them.")
    if seen.people is None:
        none = say("The connection may not see users. {held}", held=held)
        return _check("users", needed, none, _CAPABILITIES if fields else None)
    if seen.people and not seen.addresses:
        bare = say("The connection sees users without their e-mail addresses. {held}", held=held)
        way_out = say("In the connection's settings in Notion choose user information with e-mail addresses.")
        return _check("users", needed, bare, way_out if fields else None)
    good = say("The connection sees users and their e-mail addresses ({count}).", count=seen.addresses)
    return _check("users", Verdict.OK, good)


def _check(code: str, verdict: Verdict, seen: Message, way_out: Message | None = None) -> Check:
    return Check(Area.NOTION, code, verdict, seen, way_out)
