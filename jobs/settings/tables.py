"""The ``[tables.*]`` tables: those without a partner, which are judged and flagged, and kept in step with nothing."""

from datetime import tzinfo

from pydantic import Field

from jobs.rules.item import RecordType
from jobs.settings.pairs import FieldTable, Name
from jobs.settings.table import Table
from mappings import load
from mappings.fields import FieldType, PairMapping
from mappings.fields import NotionPlace as NotionHalf
from mappings.fields import SheetPlace as SheetHalf
from sync.model import FieldName, Side
from sync.policy import OnConflict, PairPolicy


class SingleNotion(Table):
    source: Name = Field(description="The database or data source: its id or its URL.")
    id_property: Name | None = Field(
        default=None, description="The property that carries a record id. Not set: the page's own id serves."
    )


class SingleSheet(Table):
    spreadsheet: Name = Field(description="The spreadsheet: its id or its URL.")
    tab: Name = Field(description="The tab's name.")
    id_column: Name | None = Field(
        default=None,
        description="The header of the column that carries a record id. Not set: a row is known by what it holds in "
        "the fields of `match_on`, and one that changes there is another record.",
    )
    header_row: int = Field(default=1, ge=1, description="The row of the headers, counted from 1.")


class Single(Table):
    """One Notion data source or one sheet tab without a partner. It has either `notion` or `sheet`."""

    record: RecordType = Field(description="What its records are; rules judge them as such.")
    roles: dict[Name, Name] = Field(
        default_factory=dict,
        description='What fields are for, by role, as in `owner = "person in charge"`. Not set: a role is the field of '
        "its name.",
    )
    match_on: tuple[Name, ...] = Field(
        default=(), description="Fields that tell the rows of a sheet without ids apart. Not set: the title."
    )
    notion: SingleNotion | None = Field(default=None, description="Where it lies in Notion.")
    sheet: SingleSheet | None = Field(default=None, description="Where it lies in Google Sheets.")
    fields: dict[Name, FieldTable] = Field(min_length=1, description="The mapped fields, by a name of your own.")

    @property
    def side(self) -> Side:
        return Side.SHEET if self.notion is None else Side.NOTION

    @property
    def key(self) -> tuple[FieldName, ...]:
        """The fields by whose content a row without an id is known; none where the table has ids."""
        if self.sheet is None or self.sheet.id_column is not None:
            return ()
        titles = [name for name, each in self.fields.items() if each.type is FieldType.TITLE]
        return tuple(FieldName(each) for each in (*self.match_on, *([] if self.match_on else titles)))

    def mapping(self, name: str, zone: tzinfo) -> PairMapping:
        """Return the mapping of a pair of which one half is not there."""
        mapped = tuple(table.field(each, OnConflict.ASK) for each, table in self.fields.items())
        policy = PairPolicy(
            fields={each.name: each.policy for each in mapped},
            match_on=tuple(FieldName(each) for each in self.match_on),
            read_only=frozenset({self.side.other}),
        )
        return PairMapping(name, self._notion(), self._sheet(), mapped, policy, zone)

    def _notion(self) -> NotionHalf:
        if self.notion is None:
            return NotionHalf("", None, conflict_comments=False)
        return NotionHalf(
            load.source_id(self.notion.source) or self.notion.source, self.notion.id_property, conflict_comments=False
        )

    def _sheet(self) -> SheetHalf:
        if self.sheet is None:
            return SheetHalf("", "", "")
        return SheetHalf(
            load.spreadsheet_id(self.sheet.spreadsheet) or self.sheet.spreadsheet,
            self.sheet.tab,
            self.sheet.id_column or self._header_of_key(),
            self.sheet.header_row,
        )

    def _header_of_key(self) -> str:
        """A tab is read by a column of ids; without one, that of the first field which tells rows apart."""
        first = self.key[0]
        return self.fields[first].sheet or first
