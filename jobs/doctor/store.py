"""The state store: whole, ours, of a version we know, writable, and free."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from jobs.doctor.check import Area, Check, Checks, Verdict, raised
from jobs.doctor.facts import Store
from mappings.fields import PairMapping
from sync.errors import BothwaysError
from sync.message import Message, say


def store(
    seen: Store | BothwaysError, unusable: Mapping[str, BothwaysError], mappings: Sequence[PairMapping], now: datetime
) -> Checks:
    if isinstance(seen, BothwaysError):
        yield from raised(Area.STATE, "state", seen)
        return
    yield _version(seen)
    yield from _place(seen)
    for mapping in mappings:
        if mapping.name in unusable:
            yield from raised(Area.STATE, "memory", unusable[mapping.name], mapping.name)
        yield from _pair(mapping.name, seen, now)


def _version(seen: Store) -> Check:
    if not seen.there:
        return _check("state", Verdict.OK, say("{where} is not there yet; the first sync makes it.", where=seen.where))
    if seen.version is None:
        return _check("state", Verdict.OK, say("{where} is empty; the first sync fills it.", where=seen.where))
    if seen.version > seen.newest:
        newer = say(
            "The state store {where} was written by a newer Bothways (its version is {version}).",
            where=seen.where,
            version=seen.version,
        )
        return _check("version", Verdict.PROBLEM, newer, say("Update this Bothways, or name another state store."))
    size = "-" if seen.size is None else f"{seen.size / 1024:,.0f} KiB"
    good = say(
        "{where} is whole and can be written (version {version}, {size}{log}).",
        where=seen.where,
        version=seen.version,
        size=size,
        log=f", {seen.log}" if seen.log else "",
    )
    return _check("state", Verdict.OK, good)


def _place(seen: Store) -> Checks:
    if seen.far:
        far = say("{where} lies on another computer's disk, where locks may not hold.", where=seen.where)
        yield _check("place", Verdict.WARNING, far, say("Keep the file on a disk of this computer, or use PostgreSQL."))
    if seen.fleeting:
        fleeting = say("{where} lies in a place that is emptied from time to time.", where=seen.where)
        way_out = say("Name a lasting place in {key}: without its memory a run begins anew.", key="state.url")
        yield _check("place", Verdict.WARNING, fleeting, way_out)


def _pair(pair: str, seen: Store, now: datetime) -> Checks:
    lease = seen.leases.get(pair)
    if lease is not None and lease.until > now:
        busy = say(
            "{holder} is working on the pair until {until}.", holder=lease.holder, until=f"{lease.until:%H:%M:%S}"
        )
        way_out = say("Wait for it to end. If it was killed, its lease ends by itself: run again after that time.")
        yield _check("lease", Verdict.WARNING, busy, way_out, pair)
    left = seen.left_open.get(pair, 0)
    if left:
        seen_left = say("A run ended before it knew what became of {count} writes.", count=left)
        yield _check("left-open", Verdict.WARNING, seen_left, say("The next sync looks and settles them."), pair)


def _check(
    code: str, verdict: Verdict, seen: Message, way_out: Message | None = None, pair: str | None = None
) -> Check:
    return Check(Area.STATE, code, verdict, seen, way_out, pair)
