"""One cell: what was entered, its format, note, validation, text runs and chips. Cells are never changed in place."""

from dataclasses import dataclass, replace
from typing import Any

Json = dict[str, Any]
MAX_CHARACTERS = 50_000


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as it was entered, with its leading ``=``.

    ``known`` is what it comes to where that was loaded from elsewhere and cannot be worked out here.
    """

    text: str
    known: "Scalar" = None


@dataclass(frozen=True, slots=True)
class Failure:
    """The error a formula came to; ``kind`` is Google's ErrorType, ``text`` what the cell shows."""

    kind: str
    text: str
    message: str = ""


Entered = str | int | float | bool | Formula
Scalar = str | int | float | bool | Failure | None


@dataclass(frozen=True, slots=True)
class Cell:
    value: Entered | None = None
    format: Json | None = None
    note: str | None = None
    validation: Json | None = None
    runs: list[Json] | None = None
    chips: list[Json] | None = None

    @property
    def is_empty(self) -> bool:
        return self.value is None and self.is_bare

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing but a value."""
        return (
            self.format is None
            and self.note is None
            and self.validation is None
            and self.runs is None
            and self.chips is None
        )

    def with_value(self, value: Entered | None) -> "Cell":
        """Return the cell with a new value; this erases text runs and chips, and nothing else."""
        if self.format is None and self.note is None and self.validation is None:
            return Cell(value)
        return replace(self, value=value, runs=None, chips=None)


EMPTY = Cell()


def number(value: float) -> int | float:
    """Return a float as JSON shows it: 2 for 2.0."""
    return int(value) if abs(value) < 1e15 and int(value) == value else value


def extended(value: Entered | Scalar) -> Json:
    """Return a value as an ExtendedValue."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        return {"numberValue": number(value)}
    if isinstance(value, Formula):
        return {"formulaValue": value.text}
    if isinstance(value, Failure):
        error = {"type": value.kind, "message": value.message} if value.message else {"type": value.kind}
        return {"errorValue": error}
    return {"stringValue": value}


def entered(doc: Json | None) -> Entered | None:
    """Read an ExtendedValue that a request enters; an empty string clears."""
    if not doc:
        return None
    if "formulaValue" in doc:
        return Formula(doc["formulaValue"])
    for key in ("stringValue", "numberValue", "boolValue"):
        if key in doc:
            value: str | float | bool = doc[key]
            return None if value == "" else value
    return None


def to_doc(cell: Cell) -> object:
    """Return the cell as it is stored: the bare value where that is all, else a dict."""
    if cell.is_bare and not isinstance(cell.value, Formula):
        return cell.value
    value: object = _formula_doc(cell.value) if isinstance(cell.value, Formula) else cell.value
    rest = {
        "f": cell.format, "n": cell.note, "v": cell.validation, "r": cell.runs, "c": cell.chips
    }  # fmt: skip
    more = {key: part for key, part in rest.items() if part is not None}
    return {"e": value, **more} if more or isinstance(value, dict) else value


def _formula_doc(formula: Formula) -> Json:
    known = formula.known
    shown = [known.kind, known.text, known.message] if isinstance(known, Failure) else known
    return {"=": formula.text} if known is None else {"=": formula.text, "k": shown}


def _formula(doc: Json) -> Formula:
    known = doc.get("k")
    return Formula(doc["="], Failure(*known) if isinstance(known, list) else known)


def from_doc(doc: object) -> Cell:
    if not isinstance(doc, dict):
        return Cell(doc)  # type: ignore[arg-type]  # to_doc wrote a bare value
    value = doc["e"]
    return Cell(
        _formula(value) if isinstance(value, dict) else value,
        doc.get("f"),
        doc.get("n"),
        doc.get("v"),
        doc.get("r"),
        doc.get("c"),
    )
