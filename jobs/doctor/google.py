"""Google's credentials, and what they open."""

from collections.abc import Sequence

from jobs.doctor.check import Area, Check, Checks, Verdict, raised
from jobs.doctor.facts import Examined
from jobs.doctor.origin import of_google
from jobs.settings import Settings
from mappings.fields import PairMapping
from sync.errors import BothwaysError, NotAllowed, OutOfReach
from sync.message import say
from sync.model import Side


def google(seen: Examined, mappings: Sequence[PairMapping], settings: Settings) -> Checks:
    """Judge the account. What concerns one spreadsheet is judged with the tables."""
    if isinstance(seen.google, BothwaysError):
        yield from raised(Area.GOOGLE, "credentials", seen.google)
        return
    common = shared_error(seen, mappings)
    if common is not None:
        yield from raised(Area.GOOGLE, "reach" if isinstance(common, OutOfReach) else "access", common)
        return
    good = say(
        "Google takes the credentials from {origin} (account: {account}).",
        origin=of_google(settings),
        account=seen.google or "-",
    )
    yield Check(Area.GOOGLE, "credentials", Verdict.OK, good)


def shared_error(seen: Examined, mappings: Sequence[PairMapping]) -> BothwaysError | None:
    """Return the error that all tabs met, which is then the account's and is told once."""
    found = [seen.tabs.get(mapping.name) for mapping in mappings if Side.SHEET in mapping.sides]
    errors = [each for each in found if isinstance(each, NotAllowed | OutOfReach)]
    same = len({(type(each), each.seen) for each in errors}) == 1
    return errors[0] if len(errors) == len(found) and same else None
