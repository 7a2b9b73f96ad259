"""The only place that names a concrete adapter: what a job works with, put together from the settings."""

from adapters.sandbox.server import LOOPBACK
from jobs.wiring.desk import notebook_of
from jobs.wiring.doctor import examine, surroundings
from jobs.wiring.init import founding
from jobs.wiring.local import serve_sandbox, start_sandbox
from jobs.wiring.pairs import history_of, open_alone, open_pair
from jobs.wiring.rehearsal import rehearsal
from jobs.wiring.services import Services, services, watch

__all__ = [
    "LOOPBACK",
    "Services",
    "examine",
    "founding",
    "history_of",
    "notebook_of",
    "open_alone",
    "open_pair",
    "rehearsal",
    "serve_sandbox",
    "services",
    "start_sandbox",
    "surroundings",
    "watch",
]
