"""How things are put: impact in figures, actions that can be verified, causes that do not end at a person."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from jobs.rules.check import Check
from jobs.rules.checklist import section_of
from jobs.rules.finding import Finding
from jobs.rules.item import Item
from jobs.rules.reading import as_number, text_of, value_of
from jobs.rules.scene import Scene
from jobs.rules.words import plain
from sync.message import say

_PARTS = re.compile(r"[。．\n;；、,]|\. ")
_LEFT_OVER = 4
"""So many letters beside a vague wording say nothing yet: 「監視強化を行う」."""
_BESIDE_BLAME = 8


def quantified(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Say when the impact is told without a number and its unit. That there was none is a figure, too."""
    words, seen = scene.rules.words, False
    for role, *_ in check.roles:
        value = value_of(item, role) if scene.has(item, role) else None
        section = section_of([role], item, scene)
        if as_number(value) is not None:
            return
        for text in (text_of(item, role) if scene.has(item, role) else "", section.text if section else ""):
            if words.quantified(text) or (words.answers(text, role) and not words.answers(text, "")):
                return
            seen = seen or words.answers(text, role)
    roles = [role for group in check.roles for role in group]
    if seen:
        yield check.finding(item, say("the impact has no number with a unit"), roles)
    else:
        yield check.finding(item, say("nothing says what the impact was"), roles)


def verifiable(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Say when a wording cannot be verified: a stock phrase and nothing else."""
    for text in _texts(check, item, scene):
        said = plain(text)
        for word in map(plain, scene.rules.words.vague):
            if word in said and len(said) - len(word) <= _LEFT_OVER:
                seen = say("nobody can verify when “{text}” is done; say what is there afterwards", text=text.strip())
                yield check.finding(item, seen, check.roles[0])
                return


def stated(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Say when a risk is a topic: too short to hold cause, event and consequence. Wide letters count twice."""
    texts = _texts(check, item, scene)
    wide = max((_width(text) for text in texts), default=0)
    if texts and wide < (check.rule.at_least or 0):
        yield check.finding(
            item,
            say("a topic, not yet a risk: say cause, event and consequence"),
            check.roles[0],
            facts={"width": wide},
        )


def blaming(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Say when every cause that is named ends at a person."""
    texts = list(_texts(check, item, scene))
    section = section_of(check.roles[0], item, scene)
    if section is not None:
        texts.append(section.text)
    parts = [part for text in texts for each in _PARTS.split(text) if (part := plain(each))]
    blame = [plain(word) for word in scene.rules.words.blame]
    if parts and all(_ends_at_a_person(part, blame) for part in parts):
        seen = say("the cause ends at a person; say what let it happen")
        yield check.finding(item, seen, check.roles[0])


def _ends_at_a_person(part: str, blame: Sequence[str]) -> bool:
    return any(word in part and len(part) - len(word) <= _BESIDE_BLAME for word in blame)


def _texts(check: Check, item: Item, scene: Scene) -> list[str]:
    found = [text_of(item, role) for role in check.roles[0] if scene.has(item, role)]
    return [text for text in found if text.strip()]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text.strip())
