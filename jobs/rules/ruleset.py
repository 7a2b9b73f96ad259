"""The rules of one configuration: the presets with what it says over them."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from jobs.rules.check import Check
from jobs.rules.item import RecordType
from jobs.rules.levels import Level, merged
from jobs.rules.rule import Rule
from jobs.rules.tables import Roles
from jobs.rules.words import Words, joined

PRESETS = ("risk", "incident", "action_item", "backlog", "severity", "similar")


@dataclass(frozen=True, slots=True)
class States:
    """The statuses of a type of record, canonical: those that end it, and those that do not."""

    closed: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    """Only those that the scale of the status does not have."""


@dataclass(frozen=True)
class Rules:
    """What ``judge`` goes by. ``typed`` are the keys that the configuration itself sets, by rule."""

    checks: tuple[Check, ...] = ()
    states: Mapping[RecordType, States] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    set_levels: Mapping[str, Level] = field(default_factory=dict)
    """The levels that the configuration sets: they go before the team's table."""
    words: Words = field(default_factory=Words)
    tables: Mapping[str, Roles] = field(default_factory=dict)
    typed: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def check(self, rule: str) -> Check | None:
        """Return a rule that is on, by its id."""
        return next((each for each in self.checks if each.id == rule), None)


@cache
def built_in() -> Mapping[str, Rule]:
    """Return the built-in rules by id, in the order of the files."""
    return {name: Rule.model_validate(entry) for preset in PRESETS for name, entry in _raw(preset)["rules"].items()}


@cache
def extra_roles() -> Mapping[RecordType, tuple[str, ...]]:
    """Return the roles that rules know and the presets of fields do not have."""
    return {RecordType(preset): tuple(_raw(preset)["roles"]) for preset in PRESETS if "roles" in _raw(preset)}


@cache
def built_in_states() -> Mapping[RecordType, States]:
    return {RecordType(preset): States(tuple(_raw(preset)["closed"])) for preset in PRESETS if "closed" in _raw(preset)}


@cache
def built_in_words() -> Words:
    raw = _raw("words")
    lists = {name: tuple(entry) for name, entry in raw.items() if name != "sections"}
    sections = {name: (*entry["ja"], *entry["en"]) for name, entry in raw["sections"].items()}
    return Words(sections=sections, **lists)


@cache
def built_in_levels() -> Mapping[str, Level]:
    return {name: Level.model_validate(entry) for name, entry in _raw("severity")["levels"].items()}


def make_rules(
    *,
    checks: Mapping[str, Rule] | None = None,
    states: Mapping[RecordType, States] | None = None,
    levels: Mapping[str, Level] | None = None,
    words: Mapping[str, Iterable[str]] | None = None,
    sections: Mapping[str, Iterable[str]] | None = None,
    tables: Mapping[str, Roles] | None = None,
    defaults: bool = True,
) -> Rules:
    """Return the presets with what is given over them. ``defaults`` off: only the rules that are given.

    A rule that is given without a kind or a record type of its own must be a built-in one: ``incomplete`` tells.
    """
    given = checks or {}
    base = built_in()
    found = {name: rule for name, rule in base.items() if defaults or name in given}
    for name, rule in given.items():
        update = {key: getattr(rule, key) for key in rule.model_fields_set}
        found[name] = base[name].model_copy(update=update) if name in base else rule
    return Rules(
        checks=tuple(Check(name, rule) for name, rule in found.items() if rule.on),
        states=_states(states or {}),
        levels=built_in_levels(),
        set_levels=merged(levels or {}),
        words=joined(built_in_words(), words or {}, sections or {}),
        tables=tables or {},
        typed={name: frozenset(rule.model_fields_set) for name, rule in given.items()},
    )


def incomplete(checks: Mapping[str, Rule]) -> Mapping[str, tuple[str, ...]]:
    """Return the keys that rules of one's own lack, by id."""
    needed = ("kind", "record")
    found = {
        name: tuple(key for key in needed if getattr(rule, key) is None)
        for name, rule in checks.items()
        if name not in built_in()
    }
    return {name: keys for name, keys in found.items() if keys}


def _states(given: Mapping[RecordType, States]) -> dict[RecordType, States]:
    found = dict(built_in_states())
    for record, states in given.items():
        before = found.get(record, States())
        closed = tuple(each for each in (*before.closed, *states.closed) if each not in states.open)
        found[record] = States(closed, states.open)
    return found


@cache
def _raw(preset: str) -> Mapping[str, Any]:
    return tomllib.loads(files("jobs.rules").joinpath("presets", f"{preset}.toml").read_text("utf-8"))
