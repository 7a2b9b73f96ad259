"""Every run remembers how the records stand, where that has changed."""

from pathlib import Path

from jobs.gathering import subjects_of
from jobs.settings import load
from jobs.wiring import notebook_of, services
from sync.clerical import Sighting
from tests.jobs.flag.office import Town, town


def seen(made: Town, table: str) -> list[Sighting]:
    settings = load(made.file, {})
    subject = next(each for each in subjects_of(settings) if each.name == table)
    with services(settings) as shared:
        memory, _ = notebook_of(subject.mapping, shared)
        return list(memory.sightings())


def test_a_sync_and_a_flag_run_remember_what_changed_and_only_that(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        made.rows("backlog", {"id": "B-1x", "title": "電源の二重化", "status": "対応中"})
        made.command("sync")
        (first,) = seen(made, "backlog")
        assert (first.record, first.facts["status"]) == ("B-1x", "In progress")
        assert first.run
        made.command("sync")
        made.command("flag")
        made.command("link")
        assert seen(made, "backlog") == [first]
        made.cell("backlog", "B-1x", "status", "完了")
        made.command("sync")
        assert [each.facts["status"] for each in seen(made, "backlog")] == ["In progress", "Done"]


def test_a_plan_remembers_nothing(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        made.rows("backlog", {"id": "B-1x", "title": "電源の二重化"})
        made.command("plan", code=3)
        assert seen(made, "backlog") == []
