"""What is kept of a comparison, and what the configuration says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import pytest

from jobs.likeness import Comparing
from jobs.likeness.shelf import Place
from jobs.rules.finding import Weight
from jobs.rules.item import Item, RecordType, Role
from jobs.rules.judged import Judged
from jobs.rules.rule import Rule
from jobs.rules.ruleset import Rules, make_rules
from sync.message import say
from tests.jobs.rules.made import NOW, record, risk


@dataclass
class Board:
    """A shelf in memory."""

    bodies: dict[str, bytes] = field(default_factory=dict)
    writes: int = 0

    def shelved(self, names: Sequence[str]) -> Mapping[str, bytes]:
        return {name: self.bodies[name] for name in names if name in self.bodies}

    def shelve(self, bodies: Mapping[str, bytes | None], at: datetime) -> None:
        assert at == NOW
        self.writes += 1
        self.bodies |= {name: body for name, body in bodies.items() if body is not None}


@dataclass
class Counting:
    """An encoder for which all texts mean the same."""

    name: str = "counting"
    asked: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return np.tile(np.array([1.0, 0.0], dtype=np.float32), (len(texts), 1))


def risks(*more: Item) -> list[Item]:
    title, summary = "Nightly export stops with a timeout", "The export of the ledger stops at a million rows."
    made = [risk(f"R-{n}", title=title, summary=summary, status="Open") for n in (1, 2)]
    return [*made, risk("R-3", title="DNS", status="Open"), *more]


def compared(board: Board, encoder: Counting | None = None, *, keeps: bool = True, **more: object) -> Judged:
    rules = more.pop("rules", None) or make_rules()
    assert isinstance(rules, Rules)
    return Comparing({"risks": board}.get, NOW, encoder, keeps, **more).judged(risks(), rules)  # type: ignore[arg-type]


def test_an_index_and_encoded_texts_are_kept_and_written_again_only_where_they_differ() -> None:
    board, encoder = Board(), Counting()
    first = compared(board, encoder)
    assert {each.record for each in first.findings if each.rule == "duplicate"} == {"R-1", "R-2"}
    assert first.looked["duplicate"] == 3
    assert set(board.bodies) == {"similar-index", "similar-meaning"}
    count, writes = len(encoder.asked), board.writes
    again = compared(board, encoder)
    assert (len(encoder.asked), board.writes) == (count, writes)
    assert again == first


def test_what_may_not_be_written_is_not_and_what_is_spoilt_is_made_anew() -> None:
    board = Board()
    plain = compared(board, keeps=False)
    assert board.writes == 0
    board.bodies = {"similar-index": b"bothways similar\nspoilt", "similar-meaning": b"bothways meaning 1\n[\nxyz"}
    assert [each.key for each in compared(board, Counting()).findings if each.rule == "duplicate"] == [
        each.key for each in plain.findings if each.rule == "duplicate"
    ]


@pytest.mark.parametrize("body", [b"", b"bothways meaning 1\n", b'bothways meaning 1\n["a"]\n123', b"else"])
def test_encoded_texts_that_are_not_what_was_written_are_none(body: bytes) -> None:
    assert Place(Board({"x": body}), "x", None).meanings() == {}


def test_the_configuration_has_the_say() -> None:
    off = make_rules(checks={name: Rule(on=False) for name in ("duplicate", "similar", "granularity")})
    assert compared(Board(), rules=off) == Judged()
    strict = make_rules(checks={"duplicate": Rule(at_least=1.0, weight=Weight.ERROR), "similar": Rule(on=False)})
    found = compared(Board(), rules=strict)
    assert {each.weight for each in found.findings if each.rule == "duplicate"} <= {Weight.ERROR}
    assert "similar" not in {each.rule for each in found.findings}
    elsewhere = make_rules(checks={"duplicate": Rule(record=RecordType.BACKLOG)})
    assert compared(Board(), rules=elsewhere).looked["duplicate"] == 0


def test_what_people_have_turned_down_is_not_said_in_any_way() -> None:
    one, other = (each.key for each in risks()[:2])
    assert compared(Board(), dismissed={frozenset({one, other})}).findings == ()


def test_a_record_whose_title_cannot_be_read_is_listed() -> None:
    odd = Item(
        RecordType.RISK, "risks", record(RecordType.RISK, "R-9").record, {}, unreadable={Role("title"): say("x")}
    )
    found = Comparing(lambda _: None, NOW).judged(risks(odd), make_rules())
    assert {(each.rule, each.record) for each in found.unjudged} == {
        ("duplicate", "R-9"),
        ("similar", "R-9"),
        ("granularity", "R-9"),
    }
