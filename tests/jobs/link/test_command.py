"""``bothways link`` with the real clients against the local services."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from jobs.commands import link as command
from jobs.commands.clerical import Office
from jobs.link.decide import Decided, Ties
from jobs.link.suggest import Scored
from jobs.link.ways import Route
from sync.message import say
from sync.model import RecordId
from tests.jobs.flag.office import Town, town

RISKS = ({"id": "R-1a", "title": "電源障害", "summary": "B-1x で直す"}, {"id": "R-2b", "title": "DNS"})
TASKS = ({"id": "B-1x", "title": "電源の二重化"}, {"id": "B-2y", "title": "DNS の冗長化", "status": "Done"})


def ready(made: Town) -> None:
    made.rows("risks", *RISKS)
    made.rows("backlog", *TASKS)
    made.sync()
    made.sync()
    made.writes()


def likely(_office: Office, _ways: Sequence[Route], _decided: Decided, _ties: Ties) -> Iterable[Scored]:
    one, others = ("risks", RecordId("R-2b")), ("B-2y", "B-1x")
    for other, score in zip(others, (0.8, 0.15), strict=True):
        yield Scored(one, ("backlog", RecordId(other)), score, say("both say {word}", word="DNS"), "backlog")


@pytest.fixture(autouse=True)
def scored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "likely", likely)


def test_a_certain_link_is_set_at_both_ends_on_both_sides_and_then_nothing_more(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        ready(made)
        assert made.command("link", "--dry-run", code=3)["links"]
        assert made.writes() == 0
        told = made.command("link")
        assert {(each["from"][1], each["to"][1]) for each in told["links"]} == {("R-1a", "B-1x"), ("B-1x", "R-1a")}
        assert made.both("risks", "R-1a", "backlog") == [("B-1x",)] * 2
        assert made.both("backlog", "B-1x", "risks") == [("R-1a",)] * 2
        row = next(row for row in made.grid("risks") if row[0] == "R-1a")
        assert "B-1x" in row, "in the sheet the id stands"
        made.sync()
        made.writes()
        made.command("link")
        made.sync()
        assert made.writes() == 0


@pytest.mark.parametrize("synced", [True, False])
def test_a_link_that_a_person_takes_away_goes_at_the_other_end_and_never_comes_again(
    tmp_path: Path, *, synced: bool
) -> None:
    with town(tmp_path) as made:
        ready(made)
        made.command("link")
        made.cell("risks", "R-1a", "backlog", "")
        if synced:
            made.sync()
        told = made.command("link")
        assert told["taken_away"]
        made.sync()
        assert made.both("risks", "R-1a", "backlog") == [None, None]
        assert made.both("backlog", "B-1x", "risks") == [None, None]
        made.command("link")
        made.sync()
        assert made.both("risks", "R-1a", "backlog") == [None, None]


def test_a_link_that_a_person_sets_at_one_end_is_set_at_the_other(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        ready(made)
        made.cell("backlog", "B-2y", "risks", "R-2b")
        made.sync()
        made.command("link")
        assert made.both("risks", "R-2b", "backlog") == [("B-2y",)] * 2


def test_a_suggestion_is_shown_once_and_accepted_by_a_tick(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        ready(made)
        told = made.command("link")
        assert [(each["from"][1], each["to"][1], each["score"]) for each in told["suggestions"]] == [
            ("R-2b", "B-2y", 0.8)
        ]
        shown = made.both("risks", "R-2b", "suggestions")
        assert shown == ["B-2y DNS の冗長化 (0.80: both say DNS)"] * 2
        made.sync()
        made.writes()
        made.command("link")
        assert made.writes() == 0
        made.page("R-2b", link_accept={"checkbox": True})
        made.sync()
        made.command("link")
        assert made.both("risks", "R-2b", "backlog") == [("B-2y",)] * 2
        assert made.both("risks", "R-2b", "suggestions") == [None, None]
        assert made.both("risks", "R-2b", "link_accept") == [False, False]


def test_what_is_dismissed_is_never_suggested_again(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        ready(made)
        made.command("link")
        made.page("R-2b", link_dismiss={"checkbox": True})
        made.sync()
        told = made.command("link")
        assert told["suggestions"] == []
        assert made.both("risks", "R-2b", "suggestions") == [None, None]
        assert made.command("link")["suggestions"] == []
        assert made.both("risks", "R-2b", "backlog") == [None, None]


def test_both_may_be_answered_on_the_command_line(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        ready(made)
        made.command("link", "dismiss", "B-2y", "R-2b")
        assert made.command("link")["suggestions"] == []
        made.command("link", "accept", "R-2b", "B-2y")
        made.command("link")
        assert made.both("risks", "R-2b", "backlog") == [("B-2y",)] * 2


def test_a_run_of_links_can_be_undone_and_they_are_not_set_again(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        ready(made)
        told = made.command("link")
        for pair in told["pairs"]:
            made.command("undo", pair["run"], "--pair", pair["pair"])
        assert made.both("risks", "R-1a", "backlog") == [None, None]
        made.command("link")
        assert made.both("risks", "R-1a", "backlog") == [None, None]
        assert made.both("backlog", "B-1x", "risks") == [None, None]


def lines(made: Town) -> list[dict[str, str]]:
    answer = made.clients.google.http_client.values_get(made.spreadsheet, "'Bothways links'")
    header, *rows = [list(map(str, row)) for row in answer["values"]]
    return [dict(zip(header, [*row, *[""] * len(header)], strict=False)) for row in rows if any(row)]


def choose(made: Town, word: str) -> None:
    made.put("Bothways links", [[word]], "I2")


@pytest.mark.parametrize(("word", "stands"), [("accept", [("B-2y",)] * 2), ("リンクしない", [None] * 2)])
def test_suggestions_are_listed_in_a_tab_and_decided_there(tmp_path: Path, word: str, stands: list[object]) -> None:
    with town(tmp_path) as made:
        ready(made)
        made.command("link")
        (line,) = lines(made)
        assert (line["Record"], line["Link to"], line["Score"], line["Choice"]) == ("R-2b", "B-2y", "0.80", "")
        choose(made, word)
        made.command("link")
        assert made.both("risks", "R-2b", "backlog") == stands
        assert lines(made) == []
        made.sync()
        made.writes()
        assert made.command("link")["suggestions"] == []
        assert made.writes() == 0


def test_what_is_put_off_in_the_tab_stays_there_and_nonsense_is_said(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        ready(made)
        made.command("link")
        choose(made, "later")
        told = made.command("link")
        assert [each["later"] for each in told["suggestions"]] == [True]
        assert [line["Choice"] for line in lines(made)] == ["later"]
        made.writes()
        made.command("link")
        assert made.writes() == 0
