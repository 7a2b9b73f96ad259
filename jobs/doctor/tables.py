"""The two tables of each pair: there, shared, and ours to write."""

from collections.abc import Sequence

from jobs.doctor.check import Area, Check, Checks, Verdict, raised
from jobs.doctor.facts import Examined
from jobs.doctor.google import shared_error
from mappings.fields import PairMapping
from mappings.live import LiveSource, LiveTab
from sync.errors import BothwaysError
from sync.message import Message, say
from sync.model import Side


def tables(seen: Examined, mappings: Sequence[PairMapping]) -> Checks:
    told = shared_error(seen, mappings)
    for mapping in mappings:
        source, tab = seen.sources.get(mapping.name), seen.tabs.get(mapping.name)
        if isinstance(source, BothwaysError):
            yield from raised(Area.TABLES, "source", source, mapping.name)
        elif source is not None:
            yield from _source(source, mapping)
        if isinstance(tab, BothwaysError):
            yield from raised(Area.TABLES, "tab", tab, mapping.name) if told is None else ()
        elif tab is not None:
            yield from _tab(tab, mapping)


def _source(source: LiveSource, mapping: PairMapping) -> Checks:
    good = say("The database {title} is shared with the connection.", title=source.title or mapping.notion.source)
    yield _check("source", Verdict.OK, good, mapping)


def _tab(tab: LiveTab, mapping: PairMapping) -> Checks:
    title = say("{spreadsheet}, {tab}", spreadsheet=tab.spreadsheet, tab=mapping.sheet.tab)
    if Side.SHEET in mapping.policy.read_only:
        yield _check("tab", Verdict.OK, say("The tab {tab} can be read.", tab=title), mapping)
    elif tab.writable is False:
        lacking = say("The tab {tab} can be read, but not written.", tab=title)
        yield _check("tab", Verdict.PROBLEM, lacking, mapping, _editor(tab.account))
    elif tab.writable is None:
        unknown = say("The tab {tab} can be read; Google did not say whether it can be written.", tab=title)
        yield _check("tab", Verdict.WARNING, unknown, mapping, say("Look again later."))
    else:
        good = say("The tab {tab} can be read, and written as far as can be told without writing.", tab=title)
        yield _check("tab", Verdict.OK, good, mapping)
    ours = str(mapping.zone)
    if tab.zone and tab.zone != ours and not (ours == "UTC" and tab.zone in _UTC):
        other = say(
            "The spreadsheet is in the zone {theirs}, the configuration says {ours}.", theirs=tab.zone, ours=ours
        )
        way_out = say("Make them alike (File > Settings, or {key}), or times are read in another zone.", key="zone")
        yield _check("zone", Verdict.WARNING, other, mapping, way_out)


def _editor(account: str) -> Message:
    if account:
        return say("Share the spreadsheet with {account} as an editor.", account=account)
    return say("Share the spreadsheet, as an editor, with the account that the credentials belong to.")


def _check(code: str, verdict: Verdict, seen: Message, mapping: PairMapping, way_out: Message | None = None) -> Check:
    return Check(Area.TABLES, code, verdict, seen, way_out, mapping.name)


_UTC = ("UTC", "Etc/UTC", "GMT", "Etc/GMT", "Etc/UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal")
