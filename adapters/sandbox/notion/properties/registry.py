"""Every property type, by its name."""

from adapters.sandbox.notion.properties.computed import COMPUTED
from adapters.sandbox.notion.properties.formula import FORMULA
from adapters.sandbox.notion.properties.kind import Kind
from adapters.sandbox.notion.properties.objects import OBJECTS
from adapters.sandbox.notion.properties.options import OPTIONS
from adapters.sandbox.notion.properties.relation import RELATION
from adapters.sandbox.notion.properties.rollup import ROLLUP
from adapters.sandbox.notion.properties.scalars import SCALARS
from adapters.sandbox.notion.properties.text import TEXTS

KINDS: dict[str, Kind] = {**TEXTS, **SCALARS, **OPTIONS, **OBJECTS, **RELATION, **COMPUTED, **FORMULA, **ROLLUP}
