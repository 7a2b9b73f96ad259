"""Records that were entered twice, flagged and turned down with the real clients against the local services."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from adapters.state.memory import PairMemory
from tests.jobs.flag.office import Town, town

RULES = """
[rules]
defaults = false
meaning = false
[rules.checks.duplicate]
on = true
[rules.checks.similar]
on = true
"""
JAPANESE = ("夜間バッチの再実行で請求が二重になる", "請求バッチは冪等でないため、再実行した顧客に二回請求する")
ENGLISH = ("Nightly export stops with a timeout", "The export of the ledger stops when it has more than a million rows")


def rows(title: str, summary: str) -> list[Mapping[str, str]]:
    return [
        *({"id": f"R-{n}a", "title": title, "summary": summary, "owner": "aoki"} for n in (1, 2, 3)),
        {"id": "R-9z", "title": "DNS", "owner": "baba"},
    ]


def ready(made: Town, title: str = JAPANESE[0], summary: str = JAPANESE[1]) -> None:
    made.rows("risks", *rows(title, summary))
    made.sync()
    made.sync()
    made.writes()


def flagged(made: Town) -> dict[str, object]:
    """Return what stands in the flags of each record; both sides say the same."""
    found: dict[str, object] = {}
    for record in ("R-1a", "R-2a", "R-3a", "R-9z"):
        here, there = made.both("risks", record, "flags")
        assert here == there
        found[record] = here
    return found


def twins(made: Town) -> set[frozenset[str]]:
    """Return the clusters that ``check`` tells of."""
    told = made.command("check")
    return {
        frozenset({each["record"], *(other["record"] for other in each["others"])})
        for each in told["findings"]
        if each["family"] == "duplicate"
    }


@pytest.mark.parametrize(("title", "summary"), [JAPANESE, ENGLISH])
def test_what_was_entered_twice_is_flagged_on_both_sides_until_people_say_it_was_not(
    tmp_path: Path, title: str, summary: str
) -> None:
    twice = ("entered twice?",)
    with town(tmp_path, RULES) as made:
        ready(made, title, summary)
        assert twins(made) == {frozenset({"R-1a", "R-2a", "R-3a"})}
        assert made.writes() == 0, "check reads only"
        made.command("flag")
        assert flagged(made) == {"R-1a": twice, "R-2a": twice, "R-3a": twice, "R-9z": None}
        note, other = made.both("risks", "R-1a", "flag_note")
        assert "R-2a, R-3a" in str(note)
        assert note == other
        made.writes()
        made.command("flag")
        made.sync()
        assert made.writes() == 0
        made.page("R-1a", duplicate_dismiss={"checkbox": True})
        made.sync()
        assert twins(made) == {frozenset({"R-2a", "R-3a"})}, "a tick counts before it is taken note of"
        made.command("flag")
        assert flagged(made) == {"R-1a": None, "R-2a": twice, "R-3a": twice, "R-9z": None}
        assert made.both("risks", "R-1a", "duplicate_dismiss") == [False, False]
        made.command("flag", "dismiss", "R-2a", "R-3a")
        made.command("flag")
        assert flagged(made) == dict.fromkeys(("R-1a", "R-2a", "R-3a", "R-9z"))
        made.cell("risks", "R-2a", "summary", f"{summary}.")
        made.sync()
        made.command("flag")
        assert flagged(made) == dict.fromkeys(("R-1a", "R-2a", "R-3a", "R-9z")), "what was turned down stays so"
        assert twins(made) == set()
        made.writes()
        made.command("flag")
        made.sync()
        assert made.writes() == 0


def test_similar_records_stand_beside_each_other_with_score_and_reason(tmp_path: Path) -> None:
    with town(tmp_path, RULES) as made:
        alike = {"id": "R-4d", "title": "Export of the ledger stops at night", "summary": ENGLISH[1], "owner": "aoki"}
        made.rows("risks", {**rows(*ENGLISH)[0]}, rows(*ENGLISH)[3], alike)
        made.sync()
        made.sync()
        made.command("flag")
        text, other = made.both("risks", "R-1a", "similar")
        assert text == other
        assert str(text).startswith("similar to R-4d (0.")
        assert made.both("risks", "R-9z", "similar") == [None, None]
        made.sync()
        made.writes()
        made.command("flag")
        assert made.writes() == 0


def test_a_run_starts_from_what_the_last_one_kept_and_a_spoilt_index_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelved: list[set[str]] = []
    spoil = False
    keep, read = PairMemory.shelve, PairMemory.shelved

    def told(self: PairMemory, bodies: Mapping[str, bytes | None], at: object) -> None:
        shelved.append({name for name in bodies if name.startswith("similar-")})
        keep(self, bodies, at)  # type: ignore[arg-type]  # handed through

    def spoilt(self: PairMemory, names: list[str]) -> Mapping[str, bytes]:
        found = read(self, names)
        return {name: body[:-1] if spoil and name.startswith("similar-") else body for name, body in found.items()}

    monkeypatch.setattr(PairMemory, "shelve", told)
    monkeypatch.setattr(PairMemory, "shelved", spoilt)
    with town(tmp_path, RULES) as made:
        ready(made)
        made.command("check")
        made.command("flag", "--dry-run", code=3)
        assert shelved == []
        made.command("flag")
        assert {"similar-index"} in shelved
        shelved.clear()
        made.command("flag")
        assert {"similar-index"} not in shelved, "nothing has changed"
        spoil = True
        made.command("flag")
        assert twins(made) == {frozenset({"R-1a", "R-2a", "R-3a"})}


def test_a_record_that_somebody_has_called_a_duplicate_is_not_told_of_again(tmp_path: Path) -> None:
    with town(tmp_path, RULES) as made:
        made.rows("risks", *rows(*JAPANESE))
        made.rows(
            "backlog",
            {"id": "B-1x", "title": JAPANESE[0], "description": JAPANESE[1]},
            {"id": "B-2y", "title": JAPANESE[0], "description": JAPANESE[1], "status": "重複"},
        )
        made.sync()
        made.sync()
        assert twins(made) == {frozenset({"R-1a", "R-2a", "R-3a"})}, "of one table, and not those that are closed so"
