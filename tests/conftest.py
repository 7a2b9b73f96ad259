"""No example has a time limit: on a busy machine it would measure the machine. No test may show a secret."""

import pytest
from hypothesis import settings

from tests.postgresql import cluster, postgresql
from tests.secrets.watch import _overheard, plant, pytest_runtest_makereport

__all__ = ["_overheard", "cluster", "postgresql", "pytest_runtest_makereport"]

settings.register_profile("patient", settings.default, deadline=None)
settings.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: runs in `make proofs`, not in `make test`")
    config.addinivalue_line("markers", "leaks: shows a planted secret on purpose, to see that it would be noticed")
    plant()
