from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jobs.gathering import Editor, Trace
from sync.clerical import Content
from sync.model import RecordId, Side
from tests.jobs.gathering.desk import NOW, Fields, look, reading, row, subject

MAY = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
BORN = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
BASE = {"r1": {"title": "a", "status": "Open"}}


def seen(
    notion: Fields | None,
    sheet: Fields | None,
    editor: Editor = Editor.PERSON,
    edited_at: datetime = MAY,
    known: tuple[Content, ...] = (),
    read_at: datetime = NOW,
) -> tuple[datetime | None, tuple[Content, ...]]:
    traces = {"p": Trace(edited_at, editor, BORN)} if notion is not None else {}
    sides = tuple(side for side, there in ((Side.NOTION, notion), (Side.SHEET, sheet)) if there is not None)
    given = reading(
        None if notion is None else [row("p", "r1", **notion)],
        None if sheet is None else [row("4", "r1", **sheet)],
        BASE,
        known,
        traces,
        read_at,
    )
    item, found = look(subject(sides=sides), given)
    return item.active_at, found.contents


OPEN: Fields = {"title": "a", "status": "Open"}
DONE: Fields = {"title": "a", "status": "Done"}


def test_at_first_sight_the_last_edit_of_a_person_counts_else_the_creation() -> None:
    assert seen(OPEN, OPEN)[0] == MAY
    for editor in (Editor.SELF, Editor.BOT):
        assert seen(OPEN, OPEN, editor)[0] == BORN


def test_whoever_cannot_be_told_from_a_person_is_one_until_content_tells_more() -> None:
    active, contents = seen(OPEN, OPEN, Editor.UNKNOWN, MAY)
    assert active == MAY
    assert seen(OPEN, OPEN, Editor.UNKNOWN, JUNE, contents)[0] == MAY, "nothing that people enter has changed"
    assert seen(DONE, OPEN, Editor.UNKNOWN, JUNE, contents)[0] == JUNE


def test_of_a_row_that_was_never_seen_nothing_is_known() -> None:
    active, contents = seen(None, OPEN)
    assert active is None
    assert [each.since for each in contents] == [NOW]
    later, _ = seen(None, OPEN, known=contents, read_at=NOW + timedelta(days=30))
    assert later == NOW, "from then on it is known since when nobody has been there"


def test_a_row_that_changed_since_was_edited_since() -> None:
    _, contents = seen(None, OPEN)
    later = NOW + timedelta(days=3)
    active, contents = seen(None, DONE, known=contents, read_at=later)
    assert active == later
    assert seen(None, DONE, known=contents, read_at=later + timedelta(days=9))[0] == later


def test_an_edit_that_was_carried_over_is_not_a_second_one() -> None:
    _, contents = seen(OPEN, OPEN)
    edited, contents = seen(DONE, OPEN, Editor.PERSON, JUNE, contents)
    assert edited == JUNE
    carried, _ = seen(DONE, DONE, Editor.PERSON, JUNE, contents)
    assert carried == JUNE


def test_an_edit_in_the_sheet_that_was_carried_into_the_page_counts_once() -> None:
    _, contents = seen(OPEN, OPEN)
    active, contents = seen(DONE, DONE, Editor.SELF, JUNE, contents)
    assert active == JUNE, "between two looks somebody edited the row, and the page was written then"
    assert seen(DONE, DONE, Editor.SELF, JUNE, contents, NOW + timedelta(days=9))[0] == JUNE


def test_own_flags_and_links_are_nobodys_activity() -> None:
    _, contents = seen(OPEN, OPEN)
    flagged: Fields = {**OPEN, "flags": ("stale",), "backlog": ("b1",)}
    assert seen(flagged, flagged, Editor.SELF, JUNE, contents)[0] == MAY


def test_another_bots_edit_does_not_count_even_where_it_was_carried_over() -> None:
    _, contents = seen(OPEN, OPEN)
    assert seen(DONE, OPEN, Editor.BOT, JUNE, contents)[0] == MAY
    assert seen(DONE, DONE, Editor.BOT, JUNE, contents)[0] == MAY


def test_a_bot_that_edits_after_a_person_does_not_hide_what_was_seen() -> None:
    _, contents = seen(OPEN, OPEN, Editor.PERSON, MAY)
    assert seen(OPEN, OPEN, Editor.BOT, JUNE, contents)[0] == MAY


def test_a_persons_edit_beside_the_mapped_fields_counts() -> None:
    _, contents = seen(OPEN, OPEN, Editor.PERSON, MAY)
    assert seen(OPEN, OPEN, Editor.PERSON, JUNE, contents)[0] == JUNE


def test_a_row_edited_while_the_page_is_old_counts_now() -> None:
    _, contents = seen(OPEN, OPEN, Editor.PERSON, MAY)
    assert seen(OPEN, DONE, Editor.PERSON, MAY, contents)[0] == NOW


_STATES = st.sampled_from(["Open", "Investigating", "Done", "Accepted"])


@given(st.lists(st.tuples(_STATES, _STATES, st.sampled_from(list(Editor))), min_size=1, max_size=6))
def test_activity_never_goes_back_and_never_lies_ahead(steps: list[tuple[str, str, Editor]]) -> None:
    known: tuple[Content, ...] = ()
    before: datetime | None = None
    for number, (notion, sheet, editor) in enumerate(steps):
        at = NOW + timedelta(days=number)
        told = at - timedelta(hours=1)
        active, known = seen({"title": "a", "status": notion}, {"title": "a", "status": sheet}, editor, told, known, at)
        assert active is not None
        assert active <= at
        assert before is None or active >= before
        before = active


@given(st.lists(_STATES, min_size=1, max_size=4))
def test_a_look_without_a_change_changes_nothing(states: list[str]) -> None:
    known: tuple[Content, ...] = ()
    told: Fields = OPEN
    for number, state in enumerate(states):
        told = {"title": "a", "status": state}
        _, known = seen(told, told, Editor.PERSON, NOW, known, NOW + timedelta(days=number))
    active, again = seen(told, told, Editor.PERSON, NOW, known, NOW + timedelta(days=99))
    assert again == known
    assert seen(told, told, Editor.PERSON, NOW, again, NOW + timedelta(days=100))[0] == active


def test_what_is_remembered_names_record_and_side() -> None:
    _, contents = seen(OPEN, OPEN)
    assert {(each.side, each.record) for each in contents} == {(side, RecordId("r1")) for side in Side}
    one, two = contents
    assert one == replace(two, side=one.side), "sides that are in step have one digest"
