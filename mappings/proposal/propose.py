"""From two tables to a proposed mapping. The same tables always give the same proposal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from uuid import UUID

from mappings.aliases import LANGUAGES, Language, folded
from mappings.codecs.sheet import content
from mappings.fields import FieldType, RelatedAs
from mappings.load import merging
from mappings.presets import Preset, PresetField
from mappings.proposal.evidence import ENOUGH, Evidence, Sample
from mappings.proposal.identity import identity, recognised_by
from mappings.proposal.matching import Candidate, matched, spellings
from mappings.proposal.model import Confidence, Identity, Kind, LeftOut, Match, Proposal
from mappings.proposal.naming import field_name, plain_name
from mappings.proposal.reading import RESTLESS, comparable, computed, filled, restless
from mappings.proposal.vocabulary import Vocabulary
from mappings.scales import scale
from mappings.sketch import Column, Database, Property, Tab
from sync.message import Message, say
from sync.model import Side
from sync.policy import Direction, Inside

WITH_OPTIONS = (FieldType.SELECT, FieldType.MULTI_SELECT, FieldType.STATUS)


def propose(
    database: Database,
    tab: Tab,
    presets: Sequence[Preset],
    zone: tzinfo,
    *,
    id_property: str | None = None,
    id_column: str | None = None,
) -> Proposal:
    """Propose which property is which column, with the reasons, and say what is left out and why.

    ``id_property`` and ``id_column`` carry the record id where somebody has said so; else they are looked for.
    """
    words = Vocabulary(presets)
    words.recognise(
        ([each.name for each in database.properties], [each.name for each in tab.columns]), (database.title, tab.title)
    )
    found = identity(database, tab, words, zone)
    if id_property or id_column:
        found = Identity(id_property or found.id_property, id_column or found.id_column, found.reasons)
    open_database = replace(
        database, properties=tuple(each for each in database.properties if each.name != found.id_property)
    )
    open_tab = replace(tab, columns=tuple(each for each in tab.columns if each.name != found.id_column))
    sample = Sample(open_database, open_tab, zone)
    candidates, misfits = matched(open_database, open_tab, sample, words)
    left = list(_refused(candidates, misfits))
    refused = {(each.side, each.name) for each in left}
    matches = list(_matches([each for each in candidates if (Side.SHEET, each.column.name) not in refused], words))
    sure = tuple(each for each in matches if each.confidence is not Confidence.UNSURE)
    unsure = tuple(each for each in matches if each.confidence is Confidence.UNSURE)
    left += _others(open_database, open_tab, matches, refused)
    wanted = words.kind.match_on if words.kind else ()
    match_on, remark = recognised_by(sure, open_database, open_tab, sample, wanted)
    return Proposal(
        fields=sure,
        unsure=unsure,
        left_out=tuple(left),
        identity=found,
        match_on=match_on,
        kind=_kind(words),
        remarks=tuple(filter(None, [remark])),
    )


def _kind(words: Vocabulary) -> Kind | None:
    if words.kind is None or words.why is None:
        return None
    return Kind(words.kind.kind, words.kind.title, words.why)


def _matches(candidates: Sequence[Candidate], words: Vocabulary) -> Iterator[Match]:
    taken: list[str] = []
    for each in candidates:
        known = each.known or words.field(each.place.name) or words.field(each.column.name)
        latin = (plain_name(each.place.name), plain_name(each.column.name))
        name = field_name((known.name if known else None, *latin, each.place.name), taken)
        taken.append(name)
        direction, why = _one_way(each.place, each.column)
        yield Match(
            name=name,
            type=each.place.type,
            notion=each.place.name,
            sheet=each.column.name,
            reasons=each.reasons,
            confidence=each.confidence,
            direction=direction,
            why_one_way=why,
            related_as=_related_as(each.place, each.column),
            options=dict(_options(each, known, direction)),
        )


def _one_way(place: Property, column: Column) -> tuple[Direction | None, Message | None]:
    if place.type.computed:
        return Direction.TO_SHEET, say("Notion computes {type}", type=place.kind or place.type.value)
    if computed(column):
        return Direction.TO_NOTION, say("the column holds formulas")
    if column.locked:
        return Direction.TO_NOTION, say("a protected range keeps us out of the column")
    return None, None


def _related_as(place: Property, column: Column) -> RelatedAs | None:
    """A relation's cells hold what they look like; titles where there is nothing to go by."""
    if place.type is not FieldType.RELATION:
        return None
    texts = [str(content(cell)) for cell in filled(column.cells)]
    if texts and all("://" in text for text in texts):
        return RelatedAs.LINK
    return RelatedAs.ID if texts and all(_page_id(text) for text in texts) else RelatedAs.TITLE


def _page_id(text: str) -> bool:
    try:
        UUID(text.strip())
    except ValueError:
        return False
    return True


def _options(each: Candidate, known: PresetField | None, direction: Direction | None) -> Iterator[tuple[str, object]]:
    """Yield further keys of the field: lists may be merged, and several spellings of an option be one."""
    if known is None:
        return
    if direction is None and known.on_conflict is not None and merging(each.place.type) is not Inside.NOTHING:
        yield "on_conflict", known.on_conflict
    if known.scale is not None and each.place.type in WITH_OPTIONS and _spelt_twice(each, known):
        yield "scale", known.scale
        yield "written", _written(each.place, known.scale)


def _spelt_twice(each: Candidate, known: PresetField) -> bool:
    """Say whether the two sides spell an option of the preset differently, while no side tells two spellings apart."""
    meant = spellings(known) or {}
    values = [value for value in each.place.values if isinstance(value, str | tuple)]
    notion = {name for value in values for name in (value if isinstance(value, tuple) else (value,))}
    texts = [found for cell in each.column.cells if isinstance(found := content(cell), str)]
    sides = [_meanings({*notion, *each.place.options}, meant), _meanings({*texts, *each.column.options}, meant)]
    if any(len(names) > 1 for side in sides for names in side.values()):
        return False
    return any(sides[0][meaning] != sides[1][meaning] for meaning in sides[0].keys() & sides[1].keys())


def _meanings(texts: set[str], meant: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the texts that are spellings, folded, by what they mean."""
    found: dict[str, set[str]] = {}
    for text in texts:
        if folded(text) in meant:
            found.setdefault(meant[folded(text)], set()).add(folded(text))
    return found


def _written(place: Property, name: str) -> Language:
    """Return the language of which more of the property's options are the proper names."""
    values = {value for value in place.values if isinstance(value, str)}
    options = {comparable(option) for option in (*place.options, *values)}
    return max(LANGUAGES, key=lambda language: len(options & {comparable(option) for option in scale(name, language)}))


def _refused(candidates: Sequence[Candidate], misfits: Sequence[Candidate]) -> Iterator[LeftOut]:
    """Yield the columns that belong together and cannot be kept in step."""
    for each in misfits:
        seen = each.evidence
        yield _beside(each)
        yield LeftOut(
            Side.SHEET,
            each.column.name,
            say(
                "it goes with {name} in Notion, but {bad} of {count} sampled cells cannot be read as {type}",
                name=each.place.name,
                bad=seen.filled - seen.good,
                count=seen.filled,
                type=each.place.type.value,
            ),
        )
    for each in candidates:
        why = _unwritable(each.place, each.column, each.evidence)
        if why is not None:
            yield _beside(each)
            yield LeftOut(Side.SHEET, each.column.name, why)


def _beside(each: Candidate) -> LeftOut:
    return LeftOut(Side.NOTION, each.place.name, say("it goes with {name}, which is left out", name=each.column.name))


def _unwritable(place: Property, column: Column, seen: Evidence) -> Message | None:
    if not place.type.computed:
        return RESTLESS if restless(column) else None
    named = {"name": place.name, "type": place.kind or place.type.value}
    if computed(column):
        return say("it holds formulas, and {name} is computed by Notion ({type}): neither can be written", **named)
    if column.locked:
        return say("it is protected, and {name} is computed by Notion ({type}): neither can be written", **named)
    share = seen.row_share
    if share is not None and share < 0.5 and seen.rows >= 2 * ENOUGH:
        return say(
            "people typed into it, and {name} is computed by Notion ({type}): their values would be replaced", **named
        )
    return None


def _others(
    database: Database, tab: Tab, matches: Sequence[Match], refused: set[tuple[Side, str]]
) -> Iterator[LeftOut]:
    used = refused | {(Side.NOTION, each.notion) for each in matches} | {(Side.SHEET, each.sheet) for each in matches}
    for place in database.properties:
        if (Side.NOTION, place.name) not in used:
            yield LeftOut(Side.NOTION, place.name, _why_no_property(place))
    for column in tab.columns:
        if (Side.SHEET, column.name) not in used:
            yield LeftOut(Side.SHEET, column.name, _why_no_column(column))
    for letters in tab.unnamed:
        yield LeftOut(Side.SHEET, letters, say("it has no header"))


def _why_no_property(place: Property) -> Message:
    if place.type is FieldType.BUTTON:
        return say("a button has no value")
    if place.type is FieldType.UNKNOWN:
        return say("its type {type} is not known", type=place.kind or "-")
    return say("no column is like it")


def _why_no_column(column: Column) -> Message:
    if column.twice:
        return say("its header stands twice")
    if computed(column):
        return say("no property is like it; it holds formulas")
    return say("no property is like it")
