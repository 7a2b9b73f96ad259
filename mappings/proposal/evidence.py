"""What the sampled rows say about a property and a column: whether they hold the same."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from mappings.fields import FieldType
from mappings.proposal.reading import Comparable, comparable, fit, read_as
from mappings.sketch import Column, Database, Property, Tab
from sync.message import Message, say

ENOUGH = 3
"""Fewer values or rows than this prove nothing."""
_TELLING = (FieldType.TITLE, FieldType.RICH_TEXT, FieldType.URL, FieldType.EMAIL, FieldType.PHONE, FieldType.UNIQUE_ID)
_PLAIN_CHECK = FieldType.CHECKBOX
Rows = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was counted.

    ``agree`` of ``rows`` rows that are the same record have the same value; ``shared`` of ``values`` different values
    are found on both sides; ``good`` of ``filled`` cells can be read as the property's type.
    """

    agree: int = 0
    rows: int = 0
    kinds: int = 0
    """Different values among those that agree: a column that says the same in each row proves nothing."""
    shared: int = 0
    values: int = 0
    good: int = 0
    filled: int = 0

    @property
    def fits(self) -> bool:
        return 2 * self.good >= self.filled

    @property
    def row_share(self) -> float | None:
        """The share of rows that agree, where there are enough of them."""
        return self.agree / self.rows if self.rows >= ENOUGH else None

    @property
    def value_share(self) -> float | None:
        return self.shared / self.values if self.values >= ENOUGH else None

    def told(self) -> Message | None:
        """Say what was seen."""
        if self.rows >= ENOUGH:
            return say("{agree} of {rows} rows that are on both sides agree", agree=self.agree, rows=self.rows)
        if self.values >= ENOUGH and self.shared:
            return say("{shared} of {values} sampled values are found in both", shared=self.shared, values=self.values)
        return None


class Sample:
    """The sampled rows of both sides. What was read once is kept."""

    def __init__(self, database: Database, tab: Tab, zone: tzinfo) -> None:
        self._database, self._tab, self._zone = database, tab, zone
        self._notion: dict[str, list[Comparable | None]] = {}
        self._sheet: dict[tuple[int, FieldType], list[Comparable | None]] = {}
        self._rows: Rows | None = None

    def notion(self, place: Property) -> list[Comparable | None]:
        if place.key not in self._notion:
            self._notion[place.key] = [comparable(value) for value in place.values]
        return self._notion[place.key]

    def sheet(self, column: Column, kind: FieldType) -> list[Comparable | None]:
        key = (column.position, kind)
        if key not in self._sheet:
            self._sheet[key] = [comparable(value) for value in read_as(column, kind, self._zone)]
        return self._sheet[key]

    def evidence(self, place: Property, column: Column, spellings: Mapping[str, str] | None = None) -> Evidence:
        """Return what the sample says of the two. ``spellings`` make two spellings of an option one."""
        notion, sheet = self.notion(place), self.sheet(column, place.type)
        if spellings:
            notion = [comparable(value, spellings) for value in place.values]
            sheet = [comparable(value, spellings) for value in read_as(column, place.type, self._zone)]
        both = [(notion[one], sheet[two]) for one, two in self.rows() if _either(notion[one], sheet[two])]
        same = [one for one, two in both if one == two]
        ours, theirs = set(filter(_there, notion)), set(filter(_there, sheet))
        countable = place.type is not _PLAIN_CHECK
        good, full = fit(column, place.type, self._zone)
        return Evidence(
            agree=len(same),
            rows=len(both),
            kinds=len(set(same)),
            shared=len(ours & theirs) if countable else 0,
            values=min(len(ours), len(theirs)) if countable else 0,
            good=good,
            filled=full,
        )

    def rows(self) -> Rows:
        """Return which sampled page is which sampled row, by the columns that tell most rows apart; maybe none."""
        if self._rows is None:
            pairs = [
                _aligned(self.notion(place), self.sheet(column, place.type))
                for place in self._database.properties
                if place.type in _TELLING
                for column in self._tab.columns
                if not column.twice
            ]
            best = max(pairs, key=len, default=[])
            self._rows = best if len(best) >= ENOUGH else []
        return self._rows


def mostly_unique(values: Sequence[Comparable | None]) -> bool:
    """Say whether at most one value in twenty stands twice."""
    there = [value for value in values if value is not None]
    return len(there) >= ENOUGH and 20 * len(set(there)) >= 19 * len(there)


def _aligned(notion: Sequence[Comparable | None], sheet: Sequence[Comparable | None]) -> Rows:
    ours, theirs = Counter(notion), Counter(sheet)
    where = {value: row for row, value in enumerate(sheet) if value is not None and theirs[value] == 1}
    return [(row, where[value]) for row, value in enumerate(notion) if value in where and ours[value] == 1]


def _either(one: Comparable | None, two: Comparable | None) -> bool:
    """A value that only one side has says nothing: it may not have been filled in yet."""
    return one is not None and two is not None


def _there(value: Comparable | None) -> bool:
    return value is not None
