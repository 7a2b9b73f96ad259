"""``bothways conflicts`` and ``bothways settle`` over a real store."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jobs.cli import app
from jobs.sync import OutcomeKind
from tests.jobs.conflicts.town import Town, town


def run(made: Town, *words: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(app, [*words, "--config", str(made.settings_file())], input=answer)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "BOTHWAYS_CONFIG", "BOTHWAYS_LANGUAGE", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def test_conflicts_are_listed_settled_by_one_command_and_applied_by_the_next_run(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        assert run(made, "conflicts").exit_code == 0
        made.clash("R-1a", owner=("佐藤", "鈴木"), score=(7, 8))
        made.sync()
        shown = run(made, "conflicts")
        assert shown.exit_code == 4
        assert all(part in shown.stdout for part in ("電源障害", "佐藤", "鈴木", "aoki", "open since"))
        listed = json.loads(run(made, "conflicts", "--json").stdout)
        assert listed["exit_code"] == 4
        owner = next(each for each in listed["conflicts"] if each["field"] == "owner")
        assert (owner["pair"], owner["base"], owner["values"]) == ("table", "aoki", {"notion": "佐藤", "sheet": "鈴木"})
        assert (owner["choice"], owner["held_deletion"]) == (None, False)
        assert run(made, "settle", "電源障害", "owner", "--keep", "sheet").exit_code == 0
        assert run(made, "settle", "R-1a", "score", "--keep", "notion", "--json").exit_code == 0
        assert run(made, "conflicts").exit_code == 0, "nothing waits for a person any more"
        planned = run(made, "plan")
        assert planned.exit_code == 3
        assert "chose" in planned.stdout
        assert made.sync().kind is OutcomeKind.CHANGED
        assert [side["owner"] for side in made.values()["R-1a"]] == ["鈴木", "鈴木"]
        assert [side["score"] for side in made.values()["R-1a"]] == [7, 7]
        assert made.sync().kind is OutcomeKind.IN_STEP


def test_all_at_once_only_after_a_yes(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        made.clash("R-1a", owner=("佐藤", "鈴木"))
        made.clash("R-2b", owner=("x", "y"))
        made.sync()
        assert run(made, "settle", "--all", "--keep", "both", answer="n\n").exit_code == 2
        unheard = run(made, "settle", "--all", "--keep", "both", answer="")
        assert (unheard.exit_code, "--yes" in unheard.output) == (2, True), unheard.output
        assert run(made, "conflicts").exit_code == 4
        assert run(made, "settle", "--all", "--keep", "both", answer="y\n").exit_code == 0
        assert made.sync().kind is OutcomeKind.CHANGED
        assert made.lines() == []


@pytest.mark.parametrize(
    "words",
    [
        ("settle", "--keep", "notion"),
        ("settle", "R-9x", "--keep", "notion"),
        ("settle", "R-1a", "--keep", "notion"),
        ("settle", "R-1a", "title", "--keep", "notion"),
        ("settle", "R-1a", "owner", "--keep", "nobody"),
        ("settle", "R-1a", "owner"),
    ],
)
def test_what_names_no_conflict_is_a_mistake_and_chooses_nothing(words: tuple[str, ...], tmp_path: Path) -> None:
    with town(tmp_path) as made:
        made.clash("R-1a", owner=("佐藤", "鈴木"), score=(7, 8))
        made.sync()
        assert run(made, *words).exit_code == 2
        assert run(made, "conflicts").exit_code == 4
