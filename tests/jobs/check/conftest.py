from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.rehearse.world import World, team


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The demo's tables; every call that would write is refused, and pages' bodies are not read."""
    with team(tmp_path) as made:
        text = made.file.read_text("utf-8")
        made.file.write_text(f"{text}\n[rules]\nmeaning = false\nbodies = []\n", "utf-8")
        made.guard.shut = True
        yield made
