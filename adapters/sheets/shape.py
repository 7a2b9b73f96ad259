"""What an answer of the Sheets API looks like where we look at it. What is not described here may be anything.

Every field may be missing, since a mask asks for few of them and the service leaves out what is empty; what is there
has its type, and nothing is null.
"""

from typing import Annotated, Any, Required, TypeAlias

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

Json: TypeAlias = dict[str, Any]

_Count: TypeAlias = Annotated[int, Field(ge=0, le=10_000_000)]
"""A place or a number of rows and columns: a spreadsheet has at most ten million cells."""
_strictly = with_config(ConfigDict(strict=True))


@_strictly
class _Error(TypedDict, total=False):
    type: str


@_strictly
class _Value(TypedDict, total=False):
    stringValue: str
    numberValue: float
    boolValue: bool
    formulaValue: str
    errorValue: _Error


@_strictly
class _NumberFormat(TypedDict, total=False):
    type: str
    pattern: str


@_strictly
class _Format(TypedDict, total=False):
    numberFormat: _NumberFormat


@_strictly
class _Choice(TypedDict, total=False):
    userEnteredValue: str


@_strictly
class _Condition(TypedDict, total=False):
    type: str
    values: list[_Choice]


@_strictly
class _Rule(TypedDict, total=False):
    condition: _Condition
    strict: bool


@_strictly
class _Link(TypedDict, total=False):
    uri: str


@_strictly
class _TextFormat(TypedDict, total=False):
    link: _Link


@_strictly
class _TextRun(TypedDict, total=False):
    startIndex: _Count
    format: _TextFormat


@_strictly
class _Person(TypedDict, total=False):
    email: str
    displayFormat: str


@_strictly
class _Chip(TypedDict, total=False):
    personProperties: _Person
    richLinkProperties: _Link


@_strictly
class _ChipRun(TypedDict, total=False):
    startIndex: _Count
    chip: _Chip


@_strictly
class _Cell(TypedDict, total=False):
    userEnteredValue: _Value
    effectiveValue: _Value
    formattedValue: str
    hyperlink: str
    userEnteredFormat: _Format
    effectiveFormat: _Format
    dataValidation: _Rule
    textFormatRuns: list[_TextRun]
    chipRuns: list[_ChipRun]


@_strictly
class _Row(TypedDict, total=False):
    values: list[_Cell]


@_strictly
class _Metadata(TypedDict, total=False):
    metadataId: Required[int]
    metadataKey: str
    metadataValue: str


@_strictly
class _AboutColumn(TypedDict, total=False):
    developerMetadata: list[_Metadata]


@_strictly
class _Data(TypedDict, total=False):
    startRow: _Count
    startColumn: _Count
    rowData: list[_Row]
    columnMetadata: list[_AboutColumn]


@_strictly
class _Range(TypedDict, total=False):
    sheetId: int
    startRowIndex: _Count
    endRowIndex: _Count
    startColumnIndex: _Count
    endColumnIndex: _Count


@_strictly
class _Protected(TypedDict, total=False):
    range: _Range
    unprotectedRanges: list[_Range]
    warningOnly: bool
    requestingUserCanEdit: bool


@_strictly
class _TableColumn(TypedDict, total=False):
    columnIndex: _Count
    dataValidationRule: _Rule


@_strictly
class _Table(TypedDict, total=False):
    tableId: Required[str]
    range: _Range
    columnProperties: list[_TableColumn]


@_strictly
class _Size(TypedDict, total=False):
    rowCount: Required[_Count]
    columnCount: Required[_Count]


@_strictly
class _TabProperties(TypedDict, total=False):
    sheetId: int
    title: str
    sheetType: str
    gridProperties: _Size


@_strictly
class _Sheet(TypedDict, total=False):
    properties: _TabProperties
    developerMetadata: list[_Metadata]
    merges: list[_Range]
    tables: list[_Table]
    protectedRanges: list[_Protected]
    data: list[_Data]


@_strictly
class _BookProperties(TypedDict, total=False):
    title: str
    timeZone: str
    locale: str


@_strictly
class _Book(TypedDict, total=False):
    spreadsheetId: str
    properties: _BookProperties
    sheets: list[_Sheet]
    developerMetadata: list[_Metadata]


@_strictly
class _Answer(_Book, total=False):
    updatedSpreadsheet: _Book


_ANSWER = TypeAdapter(_Answer)
_TITLED = "properties(sheetId,title"
"""What a mask has in it that asks for the titles of tabs, which no tab lacks."""


def misshapen(answer: Json, fields: str) -> str | None:
    """Return where an answer to a call with this mask is not of the service's form, or None where it is."""
    try:
        _ANSWER.validate_python(answer)
    except ValidationError as error:
        return ".".join(str(step) for step in error.errors(include_url=False, include_input=False)[0]["loc"])
    book = answer.get("updatedSpreadsheet", answer)
    if _TITLED in fields and any("title" not in sheet.get("properties", {}) for sheet in book.get("sheets", [])):
        return "sheets.properties.title"
    return None
