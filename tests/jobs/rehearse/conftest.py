from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.rehearse.world import World, team


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A team that is about to use Bothways for the first time."""
    with team(tmp_path) as found:
        yield found


@pytest.fixture
def week(world: World) -> World:
    """The same team a week after the first run, with everything that people did since."""
    world.sync()
    world.edit()
    return world
