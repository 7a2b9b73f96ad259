"""All checks, in one fixed order. Each stands for itself: what one finds hides nothing that another would find."""

from collections.abc import Sequence

from jobs.doctor.check import Area, Check, Verdict, raised
from jobs.doctor.clock import clock
from jobs.doctor.facts import Examined, Surroundings
from jobs.doctor.fields import fields
from jobs.doctor.google import google
from jobs.doctor.notion import notion
from jobs.doctor.quotas import quotas
from jobs.doctor.store import store
from jobs.doctor.surroundings import surroundings
from jobs.doctor.tables import tables
from jobs.settings import Settings
from mappings.fields import PairMapping
from sync.errors import BothwaysError, Misconfigured
from sync.message import say

_ORDER = {area: place for place, area in enumerate(Area)}


def judge(seen: Examined, settings: Settings, mappings: Sequence[PairMapping]) -> list[Check]:
    """Return every check, by area."""
    found = [_sound(settings, mappings)]
    found += surroundings(seen.surroundings)
    found += store(seen.store, seen.unusable, mappings, seen.now)
    if seen.notion is not None:
        found += notion(seen.notion, mappings, settings)
    if seen.google is not None:
        found += google(seen, mappings, settings)
    found += clock(seen.moments)
    found += tables(seen, mappings)
    found += fields(seen, mappings)
    found += quotas(seen, settings, mappings)
    return sorted(found, key=lambda check: _ORDER[check.area])


def misconfigured(error: BothwaysError, around: Surroundings) -> list[Check]:
    """Return what can be said without a configuration: its mistakes, and what does not depend on it."""
    found: list[Check] = [*raised(Area.CONFIGURATION, "configuration", error)]
    if isinstance(error, Misconfigured):
        seen = say("Tokens, tables and the state store were not looked at: the configuration says which they are.")
        found.append(Check(Area.CONFIGURATION, "not-looked-at", Verdict.WARNING, seen, say("Correct it first.")))
    return [*found, *surroundings(around)]


def _sound(settings: Settings, mappings: Sequence[PairMapping]) -> Check:
    pairs = sum(len(mapping.sides) > 1 for mapping in mappings)
    lone = len(mappings) - pairs
    seen = say("{file} has no mistake; {count} pairs.", file=settings.file, count=pairs)
    if lone:
        seen = say(
            "{file} has no mistake; pairs: {pairs}, single tables: {lone}.", file=settings.file, pairs=pairs, lone=lone
        )
    return Check(Area.CONFIGURATION, "configuration", Verdict.OK, seen)
