"""How many calls a run needs, how many are allowed, and how long the tables may grow."""

from collections.abc import Collection, Mapping, Sequence
from math import ceil

from jobs.doctor.check import Area, Check, Checks, Verdict
from jobs.doctor.facts import Examined, Store
from jobs.settings import Settings
from mappings.fields import PairMapping
from mappings.live import LiveTab
from sync.message import Message, say
from sync.model import Side

USUAL, LARGE = 180, 600
"""Notion's calls a minute for one connection: on most plans, and on Business and Enterprise."""
GOOGLE = 60
"""Google's reads, and as many writes, of one account in a minute, unless the project was given more."""
PAGE = 100
CAP = 10_000
"""So many rows at most does Notion show of one query."""
_NEAR = 9_000
_BESIDE = 2
"""Calls of a read beside the pages of rows: the database and its data source."""


def quotas(seen: Examined, settings: Settings, mappings: Sequence[PairMapping]) -> Checks:
    yield from _budgets(settings)
    sizes = {mapping.name: _size(mapping.name, seen) for mapping in mappings}
    known = {name: size for name, size in sizes.items() if size is not None}
    queried = {mapping.name for mapping in mappings if Side.NOTION in mapping.sides}
    if known:
        tabs = sum(Side.SHEET in mapping.sides for mapping in mappings if mapping.name in known)
        yield _need(known, queried, tabs, settings.notion.calls_per_minute)
    for name, size in known.items():
        if size >= _NEAR and name in queried:
            yield _long(name, size)


def _budgets(settings: Settings) -> Checks:
    calls = settings.notion.calls_per_minute
    local = settings.notion.base_url is not None
    if calls > USUAL and not local:
        over = say(
            "The budget of Notion calls is {calls} a minute; {usual} are allowed on most plans, {large} on Business "
            "and Enterprise.",
            calls=calls,
            usual=USUAL,
            large=LARGE,
        )
        way_out = say(
            "Lower {key}, unless the plan allows it: calls over the limit are refused and cost time.",
            key="notion.calls_per_minute",
        )
        yield _check("notion", Verdict.PROBLEM if calls > LARGE else Verdict.WARNING, over, way_out)
    else:
        yield _check("notion", Verdict.OK, say("The budget of Notion calls is {calls} a minute.", calls=calls))
    for key in ("reads_per_minute", "writes_per_minute"):
        budget = getattr(settings.google, key)
        if budget > GOOGLE and settings.google.base_url is None:
            over = say(
                "The budget of Google calls is {calls} a minute ({key}); {usual} are usual.",
                calls=budget,
                key=key,
                usual=GOOGLE,
            )
            yield _check(
                "google", Verdict.WARNING, over, say("Lower it, unless the Google Cloud project was given more.")
            )


def _size(pair: str, seen: Examined) -> int | None:
    """Return the records of the larger side, as far as known: the rows of the tab, and those that are remembered."""
    tab = seen.tabs.get(pair)
    remembered = seen.store.records.get(pair, 0) if isinstance(seen.store, Store) else 0
    return max(tab.rows, remembered) if isinstance(tab, LiveTab) else remembered or None


def _need(sizes: Mapping[str, int], queried: Collection[str], tabs: int, budget: int) -> Check:
    calls = sum(ceil(size / PAGE) + _BESIDE for name, size in sizes.items() if name in queried)
    records = sum(sizes.values())
    if calls > budget:
        slow = say(
            "A run reads about {records} records with about {calls} Notion calls, more than a minute's budget of "
            "{budget}.",
            records=records,
            calls=calls,
            budget=budget,
        )
        way_out = say(
            "It takes about {minutes} minutes; let runs start further apart than that.", minutes=ceil(calls / budget)
        )
        return _check("calls", Verdict.WARNING, slow, way_out)
    good = say(
        "A run reads about {records} records with about {calls} Notion calls and {tabs} Google calls.",
        records=records,
        calls=calls,
        tabs=tabs,
    )
    return _check("calls", Verdict.OK, good)


def _long(pair: str, size: int) -> Check:
    seen = say("About {size} records; Notion shows {cap} of one query.", size=size, cap=CAP)
    way_out = say(
        "Bothways reads on by the time of creation. Only where {cap} pages were made within one minute, as by an "
        "import, can it not: then absence proves nothing and nothing is deleted.",
        cap=CAP,
    )
    return _check("cap", Verdict.WARNING, seen, way_out, pair)


def _check(
    code: str, verdict: Verdict, seen: Message, way_out: Message | None = None, pair: str | None = None
) -> Check:
    return Check(Area.QUOTAS, code, verdict, seen, way_out, pair)
