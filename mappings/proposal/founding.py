"""What a side would be made of that is not there yet, and the mapping between it and the other."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, tzinfo

from mappings.fields import FieldType, RelatedAs
from mappings.load import merging
from mappings.presets import Preset
from mappings.proposal.evidence import mostly_unique
from mappings.proposal.guess import Guess, guess, long
from mappings.proposal.identity import OWN, carriers, ids
from mappings.proposal.model import Confidence, Identity, Kind, LeftOut, Match, Proposal
from mappings.proposal.naming import field_name, free, plain_name
from mappings.proposal.reading import RESTLESS, computed, restless
from mappings.proposal.vocabulary import Vocabulary
from mappings.sketch import Column, Database, NewColumn, NewTable, Property, Tab
from sync.message import Message, say
from sync.model import Side, Span
from sync.policy import Direction, Inside

_UNMAPPABLE = (FieldType.BUTTON, FieldType.UNKNOWN)
_WIDE, _MIDDLE, _NARROW = 320, 200, 110
_WIDTHS = {
    FieldType.TITLE: _WIDE,
    FieldType.RICH_TEXT: _WIDE,
    FieldType.URL: _MIDDLE,
    FieldType.EMAIL: _MIDDLE,
    FieldType.PEOPLE: _MIDDLE,
    FieldType.MULTI_SELECT: _MIDDLE,
    FieldType.RELATION: _MIDDLE,
    FieldType.FILES: _MIDDLE,
}
_PATTERNS = {
    "percent": "0%",
    "number_with_commas": "#,##0",
    "yen": '"¥"#,##0',
    "dollar": '"$"#,##0.00',
    "euro": '"€"#,##0.00',
    "pound": '"£"#,##0.00',
}
"""Google's patterns for Notion's number formats; others stay plain numbers."""
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


def propose_tab(database: Database, presets: Sequence[Preset], title: str) -> tuple[Proposal, NewTable]:
    """Propose a tab for a database, with a column for each property that can be shown, and the mapping."""
    words = Vocabulary(presets)
    words.recognise(([each.name for each in database.properties],), (database.title,))
    carrier = _id_property(database)
    places = [each for each in _in_order(database.properties, words) if each.name != carrier]
    able = [each for each in places if each.type not in _UNMAPPABLE]
    matches = list(_as_they_are(able, words))
    left = tuple(
        LeftOut(
            Side.NOTION,
            each.name,
            say("a button has no value") if each.type is FieldType.BUTTON else say("its type is not known"),
        )
        for each in places
        if each.type in _UNMAPPABLE
    )
    named = free("ID", [each.name for each in able])
    found = Identity(carrier, named, (say("the column is made with the tab"),))
    columns = tuple(_column(each) for each in able)
    return _proposal(matches, left, found, words), NewTable(title, columns, named)


def propose_database(
    tab: Tab, presets: Sequence[Preset], people: Collection[str], zone: tzinfo, title: str
) -> tuple[Proposal, NewTable]:
    """Propose a database for a tab, each column with the type that its cells look like, and the mapping."""
    words = Vocabulary(presets)
    words.recognise(([each.name for each in tab.columns],), (tab.title,))
    carrier = _id_column(tab, words, zone)
    columns = [each for each in tab.columns if not each.twice and each.name != carrier and not restless(each)]
    guesses = {each.position: guess(each, words.field(each.name), people, zone) for each in columns}
    head = _title_of(columns, guesses, words, zone)
    matches: list[Match] = []
    made: list[NewColumn] = []
    for column in columns:
        found = guesses[column.position]
        if head is column:
            found = Guess(FieldType.TITLE, say("it names the records"))
        matches.append(_guessed(column, found, words, [each.name for each in matches]))
        made.append(NewColumn(column.name, found.type, found.options, form=found.form, timed=found.timed))
    left = [LeftOut(Side.SHEET, each.name, say("its header stands twice")) for each in tab.columns if each.twice]
    left += [LeftOut(Side.SHEET, each.name, RESTLESS) for each in tab.columns if restless(each) and not each.twice]
    left += [LeftOut(Side.SHEET, letters, say("it has no header")) for letters in tab.unnamed]
    own = free(OWN, [each.name for each in columns])
    who = Identity(own, carrier, (say("the property is made with the database"),))
    remarks = [] if head else [say("no column names the records: the pages will have no title")]
    if head is None:
        made.append(NewColumn(free("Name", [each.name for each in columns]), FieldType.TITLE))
    return _proposal(matches, tuple(left), who, words, remarks), NewTable(title, tuple(made), own)


def _proposal(
    matches: Sequence[Match],
    left: tuple[LeftOut, ...],
    found: Identity,
    words: Vocabulary,
    remarks: Sequence[Message] = (),
) -> Proposal:
    title = next((each.name for each in matches if each.type is FieldType.TITLE), None)
    kind = Kind(words.kind.kind, words.kind.title, words.why) if words.kind and words.why else None
    return Proposal(tuple(matches), (), left, found, (title,) if title else (), kind, tuple(remarks))


def _as_they_are(places: Sequence[Property], words: Vocabulary) -> Iterator[Match]:
    taken: list[str] = []
    for each in places:
        known = words.field(each.name)
        name = field_name((known.name if known else None, plain_name(each.name), each.name), taken)
        taken.append(name)
        merge = known is not None and known.on_conflict is not None and merging(each.type) is not Inside.NOTHING
        yield Match(
            name=name,
            type=each.type,
            notion=each.name,
            sheet=each.name,
            reasons=(say("the column is made for it"),),
            direction=Direction.TO_SHEET if each.type.computed else None,
            why_one_way=say("Notion computes {type}", type=each.kind or each.type.value)
            if each.type.computed
            else None,
            related_as=RelatedAs.TITLE if each.type is FieldType.RELATION else None,
            options={"on_conflict": known.on_conflict} if merge and known else {},
        )


def _in_order(places: Sequence[Property], words: Vocabulary) -> list[Property]:
    """Return the title first, then what the preset knows, in its order, and last what Notion computes.

    Notion tells no order of its own.
    """
    known = [each.name for each in words.kind.fields] if words.kind else []

    def rank(place: Property) -> tuple[bool, bool, int]:
        found = words.field(place.name)
        at = known.index(found.name) if found is not None else len(known)
        return place.type is not FieldType.TITLE, place.type.computed, at

    return sorted(places, key=rank)


def _id_property(database: Database) -> str | None:
    return next(
        (each.name for each in database.properties if each.name == OWN and each.type is FieldType.RICH_TEXT), None
    )


def _column(place: Property) -> NewColumn:
    timed = any(isinstance(value, Span) and isinstance(value.start, datetime) for value in place.values)
    timed = timed or place.type in (FieldType.CREATED_TIME, FieldType.LAST_EDITED_TIME)
    pattern = _PATTERNS.get(place.form, "") if place.type is FieldType.NUMBER else ""
    if place.type in (FieldType.DATE, FieldType.CREATED_TIME, FieldType.LAST_EDITED_TIME):
        pattern = _MOMENT if timed else _DAY
    return NewColumn(
        place.name, place.type, place.options, pattern, place.form, timed, _WIDTHS.get(place.type, _NARROW)
    )


def _guessed(column: Column, found: Guess, words: Vocabulary, taken: Sequence[str]) -> Match:
    known = words.field(column.name)
    name = field_name((known.name if known else None, plain_name(column.name), column.name), taken)
    direction, why = _one_way(column, found)
    return Match(
        name=name,
        type=found.type,
        notion=column.name,
        sheet=column.name,
        reasons=(found.why,),
        confidence=Confidence.SURE,
        direction=direction,
        why_one_way=why,
        unit=found.unit,
    )


def _one_way(column: Column, found: Guess) -> tuple[Direction | None, Message | None]:
    if found.type.computed:
        return Direction.TO_SHEET, say("Notion computes {type}", type=found.type.value)
    if computed(column):
        return Direction.TO_NOTION, say("the column holds formulas")
    if column.locked:
        return Direction.TO_NOTION, say("a protected range keeps us out of the column")
    return None, None


def _title_of(columns: Sequence[Column], guesses: dict[int, Guess], words: Vocabulary, zone: tzinfo) -> Column | None:
    """Return the column that names the records: one that is called so, else the first of different, short texts."""
    texts = [each for each in columns if guesses[each.position].type is FieldType.RICH_TEXT and not computed(each)]
    named = [each for each in texts if (known := words.field(each.name)) and known.type is FieldType.TITLE]
    different = [each for each in texts if mostly_unique(ids(each, zone))]
    short = [each for each in different if not long(each)]
    return next(iter([*named, *short, *different, *texts]), None)


def _id_column(tab: Tab, words: Vocabulary, zone: tzinfo) -> str | None:
    return next((each.name for each in carriers(tab, words, zone)), None)
