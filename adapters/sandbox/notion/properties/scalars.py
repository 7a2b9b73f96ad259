import math
from typing import Any

from adapters.sandbox.notion.errors import invalid, is_one_of, too_long, wrong
from adapters.sandbox.notion.properties.kind import Configuring, Kind, Reader, Writing, constant
from adapters.sandbox.notion.workspace import Workspace
from adapters.sandbox.store import Doc

FORMATS = frozenset(
    (
        "number",
        "number_with_commas",
        "percent",
        "dollar",
        "australian_dollar",
        "canadian_dollar",
        "singapore_dollar",
        "euro",
        "pound",
        "yen",
        "ruble",
        "rupee",
        "won",
        "yuan",
        "real",
        "lira",
        "rupiah",
        "franc",
        "hong_kong_dollar",
        "new_zealand_dollar",
        "krona",
        "norwegian_krone",
        "mexican_peso",
        "rand",
        "new_taiwan_dollar",
        "danish_krone",
        "zloty",
        "baht",
        "forint",
        "koruna",
        "shekel",
        "chilean_peso",
        "philippine_peso",
        "dirham",
        "colombian_peso",
        "riyal",
        "ringgit",
        "leu",
        "argentine_peso",
        "uruguayan_peso",
        "peruvian_sol",
    )
)


def _number(_writing: Writing, _prop: Doc, value: object, path: str) -> Any:  # noqa: ANN401 - stored JSON
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise wrong(path, "a number or `null`", value)
    as_double = float(value)
    return int(as_double) if as_double.is_integer() and abs(as_double) < 2**63 else as_double


def _number_config(_edit: Configuring, given: object, path: str) -> Doc:
    wanted = given.get("format", "number") if isinstance(given, dict) else "number"
    if not is_one_of(wanted, FORMATS):
        raise wrong(f"{path}.format", "a number format", wanted)
    return {"format": wanted}


def _checkbox(_writing: Writing, _prop: Doc, value: object, path: str) -> Any:  # noqa: ANN401 - stored JSON
    if not isinstance(value, bool):
        raise wrong(path, "a boolean", value)
    return value


def _checked(_workspace: Workspace, _source: Doc, _prop: Doc, _limit: int | None) -> Reader:
    return lambda value, _page: bool(value)


def _string(most: int) -> Any:  # noqa: ANN401 - a writer
    def write(_writing: Writing, _prop: Doc, value: object, path: str) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            raise wrong(path, "a string or `null`", value)
        if not value:
            raise invalid(f"body failed validation: {path}.length should be ≥ `1`, instead was `0`.")
        if len(value) > most:
            raise too_long(path, most, len(value))
        return value

    return write


SCALARS = {
    "number": Kind(bind=constant, write=_number, configure=_number_config),
    "checkbox": Kind(bind=_checked, write=_checkbox),
    "url": Kind(bind=constant, write=_string(2000)),
    "email": Kind(bind=constant, write=_string(200)),
    "phone_number": Kind(bind=constant, write=_string(200)),
}
