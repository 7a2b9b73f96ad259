"""The proposal, for people."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from jobs.init.draft import Draft
from jobs.report import Voice
from jobs.report.line import safe
from jobs.report.names import Names
from jobs.report.table import Page
from mappings.proposal import Match
from sync.message import Message, say
from sync.policy import Direction

_ARROWS = {None: "↔", Direction.BOTH: "↔", Direction.TO_SHEET: "→", Direction.TO_NOTION: "←", Direction.NONE: "·"}


def proposal(draft: Draft, voice: Voice, width: int) -> Group:
    """Show what would be mapped and why, what goes one way, what is left out, and what would be made."""
    return Group(*_blocks(draft, Page(Names({}), voice, width)))


def _blocks(draft: Draft, page: Page) -> Iterator[RenderableType]:
    found = draft.proposal
    notion = draft.database.title if draft.database else "…"
    yield page.heading(
        say("{pair}: {notion} (Notion) ↔ {tab} (sheet)", pair=draft.name, notion=notion, tab=draft.tab_title)
    )
    if found.kind is not None:
        kind = say("Like {title}: {why}", title=found.kind.title, why=found.kind.why)
        yield page.prose(page.voice(kind), style="dim")
    two_way = [each for each in found.fields if not each.read_only]
    one_way = [each for each in found.fields if each.read_only]
    yield from _matches(say("Both ways ({count})", count=len(two_way)), two_way, page)
    yield from _matches(say("One way only ({count})", count=len(one_way)), one_way, page)
    yield from _matches(
        say("Not sure, so left out unless you say yes ({count})", count=len(found.unsure)), found.unsure, page
    )
    if found.left_out:
        yield Text()
        yield page.heading(say("Not mapped ({count})", count=len(found.left_out)))
        for left in found.left_out:
            line = say("{name} ({side}): {why}", name=left.name, side=left.side, why=left.why)
            yield page.prose(page.voice(line), mark="·")
    yield Text()
    yield page.heading(say("Which record is which"))
    yield from _identity(draft, page)
    for remark in found.remarks:
        yield page.prose(page.voice(remark), mark="!")


def _matches(title: Message, matches: Sequence[Match], page: Page) -> Iterator[RenderableType]:
    if not matches:
        return
    yield Text()
    yield page.heading(title)
    for each in matches:
        yield page.prose(
            f"{safe(each.notion)} {_ARROWS[each.direction]} {safe(each.sheet)}  {each.type.value}", style="cyan"
        )
        reasons = [*each.reasons, *([each.why_one_way] if each.why_one_way else [])]
        if reasons:
            yield page.prose("; ".join(page.voice(reason) for reason in reasons), 4, "dim", "└")


def _identity(draft: Draft, page: Page) -> Iterator[RenderableType]:
    if draft.id_column:
        yield page.prose(page.voice(say("in the sheet by the column {name}", name=draft.id_column)), mark="·")
    here = say("in Notion by the property {name}", name=draft.id_property) if draft.id_property else None
    yield page.prose(page.voice(here or say("in Notion by the page's own id")), mark="·")
    if draft.proposal.match_on:
        names = " + ".join(draft.proposal.match_on)
        yield page.prose(page.voice(say("the first time by {names}", names=names)), mark="·")
