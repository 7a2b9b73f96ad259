"""The records of one run, compared."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from jobs.likeness.shelf import Place, Shelf
from jobs.rules.calendar import Calendar
from jobs.rules.check import Check
from jobs.rules.finding import Family, Finding, Unjudged
from jobs.rules.item import Item, RecordType, Role
from jobs.rules.judge import concerned
from jobs.rules.judged import Judged
from jobs.rules.odd import Odd
from jobs.rules.rule import Kind
from jobs.rules.ruleset import Rules
from jobs.rules.scene import Scene
from jobs.rules.similar.comparison import Comparison, compare
from jobs.rules.similar.encoder import Encoder
from jobs.rules.similar.items import COMPARED, Asked, facts_of, findings_of, text_of
from jobs.rules.similar.text import Key

_INDEX, _LINKS, _MEANING = "similar-index", "similar-links", "similar-meaning"
_FAMILIES = (Family.DUPLICATE, Family.SIMILAR, Family.GRANULARITY)


@dataclass
class Comparing:
    """``shelves`` gives the shelf of a table, where it has one; ``keeps``: what the next run starts from is kept there.

    ``now`` is a moment in the zone of the team. ``dismissed`` are the pairs of records that people have called no
    duplicates: nothing is said of them together.
    """

    shelves: Callable[[str], Shelf | None]
    now: datetime
    encoder: Encoder | None = None
    keeps: bool = False
    dismissed: Collection[frozenset[Key]] = ()
    _meanings: dict[str, bytes] | None = None
    _used: dict[str, bytes] = field(default_factory=dict)

    def judged(self, items: Sequence[Item], rules: Rules) -> Judged:
        """Return what the rules say that compare the records of a table with one another."""
        checks = {Family(each.id): each for each in rules.checks if each.kind is Kind.COMPARED and each.id in _FAMILIES}
        tables = _tables(items)
        if not checks or not tables:
            return Judged()
        scene = Scene(tuple(items), rules, self.now, {}, Calendar())
        unjudged: list[Unjudged] = []
        findings: list[Finding] = []
        looked = dict.fromkeys(map(str, checks), 0)
        for table, group in tables.items():
            asked = {family: _asked(check, group, scene, unjudged) for family, check in checks.items()}
            asked = {family: each for family, each in asked.items() if each.among}
            for family, each in asked.items():
                looked[family] += len(each.among or ())
            if asked:
                compared = self.compared(group, table, _INDEX)
                gone = dict.fromkeys(_FAMILIES, self.dismissed)
                open_risks = asked[Family.GRANULARITY].among or () if Family.GRANULARITY in asked else ()
                findings += findings_of(compared, open_risks, gone, asked)
        self._keep_meanings(next(iter(tables)))
        return Judged(tuple(_spoken(each, checks[each.family]) for each in findings), tuple(unjudged), looked=looked)

    def together(self, items: Sequence[Item]) -> Comparison:
        """Compare the records of all tables in one index, as links from one to another want it."""
        first = next(iter(_tables(items)), "")
        compared = self.compared([each for each in items if each.type in COMPARED], first, _LINKS)
        self._keep_meanings(first)
        return compared

    def compared(self, items: Sequence[Item], table: str, name: str) -> Comparison:
        """Compare records; what is kept of it lies on the shelf of ``table``."""
        place = Place(self.shelves(table), name, self.now if self.keeps else None)
        texts = [text_of(each) for each in items if _says_something(each)]
        facts = {each.key: facts_of(each, self.now.tzinfo or UTC) for each in items}
        cache = self._known_meanings(table) if self.encoder is not None else None
        compared = compare(texts, facts, place.index(), self.encoder, cache)
        place.keep_index(compared.kept)
        self._used |= compared.cache
        return compared

    def _known_meanings(self, table: str) -> Mapping[str, bytes]:
        """Encoded texts of all tables lie on the shelf of the first one."""
        if self._meanings is None:
            self._meanings = Place(self.shelves(table), _MEANING, None).meanings()
        return {**self._meanings, **self._used}

    def _keep_meanings(self, table: str) -> None:
        if self._used and self.keeps:
            Place(self.shelves(table), _MEANING, self.now).keep_meanings(self._used)


def _tables(items: Iterable[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in items:
        if item.type in COMPARED:
            found.setdefault(item.table, []).append(item)
    return found


def _says_something(item: Item) -> bool:
    text = text_of(item)
    return bool(text.title.strip() or text.body.strip())


def _asked(check: Check, items: Sequence[Item], scene: Scene, unjudged: list[Unjudged]) -> Asked:
    """Return which records a rule is asked of, and say of which it cannot be."""
    among: set[Key] = set()
    for item in items:
        if check.rule.record not in (None, item.type):
            continue
        try:
            if Role("title") in item.unreadable:
                raise Odd(item.unreadable[Role("title")])  # noqa: TRY301 - told as every other value that is odd
            is_meant = check.id != Family.GRANULARITY or (item.type is RecordType.RISK and scene.is_open(item))
            if is_meant and concerned(check, item, scene):
                among.add(item.key)
        except Odd as error:
            unjudged.append(Unjudged(check.id, item.table, item.record, error.why))
    return Asked(check.rule.at_least, frozenset(among))


def _spoken(finding: Finding, check: Check) -> Finding:
    """Let the rule, which the configuration may have changed, say how much a finding matters."""
    return finding if finding.weight is check.weight else replace(finding, weight=check.weight)
