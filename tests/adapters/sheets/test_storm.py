"""Some rough storms; ``python -m tests.adapters.sheets.storms`` raises thousands."""

import pytest

from adapters.sandbox.server import SandboxServer
from tests.adapters.sheets.storms import storm


@pytest.mark.parametrize("seed", range(60))
def test_whatever_happens_meanwhile_every_row_keeps_its_own(server: SandboxServer, seed: int) -> None:
    storm(server, seed)


@pytest.mark.parametrize("seed", [849, 985, 1792, 2373, 2433, 2654, 3121, 3307, 4291, 4302, 4576, 4693, 5010])
def test_storms_that_once_ended_badly_do_no_more(server: SandboxServer, seed: int) -> None:
    storm(server, seed)


@pytest.mark.parametrize("seed", range(2000, 2020))
def test_the_same_where_most_answers_are_lost(server: SandboxServer, seed: int) -> None:
    storm(server, seed, rough=0.3, lossy=0.5)
