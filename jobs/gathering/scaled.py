"""Values of scales by their canonical spelling: the first English one, whatever the table writes."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from jobs.gathering.subject import Subject
from jobs.rules.item import Role
from mappings.aliases import Spellings
from mappings.fields import Field, FieldType
from mappings.scales import scale
from sync.model import Value

_OPTIONS = (FieldType.SELECT, FieldType.STATUS, FieldType.MULTI_SELECT)
_LEVELS = ("level", "likelihood")
"""Scales of which a table has one or the other; bare figures say nothing of how many levels there are."""


class Scaled:
    """The roles of one table that are read through a scale. What no scale knows stays as it is and is counted."""

    def __init__(self, subject: Subject, values: Callable[[Role], Iterable[Value]]) -> None:
        """``values`` gives all values of a role, by which one of two like scales is chosen."""
        self.odd: Counter[tuple[Role, str]] = Counter()
        self._written: dict[tuple[Role, str], Counter[str]] = {}
        self._fields = subject.fields
        self._scales: dict[Role, str] = {}
        for role, each in subject.fields.items():
            own, usual = subject.scales.get(role), subject.usual_scale(role)
            found = own or (_fitting(usual, each, values(role)) if usual is not None else None)
            if found is not None and each.type in _OPTIONS:
                self._scales[role] = found
        self._own = subject.scales

    def read(self, role: Role, value: Value) -> Value:
        """Return the value of a role in canonical spelling."""
        name = self._scales.get(role)
        if name is None:
            return value
        if isinstance(value, tuple):
            return tuple(dict.fromkeys(self._one(role, name, entry) for entry in value))
        return self._one(role, name, value) if isinstance(value, str) else value

    def _one(self, role: Role, name: str, text: str) -> str:
        if name in _LEVELS and role not in self._own and _figure(text):
            return text
        found = _meaning(name, self._fields[role], text)
        if found is None:
            self.odd[role, text] += 1
            return text
        self._written.setdefault((role, found), Counter())[text.strip()] += 1
        return found

    def words(self) -> Mapping[tuple[Role, str], str]:
        """Return how the table writes each option that was read, by its canonical spelling: most often so."""
        return {key: max(texts, key=lambda text: (texts[text], text)) for key, texts in self._written.items()}


def _figure(text: str) -> bool:
    return text.strip().isdecimal()


def _fitting(usual: str, each: Field, values: Iterable[Value]) -> str:
    """Return the usual scale, or the one like it that knows all that stands in the table."""
    if usual not in _LEVELS:
        return usual
    texts = {entry for value in values for entry in (value if isinstance(value, tuple) else (value,))}
    seen = [text for text in texts if isinstance(text, str) and not _figure(text)]
    fits = [name for name in (usual, *_LEVELS) if all(_meaning(name, each, text) is not None for text in seen)]
    return fits[0] if fits else usual


def _meaning(name: str, each: Field, text: str) -> str | None:
    """Return the option that a value means; a name that the team gave to an option means what its other names do."""
    spellings, names = _scale(name)
    if (found := spellings.meaning(text)) in names:
        return found
    others = {spellings.meaning(other) for other in each.aliases.get(text, ())} & names
    return others.pop() if len(others) == 1 else None


@cache
def _scale(name: str) -> tuple[Spellings, frozenset[str]]:
    options = scale(name, "en")
    return Spellings(options), frozenset(options)
