from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.doctor.clinic import Clinic
from tests.jobs.rehearse.world import team


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clinic]:
    """The demo's tables and a store that does not lie among the temporary files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "elsewhere"))
    monkeypatch.setattr("adapters.state.checkup.mounts", lambda: "disk / ext4 rw 0 0\n")
    with team(tmp_path) as world:
        yield Clinic(world)
