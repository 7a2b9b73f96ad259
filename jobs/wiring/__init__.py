"""The only place that names a concrete adapter: what a job works with, put together from the settings."""

from adapters.sandbox.server import LOOPBACK
from jobs.wiring.doctor import examine, surroundings
from jobs.wiring.init import founding
from jobs.wiring.local import serve_sandbox, start_sandbox
from jobs.wiring.pairs import open_alone, open_pair
from jobs.wiring.rehearsal import rehearsal
from jobs.wiring.services import Services, services

__all__ = [
    "LOOPBACK",
    "Services",
    "examine",
    "founding",
    "open_alone",
    "open_pair",
    "rehearsal",
    "serve_sandbox",
    "services",
    "start_sandbox",
    "surroundings",
]
