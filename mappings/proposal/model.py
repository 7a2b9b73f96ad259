"""A proposed mapping, as values: what is mapped and why, what is not and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mappings.fields import FieldType, RelatedAs, Unit
from sync.message import Message
from sync.model import Side
from sync.policy import Direction


class Confidence(StrEnum):
    """How sure a match is. What is unsure is asked, and otherwise left out."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Match:
    """A property and a column that are proposed as one field.

    ``name`` is the field's in the configuration. ``direction`` is set where it is not both ways, ``why_one_way`` says
    why. ``options`` are further keys of the field's table in the configuration.
    """

    name: str
    type: FieldType
    notion: str
    sheet: str
    reasons: tuple[Message, ...]
    confidence: Confidence = Confidence.SURE
    direction: Direction | None = None
    why_one_way: Message | None = None
    related_as: RelatedAs | None = None
    unit: Unit | None = None
    options: Mapping[str, object] = field(default_factory=dict)

    @property
    def read_only(self) -> bool:
        return self.direction is not None and self.direction is not Direction.BOTH


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A property or column that is not mapped, and why."""

    side: Side
    name: str
    why: Message


@dataclass(frozen=True, slots=True)
class Identity:
    """What carries the record id on each side; None where there is nothing yet that could."""

    id_property: str | None = None
    id_column: str | None = None
    reasons: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """The preset that the tables are like."""

    name: str
    title: str
    why: Message


@dataclass(frozen=True, slots=True)
class Proposal:
    """``unsure`` are matches that a person has to confirm."""

    fields: tuple[Match, ...]
    unsure: tuple[Match, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    identity: Identity = field(default_factory=Identity)
    match_on: tuple[str, ...] = ()
    kind: Kind | None = None
    remarks: tuple[Message, ...] = ()

    def field(self, name: str) -> Match:
        return next(each for each in self.fields if each.name == name)
