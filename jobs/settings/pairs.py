"""The ``[pairs.*]`` tables: one pair, its two places, its guards and its fields."""

from dataclasses import replace
from datetime import tzinfo
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from jobs.rules.item import RecordType
from jobs.settings.table import Table
from mappings import load
from mappings.aliases import Language, combined
from mappings.fields import Field as Mapped
from mappings.fields import FieldType, NewOptions, PairMapping, RelatedAs, Unit
from mappings.fields import NotionPlace as NotionHalf
from mappings.fields import SheetPlace as SheetHalf
from mappings.scales import Scale, scale
from mappings.templates import Template
from sync.model import FieldName, RecordId, Side
from sync.policy import (
    Compare,
    Deletes,
    Direction,
    EditAgainstDelete,
    FirstMatch,
    Limits,
    OnConflict,
    OneWay,
    OnReadOnly,
    PairPolicy,
)

Name = Annotated[str, StringConstraints(min_length=1)]
Percent = Annotated[float, Field(ge=0, le=100)]


class FieldConflict(StrEnum):
    """A field's own answer to a conflict."""

    ASK = "ask"
    NOTION = "notion"
    SHEET = "sheet"
    NEWEST = "newest"
    OLDEST = "oldest"
    KEEP_BOTH = "keep_both"
    MERGE = "merge"


class NotionPlace(Table):
    source: Name = Field(description="The database or data source: its id or its URL.")
    id_property: Name | None = Field(
        default=None,
        description="The text property that carries the record id. Without it the page's own id serves; "
        "then `match_on` is needed, and `keep_both` is not possible.",
    )
    conflict_property: Name | None = Field(
        default=None,
        description="A select (or status) property that says `conflict` on a page with an open one; whoever sets it to "
        "`keep Notion`, `keep Sheet`, `keep both` or `later` settles all conflicts of the page (docs/conflicts.md).",
    )
    conflict_comments: bool = Field(
        default=True, description="Name each conflict once in a comment on its page; the connection must be allowed to."
    )
    template: Name | None = Field(
        default=None,
        description="What the page of a new record begins with: `postmortem`, `risk`, or the path of a Markdown or "
        "TOML file of your own (docs/records.md). A page that is there already is never touched. Not set: nothing.",
    )


class SheetPlace(Table):
    spreadsheet: Name = Field(description="The spreadsheet: its id or its URL.")
    tab: Name = Field(description="The tab's name.")
    id_column: Name = Field(description="The header of the column that carries the record id.")
    header_row: int = Field(default=1, ge=1, description="The row of the headers, counted from 1.")
    conflicts_tab: str = Field(
        default="Bothways conflicts",
        description="The tab of the spreadsheet in which conflicts are listed and settled; it is made at the first "
        "one. Empty: none.",
    )


class Guards(Table):
    """Shares above which a run looks wrong and stops before it writes."""

    deletes_percent: Percent = Field(
        default=50, description="So many of the known records may be trashed in one run; 100 switches the guard off."
    )
    creates_percent: Annotated[float, Field(ge=0)] | None = Field(
        default=None,
        description="So many records may be created in one run, as a share of those known. Not set: no limit.",
    )
    creates_floor: int = Field(
        default=20, ge=0, description="So many creations are always allowed: a small table may double."
    )
    empty_side: bool = Field(default=True, description="Stop when a side is empty that had records.")
    all_changed: bool = Field(default=True, description="Stop when every known record changed on one side.")
    all_changed_floor: int = Field(default=50, ge=1, description="`all_changed` counts from so many known records on.")

    def limits(self) -> Limits:
        return Limits(**self.model_dump())


class FieldTable(Table):
    """One property and one column that hold the same."""

    type: FieldType = Field(description="The property's type in Notion.")
    notion: Name | None = Field(default=None, description="The property's name or id. Not set: the field's own name.")
    sheet: Name | None = Field(default=None, description="The column's header. Not set: the field's own name.")
    direction: Direction | None = Field(
        default=None,
        description="Which way edits go. Not set: `both`, or `to_sheet` for what Notion computes "
        "(unique id, created and last edited time).",
    )
    on_conflict: FieldConflict | None = Field(
        default=None,
        description="What to do when both sides changed it. Not set: the pair's `conflicts`. `merge` unites lists "
        "entry by entry and texts line by line, and asks the pair's `conflicts` where both touched the same line.",
    )
    compare: Literal["exact", "casefold"] | None = Field(
        default=None,
        description="When two values are the same. `casefold` ignores upper and lower case. Not set: `casefold` for "
        "select and status, else `exact`, and for lists the order of entries does not count.",
    )
    one_way: OneWay = Field(
        default=OneWay.REASSERT,
        description="A field that goes one way was edited on the receiving side: put the source's value back "
        "(the edit stays in the history), or hold the field.",
    )
    related: Name | None = Field(
        default=None,
        description="For a relation: the pair whose record ids stand in the cell. Not set: ids of Notion pages.",
    )
    related_as: RelatedAs = Field(
        default=RelatedAs.ID,
        description="For a relation: what is written in the cell for a related record, its id, its title or a link to "
        "its page. All three are read.",
    )
    scale: Scale | None = Field(
        default=None,
        description="For options: a usual set of them, whose spellings in Japanese and English are read as the same.",
    )
    written: Language = Field(
        default="en", description="The language in which the options of `scale` are written where a side has neither."
    )
    aliases: dict[Name, tuple[Name, ...]] = Field(
        default_factory=dict,
        description='Other spellings of options, by the one that is written: `{ SEV1 = ["S1", "Sev-1"] }`. They are '
        "added to those of `scale`, and go first. With aliases, width, case, blanks, hyphens and emoji make no "
        "difference. A side that has only another spelling keeps it.",
    )
    new_options: NewOptions = Field(
        default=NewOptions.CREATE,
        description="An option that is new on one side: create it on the other (in Notion, in the dropdown of the "
        "column), or hold the field. A status is never created.",
    )
    pattern: Name | None = Field(
        default=None,
        description="Google's number format for cells that have to be formatted, such as `yyyy年m月d日` or `0.0%`. "
        "Cells that fit already keep theirs.",
    )
    unit: Unit | None = Field(
        default=None, description="For a number whose cells hold durations: what the number counts in Notion."
    )

    own: bool = Field(
        default=False,
        description="The field belongs to Bothways: `bothways flag` and `bothways link` write it, what people type "
        "there is put back by their next run, and a sync never asks about it (docs/flags.md). Lists of links are "
        "shared: links are added, and those that people set or take away stand.",
    )

    def spellings(self) -> dict[str, tuple[str, ...]]:
        """Return the spellings of the options: those of the scale with the field's own in it."""
        standard = {} if self.scale is None else scale(self.scale, self.written)
        return combined(standard, self.aliases)

    def field(self, name: str, conflicts: OnConflict) -> Mapped:
        merge = self.on_conflict is FieldConflict.MERGE
        own = OnConflict(self.on_conflict) if self.on_conflict and not merge else conflicts
        policy = load.field_policy(
            self.type,
            on_conflict=OnConflict.NOTION if self.own else own,
            merge=merge or (self.own and self.type in load.LISTS),
            direction=self.direction,
            compare=Compare(self.compare) if self.compare else None,
            one_way=self.one_way,
        )
        return Mapped(
            FieldName(name),
            self.type,
            self.notion or name,
            self.sheet or name,
            replace(policy, telling=policy.telling and not self.own),
            related=self.related,
            related_as=self.related_as,
            aliases=self.spellings(),
            new_options=self.new_options,
            pattern=self.pattern,
            unit=self.unit,
            own=self.own,
        )


class Pair(Table):
    """One Notion data source and one sheet tab that are kept in step."""

    record: RecordType | None = Field(
        default=None, description="What its records are; rules judge them as such. Not set: they are not judged."
    )
    roles: dict[Name, Name] = Field(
        default_factory=dict,
        description='What fields are for, by role, as in `owner = "person in charge"`. Not set: a role is the field of '
        "its name.",
    )
    match_on: tuple[Name, ...] = Field(
        default=(), description="Fields by which records that meet for the first time are recognised."
    )
    conflicts: OnConflict = Field(
        default=OnConflict.ASK,
        description="What to do when both sides changed a field to different values. `ask` holds it until a person "
        "decides; the others settle it and keep the losing value.",
    )
    deletes: Deletes = Field(
        default=Deletes.HOLD,
        description="A record deleted on one side is left on the other (`hold`) or moved to the trash there.",
    )
    edit_against_delete: EditAgainstDelete = Field(
        default=EditAgainstDelete.EDIT,
        description="A record edited on one side and deleted on the other: which stands.",
    )
    first_match: FirstMatch = Field(
        default=FirstMatch.FILL,
        description="Records meet for the first time and one has an empty field: fill it, or ask (`strict`).",
    )
    unique: tuple[tuple[Name, ...], ...] = Field(
        default=(),
        description="Groups of fields that no two records may share; a run that would make them equal holds both.",
    )
    canary: Name | None = Field(
        default=None,
        description="The id of a record that is always there; a side that does not show it is not trusted.",
    )
    read_only: tuple[Side, ...] = Field(default=(), description="Sides that are never written.")
    on_read_only: OnReadOnly = Field(
        default=OnReadOnly.IGNORE,
        description="A read-only side would have to be written: leave the edit waiting, stop the run, or put the "
        "edited side back to it (`revert`; what stood there is kept in the history).",
    )
    whole_records: bool = Field(default=False, description="One field in conflict holds the whole record.")
    notion: NotionPlace = Field(description="Where the Notion half lies.")
    sheet: SheetPlace = Field(description="Where the sheet half lies.")
    guards: Guards = Field(default_factory=Guards, description="When a run looks wrong.")
    fields: dict[Name, FieldTable] = Field(min_length=1, description="The mapped fields, by a name of your own.")

    def mapping(self, name: str, zone: tzinfo, template: Template | None = None) -> PairMapping:
        mapped = tuple(table.field(each, self.conflicts) for each, table in self.fields.items())
        policy = PairPolicy(
            fields={each.name: each.policy for each in mapped},
            deletes=self.deletes,
            edit_against_delete=self.edit_against_delete,
            whole_records=self.whole_records,
            first_match=self.first_match,
            match_on=tuple(FieldName(each) for each in self.match_on),
            unique=tuple(tuple(FieldName(each) for each in group) for group in self.unique),
            canary=RecordId(self.canary) if self.canary else None,
            read_only=frozenset(self.read_only),
            on_read_only=self.on_read_only,
            splits=self.notion.id_property is not None,
            limits=self.guards.limits(),
        )
        return PairMapping(
            name,
            NotionHalf(
                load.source_id(self.notion.source) or self.notion.source,
                self.notion.id_property,
                self.notion.conflict_property,
                self.notion.conflict_comments,
                template,
            ),
            SheetHalf(
                load.spreadsheet_id(self.sheet.spreadsheet) or self.sheet.spreadsheet,
                self.sheet.tab,
                self.sheet.id_column,
                self.sheet.header_row,
                self.sheet.conflicts_tab,
            ),
            mapped,
            policy,
            zone,
        )
