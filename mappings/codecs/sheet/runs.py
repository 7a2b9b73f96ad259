"""Text runs and chips of a cell, carried over to its new text.

Runs and chips are counted in the text as it is shown, by UTF-16 code units. What a chip shows (a name, a file's title)
is a part of the cell's text, and is read as such.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, TypeAlias

from mappings.codecs.sheet.cell import CellData, Unwritable, short
from mappings.codecs.sheet.chips import email_of, uri_of
from mappings.codecs.sheet.links import is_label
from mappings.fields import Field, FieldType
from mappings.text.clusters import units
from mappings.text.runs import Run, carried, joined, spelt_out
from sync.message import say

EMPTY: CellData = {}
_LINKED_LOOK = ("link", "underline", "foregroundColor", "foregroundColorStyle")
_DRIVE = re.compile(r"https://(?:drive|docs)\.google\.com/\S+")
_PLACEHOLDER = "@"
_ADDRESS_OF: Mapping[FieldType, Callable[[Mapping[str, Any]], str]] = {
    FieldType.PEOPLE: email_of,
    FieldType.FILES: uri_of,
}
"""Fields whose values are what chips stand for, not what they show."""
_ADDRESSES = (FieldType.URL, FieldType.EMAIL, FieldType.PHONE, FieldType.FILES)

Json: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """The format of a run, and the chip where the run is one."""

    format: Json = field(default_factory=dict)
    chip: Json = field(default_factory=dict)

    @property
    def link(self) -> str | None:
        uri = self.format.get("link", {}).get("uri")
        return str(uri) if uri else None

    def beside(self) -> "Form":
        if self.link is None:
            return replace(self, chip={})
        return Form({name: part for name, part in self.format.items() if name not in _LINKED_LOOK})


PLAIN = Form()


def dressed(written: dict[str, Any], field: Field, current: CellData) -> dict[str, Any]:
    """Return the written cell with the runs and chips of the words that stand in the cell already.

    Raises ``Unwritable`` where a chip would be lost that the service lets nobody write.
    """
    was, text = _text(current), _text(written)
    if was is None or text is None:
        return written
    if field.type is FieldType.URL and is_label(was, current) and not current.get("chipRuns"):
        return {**_literal(was), **_parts(_led_to(text, _runs(was, field, current)))}
    if not current.get("textFormatRuns") and not current.get("chipRuns"):
        return written
    if field.type in _ADDRESS_OF and current.get("chipRuns"):
        return _listed(text, _pieces(was, current), _ADDRESS_OF[field.type])
    return {**written, **_parts(carried(_runs(was, field, current), text, PLAIN))}


def _listed(text: str, pieces: Sequence[Run[Form]], address: Callable[[Json], str]) -> dict[str, Any]:
    """Return a cell that says these addresses: those of chips that stand in it stay chips, whatever names they show."""
    names = {address(piece.form.chip): piece.text for piece in pieces if address(piece.form.chip)}
    by_address = [replace(piece, text=address(piece.form.chip) or piece.text) for piece in pieces]
    kept = [
        replace(piece, text=names.get(address(piece.form.chip), piece.text))
        for piece in carried(by_address, text, PLAIN)
    ]
    return {**_literal("".join(piece.text for piece in kept)), **_parts(kept)}


def sendable(cell: CellData) -> CellData:
    """Return the cell as a request takes it: an ``@`` stands for each chip. A part that is None is to be cleared."""
    body = {name: part for name, part in cell.items() if part is not None}
    text = _text(body)
    if not body.get("chipRuns") or text is None:
        return body
    pieces = [
        replace(piece, text=_PLACEHOLDER) if _written_chip(piece.form.chip) else piece for piece in _pieces(text, body)
    ]
    placed = [(start, _written_chip(piece.form.chip)) for start, piece in _placed(pieces)]
    formats = {"textFormatRuns": _formats(pieces)} if "textFormatRuns" in body else {}
    chips = [{**_at(start), "chip": chip} for start, chip in placed if chip]
    return {**body, **_literal("".join(piece.text for piece in pieces)), **formats, "chipRuns": chips}


def has_file_chip(cell: CellData) -> bool:
    """Say whether writing the cell takes more than the right to spreadsheets: the right to see files."""
    return any("richLinkProperties" in run.get("chip", {}) for run in cell.get("chipRuns") or ())


def _text(cell: CellData) -> str | None:
    text = (cell.get("userEnteredValue") or {}).get("stringValue")
    return text if isinstance(text, str) and text else None


def _literal(text: str) -> dict[str, Any]:
    return {"userEnteredValue": {"stringValue": text}}


def _led_to(uri: str, runs: Sequence[Run[Form]]) -> list[Run[Form]]:
    """Let what is linked lead elsewhere; without a link in the text the cell itself has it, and all text takes it."""
    linked = any(run.form.link for run in runs)
    return [
        replace(run, form=replace(run.form, format={**run.form.format, "link": {"uri": uri}}))
        if run.form.link or not linked
        else run
        for run in runs
    ]


def _runs(text: str, field: Field, cell: CellData) -> list[Run[Form]]:
    """Return the cell's text in its forms. A link that the text itself spells out goes with its text."""
    listed = field.type in _ADDRESSES
    return joined(
        replace(run, whole=True) if run.form.link and (listed or spelt_out(run.text, run.form.link)) else run
        for run in _pieces(text, cell)
    )


def _pieces(text: str, cell: CellData) -> list[Run[Form]]:
    formats = _by_start(cell.get("textFormatRuns") or (), "format")
    chips = _by_start(cell.get("chipRuns") or (), "chip")
    encoded = text.encode("utf-16-le", "surrogatepass")
    length = len(encoded) // 2
    bounds = sorted({0, length, *(at for at in (*formats, *chips) if at < length)})
    found: list[Run[Form]] = []
    form: Json = {}
    chip: Json = {}
    for start, end in pairwise(bounds):
        form, chip = formats.get(start, form), chips.get(start, chip)
        part = encoded[start * 2 : end * 2].decode("utf-16-le", "surrogatepass")
        if start in chips or not chip:
            made = Form(form, chip)
            found.append(Run(part, made, made.beside(), whole=bool(chip)))
        else:  # a format that begins inside a chip does not split it
            found[-1] = replace(found[-1], text=found[-1].text + part)
    return found


def _by_start(runs: Sequence[Json], name: str) -> dict[int, Json]:
    return {int(run.get("startIndex", 0)): run.get(name) or {} for run in runs}


def _parts(pieces: Sequence[Run[Form]]) -> dict[str, Any]:
    """Return the runs of the text's pieces under CellData's names; what there is none of is left out."""
    for piece in pieces:
        if piece.form.chip and not _written_chip(piece.form.chip):
            raise Unwritable(
                say("the cell holds the chip {text}, which no program can put back", text=repr(short(piece.text)))
            )
    formats = _formats(pieces)
    chips = _chips(pieces)
    return {
        **({"textFormatRuns": formats} if any(run["format"] for run in formats) else {}),
        **({"chipRuns": chips} if any(run["chip"] for run in chips) else {}),
    }


def _formats(pieces: Sequence[Run[Form]]) -> list[dict[str, Any]]:
    """Return a run wherever the format changes; text before the first has the format of the cell."""
    found: list[dict[str, Any]] = []
    last: Json = {}
    for start, piece in _placed(pieces):
        if piece.form.format != last:
            found.append({**_at(start), "format": dict(piece.form.format)})
            last = piece.form.format
    return found


def _chips(pieces: Sequence[Run[Form]]) -> list[dict[str, Any]]:
    """Return each chip, and an empty one where text goes on behind it."""
    found: list[dict[str, Any]] = []
    for start, piece in _placed(pieces):
        if piece.form.chip or not found or found[-1]["chip"]:
            found.append({**_at(start), "chip": dict(piece.form.chip)})
    return found


def _placed(pieces: Sequence[Run[Form]]) -> Iterator[tuple[int, Run[Form]]]:
    at = 0
    for piece in pieces:
        yield at, piece
        at += units(piece.text)


def _at(start: int) -> dict[str, int]:
    """Return where a run starts, the way the service says it: the beginning is not mentioned."""
    return {"startIndex": start} if start else {}


def _written_chip(chip: Json) -> dict[str, Any]:
    """Return a chip as it is written: people and files in Drive; nothing for one that cannot be."""
    person, link = chip.get("personProperties") or {}, chip.get("richLinkProperties") or {}
    if person.get("email"):
        return {"personProperties": {name: person[name] for name in ("email", "displayFormat") if name in person}}
    if _DRIVE.fullmatch(str(link.get("uri", ""))):
        return {"richLinkProperties": {"uri": link["uri"]}}
    return {}
