"""Every test of the services' contract runs at each place: in the sandbox, and elsewhere where that was asked for."""

from collections.abc import Iterator

import pytest

from tests.contract.services.desk import Desk
from tests.contract.services.place import PLACES, USUAL, Place, Places


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "place" in metafunc.fixturenames:
        metafunc.parametrize("place", list(_places(metafunc.config)), indirect=True, scope="session")


@pytest.fixture(scope="session")
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    with _places(request.config)[request.param]() as opened:
        yield opened


def _places(config: pytest.Config) -> Places:
    return config.stash.get(PLACES, USUAL)


@pytest.fixture
def desk(place: Place) -> Iterator[Desk]:
    with Desk(place) as ready:
        yield ready
