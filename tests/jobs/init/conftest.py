from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.init.world import World, world


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with world(tmp_path, monkeypatch) as found:
        yield found
