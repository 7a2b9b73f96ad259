"""What a column of a sheet would be in Notion, guessed from its cells."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from mappings.codecs.sheet import CellData, content, format_type, read_cell
from mappings.codecs.sheet.cell import Failure
from mappings.fields import Field, FieldType, Unit
from mappings.presets import PresetField
from mappings.proposal.reading import filled
from mappings.sketch import Column
from sync.message import Message, say
from sync.model import FieldName, Span

_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s,、]+@[^@\s,、]+\.[^@\s,、]+")
_PHONE = re.compile(r"\+?[\d()][\d()\- ]{7,}\d")
_SEPARATED = re.compile(r"\s*[,、\n]\s*")
_MOST_OPTIONS, _LONGEST_OPTION = 12, 40
_LONG = 60
_WITH_OPTIONS = (FieldType.SELECT, FieldType.MULTI_SELECT)
_DATE = Field(FieldName("date"), FieldType.DATE, "date", "date")
_CURRENCIES = {"¥": "yen", "￥": "yen", "円": "yen", "$": "dollar", "€": "euro", "£": "pound"}


@dataclass(frozen=True, slots=True)
class Guess:
    type: FieldType
    why: Message
    options: tuple[str, ...] = ()
    form: str = ""
    timed: bool = False
    unit: Unit | None = None


def guess(column: Column, known: PresetField | None, people: Collection[str], zone: tzinfo) -> Guess:
    """Return the type that nearly all of the column's cells fit; text where nothing else does.

    ``known`` is the field of a preset that the column is called like, ``people`` the e-mail addresses of the
    workspace's people. Cells that show an error do not count, nor does one in ten that was typed otherwise: it will
    be held.
    """
    cells = [cell for cell in filled(column.cells) if not isinstance(content(cell), Failure)]
    if column.boxes or (cells and all(isinstance(content(cell), bool) for cell in cells)):
        return Guess(FieldType.CHECKBOX, say("its cells are checkboxes"))
    if column.options and not any("," in name for name in column.options):
        return _of_dropdown(column, cells)
    if not cells:
        return _empty(known)
    found = _of_numbers(cells, zone) or _of_texts(cells, known, people)
    return found or Guess(FieldType.RICH_TEXT, say("its cells are texts"))


def _of_dropdown(column: Column, cells: Sequence[CellData]) -> Guess:
    texts = _texts(cells)
    several = any(text not in column.options and _SEPARATED.search(text) for text in texts)
    names = [part for text in texts for part in (_parts(text) if several else [text])]
    options = tuple(dict.fromkeys([*column.options, *(name for name in names if "," not in name)]))
    kind = FieldType.MULTI_SELECT if several else FieldType.SELECT
    return Guess(kind, say("its cells have a dropdown with {count} options", count=len(column.options)), options)


def _empty(known: PresetField | None) -> Guess:
    """Nothing stands there yet: what Notion computes may come, and otherwise what the name says."""
    if known is None:
        return Guess(FieldType.RICH_TEXT, say("it is empty so far"))
    plain = (FieldType.TITLE, FieldType.RELATION, FieldType.PEOPLE, FieldType.FORMULA, FieldType.ROLLUP)
    kind = FieldType.SELECT if known.type is FieldType.STATUS else known.type
    kind = FieldType.RICH_TEXT if kind in plain else kind
    options = tuple(each.name for each in known.options) if kind in _WITH_OPTIONS else ()
    why = say("it is empty so far, and called like {label}", label=known.label)
    return Guess(kind, why, options, timed=kind.computed)


def _of_numbers(cells: Sequence[CellData], zone: tzinfo) -> Guess | None:
    """Numbers, durations, days and moments; days and moments also where they are typed as text."""
    numbers = [cell for cell in cells if isinstance(content(cell), int | float)]
    dated = [cell for cell in numbers if format_type(cell) in ("DATE", "DATE_TIME")]
    spans = [found for cell in cells if (found := _span(cell, zone)) is not None]
    if _mostly(len(spans), len(cells)):
        timed = any(isinstance(span.start, datetime) for span in spans)
        return Guess(FieldType.DATE, _nearly(say("its cells are dates"), len(spans), len(cells)), timed=timed)
    plain = [cell for cell in numbers if cell not in dated and format_type(cell) != "TIME"]
    if not _mostly(len(plain), len(cells)):
        return None
    if all("[h" in _pattern(cell) or "[m" in _pattern(cell) for cell in plain):
        return Guess(FieldType.NUMBER, say("its cells are durations"), unit=Unit.MINUTES)
    why = _nearly(say("its cells are numbers"), len(plain), len(cells))
    return Guess(FieldType.NUMBER, why, form=_form(plain))


def _span(cell: CellData, zone: tzinfo) -> Span | None:
    """Read a day or moment; a number without a date's format is none."""
    if isinstance(content(cell), int | float) and format_type(cell) not in ("DATE", "DATE_TIME"):
        return None
    found = read_cell(cell, _DATE, zone)
    return found if isinstance(found, Span) else None


def _mostly(good: int, count: int) -> bool:
    return 10 * good >= 9 * count


def _nearly(why: Message, good: int, count: int) -> Message:
    return why if good == count else say("{why}, {good} of {count}", why=why, good=good, count=count)


def _pattern(cell: CellData) -> str:
    for key in ("effectiveFormat", "userEnteredFormat"):
        pattern = cell.get(key, {}).get("numberFormat", {}).get("pattern")
        if pattern:
            return str(pattern)
    return ""


def _form(cells: Sequence[CellData]) -> str:
    """Return Notion's number format that looks like the cells'."""
    kind, pattern = format_type(cells[0]), _pattern(cells[0])
    if kind == "PERCENT" or pattern.endswith("%"):
        return "percent"
    found = next((form for sign, form in _CURRENCIES.items() if sign in pattern), None)
    if found is not None:
        return found
    return "number_with_commas" if "#,##" in pattern else "number"


def _of_texts(cells: Sequence[CellData], known: PresetField | None, people: Collection[str]) -> Guess | None:
    texts = _texts(cells)
    parts = [part for text in texts for part in _parts(text)]
    emails = [part.lower() for part in parts if _EMAIL.fullmatch(part)]
    if emails and _mostly(len(emails), len(parts)):
        if _mostly(sum(email in people for email in emails), len(emails)):
            return Guess(FieldType.PEOPLE, say("its cells are e-mail addresses of people in Notion"))
        return Guess(FieldType.EMAIL, say("its cells are e-mail addresses")) if len(parts) == len(texts) else None
    for pattern, kind, why in (
        (_URL, FieldType.URL, say("its cells are links")),
        (_PHONE, FieldType.PHONE, say("its cells are phone numbers")),
    ):
        if texts and _mostly(sum(pattern.fullmatch(text) is not None for text in texts), len(cells)):
            return Guess(kind, why)
    return _of_options(texts, parts, known) if len(texts) == len(cells) else None


def _of_options(texts: Sequence[str], parts: Sequence[str], known: PresetField | None) -> Guess | None:
    """A few short texts that stand there again and again are options; several in a cell make a list."""
    kind = known.type if known is not None else None
    listed = sum(len(_parts(text)) > 1 for text in texts)
    if 5 * listed >= len(texts) and _few(parts, eager=kind is FieldType.MULTI_SELECT):
        options = tuple(dict.fromkeys(parts))
        return Guess(
            FieldType.MULTI_SELECT, say("its cells list {count} names again and again", count=len(options)), options
        )
    eager = kind in (FieldType.SELECT, FieldType.STATUS, FieldType.MULTI_SELECT)
    if not listed and _few(texts, eager=eager):
        options = tuple(dict.fromkeys(texts))
        chosen = FieldType.MULTI_SELECT if kind is FieldType.MULTI_SELECT else FieldType.SELECT
        return Guess(chosen, say("its cells hold one of {count} texts", count=len(options)), options)
    return None


def _few(names: Sequence[str], *, eager: bool) -> bool:
    """Say whether names repeat like options; ``eager`` where the column is called like one that has options."""
    different = set(names)
    if not different or len(different) > 2 * _MOST_OPTIONS or max(map(len, different)) > _LONGEST_OPTION:
        return False
    if eager:
        return True
    return len(different) <= _MOST_OPTIONS and len(names) >= 2 * len(different)


def _texts(cells: Sequence[CellData]) -> list[str]:
    return [found.strip() for cell in cells if isinstance(found := content(cell), str)]


def _parts(text: str) -> list[str]:
    return [part for part in _SEPARATED.split(text.strip()) if part]


def long(column: Column) -> bool:
    """Say whether the column's texts need a wide column."""
    texts = _texts(filled(column.cells))
    return bool(texts) and sum(map(len, texts)) >= _LONG * len(texts)
