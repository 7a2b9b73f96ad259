import json
import subprocess
import sys

from jobs.rules.similar.comparison import compare
from jobs.rules.similar.twice import entered_twice
from tests.similarity.measures import judged, ranking
from tests.similarity.sets import TEMPLATE, backlog, incidents, japanese_reports, verdicts


def test_duplicates_in_a_real_backlog_are_found() -> None:
    labelled = backlog()
    seen = ranking(labelled)
    assert len(labelled.partners) == 129
    assert seen.hits[10] >= 0.84
    assert seen.precision >= 0.62


def test_what_is_said_to_be_entered_twice_is_right() -> None:
    labelled = backlog()
    said = judged(entered_twice(compare(labelled.texts)), labelled, verdicts())
    assert said.share >= 0.8
    assert len(said.labelled) + len(said.right) >= 12


def test_three_equal_japanese_reports_are_found_and_nothing_else() -> None:
    found = {frozenset(key[1] for key in pair.keys) for pair in entered_twice(compare(japanese_reports()))}
    assert found == {frozenset(pair) for pair in (("131086", "131087"), ("131086", "131088"), ("131087", "131088"))}


def test_incidents_with_one_templated_title_are_not_entered_twice() -> None:
    texts, facts = incidents()
    titles = {text.key: text.title for text in texts}
    assert sum(title == TEMPLATE for title in titles.values()) == 112
    assert [
        pair for pair in entered_twice(compare(texts, facts)) if TEMPLATE in (titles[pair.one], titles[pair.other])
    ] == []


def test_a_thousand_records_take_a_bounded_multiple_of_a_plain_piece_of_work() -> None:
    command = [sys.executable, "-m", "tests.similarity.large", "1000"]
    seen = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - our own
    assert seen["built"] / seen["yard"] < 120
    assert seen["update"] / seen["yard"] < 25
