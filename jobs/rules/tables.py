"""What a rule knows of a table besides its records: which roles are mapped, and what they are called there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from jobs.rules.item import Item, RecordType, Role
from mappings.presets import load


@dataclass(frozen=True, slots=True)
class Roles:
    """The mapped roles of one table."""

    type: RecordType
    labels: Mapping[Role, str] = field(default_factory=dict)
    """What people call the field of each role, for sentences."""
    scales: Mapping[Role, str] = field(default_factory=dict)
    """The scale of options that each field is read by; ``mappings/scales.toml``."""
    body: bool = False
    """Whether its pages have bodies that are read."""

    def scale(self, role: str) -> str | None:
        """Return the field's scale, or that of the preset's field of this name."""
        return self.scales.get(Role(role)) or usual_scales(self.type).get(role)


@cache
def usual_scales(type: RecordType) -> Mapping[str, str]:  # noqa: A002 - the word of the field
    fields = load(type.value, "en").fields
    return {each.name: each.scale for each in fields if each.scale is not None}


def seen_in(items: tuple[Item, ...]) -> dict[str, Roles]:
    """Return the roles that records of each table show, where no configuration says more."""
    found: dict[str, dict[Role, str]] = {}
    types: dict[str, RecordType] = {}
    bodies: dict[str, bool] = {}
    for item in items:
        own = found.setdefault(item.table, {Role("title"): "title"} if item.title else {})
        own |= {role: str(role) for role in (*item.values, *item.unreadable)}
        types[item.table] = item.type
        bodies[item.table] = bodies.get(item.table, False) or item.sections is not None
    return {table: Roles(types[table], labels, body=bodies[table]) for table, labels in found.items()}
