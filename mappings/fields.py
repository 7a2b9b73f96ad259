"""A field of a mapping, and the mapping of a pair."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from enum import StrEnum

from mappings.aliases import Spellings
from mappings.templates import Template
from sync.model import FieldName, Side, Value
from sync.policy import Compare, FieldPolicy, PairPolicy


class FieldType(StrEnum):
    """What a field is in Notion; the sheet's cell follows from it (docs/fields.md)."""

    TITLE = "title"
    RICH_TEXT = "rich_text"
    NUMBER = "number"
    CHECKBOX = "checkbox"
    SELECT = "select"
    MULTI_SELECT = "multi_select"
    STATUS = "status"
    DATE = "date"
    URL = "url"
    EMAIL = "email"
    PHONE = "phone_number"
    PEOPLE = "people"
    RELATION = "relation"
    FILES = "files"
    PLACE = "place"
    UNIQUE_ID = "unique_id"
    CREATED_TIME = "created_time"
    LAST_EDITED_TIME = "last_edited_time"
    CREATED_BY = "created_by"
    LAST_EDITED_BY = "last_edited_by"
    FORMULA = "formula"
    ROLLUP = "rollup"
    VERIFICATION = "verification"
    BUTTON = "button"
    UNKNOWN = "unknown"
    """Any type that this version does not know: shown, never written."""

    @classmethod
    def knows(cls, name: str) -> bool:
        """Say whether this version has a type of that name."""
        return name in cls.__members__.values()

    @property
    def computed(self) -> bool:
        """Notion computes it, or nobody knows how to write it, so it is only ever read."""
        return self in _COMPUTED


_COMPUTED = frozenset(
    {
        FieldType.UNIQUE_ID,
        FieldType.CREATED_TIME,
        FieldType.LAST_EDITED_TIME,
        FieldType.CREATED_BY,
        FieldType.LAST_EDITED_BY,
        FieldType.FORMULA,
        FieldType.ROLLUP,
        FieldType.VERIFICATION,
        FieldType.BUTTON,
        FieldType.UNKNOWN,
    }
)


class NewOptions(StrEnum):
    """What becomes of an option that is new on one side."""

    CREATE = "create"
    HOLD = "hold"


class RelatedAs(StrEnum):
    """What stands in a cell for a related record."""

    ID = "id"
    TITLE = "title"
    LINK = "link"


class Unit(StrEnum):
    """What a number in Notion counts where the sheet's cell holds a duration."""

    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Field:
    """A mapped property and column under one canonical name.

    ``notion`` is the property's name or id, ``sheet`` the column's header. ``related`` names, for a relation,
    the pair whose record ids stand in the cell; without it the ids are those of Notion's pages. ``aliases`` are other
    spellings of options, by the one that is the value. ``pattern`` is Google's number format pattern for cells that
    have to be formatted.
    """

    name: FieldName
    type: FieldType
    notion: str
    sheet: str
    policy: FieldPolicy = field(default_factory=FieldPolicy)
    related: str | None = None
    related_as: RelatedAs = RelatedAs.ID
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    new_options: NewOptions = NewOptions.CREATE
    pattern: str | None = None
    unit: Unit | None = None
    own: bool = False
    """The field is Bothways' own: it writes there, and takes edits of people back."""
    spellings: Spellings = field(init=False, repr=False, compare=False)
    """The aliases, ready to be looked up."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "spellings", Spellings(self.aliases))

    def meaning(self, value: Value) -> Value:
        """Return what a value that was spelled otherwise means, as one from before the field had its aliases."""
        if isinstance(value, str):
            return self.spellings.meaning(value)
        return tuple(dict.fromkeys(map(self.spellings.meaning, value))) if isinstance(value, tuple) else value

    @property
    def loose(self) -> bool:
        """Whether upper and lower case make no difference."""
        return self.policy.compare is Compare.CASEFOLD


@dataclass(frozen=True, slots=True)
class NotionPlace:
    """Where the Notion half of a pair lies: a database or a data source, by id or URL."""

    source: str
    id_property: str | None
    """The text property that carries the record id; without one the page's own id serves."""
    conflict_property: str | None = None
    """The property that says that a page has a conflict, and by which people choose."""
    conflict_comments: bool = True
    template: Template | None = None
    """What a new page begins with."""


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """Where the sheet half lies. ``header_row`` counts from 1; ``conflicts_tab`` is empty where there is to be none."""

    spreadsheet: str
    tab: str
    id_column: str
    header_row: int = 1
    conflicts_tab: str = ""


@dataclass(frozen=True, slots=True)
class PairMapping:
    """One pair, as the configuration gives it. ``zone`` is what times without a zone in the sheet are in."""

    name: str
    notion: NotionPlace
    sheet: SheetPlace
    fields: tuple[Field, ...]
    policy: PairPolicy
    zone: tzinfo

    @property
    def sides(self) -> tuple[Side, ...]:
        """Both, or the one that a table without a partner has."""
        there = {Side.NOTION: self.notion.source, Side.SHEET: self.sheet.spreadsheet}
        return tuple(side for side in Side if there[side])

    def field(self, name: FieldName) -> Field:
        return next(each for each in self.fields if each.name == name)
