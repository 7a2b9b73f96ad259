"""Histories that once broke a promise, shrunk, as they were printed."""

from pathlib import Path

import pytest

from tests.torture.history import read
from tests.torture.stage import Stage
from tests.torture.toll import breaks

KEPT = sorted((Path(__file__).parent / "kept").glob("*.txt"))


@pytest.mark.parametrize("file", KEPT, ids=[file.stem for file in KEPT])
def test_a_history_that_once_did_harm(file: Path) -> None:
    with Stage() as stage:
        assert breaks(stage, read(file.read_text("utf-8"))) == ""
