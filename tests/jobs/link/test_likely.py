"""Likely links as the words of the records have it, decided by people, with the real clients."""

from pathlib import Path

import pytest

from tests.jobs.flag.office import Town, town

RISKS = (
    {
        "id": "R-1a",
        "title": "決済APIの接続プールが枯渇する",
        "summary": "負荷が高いと決済APIの要求が接続プールを待ち、注文が失われる",
    },
    {
        "id": "R-2b",
        "title": "Certificates of the mail gateway expire",
        "summary": "Nobody renews the certificates, so mail to customers stops",
    },
    {"id": "R-3c", "title": "オフィスの停電"},
)
TASKS = (
    {"id": "B-1x", "title": "決済APIの接続プールの上限を引き上げる", "description": "接続プールの監視も足す"},
    {"id": "B-2y", "title": "Renew certificates of the mail gateway automatically"},
    {"id": "B-3z", "title": "Translate the help pages"},
)
LINKS = [("R-1a", "B-1x"), ("R-2b", "B-2y")]


def ready(made: Town) -> None:
    made.rows("risks", *RISKS)
    made.rows("backlog", *TASKS)
    made.sync()
    made.sync()
    made.writes()


def suggested(made: Town) -> list[tuple[str, str]]:
    return [(each["from"][1], each["to"][1]) for each in made.command("link")["suggestions"]]


@pytest.mark.parametrize(("one", "other", "word"), [("R-1a", "B-1x", "接続"), ("R-2b", "B-2y", "certificates")])
def test_what_words_speak_for_is_suggested_and_an_accepted_link_is_a_certain_one(
    tmp_path: Path, one: str, other: str, word: str
) -> None:
    with town(tmp_path) as made:
        ready(made)
        told = made.command("link")
        assert [(each["from"][1], each["to"][1]) for each in told["suggestions"]] == LINKS
        assert all(0.2 <= each["score"] <= 1 and each["why"] for each in told["suggestions"])
        text, there = made.both("risks", one, "suggestions")
        assert text == there
        assert str(text).startswith(f"{other} ")
        assert word in str(text).casefold()
        made.sync()
        made.writes()
        made.command("link")
        made.sync()
        assert made.writes() == 0
        made.page(one, link_accept={"checkbox": True})
        made.sync()
        assert (one, other) not in suggested(made)
        assert made.both("risks", one, "backlog") == [(other,)] * 2
        assert made.both("backlog", other, "risks") == [(one,)] * 2
        assert made.both("risks", one, "suggestions") == [None, None]


@pytest.mark.parametrize("tick", [True, False])
def test_what_is_turned_down_never_comes_again(tmp_path: Path, *, tick: bool) -> None:
    with town(tmp_path) as made:
        ready(made)
        assert suggested(made) == LINKS
        if tick:
            made.page("R-1a", link_dismiss={"checkbox": True})
            made.sync()
        else:
            made.command("link", "dismiss", "R-1a", "B-1x")
        assert suggested(made) == LINKS[1:]
        made.cell("risks", "R-1a", "summary", "決済APIの接続プールの上限が低い")
        made.sync()
        assert suggested(made) == LINKS[1:]
        assert made.both("risks", "R-1a", "suggestions") == [None, None]
        made.sync()
        made.writes()
        made.command("link")
        assert made.writes() == 0


def test_no_link_is_suggested_where_the_configuration_says_so(tmp_path: Path) -> None:
    with town(tmp_path, "[rules]\nmeaning = false\n[link]\nsuggest_from = 1.0\n") as made:
        ready(made)
        assert suggested(made) == []
