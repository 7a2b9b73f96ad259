"""What the state store holds, for a checkup: how it is, and by what the pairs' columns are known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from adapters.state.checkup import StoreState, look_at_store
from adapters.state.reading import open_to_read
from jobs.doctor.facts import Lease, Store
from jobs.settings import Settings
from jobs.wiring.pairs import names_in
from jobs.wiring.services import memory_of
from mappings.fields import PairMapping
from sync.errors import BothwaysError
from sync.following import known_columns
from sync.model import Base, Column, FieldName, Side, Site


@dataclass(frozen=True, slots=True)
class Known:
    """What a pair's columns were at the last run, and where."""

    properties: Mapping[FieldName, str] = field(default_factory=dict)
    source: str | None = None
    columns: Mapping[FieldName, Column] = field(default_factory=dict)
    site: Site = field(default_factory=Site)


@dataclass(frozen=True, slots=True)
class Remembered:
    """``unusable`` are the pairs whose memory cannot be read, each with the reason."""

    store: Store | BothwaysError
    known: Mapping[str, Known] = field(default_factory=dict)
    unusable: Mapping[str, BothwaysError] = field(default_factory=dict)


def remembered(settings: Settings, mappings: Sequence[PairMapping]) -> Remembered:
    """Read what is there. A store that would have to be made or migrated is left as it is."""
    try:
        store = _plain(look_at_store(settings.state_url()))
    except BothwaysError as error:
        return Remembered(error)
    if not store.there or store.version != store.newest:
        return Remembered(store)
    known: dict[str, Known] = {}
    unusable: dict[str, BothwaysError] = {}
    with open_to_read(settings.state_url()) as opened:
        for mapping in mappings:
            if mapping.name not in store.records:
                continue
            try:
                known[mapping.name] = _known(mapping, memory_of(opened, mapping).base())
            except BothwaysError as error:
                unusable[mapping.name] = error
    return Remembered(store, known, unusable)


def _known(mapping: PairMapping, base: Base) -> Known:
    """Return what a run would know, by the same rules."""
    notion, sheet = (known_columns(base, side, names_in(mapping, side)) for side in Side)
    properties = {name: column.key for name, column in notion.items() if column.key}
    source = base.sites.get(Side.NOTION, Site()).table or None
    return Known(properties, source, sheet, base.sites.get(Side.SHEET, Site()))


def _plain(state: StoreState) -> Store:
    leases = {name: lease for name, known in state.pairs.items() if (lease := _lease(known.holder, known.until))}
    return Store(
        state.where,
        state.there,
        state.version,
        state.newest,
        state.size,
        state.log,
        state.far,
        state.fleeting,
        leases,
        {name: known.left_open for name, known in state.pairs.items()},
        {name: known.records for name, known in state.pairs.items()},
    )


def _lease(holder: str | None, until: str | None) -> Lease | None:
    try:
        return Lease(holder, datetime.fromisoformat(until)) if holder and until else None
    except ValueError:
        return None
