"""A table that is judged: what its records are, and which field is for what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from jobs.rules.item import RecordType, Role
from jobs.settings import Settings
from jobs.settings.pairs import Pair
from jobs.settings.tables import Single
from mappings.fields import Field, FieldType, PairMapping
from mappings.presets import load
from mappings.suggest import nearest
from sync.errors import Misconfigured
from sync.message import say
from sync.model import FieldName, Side


@dataclass(frozen=True)
class Subject:
    """A pair, or a single table: then ``sides`` has one entry, and the mapping's other half is blank."""

    mapping: PairMapping
    type: RecordType
    roles: Mapping[Role, FieldName]
    scales: Mapping[Role, str] = field(default_factory=dict)
    """The scale that the configuration gives to the field of a role."""
    sides: tuple[Side, ...] = tuple(Side)
    key: tuple[FieldName, ...] = ()
    """Fields that tell the rows of a table without ids apart."""

    @property
    def name(self) -> str:
        return self.mapping.name

    @cached_property
    def fields(self) -> Mapping[Role, Field]:
        known = {each.name: each for each in self.mapping.fields}
        return {role: known[name] for role, name in self.roles.items() if name in known}

    @cached_property
    def title(self) -> FieldName | None:
        named = self.roles.get(Role("title"))
        return named or next((each.name for each in self.mapping.fields if each.type is FieldType.TITLE), None)

    def usual_scale(self, role: Role) -> str | None:
        """Return the scale of the preset's field of this name."""
        found = (each.scale for each in load(self.type.value, "en").fields if each.name == role)
        return next(found, None)


def subjects_of(settings: Settings) -> tuple[Subject, ...]:
    """Return the pairs and single tables that say what their records are, in the order of the file."""
    pairs = {mapping.name: mapping for mapping in settings.mappings()}
    zone = settings.tzinfo()
    found = [
        Subject(pairs[name], pair.record, _roles(pair), _scales(pair))
        for name, pair in settings.pairs.items()
        if pair.record is not None
    ]
    for name, single in settings.tables.items():
        sides, mapping = (single.side,), single.mapping(name, zone)
        found.append(Subject(mapping, single.record, _roles(single), _scales(single), sides, single.key))
    return tuple(found)


def known_names(settings: Settings, names: Sequence[str]) -> None:
    """Raise ``Misconfigured`` for a name that is neither a pair's nor a table's."""
    known = [*settings.pairs, *settings.tables]
    mistakes = [
        say(
            "{seen} names no pair and no table; there are {allowed} (nearest: {near})",
            seen=name,
            allowed=", ".join(known),
            near=nearest(name, known) or "-",
        )
        for name in names
        if name not in known
    ]
    if mistakes:
        raise Misconfigured(say("The command line names tables that the configuration does not have."), mistakes)


def named(subjects: Sequence[Subject], settings: Settings, names: Sequence[str]) -> list[Subject]:
    """Return the tables that were named, or all. Raises ``Misconfigured`` for others, and where there are none."""
    known_names(settings, names)
    chosen = [each for each in subjects if not names or each.name in names]
    if not chosen:
        raise Misconfigured(
            say("No table says what its records are: nothing can be judged."),
            (),
            say("Set {example} in its table; docs/rules.md has the types.", example='record = "risk"'),
        )
    return chosen


def unjudged(settings: Settings) -> tuple[str, ...]:
    """Return the pairs that do not say what their records are."""
    return tuple(name for name, pair in settings.pairs.items() if pair.record is None)


def _roles(given: Pair | Single) -> dict[Role, FieldName]:
    """A role is the field of its name; a field that is given another role keeps its name as one."""
    named = {Role(name): FieldName(name) for name in given.fields}
    return named | {Role(role): FieldName(name) for role, name in given.roles.items()}


def _scales(given: Pair | Single) -> dict[Role, str]:
    fields = given.fields
    own = {role: fields[name].scale for role, name in _roles(given).items() if name in fields}
    return {role: scale.value for role, scale in own.items() if scale is not None}
