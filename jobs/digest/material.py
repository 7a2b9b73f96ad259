"""What a digest is made from, as others have read and judged it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jobs.digest.health import Health
from jobs.rules.finding import Finding, Unjudged
from jobs.rules.item import Item
from jobs.rules.observation import History
from jobs.rules.spells import Spell


@dataclass(frozen=True, slots=True)
class Material:
    """``findings`` are those at the end of the window, or now; suggested links and likely duplicates are among them."""

    items: Sequence[Item]
    findings: Sequence[Finding] = ()
    unjudged: Sequence[Unjudged] = ()
    history: History = field(default_factory=dict)
    spells: Sequence[Spell] = ()
    """How long findings have held, and those that hold no longer. Empty: nothing was flagged yet."""
    health: Health = field(default_factory=Health)
    people: Mapping[str, str] = field(default_factory=dict)
    """Notion user ids by the names that stand in the records."""
    words: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    """By table and role: how the team writes each option, by the first English name of its scale."""
