"""Who wins, as values. A policy is read from the configuration and never looks anything up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sync.model import FieldName, RecordId, Side


class OnConflict(StrEnum):
    ASK = "ask"
    NOTION = "notion"
    SHEET = "sheet"
    NEWEST = "newest"
    OLDEST = "oldest"
    KEEP_BOTH = "keep_both"

    @property
    def side(self) -> Side | None:
        return Side(self.value) if self in (OnConflict.NOTION, OnConflict.SHEET) else None


class Inside(StrEnum):
    """How far two edits of one field may be merged inside the value."""

    NOTHING = "nothing"
    SET = "set"
    LINES = "lines"


class Compare(StrEnum):
    EXACT = "exact"
    CASEFOLD = "casefold"
    SET = "set"
    """The order of a list's entries is no edit."""
    FILES = "files"
    """Notion signs the links of its own files anew on each read: the query part is left out."""


class Direction(StrEnum):
    BOTH = "both"
    TO_NOTION = "to_notion"
    TO_SHEET = "to_sheet"
    NONE = "none"

    @property
    def source(self) -> Side | None:
        """The side whose edits count, where only one side's do."""
        return {Direction.TO_NOTION: Side.SHEET, Direction.TO_SHEET: Side.NOTION}.get(self)


class OneWay(StrEnum):
    """What becomes of an edit on the receiving side of a one-way field."""

    REASSERT = "reassert"
    HOLD = "hold"


class Deletes(StrEnum):
    HOLD = "hold"
    PROPAGATE = "propagate"


class EditAgainstDelete(StrEnum):
    EDIT = "edit"
    ASK = "ask"
    DELETE = "delete"


class FirstMatch(StrEnum):
    """Two records meet for the first time and one of them has an empty field."""

    STRICT = "strict"
    FILL = "fill"


class OnReadOnly(StrEnum):
    """What becomes of an edit that would have to be written to a side that is only read."""

    IGNORE = "ignore"
    """It waits: the run leaves it and says so."""
    REFUSE = "refuse"
    REVERT = "revert"
    """The side that is only read stands: the other is put back to it, and what stood there is kept in the history."""


class Schema(StrEnum):
    """What becomes of a column that was added, dropped or retyped on one side."""

    ASK = "ask"
    PROPAGATE = "propagate"


@dataclass(frozen=True, slots=True)
class FieldPolicy:
    direction: Direction = Direction.BOTH
    on_conflict: OnConflict = OnConflict.ASK
    inside: Inside = Inside.NOTHING
    compare: Compare = Compare.EXACT
    one_way: OneWay = OneWay.REASSERT
    telling: bool = True
    """A text in it tells one record from another, as titles and summaries do and options do not."""
    joins: Inside = Inside.NOTHING
    """How one field can hold two values where a person asks for both."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The shares above which a run looks wrong. ``None`` switches a guard off."""

    deletes_percent: float | None = 50
    creates_percent: float | None = None
    creates_floor: int = 20
    """So many creations are always allowed: a small table may double."""
    empty_side: bool = True
    all_changed: bool = False
    all_changed_floor: int = 2


@dataclass(frozen=True, slots=True)
class PairPolicy:
    fields: Mapping[FieldName, FieldPolicy]
    default: FieldPolicy = field(default_factory=FieldPolicy)
    """For fields that have no policy of their own."""
    deletes: Deletes = Deletes.HOLD
    edit_against_delete: EditAgainstDelete = EditAgainstDelete.EDIT
    whole_records: bool = False
    """One clashing field holds the whole record."""
    first_match: FirstMatch = FirstMatch.STRICT
    match_on: tuple[FieldName, ...] = ()
    unique: tuple[tuple[FieldName, ...], ...] = ()
    canary: RecordId | None = None
    read_only: frozenset[Side] = frozenset()
    on_read_only: OnReadOnly = OnReadOnly.IGNORE
    splits: bool = True
    """A record may become two where both versions are to live: not where Notion's own page ids name the records."""
    shared_names: bool = False
    """A field is called the same on both sides, so renaming it on one side renames it on the other."""
    on_drop: Schema = Schema.ASK
    on_retype: Schema = Schema.ASK
    on_add: Schema = Schema.ASK
    limits: Limits = field(default_factory=Limits)

    def of(self, name: FieldName) -> FieldPolicy:
        return self.fields.get(name, self.default)
