"""What the presets know of names: which field a column is, whatever it is called."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mappings.presets import Preset, PresetField
from mappings.proposal.likeness import bare, folded
from sync.message import Message, say

LEAST = 3
"""So many columns of a table have to be known for a preset to be its kind."""


@dataclass
class Vocabulary:
    """The names of the presets. ``kind`` is the one that the tables were found to be."""

    presets: Sequence[Preset]
    kind: Preset | None = None
    why: Message | None = None
    _fields: Mapping[str, Mapping[str, PresetField]] = field(init=False)

    def __post_init__(self) -> None:
        self._fields = {preset.kind: _by_name(preset) for preset in self.presets}

    def field(self, name: str, kind: str | None = None) -> PresetField | None:
        """Return the field of a preset, by default of the tables' kind, that is called so."""
        wanted = kind or (self.kind.kind if self.kind else "")
        known = self._fields.get(wanted, {})
        return known.get(folded(name)) or known.get(bare(name))

    def shared(self, one: str, two: str) -> PresetField | None:
        """Return the field that both names are names of; the tables' own kind is asked first."""
        kinds = sorted(self._fields, key=lambda kind: self.kind is None or kind != self.kind.kind)
        for kind in kinds:
            first, second = self.field(one, kind), self.field(two, kind)
            if first is not None and second is not None and first.name == second.name:
                return first
        return None

    def recognise(self, names: Iterable[Sequence[str]], titles: Iterable[str]) -> None:
        """Find which preset fits: the one that knows most of the columns, the table's own title deciding a tie."""
        sides = [list(side) for side in names]
        called = {folded(title) for title in titles}

        def known(preset: Preset) -> tuple[int, bool]:
            found = [{each.name for name in side if (each := self.field(name, preset.kind))} for side in sides]
            titled = {folded(name) for name in (preset.title, *preset.aliases)}
            return max(map(len, found), default=0), any(name in title for name in titled for title in called if name)

        best = max(self.presets, key=known, default=None)
        if best is None or known(best)[0] < LEAST:
            return
        count, _ = known(best)
        self.kind = best
        self.why = say("{count} of its columns are those of such a table", count=count)


def _by_name(preset: Preset) -> dict[str, PresetField]:
    found: dict[str, PresetField] = {}
    for each in preset.fields:
        for name in (each.label, *each.aliases, each.name):
            found.setdefault(folded(name), each)
    return found
