"""The functions of the evaluator by their names; any other comes to ``#NAME?``."""

from adapters.sandbox.google.formulas.arguments import Function
from adapters.sandbox.google.formulas.logic import LOGIC
from adapters.sandbox.google.formulas.lookups import LOOKUPS
from adapters.sandbox.google.formulas.numbers import NUMBERS
from adapters.sandbox.google.formulas.texts import TEXTS
from adapters.sandbox.google.formulas.times import TIMES

FUNCTIONS: dict[str, Function] = {**NUMBERS, **LOGIC, **TEXTS, **TIMES, **LOOKUPS}
