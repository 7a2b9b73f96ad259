"""The check for people: by rule, the gravest first, each with examples and where to open them."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.text import Text

from jobs.check.checked import Checked, Told, by_rule
from jobs.report import Voice
from jobs.report.line import safe, shorten
from jobs.report.names import Names
from jobs.report.table import Page, spaced
from jobs.report.waiting import trouble
from jobs.rules.finding import Finding, Weight
from sync.message import Message, say
from sync.model import RecordId

_MARKS = {Weight.ERROR: ("✗", "bold red"), Weight.WARNING: ("!", "yellow"), Weight.NOTE: ("·", "cyan")}
_FEW = 3
"""So many records are named of one reason."""


def shown(checked: Checked, voice: Voice, width: int, *, examples: int = 5, quiet: bool = False) -> RenderableType:
    """Return the report. Of each rule so many examples are shown, and the others counted."""
    page = Page(Names({}), voice, width)
    told = by_rule(checked)
    blocks: list[list[RenderableType]] = [] if quiet else [list(_tables(checked, page))]
    blocks += [list(_failed(checked, page))]
    blocks += [list(_rule(each, checked, page, examples)) for each in told if each.findings]
    if not quiet:
        blocks += [
            list(_unjudged(checked, page, examples)),
            list(_unread(checked, page, examples)),
            list(_idle(checked, page)),
        ]
    blocks.append([_summary(checked, page)])
    return Group(*spaced([block for block in blocks if block]))


def _tables(checked: Checked, page: Page) -> Iterator[RenderableType]:
    yield page.heading(say("Looked at"))
    for name, record in checked.tables.items():
        if name not in checked.gathered.errors:
            count = len(checked.gathered.items.get(name, ()))
            yield page.prose(page.voice(say("{table} ({type}): {count} records", table=name, type=record, count=count)))
    for name in checked.without_type:
        told = say(
            "{pair}: not judged; it does not say what its records are ({key})", pair=name, key=f"pairs.{name}.record"
        )
        yield page.prose(page.voice(told), style="dim")
    for name, count in checked.gathered.bodies_read.items():
        read = say(
            "{table}: {count} pages were read for their sections; no rule asks for more", table=name, count=count
        )
        if name not in checked.gathered.bodies_left:
            yield page.prose(page.voice(read), style="dim")
    for name, count in checked.gathered.bodies_left.items():
        left = say("{table}: {count} pages were not read for their sections", table=name, count=count)
        yield page.prose(page.voice(left), style="yellow", mark="!")


def _failed(checked: Checked, page: Page) -> Iterator[RenderableType]:
    for name, error in checked.gathered.errors.items():
        yield page.heading(say("{table} could not be read", table=name))
        yield from trouble(error, page)


def _rule(told: Told, checked: Checked, page: Page, examples: int) -> Iterator[RenderableType]:
    mark, style = _MARKS[told.weight]
    title = told.rule if told.title is None else page.voice(told.title)
    head = f"{mark} {title} ({told.rule}): {len(told.findings)}"
    if told.title is None:
        head = f"{mark} {told.rule}: {len(told.findings)}"
    yield page.prose(head, 0, style)
    if len(told.counted) > 1:
        tables = ", ".join(f"{table} {count}" for table, count in told.counted.items())
        yield page.prose(tables, 4, "dim")
    for finding in told.findings[:examples]:
        yield from _example(finding, checked, page)
    rest = len(told.findings) - examples
    if rest > 0:
        yield page.prose(page.voice(say("and {count} more", count=rest)), 4, "dim")


def _example(finding: Finding, checked: Checked, page: Page) -> Iterator[RenderableType]:
    if finding.record:
        yield _record(finding.table, finding.record, checked, page)
    yield page.prose(page.voice(finding.why), 6)


def _record(table: str, record: RecordId, checked: Checked, page: Page) -> Text:
    """Write the title, the id, and the link where there is room; on a terminal the title itself is the link."""
    item = checked.item(table, record)
    title, url = (safe(item.title), item.url) if item is not None else ("", None)
    name = safe(str(record))
    room = max(page.width - 4 - (cell_len(name) + 2 if title else 0), 12)
    line = Text("    ")
    line.append(shorten(title or name, room), style=f"link {url}" if url and "\n" not in url and " " not in url else "")
    if title:
        line.append(f"  {shorten(name, max(page.width // 3, 8))}", style="dim")
    if url:
        line.append("\n      " + safe(url), style="dim")
    return line


def _unjudged(checked: Checked, page: Page, examples: int) -> Iterator[RenderableType]:
    """Group by reason: what cannot be read of one record keeps several rules from judging it."""
    reasons: dict[str, tuple[dict[str, None], dict[RecordId, None]]] = {}
    for each in checked.judged.unjudged:
        rules, records = reasons.setdefault(page.voice(each.why), ({}, {}))
        rules[each.rule] = None
        records[each.record] = None
    if reasons:
        yield page.heading(say("Could not be judged ({count})", count=len(checked.judged.unjudged)))
    for why, (rules, records) in list(reasons.items())[:examples]:
        yield page.prose(why)
        told = say("{count} records: {records}", count=len(records), records=_some(list(records)))
        yield page.prose(page.voice(told), 4, "dim")
        yield page.prose(", ".join(rules), 4, "dim")
    if len(reasons) > examples:
        yield page.prose(page.voice(say("and {count} more reasons", count=len(reasons) - examples)), style="dim")


def _unread(checked: Checked, page: Page, examples: int) -> Iterator[RenderableType]:
    unread = checked.gathered.unread
    if unread:
        yield page.heading(say("Could not be read ({count})", count=len(unread)))
    for each in unread[:examples]:
        name = each.record or each.address or "-"
        yield page.prose(f"{each.table} {safe(str(name))}: {page.voice(each.why)}")
    if len(unread) > examples:
        yield page.prose(page.voice(say("and {count} more", count=len(unread) - examples)), style="dim")
    for (table, role, option), count in sorted(checked.gathered.odd.items())[:examples]:
        told = say(
            "{table}: {option} is no option that is known for {role} ({count} times)",
            table=table,
            option=option,
            role=role,
            count=count,
        )
        yield page.prose(page.voice(told))


def _idle(checked: Checked, page: Page) -> Iterator[RenderableType]:
    if not checked.judged.idle:
        return
    yield page.heading(say("Rules with nothing to go by ({count})", count=len(checked.judged.idle)))
    reasons: dict[tuple[str, Message], list[str]] = {}
    for each in checked.judged.idle:
        reasons.setdefault((each.table, each.why), []).append(each.rule)
    for (table, why), rules in reasons.items():
        yield page.prose(f"{table}: {page.voice(why)} ({', '.join(rules)})", style="dim")


def _summary(checked: Checked, page: Page) -> RenderableType:
    counts = checked.counts()
    if not checked.judged.findings:
        return page.prose(page.voice(say("Nothing was found.")), 0, "green", "✓")
    told = say(
        "{errors} errors, {warnings} warnings, {notes} notes; nothing was written",
        errors=counts[Weight.ERROR],
        warnings=counts[Weight.WARNING],
        notes=counts[Weight.NOTE],
    )
    return page.prose(page.voice(told), 0, "bold")


def _some(records: Sequence[RecordId]) -> str:
    names = ", ".join(safe(str(each)) for each in records[:_FEW])
    return names + (", …" if len(records) > _FEW else "")
