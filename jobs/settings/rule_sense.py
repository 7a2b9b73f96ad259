"""Mistakes of rules and roles: rules that are not there, roles that no field has, formulas that are none."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from pydantic import ValidationError

from jobs.rules.calendar import known_countries
from jobs.rules.formula import NotAFormula, names_in
from jobs.rules.reading import canonical, options
from jobs.rules.rule import Kind, Rule
from jobs.rules.ruleset import built_in, built_in_words, extra_roles, incomplete
from jobs.settings.mistakes import Names, shown
from jobs.settings.typed import Mistakes, table
from mappings.presets import KINDS, load
from mappings.suggest import nearest
from sync.message import say

_SURE = 0.8
"""A role that is nearly the name of another one is a slip; one of a team's own is not."""


def senseless_rules(values: Mapping[str, Any], names: Names) -> Mistakes:
    """Yield what makes no sense in ``[rules]`` and in the roles of tables."""
    rules = table(values, "rules")
    yield from _calendar(rules, names)
    yield from _levels(table(rules, "severity"), names)
    for kind in ("pairs", "tables"):
        for name in table(values, kind):
            yield from _roles((kind, name), table(table(values, kind), name), rules, names)
    for rule in table(rules, "checks"):
        yield from _rule(rule, table(table(rules, "checks"), rule), values, names)


def _rule(rule: str, typed: Mapping[str, Any], values: Mapping[str, Any], names: Names) -> Mistakes:
    at = ("rules", "checks", rule)
    try:
        given = Rule.model_validate(dict(typed))
    except ValidationError:
        return
    lacking = incomplete({rule: given}).get(rule)
    if lacking and not {"kind", "record", "roles"} & given.model_fields_set:
        near = nearest(rule, built_in())
        yield at, say("{path}: there is no rule {rule} (nearest: {near})", path=names(at), rule=rule, near=near or "-")
        return
    for key in lacking or ():
        yield (*at, key), say("{path}: missing, and it is needed", path=names([*at, key]))
    if lacking or not given.on:
        return
    base = built_in().get(rule, Rule())
    made = base.model_copy(update={key: getattr(given, key) for key in given.model_fields_set})
    wanted = _wanted(made)
    if made.formula is not None and made.kind is Kind.SCORE:
        try:
            wanted = [*wanted, *([name] for name in names_in(made.formula))]
        except NotAFormula as error:
            yield (
                (*at, "formula"),
                say(
                    "{path}: {seen} cannot be reckoned; it takes numbers, roles, + - * /, brackets, min, max, round",
                    path=names([*at, "formula"]),
                    seen=shown(str(error)),
                ),
            )
    yield from _not_mapped(at, made, wanted, values, names)


def _wanted(rule: Rule) -> list[list[str]]:
    """Return the roles a rule needs, in groups of which one will do. A section of the page does as well."""
    groups = [each.split("|") for each in (*rule.roles, *([rule.result] if rule.result else []))]
    if rule.kind in (Kind.FILLED, Kind.SANE, Kind.ORDER, Kind.PAST, Kind.STALE) and groups:
        groups = [[role for group in groups for role in group]]
    if rule.kind is Kind.SCORE:
        groups = [[rule.result or "score"], *([] if rule.formula and not rule.lookup else groups)]
    if rule.kind in (Kind.STALE, Kind.DECIDED, Kind.ALL_DONE, Kind.LINKED, Kind.OBLIGED, Kind.LOWERED, Kind.COMPARED):
        groups = []
    if rule.kind in (Kind.FILLED, Kind.ENTRIES, Kind.QUANTIFIED, Kind.BLAME):
        groups = [group for group in groups if not set(group) & set(built_in_words().sections)]
    return [*groups, *([role] for role in rule.when)]


def _not_mapped(
    at: tuple[str, ...], rule: Rule, wanted: list[list[str]], values: Mapping[str, Any], names: Names
) -> Mistakes:
    """A rule that was asked for needs a table with its roles; which ones it could be is said."""
    if rule.record is None:
        return
    tables = [
        (kind, name, table(table(values, kind), name))
        for kind in ("pairs", "tables")
        for name in table(values, kind)
        if table(table(values, kind), name).get("record") == rule.record.value
    ]
    mapped = {role for _, _, each in tables for role in (*table(each, "fields"), *table(each, "roles"))}
    if not tables:
        yield (
            at,
            say(
                "{path}: no table has {key}; say which one it is about",
                path=names(at),
                key=f'record = "{rule.record}"',
            ),
        )
        return
    for group in wanted:
        if mapped.isdisjoint(group):
            fields = [each for _, _, given in tables for each in table(given, "fields")]
            yield (
                at,
                say(
                    "{path}: the rule {rule} looks at the role {role}, which no field of {tables} has (nearest field: "
                    "{near}); set {place}, or switch the rule off with on = false",
                    path=names(at),
                    rule=at[-1],
                    role=" | ".join(group),
                    tables=", ".join(name for _, name, _ in tables),
                    near=nearest(group[0], fields, 0.5) or "-",
                    place=f"{tables[0][0]}.{tables[0][1]}.roles.{group[0]}",
                ),
            )
            return


def _roles(at: tuple[str, ...], given: Mapping[str, Any], rules: Mapping[str, Any], names: Names) -> Mistakes:
    fields, roles = [*table(given, "fields")], table(given, "roles")
    if roles and "record" not in given:
        yield (
            (*at, "roles"),
            say("{path}: roles are for rules, and {other} is not set", path=names([*at, "roles"]), other="record"),
        )
    known = _known_roles(given.get("record"), rules)
    for role, name in roles.items():
        if isinstance(name, str) and name and name not in fields:
            yield (
                (*at, "roles", role),
                say(
                    "{path}: {seen} names no field of this table; fields are {allowed} (nearest: {near})",
                    path=names([*at, "roles", role]),
                    seen=shown(name),
                    allowed=", ".join(fields) or "-",
                    near=nearest(name, fields) or "-",
                ),
            )
        near = nearest(role, known, _SURE) if known and role not in known else None
        if near is not None:
            path = names([*at, "roles", role])
            yield (*at, "roles", role), say("{path}: there is no such role; did you mean {near}?", path=path, near=near)


def _known_roles(record: object, rules: Mapping[str, Any]) -> set[str]:
    if record not in KINDS:
        return set()
    usual = {each.name for each in load(str(record), "en").fields}
    extra = {role for kind, roles in extra_roles().items() if kind.value == record for role in roles}
    own = [table(table(rules, "checks"), rule).get("roles", ()) for rule in table(rules, "checks")]
    listed = {part for roles in own if isinstance(roles, list) for each in roles for part in str(each).split("|")}
    return usual | extra | listed


def _calendar(rules: Mapping[str, Any], names: Names) -> Mistakes:
    country = rules.get("country", "")
    if isinstance(country, str) and country and country not in known_countries():
        path = names(["rules", "country"])
        near = country.upper() if country.upper() in known_countries() else "JP"
        yield (
            ("rules", "country"),
            say("{path}: {seen} is no country code; write it like {near}", path=path, seen=shown(country), near=near),
        )
    for key in ("days_off", "days_on"):
        for place, day in enumerate(rules.get(key, ()) if isinstance(rules.get(key), list) else ()):
            with suppress(ValueError, TypeError):
                date.fromisoformat(day)
                continue
            steps = ("rules", key, place)
            yield (
                steps,
                say(
                    "{path}: {seen} is no day, such as {example}",
                    path=names(steps),
                    seen=shown(day),
                    example="2026-12-29",
                ),
            )


def _levels(levels: Mapping[str, Any], names: Names) -> Mistakes:
    for name in levels:
        known = [each for each in options("severity") if each != "Unknown"]
        if canonical(name, "severity") not in known:
            steps = ("rules", "severity", name)
            yield (
                steps,
                say(
                    "{path}: {seen} is no level; levels are {allowed}",
                    path=names(steps),
                    seen=shown(name),
                    allowed=", ".join(known),
                ),
            )
