"""What could carry the record id on each side, and by which fields records are recognised the first time."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from mappings.codecs.sheet import holds_formula
from mappings.fields import FieldType
from mappings.proposal.evidence import Sample, mostly_unique
from mappings.proposal.likeness import folded
from mappings.proposal.model import Identity, Match
from mappings.proposal.reading import Comparable, comparable, read_as
from mappings.proposal.vocabulary import Vocabulary
from mappings.sketch import Column, Database, Property, Tab
from sync.message import Message, say
from sync.policy import Direction

OWN = "Bothways ID"
"""What a property or column is called that is made for the record id."""
_NAMES = frozenset({"bothwaysid", "id", "recordid", "key", "レコードid", "管理番号", "管理id"})
_MATCHING = (FieldType.TITLE, FieldType.RICH_TEXT, FieldType.URL, FieldType.DATE, FieldType.NUMBER, FieldType.SELECT)


def identity(database: Database, tab: Tab, words: Vocabulary, zone: tzinfo) -> Identity:
    """Find a property and a column that can carry the record id.

    Both may be empty so far. Where both hold something, it has to be the same ids: two numberings of one's own
    would make two records of each.
    """
    places = [each for each in database.properties if _called(each.name, words) and _text(each)]
    columns = carriers(tab, words, zone)
    if any(each.type is FieldType.UNIQUE_ID for each in database.properties):
        columns = [each for each in columns if folded(each.name) in _NAMES]
    for place in places:
        for column in columns:
            ours = {comparable(value) for value in place.values} - {None}
            theirs = set(ids(column, zone)) - {None}
            if ours and theirs and 2 * len(ours & theirs) < min(len(ours), len(theirs)):
                continue
            return Identity(place.name, column.name, tuple(_why(ours, theirs)))
    own = next((each for each in places if folded(each.name) == folded(OWN) or not _filled(each)), None)
    if own is not None:
        return Identity(own.name, None, (say("the property {name} carries ids already", name=own.name),))
    if columns:
        return Identity(None, columns[0].name, (say("the column {name} has an id in each row", name=columns[0].name),))
    return Identity()


def carriers(tab: Tab, words: Vocabulary, zone: tzinfo) -> list[Column]:
    """Return the columns that can carry the record id."""
    able = [each for each in tab.columns if _called(each.name, words) and _usable(each, zone)]
    return sorted(able, key=lambda each: folded(each.name) not in _NAMES)


def ids(column: Column, zone: tzinfo) -> list[Comparable | None]:
    return [comparable(value) for value in read_as(column, FieldType.RICH_TEXT, zone)]


def recognised_by(
    fields: Sequence[Match], database: Database, tab: Tab, sample: Sample, wanted: Sequence[str]
) -> tuple[tuple[str, ...], Message | None]:
    """Return the fields that tell records apart on both sides, and what there is to say of them.

    ``wanted`` is what the preset takes. Fields that go one way count as well: they are equal once they are in step.
    """
    able = {each.name: each for each in fields if each.type in _MATCHING and each.direction is not Direction.NONE}
    title = next((each.name for each in able.values() if each.type is FieldType.TITLE), None)
    groups: list[tuple[str, ...]] = [(title,)] if title else []
    groups += [tuple(wanted)] if wanted and all(name in able for name in wanted) else []
    groups += [(title, name) for name, each in able.items() if each.type is FieldType.DATE and title]
    groups += [(name,) for name, each in able.items() if each.type in (FieldType.RICH_TEXT, FieldType.URL)]
    empty = True
    for group in groups:
        columns = list(_both(group, able, database, tab, sample))
        empty = empty and not any(any(value is not None for value in values) for values in columns)
        if columns and all(mostly_unique(values) for values in columns if _several(values)):
            return group, None
    if not groups:
        return (), say("no field tells the records apart; records that are on both sides already cannot be recognised")
    remark = say(
        "{names} does not tell all records apart: rows that cannot be told apart are held, and listed by the plan",
        names=" + ".join(groups[0]),
    )
    return groups[0], None if empty else remark


def _both(
    group: Sequence[str], able: dict[str, Match], database: Database, tab: Tab, sample: Sample
) -> Iterator[list[Comparable | None]]:
    """Yield the values of the group's fields taken together, of each side."""
    notion, sheet = [], []
    for name in group:
        match = able[name]
        place = next(each for each in database.properties if each.name == match.notion)
        column = next(each for each in tab.columns if each.name == match.sheet)
        notion.append(sample.notion(place))
        sheet.append(sample.sheet(column, match.type))
    for parts in (notion, sheet):
        yield [row if row[0] is not None else None for row in zip(*parts, strict=True)]


def _several(values: Sequence[Comparable | None]) -> bool:
    return sum(value is not None for value in values) >= 2


def _called(name: str, words: Vocabulary) -> bool:
    known = words.field(name)
    return folded(name) in _NAMES or (known is not None and known.type is FieldType.UNIQUE_ID)


def _text(place: Property) -> bool:
    """A text property whose values, as far as there are any, are ids."""
    if place.type is not FieldType.RICH_TEXT:
        return False
    there = [value for value in map(comparable, place.values) if value is not None]
    return len(set(there)) == len(there)


def _filled(place: Property) -> bool:
    return any(comparable(value) is not None for value in place.values)


def _usable(column: Column, zone: tzinfo) -> bool:
    """An id column holds different texts with letters, or nothing: numbers would be counted up by a spreadsheet."""
    if column.twice or column.locked or any(holds_formula(cell) for cell in column.cells):
        return False
    there = [value for value in ids(column, zone) if value is not None]
    if len(set(there)) != len(there):
        return False
    return all(any(letter.isalpha() for letter in str(value)) for value in there)


def _why(ours: set[Comparable | None], theirs: set[Comparable | None]) -> Iterator[Message]:
    if ours and theirs:
        yield say(
            "{shared} of {count} sampled ids are found in both",
            shared=len(ours & theirs),
            count=min(len(ours), len(theirs)),
        )
    else:
        yield say("they are there for it, or empty")
