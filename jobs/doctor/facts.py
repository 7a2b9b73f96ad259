"""What was seen, before it is judged. Where looking failed, the error stands in its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mappings.live import LiveSource, LiveTab
from sync.errors import BothwaysError


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``versions`` are those of the libraries, None for one that is missing; ``zones`` are counted."""

    python: tuple[int, int, int]
    versions: Mapping[str, str | None]
    zones: int


@dataclass(frozen=True, slots=True)
class Lease:
    holder: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Store:
    """The memory of all pairs. ``version`` is None where nothing was made yet; ``size`` is in bytes."""

    where: str
    there: bool
    version: str | None
    newest: str
    size: int | None = None
    log: str = ""
    far: bool = False
    fleeting: bool = False
    leases: Mapping[str, Lease] = field(default_factory=dict)
    left_open: Mapping[str, int] = field(default_factory=dict)
    records: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Connected:
    """The Notion connection. ``people`` is None where it may not see users; ``addresses`` counts those with e-mail."""

    name: str
    workspace: str
    people: int | None
    addresses: int
    updates: bool
    inserts: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """What time it was by a service's answer (whole seconds) and by our own clock as it came."""

    service: str
    theirs: datetime
    ours: datetime


@dataclass(frozen=True, slots=True)
class Examined:
    """Everything that was seen. A pair is missing from ``sources`` or ``tabs`` where its service could not be asked."""

    now: datetime
    surroundings: Surroundings
    store: Store | BothwaysError
    notion: Connected | BothwaysError | None
    """None where no table lies there; so is ``google``."""
    google: str | BothwaysError | None
    """Who we are to Google, empty where the token does not say; or why there are no credentials."""
    unusable: Mapping[str, BothwaysError] = field(default_factory=dict)
    """Pairs whose memory cannot be read."""
    sources: Mapping[str, LiveSource | BothwaysError] = field(default_factory=dict)
    tabs: Mapping[str, LiveTab | BothwaysError] = field(default_factory=dict)
    moments: tuple[Moment, ...] = ()
