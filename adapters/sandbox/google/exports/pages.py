"""A spreadsheet as pages: an archive of HTML files, an OpenDocument spreadsheet, a PDF of the values as shown."""

from collections.abc import Iterator

from adapters.sandbox.google.exports.archive import HEAD, packed, text
from adapters.sandbox.google.values import Rendering, read
from adapters.sandbox.google.workbook import Workbook

ODS = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_LINES = 60  # to a page of 842 points
_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiKakuGo-W5 /Encoding /UniJIS-UTF16-H /DescendantFonts [ << "
    "/Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiKakuGo-W5 "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 5 >> >> ] >>"
)


def zipped_html(book: Workbook) -> bytes:
    pages = {}
    for title, rows in _tabs(book):
        lines = "".join("<tr>" + "".join(f"<td>{text(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        pages[f"{title.replace('/', '_')}.html"] = (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{text(title)}</title></head>'
            f"<body><table>{lines}</table></body></html>"
        )
    return packed(pages)


def ods(book: Workbook) -> bytes:
    tables = "".join(
        f'<table:table table:name="{text(title)}">'
        + "".join(f"<table:table-row>{''.join(_ods_cell(cell) for cell in row)}</table:table-row>" for row in rows)
        + "</table:table>"
        for title, rows in _tabs(book)
    )
    spaces = " ".join(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'{HEAD}<office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", ODS), ("content.xml", "text/xml"))
    )
    space = f'xmlns:manifest="{_OASIS}:manifest:1.0" manifest:version="1.2"'
    manifest = f"{HEAD}<manifest:manifest {space}>{entries}</manifest:manifest>"
    return packed({"mimetype": ODS, "content.xml": content, "META-INF/manifest.xml": manifest}, plain="mimetype")


def pdf(book: Workbook) -> bytes:
    """Return the tabs as lines of text; the font is one that readers of PDF bring themselves."""
    pages = [lines for title, rows in _tabs(book) for lines in _broken(title, rows)]
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{4 + 2 * at} 0 R' for at in range(len(pages)))}] >>",
        _FONT,
    ]
    for at, lines in enumerate(pages):
        box = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {5 + 2 * at} 0 R >>")
        shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in lines)
        stream = f"BT /F1 9 Tf 13 TL 40 800 Td\n{shown}ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return _file(objects)


def _file(objects: list[str]) -> bytes:
    out = "%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode("ascii")


def _broken(title: str, rows: list[list[str]]) -> Iterator[list[str]]:
    lines = [title, "", *("  ".join(row) for row in rows)]
    for start in range(0, len(lines), _LINES):
        yield lines[start : start + _LINES]


def _tabs(book: Workbook) -> Iterator[tuple[str, list[list[str]]]]:
    for sheet in book.sheets:
        if not sheet.properties.get("hidden"):
            yield sheet.title, read(book, sheet, sheet.whole, Rendering())


def _ods_cell(shown: str) -> str:
    if shown == "":
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{text(shown)}</text:p></table:table-cell>'
