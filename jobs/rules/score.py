"""Scores against what they should be by likelihood and impact."""

from collections.abc import Iterator, Sequence

from jobs.rules.check import Check
from jobs.rules.finding import Finding, Unjudged
from jobs.rules.formula import NotAFormula, names_in, reckon, spelt
from jobs.rules.item import Item
from jobs.rules.judged import Idle, Said
from jobs.rules.odd import Odd
from jobs.rules.reading import as_number, canonical, empty, number_of, one_of, options, text_of, value_of
from jobs.rules.scene import Scene
from sync.message import say

_ENOUGH = 4
"""From so many scores on the built-in formula is given up where most of them break it: it is not this team's."""


def score(check: Check, items: Sequence[Item], scene: Scene) -> Iterator[Said]:
    """Say which scores break the formula or the lookup, and which cannot be reckoned."""
    found: list[Finding] = []
    odd: list[Unjudged] = []
    reckoned = 0
    for item in items:
        try:
            if any(empty(value_of(item, role)) for role in _needed(check)):
                continue
            wrong = list(_wrong(check, item, scene))
        except Odd as error:
            odd.append(Unjudged(check.id, item.table, item.record, error.why))
            continue
        reckoned += 1
        found += wrong
    own = {"formula", "lookup"} & scene.rules.typed.get(check.id, frozenset())
    if not own and reckoned >= _ENOUGH and 2 * len(found) > reckoned:
        yield Idle(
            check.id,
            items[0].table,
            say(
                "{count} of {total} scores are not {formula}; set the formula or the lookup of your own",
                count=len(found),
                total=reckoned,
                formula=check.rule.formula or "",
            ),
        )
        return
    yield from found
    yield from odd


def _needed(check: Check) -> tuple[str, ...]:
    """Return the roles without which there is nothing to reckon or to compare."""
    own = names_in(check.rule.formula) if check.rule.formula and not check.rule.lookup else check.names[:2]
    return (*own, (check.rule.result or "score").split("|")[0])


def _wrong(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    result = (check.rule.result or "score").split("|")[0]
    label = scene.label(item, result)
    if check.rule.lookup:
        expected, seen = _looked_up(check, item, scene), text_of(item, result).strip()
        if not one_of(seen, [expected]):
            why = say("{field} is {seen}; by the lookup it is {expected}", field=label, seen=seen, expected=expected)
            yield check.finding(item, why, check.names, facts={"seen": seen, "expected": expected})
        return
    number = number_of(item, result)
    wanted = _reckoned(check, item, scene)
    if number is not None and abs(number - wanted) > check.rule.tolerance:
        why = say(
            "{field} is {seen}; {formula} gives {expected}",
            field=label,
            seen=f"{number:g}",
            formula=_called(check.rule.formula or "", item, scene),
            expected=f"{wanted:g}",
        )
        yield check.finding(item, why, check.names, facts={"seen": number, "expected": wanted})


def _called(formula: str, item: Item, scene: Scene) -> str:
    return spelt(formula, {role: scene.label(item, role) for role in names_in(formula)})


def _reckoned(check: Check, item: Item, scene: Scene) -> float:
    formula = check.rule.formula or ""
    values = {role: _number(check, item, role, scene) for role in names_in(formula)}
    try:
        return reckon(formula, values)
    except (ArithmeticError, NotAFormula, ValueError, TypeError) as error:
        raise Odd(say("{formula} has no result here", formula=check.rule.formula)) from error


def _number(check: Check, item: Item, role: str, scene: Scene) -> float:
    """Return what a role counts as: by the rule's own numbers, as the number it is, or by its place in the scale."""
    text = text_of(item, role).strip()
    for option, number in check.rule.numbers.get(role, {}).items():
        if one_of(text, [option]):
            return number
    plain = as_number(value_of(item, role))
    if plain is not None:
        return plain
    scale = scene.tables[item.table].scale(role)
    meant = canonical(text, scale)
    if scale is not None and meant in options(scale):
        return float(len(options(scale)) - options(scale).index(meant))
    raise Odd(say("{field}: {seen} counts as no number", field=scene.label(item, role), seen=text))


def _looked_up(check: Check, item: Item, scene: Scene) -> str:
    first, second = (scene.option(item, role) or "" for (role, *_) in check.roles[:2])
    for option, row in check.rule.lookup.items():
        for other, result in row.items():
            if one_of(first, [option]) and one_of(second, [other]):
                return result
    raise Odd(say("the lookup has nothing for {first} and {second}", first=first, second=second))
