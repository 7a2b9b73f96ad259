"""One thing that was looked at, with what was seen and the way out."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from jobs.exits import Exit
from sync.errors import BothwaysError, Misconfigured
from sync.message import Message
from sync.model import FieldName


class Verdict(StrEnum):
    OK = "ok"
    WARNING = "warning"
    """Runs go on; somebody should know."""
    PROBLEM = "problem"
    """A run fails, or holds what should go through."""


class Area(StrEnum):
    """What is looked at, in the order in which it is shown."""

    CONFIGURATION = "configuration"
    SURROUNDINGS = "surroundings"
    STATE = "state"
    NOTION = "notion"
    GOOGLE = "google"
    CLOCK = "clock"
    TABLES = "tables"
    FIELDS = "fields"
    QUOTAS = "quotas"


@dataclass(frozen=True, slots=True)
class Check:
    """``code`` stays the same for programs. Every verdict but ``ok`` has a way out, unless ``seen`` has it in it."""

    area: Area
    code: str
    verdict: Verdict
    seen: Message
    way_out: Message | None = None
    pair: str | None = None
    field: FieldName | None = None


Checks = Iterator[Check]


def raised(area: Area, code: str, error: BothwaysError, pair: str | None = None) -> Checks:
    """Yield a problem for what was raised; one for each mistake where there are several."""
    mistakes = error.mistakes if isinstance(error, Misconfigured) else ()
    for seen in mistakes or (error.seen,):
        yield Check(area, code, Verdict.PROBLEM, seen, error.way_out, pair)


def counts(checks: Iterable[Check]) -> dict[Verdict, int]:
    found = Counter(check.verdict for check in checks)
    return {verdict: found[verdict] for verdict in Verdict}


def exit_of(checks: Iterable[Check]) -> Exit:
    """Return what the command ends with: warnings alone are no reason to fail."""
    problems = [check for check in checks if check.verdict is Verdict.PROBLEM]
    if any(check.area is Area.CONFIGURATION for check in problems):
        return Exit.USAGE
    return Exit.UNWELL if problems else Exit.DONE
