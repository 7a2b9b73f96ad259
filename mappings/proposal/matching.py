"""Which property is which column: every pair is scored, and each is taken once, the best first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mappings.aliases import folded
from mappings.fields import FieldType
from mappings.presets import PresetField
from mappings.proposal.evidence import ENOUGH, Evidence, Sample
from mappings.proposal.likeness import BARE, CLOSE, EXACT, FOLDED, INSIDE, likeness
from mappings.proposal.model import Confidence
from mappings.proposal.reading import plain_text
from mappings.proposal.vocabulary import Vocabulary
from mappings.sketch import Column, Database, Property, Tab
from sync.message import Message, say

ALIAS = 0.88
LEAST = 0.6
"""Below this two columns have nothing to do with each other."""
_SURE, _LIKELY = 0.85, 0.72
_UNMAPPABLE = (FieldType.BUTTON, FieldType.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A property and a column with what speaks for them. ``known`` is the field of a preset that both are."""

    place: Property
    column: Column
    score: float
    reasons: tuple[Message, ...]
    evidence: Evidence
    known: PresetField | None = None

    @property
    def confidence(self) -> Confidence:
        if self.score >= _SURE:
            return Confidence.SURE
        return Confidence.LIKELY if self.score >= _LIKELY else Confidence.UNSURE


def matched(database: Database, tab: Tab, sample: Sample, words: Vocabulary) -> tuple[list[Candidate], list[Candidate]]:
    """Return the matches, in the order of the sheet's columns, and those that fail only because the cells do not fit.

    Ties are settled by the order of the columns, so the same tables always give the same mapping.
    """
    candidates = sorted(_candidates(database, tab, sample, words), key=_rank)
    taken: list[Candidate] = []
    misfits: list[Candidate] = []
    for each in candidates:
        if any(each.place is one.place or each.column is one.column for one in taken):
            continue
        if each.evidence.fits:
            taken.append(each)
        elif each.score >= _SURE:
            misfits.append(each)
    free = [each for each in misfits if not any(each.place is one.place or each.column is one.column for one in taken)]
    return sorted(taken, key=lambda each: each.column.position), free


def _rank(each: Candidate) -> tuple[float, int, str]:
    return (-each.score, each.column.position, each.place.name)


def _candidates(database: Database, tab: Tab, sample: Sample, words: Vocabulary) -> Iterator[Candidate]:
    for place in database.properties:
        if place.type in _UNMAPPABLE:
            continue
        for column in tab.columns:
            if not column.twice:
                found = _candidate(place, column, sample, words)
                if found is not None:
                    yield found


def _candidate(place: Property, column: Column, sample: Sample, words: Vocabulary) -> Candidate | None:
    known = words.shared(place.name, column.name)
    evidence = sample.evidence(place, column, spellings(known))
    alike = likeness(place.name, column.name)
    name = max(alike, ALIAS if known else 0.0)
    score = _score(name, evidence, telling=place.type is not FieldType.CHECKBOX)
    if score < LEAST:
        return None
    reasons = [_named(alike, known), evidence.told()]
    if place.type is FieldType.TITLE:
        reasons.insert(0, say("the title"))
    return Candidate(place, column, score, tuple(filter(None, reasons)), evidence, known)


def _score(name: float, seen: Evidence, *, telling: bool) -> float:
    """Names decide; values decide where names differ, and shake a likeness of names that they contradict."""
    rows, values = seen.row_share, seen.value_share
    if rows is not None:
        proof = 0.5 + 0.45 * rows if rows >= 0.6 and seen.kinds >= 2 and telling else 0.0
        if rows < 0.2 and seen.rows >= 2 * ENOUGH and name < FOLDED:
            return name / 2
        return min(1.0, max(name, proof) + 0.04 * rows)
    if values is not None:
        proof = 0.35 + 0.45 * values if values >= 0.6 else 0.0
        return min(1.0, max(name, proof) + 0.04 * values)
    return name


def _named(alike: float, known: PresetField | None) -> Message | None:
    if alike >= EXACT:
        return say("the same name")
    if alike >= BARE:
        return say("the same name but for width, case, signs or brackets")
    if known is not None:
        return say("both are names of {label}", label=known.label)
    return say("similar names") if alike >= min(CLOSE, INSIDE) else None


def spellings(known: PresetField | None) -> Mapping[str, str] | None:
    """Return the spellings of the options of a preset's field, folded, each leading to the option's name."""
    if known is None or not known.options:
        return None
    return {
        folded(name): plain_text(option.name)
        for option in reversed(known.options)
        for name in (*option.aliases, option.name)
    }
