"""Two tables that a run has brought in step, and edits on both sides for the next one."""

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import Result

from jobs.sync.watch import Watch
from tests.real.world import World, fields_by_id
from tests.secrets.desk import configured, desk, run

NOBODY = 65534
MORE = 4
"""Rows that were typed into the sheet since the last run."""


@contextmanager
def scene(folder: Path, more: int = MORE) -> Iterator[tuple[World, Path]]:
    with desk(folder) as made:
        file = configured(made)
        assert run(file, "sync").exit_code == 0
        made.put([[f"n-{number}", f"new {number}", "typed in the sheet"] for number in range(more)], "A5")
        made.put([["edited in the sheet"]], "C2")
        made.create_pages([{"id": "p-1", "name": "page", "text": "made in Notion"}])
        made.server.forget_calls()
        yield made, file


def refused(done: Result, *words: str, code: int = 1) -> str:
    """Look that a command ended so, in sentences with a way out; return them."""
    text = " ".join(done.output.split())
    assert done.exit_code == code, done.output
    assert "fault of its own" not in text
    assert "Traceback" not in text
    assert "→" in text, done.output
    for each in words:
        assert each in text, done.output
    return text


def nothing_written(made: World) -> None:
    assert made.write_calls() == {"notion": 0, "google": 0}


def comes_right(made: World, file: Path, more: int = MORE) -> None:
    """Look that the next run does the rest: everything on both sides, once; and that one more does nothing."""
    done = run(file, "sync")
    assert done.exit_code == 0, done.output
    notion, sheet = (fields_by_id(each) for each in made.both())
    assert notion == sheet
    names = sorted(str(each["name"]) for each in notion.values())
    assert names == sorted(["page", *(f"new {number}" for number in range(more)), "row 0", "row 1", "row 2"])
    assert [each["text"] for each in notion.values() if each["name"] == "row 0"] == ["edited in the sheet"]
    made.server.forget_calls()
    assert run(file, "sync").exit_code == 0
    nothing_written(made)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let no command wait between two tries; return what it would have waited."""
    waited: list[float] = []

    def watch(_minutes: float | None = None) -> Watch:
        return Watch(lambda: datetime.now(UTC), waited.append)

    monkeypatch.setattr("jobs.wiring.watch", watch)
    return waited


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user may enter, which those of pytest are not."""
    with tempfile.TemporaryDirectory(prefix="bothways-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


@contextmanager
def only_reading(folder: Path) -> Iterator[None]:
    """Let nothing be written in the folder; root is somebody else meanwhile, whom that would not stop."""
    modes: Mapping[Path, int] = {each: each.stat().st_mode for each in (folder, *folder.iterdir())}
    for each in modes:
        each.chmod(0o555 if each.is_dir() else 0o444)
    back: Callable[[], None] = lambda: None  # noqa: E731 - nothing to undo
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
        back = lambda: os.seteuid(0)  # noqa: E731 - as above
    try:
        yield
    finally:
        back()
        for each, mode in modes.items():
            each.chmod(mode)
