"""From the words of a scenario's policy to ours."""

from typing import TypeVar

from sync.errors import Misconfigured
from sync.message import say
from sync.model import FieldName, RecordId, Side
from sync.policy import (
    Compare,
    Deletes,
    Direction,
    EditAgainstDelete,
    FieldPolicy,
    FirstMatch,
    Inside,
    Limits,
    OnConflict,
    OneWay,
    OnReadOnly,
    PairPolicy,
    Schema,
)
from tests.scenarios.form import Json, Scenario

CONFLICT = {
    "report": OnConflict.ASK,
    "left_wins": OnConflict.NOTION,
    "right_wins": OnConflict.SHEET,
    "newer_wins": OnConflict.NEWEST,
    "older_wins": OnConflict.OLDEST,
    "keep_both": OnConflict.KEEP_BOTH,
}
EDIT = {"edit_wins": EditAgainstDelete.EDIT, "conflict": EditAgainstDelete.ASK, "delete_wins": EditAgainstDelete.DELETE}
DELETE = {"propagate": Deletes.PROPAGATE, "approve": Deletes.HOLD, "hold": Deletes.HOLD, "never": Deletes.HOLD}
INSIDE = {"atomic": Inside.NOTHING, "set": Inside.SET, "merge": Inside.LINES, "lines": Inside.LINES}
COMPARE = {"exact": Compare.EXACT, "casefold": Compare.CASEFOLD}
DIRECTION = {
    "both": Direction.BOTH,
    "left_to_right": Direction.TO_SHEET,
    "right_to_left": Direction.TO_NOTION,
    "none": Direction.NONE,
}
ONE_WAY = {"reassert": OneWay.REASSERT, "hold": OneWay.HOLD, "ignore": OneWay.HOLD, "report": OneWay.HOLD}
FIRST = {"strict": FirstMatch.STRICT, "fill_blanks": FirstMatch.FILL, "fill": FirstMatch.FILL}
SCHEMA = {"ask": Schema.ASK, "propagate": Schema.PROPAGATE}
READ_ONLY = {"ignore": OnReadOnly.IGNORE, "error": OnReadOnly.REFUSE, "revert": OnReadOnly.REVERT}
SWITCH = {"abort": True, "off": False, "allow": False, "on": True}
SIDES = {"left": Side.NOTION, "right": Side.SHEET}


T = TypeVar("T")


def chosen(words: dict[str, T], name: str, policy: dict[str, Json], default: str) -> T:
    """Return what a word stands for. Raises ``Misconfigured`` for a word that stands for nothing."""
    word = policy.get(name, default)
    if word not in words:
        allowed = ", ".join(words)
        raise Misconfigured(say("{name} is {seen}; allowed are {allowed}", name=name, seen=word, allowed=allowed))
    return words[word]


def policy_of(scenario: Scenario) -> PairPolicy:
    """Translate a scenario's policy; what it leaves out has the default the file names."""
    given = scenario.policy
    default = _field_policy(scenario, None)
    names = {*given.get("field_direction", {}), *scenario.data.get("field_types", {})}
    read_only = {side for word, side in SIDES.items() if given.get(f"{word}_read_only")}
    return PairPolicy(
        fields={FieldName(name): _field_policy(scenario, name) for name in names},
        default=default,
        deletes=chosen(DELETE, "delete", given, "propagate"),
        edit_against_delete=chosen(EDIT, "delete_vs_edit", given, "edit_wins"),
        whole_records=given.get("conflict_scope", "field") == "record",
        first_match=chosen(FIRST, "first_match", given, "strict"),
        match_on=tuple(FieldName(name) for name in given.get("match_on", ())),
        unique=tuple(tuple(FieldName(name) for name in names) for names in given.get("unique", ())),
        canary=RecordId(given["canary"]) if "canary" in given else None,
        read_only=frozenset(read_only),
        on_read_only=chosen(READ_ONLY, "read_only", given, "ignore"),
        shared_names="schema" in scenario.data,
        on_drop=chosen(SCHEMA, "schema_drop", given, "ask"),
        on_retype=chosen(SCHEMA, "schema_type", given, "ask"),
        on_add=Schema.PROPAGATE,
        limits=_limits(given),
    )


def _limits(given: dict[str, Json]) -> Limits:
    return Limits(
        deletes_percent=given.get("max_delete_pct", 50),
        creates_percent=given.get("max_create_pct"),
        creates_floor=0,
        empty_side=chosen(SWITCH, "empty_side", given, "abort"),
        all_changed=chosen(SWITCH, "all_changed", given, "off"),
    )


def _field_policy(scenario: Scenario, name: str | None) -> FieldPolicy:
    given = scenario.policy
    kind = scenario.data.get("field_types", {}).get(name, "text") if name else "text"
    compare = chosen(COMPARE, "compare", given, "exact")
    inside = chosen(INSIDE, "text_fields", given, "atomic")
    if isinstance(kind, str) and kind in LISTS:
        compare, inside = Compare.SET, chosen(INSIDE, "list_fields", given, "atomic")
    elif isinstance(kind, str) and kind.startswith("files"):
        compare = Compare.FILES
    direction = given.get("field_direction", {}).get(name, "both")
    return FieldPolicy(
        direction=chosen(DIRECTION, "field_direction", {"field_direction": direction}, "both"),
        on_conflict=chosen(CONFLICT, "conflict", given, "report"),
        inside=inside,
        compare=compare,
        one_way=chosen(ONE_WAY, "one_way", given, "reassert"),
    )


LISTS = ("multi_select", "people", "relation")
