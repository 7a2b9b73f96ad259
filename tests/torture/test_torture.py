"""A few of the histories of ``make torture``, and whether the judge notices what is wrong."""

import pytest

import sync.pairing
import sync.records
from sync.merge import Merge, Verdict, merge_field
from tests.torture.history import History, imagine, read
from tests.torture.judge import Judge, Violation
from tests.torture.stage import Stage
from tests.torture.toll import seeds, toll

CONFLICT = """
seed 1
set conflicts = "sheet"
add sheet 1
add sheet 2
add notion 3
quiet
both 1 note 50 51
"""
CHANGED_ID = """
seed 1
add sheet 1
add sheet 2
add notion 3
quiet
change-id 1 50
edit notion 1 score 60
"""
HIT = """
seed 1
add sheet 1
add notion 2
quiet
edit notion 0 note 60
sync
  before google-write 1 hit sheet 62
"""


@pytest.mark.timeout(600)
@pytest.mark.parametrize("start", [1, pytest.param(2, marks=pytest.mark.long)])
def test_a_hundred_histories_keep_every_promise(start: int) -> None:
    found = toll(seeds(100, start), shrinking=False)
    assert found.played == 100
    assert not found.broken, "\n\n".join(f"{why}\n{history}" for why, history in found.broken.values())


def test_a_history_is_read_as_it_is_printed() -> None:
    for seed in range(50):
        history = imagine(seed)
        assert read(str(history)) == history


def judged(history: History) -> None:
    with Stage() as stage:
        Judge(stage, history).play()


def test_a_value_typed_into_a_cell_while_its_write_is_under_way_is_kept() -> None:
    with Stage() as stage:
        judge = Judge(stage, read(HIT))
        judge.play()
        assert not stage.desk.ledger.swept


def test_a_value_that_loses_and_is_not_kept_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    judged(read(CONFLICT))

    def forgetful(*given: object) -> Merge:
        found = merge_field(*given)  # type: ignore[arg-type]  # passed on as they came
        return Merge(found.verdict, found.why, found.value, found.write) if found.verdict is Verdict.SETTLED else found

    monkeypatch.setattr(sync.records, "merge_field", forgetful)
    with pytest.raises(Violation, match="lost: remark"):
        judged(read(CONFLICT))


def test_a_record_that_is_entered_twice_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    judged(read(CHANGED_ID))
    monkeypatch.setattr(sync.pairing, "hold_lookalikes", lambda *_: None)
    with pytest.raises(Violation, match=r"code \w+ stands 2 times"):
        judged(read(CHANGED_ID))
