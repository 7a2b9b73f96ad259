"""Conflicts on the pages in Notion: one comment each, and a property by which people choose."""

from pathlib import Path

import httpx
import pytest

from jobs.sync import OutcomeKind
from tests.jobs.conflicts.town import Town, town

FLAG = 'conflict_property = "Conflict"'


def flagged(made: Town) -> Town:
    made.clients.notion.data_sources.update(made.source, properties={"Conflict": {"select": {}}})
    return made


def flag(made: Town, record: str) -> str | None:
    page = made.page(record)
    found = page["properties"]["Conflict"]["select"]
    return None if found is None else str(found["name"])


def lacking(made: Town, *names: str) -> None:
    answer = httpx.put(f"{made.server.notion_base}/_sandbox/capabilities", json={"lacks": list(names)}, trust_env=False)
    assert answer.is_success


def choose(made: Town, record: str, word: str) -> None:
    made.clients.notion.pages.update(made.pages[record], properties={"Conflict": {"select": {"name": word}}})


def test_each_conflict_is_named_once_with_both_values_and_never_again(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        made.clash("R-1a", owner=("佐藤", "鈴木"))
        made.sync()
        (comment,) = made.comments("R-1a")
        assert all(part in comment for part in ("owner", "aoki", "佐藤", "鈴木", "Bothways conflicts"))
        made.sync()
        made.notion("R-1a", owner="田中")
        made.sync()
        made.sync()
        assert len(made.comments("R-1a")) == 2, "one for each pair of values"


def test_a_comment_whose_receipt_was_lost_is_found_again(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        made.clash("R-1a", owner=("佐藤", "鈴木"))
        made.server.script("notion POST /v1/comments 1st..9th 503 saved")
        made.sync()
        made.server.script("")
        made.sync()
        assert len(made.comments("R-1a")) == 1


def test_a_connection_that_may_not_comment_is_told_so_once(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        made.clash("R-1a", owner=("佐藤", "鈴木"))
        lacking(made, "read_comments", "insert_comments")
        first = made.sync()
        assert first.kind is OutcomeKind.CONFLICTS
        assert any("may not comment" in str(notice) for notice in first.notices)
        assert made.sync().notices == ()
        lacking(made)
        made.sync()
        assert len(made.comments("R-1a")) == 1


@pytest.mark.parametrize(("word", "stands"), [("keep Notion", "佐藤"), ("シートを残す", "鈴木")])
def test_the_property_says_conflict_takes_the_choice_and_is_cleared(word: str, stands: str, tmp_path: Path) -> None:
    with town(tmp_path, extra=FLAG) as made:
        flagged(made).clash("R-1a", owner=("佐藤", "鈴木"), title=("停電", "停電A"))
        assert made.sync().notices == ()
        assert flag(made, "R-1a") == "conflict"
        assert flag(made, "R-2b") is None
        options = made.options_of("Conflict")
        assert {"conflict", "keep Notion", "keep Sheet", "keep both", "later"} <= set(options)
        choose(made, "R-1a", word)
        assert made.sync().kind is OutcomeKind.CHANGED
        assert [side["owner"] for side in made.values()["R-1a"]] == [stands, stands]
        assert flag(made, "R-1a") is None
        assert made.lines() == []
        assert made.sync().kind is OutcomeKind.IN_STEP
        made.server.forget_calls()
        assert made.sync().kind is OutcomeKind.IN_STEP
        assert made.write_calls() == {"notion": 0, "google": 0}


def test_a_choice_on_the_page_is_not_for_values_that_came_later(tmp_path: Path) -> None:
    with town(tmp_path, extra=FLAG) as made:
        flagged(made).clash("R-1a", owner=("佐藤", "鈴木"))
        made.sync()
        choose(made, "R-1a", "keep both")
        made.sheet("R-1a", owner="高橋")
        assert made.sync().kind is OutcomeKind.CONFLICTS
        assert [side["owner"] for side in made.values()["R-1a"]] == ["佐藤", "高橋"]
        assert flag(made, "R-1a") == "conflict"


def test_choices_in_two_places_that_differ_are_not_taken(tmp_path: Path) -> None:
    with town(tmp_path, extra=FLAG) as made:
        flagged(made).clash("R-1a", owner=("佐藤", "鈴木"))
        made.sync()
        choose(made, "R-1a", "keep Notion")
        made.choose("R-1a", "keep Sheet")
        outcome = made.sync()
        assert outcome.kind is OutcomeKind.CONFLICTS
        assert any("different choices" in str(notice) for notice in outcome.notices)
        assert [side["owner"] for side in made.values()["R-1a"]] == ["佐藤", "鈴木"]


def test_a_property_that_is_not_there_is_said_and_stops_nothing(tmp_path: Path) -> None:
    with town(tmp_path, extra=FLAG) as made:
        made.clash("R-1a", owner=("佐藤", "鈴木"))
        outcome = made.sync()
        assert outcome.kind is OutcomeKind.CONFLICTS
        assert any("Conflict" in str(notice) for notice in outcome.notices)
        assert len(made.lines()) == 1
