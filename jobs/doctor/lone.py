"""Tables without a partner, as a checkup sees them: what Bothways writes there are the fields of its own."""

from dataclasses import replace

from jobs.settings import Settings
from mappings.fields import PairMapping
from sync.model import Side


def lone_tables(settings: Settings) -> list[PairMapping]:
    """Return the single tables; one without a field of ours is read only."""
    zone = settings.tzinfo()
    return [_as_written(single.mapping(name, zone)) for name, single in settings.tables.items()]


def _as_written(mapping: PairMapping) -> PairMapping:
    if any(field.own for field in mapping.fields):
        return mapping
    return replace(mapping, policy=replace(mapping.policy, read_only=frozenset(Side)))
