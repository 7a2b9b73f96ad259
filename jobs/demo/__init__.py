"""The demo: a risk register and an incident table in local services, kept in step before your eyes."""

from jobs.demo.fill import fill_at
from jobs.demo.show import run

__all__ = ["fill_at", "run"]
