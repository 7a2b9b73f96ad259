"""The checkup for people: what is wrong first within each area, with the way out below it."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType

from jobs.doctor.check import Area, Check, Verdict, counts
from jobs.report import Voice
from jobs.report.names import Names
from jobs.report.table import Page, spaced
from sync.message import Message, say

_MARKS = {Verdict.OK: ("✓", "green"), Verdict.WARNING: ("!", "yellow"), Verdict.PROBLEM: ("✗", "bold red")}
_HEADINGS: dict[Area, Message] = {
    Area.CONFIGURATION: say("Configuration"),
    Area.SURROUNDINGS: say("Python and libraries"),
    Area.STATE: say("State store"),
    Area.NOTION: say("Notion"),
    Area.GOOGLE: say("Google"),
    Area.CLOCK: say("Clock"),
    Area.TABLES: say("Tables"),
    Area.FIELDS: say("Fields"),
    Area.QUOTAS: say("Quotas and sizes"),
}


def shown(checks: Sequence[Check], voice: Voice, width: int, *, quiet: bool = False) -> RenderableType:
    """Return the report; a quiet one leaves out what is well."""
    page = Page(Names({}), voice, width)
    blocks = [list(_area(area, checks, page, quiet=quiet)) for area in Area]
    if not quiet:
        blocks.append([_summary(checks, page)])
    return Group(*spaced([block for block in blocks if block]))


def _area(area: Area, checks: Sequence[Check], page: Page, *, quiet: bool) -> Iterator[RenderableType]:
    found = [each for each in checks if each.area is area and not (quiet and each.verdict is Verdict.OK)]
    if found:
        yield page.heading(_HEADINGS[area])
    several = len({each.pair for each in checks if each.pair}) > 1
    for each in found:
        mark, style = _MARKS[each.verdict]
        text = page.voice(each.seen)
        if each.pair and several:
            text = page.voice(say("{pair}: {what}", pair=each.pair, what=each.seen))
        yield page.prose(text, style=style if each.verdict is not Verdict.OK else "", mark=mark)
        if each.way_out is not None and each.verdict is not Verdict.OK:
            yield page.prose(page.voice(each.way_out), indent=4, mark="→")


def _summary(checks: Sequence[Check], page: Page) -> RenderableType:
    found = counts(checks)
    if found[Verdict.PROBLEM] or found[Verdict.WARNING]:
        told = say(
            "{problems} problems, {warnings} warnings", problems=found[Verdict.PROBLEM], warnings=found[Verdict.WARNING]
        )
        return page.prose(page.voice(told), 0, "bold")
    return page.prose(page.voice(say("All is well.")), 0, "green", "✓")
