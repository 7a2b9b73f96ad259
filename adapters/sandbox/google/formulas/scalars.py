"""Values inside formulas: how one becomes a number, a text or a truth, and how two compare."""

from adapters.sandbox.google.cells import Failure, Scalar
from adapters.sandbox.google.display import general

DIVIDED = Failure("DIVIDE_BY_ZERO", "#DIV/0!", "Function DIVIDE parameter 2 cannot be zero.")
MISSING = Failure("N_A", "#N/A", "Did not find value in lookup evaluation.")
BAD_VALUE = Failure("VALUE", "#VALUE!", "A parameter has the wrong type.")
BAD_NUMBER = Failure("NUM", "#NUM!", "A number is out of range.")
BAD_REFERENCE = Failure("REF", "#REF!", "Reference does not exist.")
CIRCULAR = Failure(
    "REF",
    "#REF!",
    "Circular dependency detected. To resolve with iterative calculation, see File > Settings.",
)
UNREADABLE = Failure("ERROR", "#ERROR!", "Formula parse error.")
WRITTEN = {failure.text: failure for failure in (DIVIDED, MISSING, BAD_VALUE, BAD_NUMBER, BAD_REFERENCE, UNREADABLE)}


class FormulaError(Exception):
    """Ends the evaluation of a formula with an error value."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.text)
        self.failure = failure


def unknown_name(name: str) -> Failure:
    return Failure("NAME", "#NAME?", f"Unknown function: '{name}'.")


def to_number(value: Scalar) -> float:
    if isinstance(value, Failure):
        raise FormulaError(value)
    if value is None or value == "":
        return 0.0
    try:
        text = value.strip().replace(",", "") if isinstance(value, str) else value
        if isinstance(text, str) and text.endswith("%"):
            return float(text[:-1]) / 100
        return float(text)
    except ValueError:
        raise FormulaError(Failure("VALUE", "#VALUE!", f"The text '{value}' cannot be coerced to a number.")) from None


def to_text(value: Scalar) -> str:
    if isinstance(value, Failure):
        raise FormulaError(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value if isinstance(value, str) else general(value)


def to_truth(value: Scalar) -> bool:
    if isinstance(value, Failure):
        raise FormulaError(value)
    if isinstance(value, str):
        if value.upper() in ("TRUE", "FALSE"):
            return value.upper() == "TRUE"
        if value:
            raise FormulaError(BAD_VALUE)
        return False
    return bool(value)


def is_number(value: Scalar) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def order(left: Scalar, right: Scalar) -> int:
    """Return -1, 0 or 1: numbers before texts before truths, texts by their folded case.

    A blank is the zero of the other's kind.
    """
    for value in (left, right):
        if isinstance(value, Failure):
            raise FormulaError(value)
    first, second = _rank(left, right), _rank(right, left)
    return (first > second) - (first < second)


def _rank(value: Scalar, other: Scalar) -> tuple[int, float, str]:
    if value is None:
        value = "" if isinstance(other, str) else False if isinstance(other, bool) else 0
    if isinstance(value, bool):
        return (2, float(value), "")
    if isinstance(value, str):
        return (1, 0.0, value.casefold())
    return (0, float(value), "") if isinstance(value, int | float) else (3, 0.0, "")
