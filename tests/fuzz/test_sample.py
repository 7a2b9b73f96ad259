"""A sample of each campaign; ``make fuzz RUNS=n SEED=s`` tries as many as one likes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.desk import Desk, desk
from tests.fuzz.figures import answers, commands, configurations, memories
from tests.fuzz.stores import KINDS
from tests.fuzz.wire import Try, judged, known, misled, reference


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch, desk(tmp_path_factory.mktemp("desk"), patch) as found:
        yield found


def test_spoilt_answers_leave_the_tables_right(made: Desk) -> None:
    figures = answers(made, seed=20261120, count=25)
    assert figures.wrong == []
    assert figures.tried["not met"] < 13


@pytest.mark.parametrize(
    "rule",
    [
        "notion GET /v1/data_sources/* once spoil half /properties/level/id",
        "notion GET /v1/data_sources/* once spoil cut /properties/title/type",
        "notion GET /v1/data_sources/* always spoil null /properties/tags/id",
        "notion GET /v1/data_sources/* always spoil deep",
        "notion POST */query always spoil drop /has_more",
        "notion POST */query once spoil cut /results/*/properties/title/id",
        "google GET * 2nd.. spoil retype /sheets/*/data/*/rowData/*/values/*/userEnteredValue",
        "google GET * once spoil null /sheets/*/properties/gridProperties",
        "google POST * once spoil drop /updatedSpreadsheet/sheets/0/data",
        "google POST * once spoil retype /error of 403",
        "notion PATCH * once spoil drop /id",
        "notion POST /v1/pages once spoil drop /properties",
    ],
)
def test_an_answer_that_once_did_harm(made: Desk, rule: str) -> None:
    found = reference(made, (("sync",),))
    assert judged(made, found, Try(("sync",), rule, 7, "")).wrong == ""


def test_the_judge_sees_what_is_wrong(made: Desk) -> None:
    found = reference(made, commands(made)[:1])
    spoilt = {**found.before, ("notion", "record 1", "done"): "nobody's"}
    assert "nobody's" in misled(found, spoilt)
    assert misled(found, found.before) == misled(found, found.after) == ""
    made.again()
    assert known(made.state()) == found.before != found.after


def test_spoilt_configurations_are_a_list_of_mistakes(tmp_path: Path) -> None:
    figures = configurations(tmp_path, seed=20261120, count=60)
    assert figures.wrong == []
    assert figures.endings["refused"] > 20


def test_spoilt_state_files_stop_the_run_or_do_no_harm(made: Desk) -> None:
    figures = memories(made, seed=20261120, count=len(KINDS))
    assert figures.wrong == []
    assert figures.endings["exit 1, untouched"] > len(KINDS) // 2
