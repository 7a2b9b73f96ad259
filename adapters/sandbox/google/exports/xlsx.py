"""A spreadsheet as a plain Office Open XML workbook: values, formulas, number formats, merges. No other formats."""

from typing import Any

from adapters.sandbox.google import a1
from adapters.sandbox.google.cells import Cell, Failure, Formula, Scalar, number
from adapters.sandbox.google.display import pattern_of
from adapters.sandbox.google.exports.archive import HEAD, packed, text
from adapters.sandbox.google.formulas.evaluate import outcome
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.spans import bounds_of
from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OWN_FORMATS = 164  # ids below are those of the format itself


def xlsx(book: Workbook) -> bytes:
    styles: dict[str, int] = {}
    tabs = [sheet for sheet in book.sheets if sheet.properties["sheetType"] == "GRID"]
    sheets = {f"xl/worksheets/sheet{at}.xml": _sheet(book, sheet, styles) for at, sheet in enumerate(tabs, start=1)}
    return packed(
        {
            "[Content_Types].xml": _content_types(len(tabs)),
            "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
            "xl/workbook.xml": _workbook(tabs),
            "xl/_rels/workbook.xml.rels": _relations(
                [*(("worksheet", name.removeprefix("xl/")) for name in sheets), ("styles", "styles.xml")]
            ),
            "xl/styles.xml": _styles(styles),
            **sheets,
        }
    )


def _content_types(tabs: int) -> str:
    parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    parts += [(f"/xl/worksheets/sheet{at}.xml", "worksheet") for at in range(1, tabs + 1)]
    listed = "".join(f'<Override PartName="{name}" ContentType="{_KIND}.{kind}+xml"/>' for name, kind in parts)
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return f'{HEAD}<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="{relations}"/>{listed}</Types>'


def _relations(targets: list[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{_RELATIONS}">{listed}</Relationships>'


def _workbook(tabs: list[Sheet]) -> str:
    listed = "".join(_tab(at, sheet) for at, sheet in enumerate(tabs, start=1))
    return f'{HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'


def _tab(at: int, sheet: Sheet) -> str:
    hidden = ' state="hidden"' if sheet.properties.get("hidden") else ""
    return f'<sheet name="{text(sheet.title)}" sheetId="{at}" r:id="rId{at}"{hidden}/>'


def _styles(styles: dict[str, int]) -> str:
    formats = "".join(
        f'<numFmt numFmtId="{_OWN_FORMATS + at}" formatCode="{text(pattern)}"/>' for pattern, at in styles.items()
    )
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
    used = "".join(
        f'<xf numFmtId="{_OWN_FORMATS + at}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for at in styles.values()
    )
    return (
        f'{HEAD}<styleSheet xmlns="{_MAIN}">'
        + (f'<numFmts count="{len(styles)}">{formats}</numFmts>' if styles else "")
        + '<fonts count="1"><font><sz val="10"/><name val="Arial"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        f'<cellStyleXfs count="1">{plain}/></cellStyleXfs>'
        f'<cellXfs count="{len(styles) + 1}">{plain} xfId="0"/>{used}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _sheet(book: Workbook, sheet: Sheet, styles: dict[str, int]) -> str:
    rows = []
    for index, row in enumerate(sheet.rows):
        cells = (_cell(book, sheet, index, column, row[column], styles) for column in sorted(row))
        rows.append(f'<row r="{index + 1}">{"".join(cells)}</row>' if row else "")
    merges = [a1.box_text(sheet.clip(bounds_of(merge))) for merge in sheet.listed("merges")]
    listed = "".join(f'<mergeCell ref="{merge}"/>' for merge in merges)
    joined = f'<mergeCells count="{len(merges)}">{listed}</mergeCells>' if merges else ""
    return f'{HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData>{joined}</worksheet>'


def _cell(book: Workbook, sheet: Sheet, row: int, column: int, cell: Cell, styles: dict[str, int]) -> str:
    if cell.value is None:
        return ""
    value: Scalar
    formula, form = "", (cell.format or {}).get("numberFormat")
    if isinstance(cell.value, Formula):
        value, own = outcome(book, sheet, row, column)
        form = form or own
        formula = f"<f>{text(cell.value.text[1:])}</f>"
    else:
        value = cell.value
    pattern = pattern_of(form, book.locale)
    style = f' s="{styles.setdefault(pattern, len(styles)) + 1}"' if pattern else ""
    place = f"{a1.letters(column)}{row + 1}"
    if not formula and isinstance(value, str):
        return f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{text(value)}</t></is></c>'
    kind, shown = _value(value)
    return f'<c r="{place}"{style}{kind}>{formula}<v>{shown}</v></c>'


def _value(value: Scalar) -> tuple[str, str]:
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, int | float):
        return "", str(number(value))
    if isinstance(value, Failure):
        return ' t="e"', text(value.text)
    return ' t="str"', text(value or "")
