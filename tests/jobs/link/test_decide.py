"""What becomes of each link: set at both ends, left to people, and never set again once taken away."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from jobs.gathering import Subject
from jobs.link.decide import Decided, decide
from jobs.link.named import Named
from jobs.link.suggest import Scored, suggest
from jobs.link.ways import routes
from jobs.rules.item import Item, RecordType, Role, Section
from mappings.fields import Field, FieldType, NotionPlace, PairMapping, SheetPlace
from sync.clerical import Tie, TieKind, TieState
from sync.message import say
from sync.model import Address, FieldName, RecordId, Side, Value
from sync.policy import PairPolicy

NOW = datetime(2026, 11, 21, tzinfo=UTC)
PAGE = "0a1b2c3d-0000-4000-8000-00000000000{}"


def subject(table: str, kind: RecordType, *, own: bool = True, **related: str) -> Subject:
    fields = [Field(FieldName("title"), FieldType.TITLE, "title", "title")]
    fields += [
        Field(FieldName(role), FieldType.RELATION, role, role, related=other, own=own)
        for role, other in related.items()
    ]
    mapping = PairMapping(
        table, NotionPlace("n", "ID"), SheetPlace("s", table, "ID"), tuple(fields), PairPolicy({}), UTC
    )
    return Subject(mapping, kind, {Role(each.name): each.name for each in fields})


SUBJECTS = [
    subject("risks", RecordType.RISK, backlog="backlog"),
    subject("backlog", RecordType.BACKLOG, risks="risks"),
]


def risk(name: str, backlog: tuple[str, ...] = (), **values: Value) -> Item:
    return Item(
        RecordType.RISK,
        "risks",
        RecordId(name),
        {Role("backlog"): backlog or None, **{Role(role): value for role, value in values.items()}},
        title=name,
    )


def task(name: str, risks: tuple[str, ...] = (), **values: Value) -> Item:
    return Item(
        RecordType.BACKLOG,
        "backlog",
        RecordId(name),
        {Role("risks"): risks or None, **{Role(role): value for role, value in values.items()}},
        title=name,
    )


def tie(table: str, state: TieState) -> dict[str, list[Tie]]:
    made = {
        "risks": Tie(TieKind.LINK, RecordId("R-1"), "backlog", RecordId("B-1"), state, NOW, "backlog"),
        "backlog": Tie(TieKind.LINK, RecordId("B-1"), "risks", RecordId("R-1"), state, NOW, "risks"),
    }
    return {table: [made[table]]}


def decided(
    one: Item, other: Item, ties: Mapping[str, list[Tie]] | None = None, subjects: list[Subject] | None = None
) -> Decided:
    named = Named([one, other], {})
    found = {"risks": [one], "backlog": [other]}
    return decide(routes(subjects or SUBJECTS), found, ties or {}, named.named_by, NOW)


def settings(made: Decided) -> list[tuple[str, str, bool]]:
    return [(each.edge.item.table, each.edge.entry, each.comes) for each in made.settings]


BOTH = [("risks", "B-1", True), ("backlog", "R-1", True)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (risk("R-1", summary="see B-1, please"), task("B-1")),
        (risk("R-1"), task("B-1", description="ｒ－１を参照")),
        (risk("R-1", summary="https://www.notion.so/team/Fix-0a1b2c3d000040008000000000000002?v=1"), task("B-1")),
        (
            risk("R-1", summary="tracked at https://tracker.example/browse/B1."),
            task("B-1", url="https://tracker.example/browse/B1/"),
        ),
    ],
)
def test_an_id_or_an_address_in_either_record_links_them_at_both_ends(one: Item, other: Item) -> None:
    other = replace(other, addresses={Side.NOTION: Address(PAGE.format(2))})
    assert settings(decided(one, other)) == BOTH


def test_a_link_at_one_end_is_set_at_the_other() -> None:
    made = decided(risk("R-1", ("B-1",)), task("B-1"))
    assert settings(made) == BOTH[1:]
    assert [each.state for each in made.ties["risks"]] == [TieState.STANDING]


def test_words_in_the_body_count_and_plain_numbers_and_our_own_texts_do_not() -> None:
    body = replace(risk("R-1"), sections=(Section("Next", 2, "fixed by B-1"),))
    assert settings(decided(body, task("B-1"))) == BOTH
    assert settings(decided(risk("R-1", summary="in 12 of 30 cases"), task("12"))) == []
    own = Named([risk("R-1", suggestions="B-1 is alike"), task("B-1")], {"risks": frozenset({Role("suggestions")})})
    assert own.named_by(risk("R-1", suggestions="B-1 is alike")) == frozenset()


def test_a_name_that_means_two_records_means_neither() -> None:
    twins = [task("B-1", number="T-9"), task("B-2", number="T-9")]
    named = Named([risk("R-1"), *twins], {})
    assert named.named_by(risk("R-1", summary="T-9")) == frozenset()
    assert {key[1] for key in named.named_by(risk("R-1", summary="B-2"))} == {"B-2"}


def test_a_link_that_a_person_took_away_is_never_set_again_and_goes_at_the_other_end() -> None:
    ties = tie("risks", TieState.STANDING) | tie("backlog", TieState.STANDING)
    one = risk("R-1", summary="see B-1")
    made = decided(one, task("B-1", ("R-1",)), ties)
    assert settings(made) == [("backlog", "R-1", False)]
    assert [each.state for each in made.ties["risks"]] == [TieState.REMOVED]
    after = tie("risks", TieState.REMOVED) | tie("backlog", TieState.REMOVED)
    made = decided(one, task("B-1"), after)
    assert (settings(made), dict(made.ties)) == ([], {})


def test_a_removal_that_was_not_carried_to_the_other_end_is_finished_and_not_turned_round() -> None:
    ties = tie("risks", TieState.REMOVED) | tie("backlog", TieState.STANDING)
    assert settings(decided(risk("R-1"), task("B-1", ("R-1",)), ties)) == [("backlog", "R-1", False)]


def test_a_person_may_link_again_what_was_taken_away() -> None:
    ties = tie("risks", TieState.REMOVED) | tie("backlog", TieState.REMOVED)
    made = decided(risk("R-1", ("B-1",)), task("B-1"), ties)
    assert settings(made) == BOTH[1:]
    assert [each.state for each in made.ties["risks"]] == [TieState.STANDING]


def test_a_field_that_is_not_ours_is_never_written_and_the_link_is_named() -> None:
    mine = [subject("risks", RecordType.RISK, own=False, backlog="backlog"), SUBJECTS[1]]
    made = decided(risk("R-1", summary="see B-1"), task("B-1"), subjects=mine)
    assert settings(made) == BOTH[1:]
    assert [each.item.table for each in made.barred] == ["risks"]


def test_a_column_that_was_made_anew_has_lost_its_links_to_nobody() -> None:
    ties = tie("risks", TieState.STANDING) | tie("backlog", TieState.STANDING)
    items = {"risks": [risk("R-1")], "backlog": [task("B-1", ("R-1",))]}
    renewed = frozenset({("risks", "backlog")})
    made = decide(routes(SUBJECTS), items, ties, lambda _: frozenset(), NOW, renewed)
    assert settings(made) == BOTH[:1]


def test_what_could_not_be_read_and_records_that_are_gone_prove_nothing() -> None:
    ties = tie("risks", TieState.STANDING)
    one = Item(RecordType.RISK, "risks", RecordId("R-1"), {}, unreadable={Role("backlog"): say("odd")})
    assert decided(one, task("B-1"), ties).taken == []
    made = decide(routes(SUBJECTS), {"risks": [risk("R-1")]}, ties, lambda _: frozenset(), NOW)
    assert (made.taken, dict(made.ties)) == ([], {})


def scored(other: str, score: float) -> Scored:
    return Scored(("risks", RecordId("R-1")), ("backlog", RecordId(other)), score, say("both say disk"), "backlog")


def test_the_likeliest_are_suggested_and_what_was_dismissed_never_comes_again() -> None:
    ties = tie("risks", TieState.DISMISSED)
    found = suggest(
        [scored("B-1", 0.9), scored("B-2", 0.8), scored("B-3", 0.7), scored("B-4", 0.6), scored("B-5", 0.2)],
        Decided(),
        ties,
        NOW,
        least=0.5,
        most=2,
        judged={("risks", RecordId("R-1"))},
    )
    assert [each.scored.other[1] for each in found.suggestions] == ["B-2", "B-3"]
    assert [each.state for each in found.ties["risks"]] == [TieState.SUGGESTED] * 2
    assert not found.over


def test_an_accepted_suggestion_is_set_and_a_suggestion_that_is_none_any_more_is_over() -> None:
    made = decided(risk("R-1"), task("B-1"), tie("risks", TieState.ACCEPTED))
    assert settings(made) == BOTH
    judged = {("risks", RecordId("R-1"))}
    over = suggest([], Decided(), tie("risks", TieState.SUGGESTED), NOW, least=0.5, most=2, judged=judged).over
    assert [each.other for each in over["risks"]] == ["B-1"]
    later = suggest([], Decided(), tie("risks", TieState.LATER), NOW, least=0.5, most=2, judged=judged).over
    assert not later, "what was put off stays"
