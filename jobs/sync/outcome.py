"""What one run of one pair came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sync.changes import Receipt
from sync.errors import BothwaysError
from sync.guard import Refusal
from sync.message import Message
from sync.model import RecordId
from sync.plan import Plan


class OutcomeKind(StrEnum):
    IN_STEP = "in_step"
    """Nothing was left to do."""
    CHANGED = "changed"
    """Everything planned was written and proved."""
    PENDING = "pending"
    """A plan with changes that were not asked to be written."""
    CONFLICTS = "conflicts"
    """All else is done; conflicts wait for a person."""
    REFUSED = "refused"
    UNFINISHED = "unfinished"
    """The time given to the run was over: what was proved is kept, the next run does the rest."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """``titles`` is what people call the records; ``error`` is set where a service or the store stopped the run."""

    pair: str
    kind: OutcomeKind
    plan: Plan = field(default_factory=Plan)
    refusals: tuple[Refusal, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    run: str | None = None
    forced: bool = False
    error: BothwaysError | None = None
    titles: Mapping[RecordId, str] = field(default_factory=dict)
    notices: tuple[Message, ...] = ()
    """What is to be said of the places where people are asked about conflicts."""
