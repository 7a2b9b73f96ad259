"""Retry and pacing, the same for every service."""

from adapters.pace.advice import Advice, Kind
from adapters.pace.asked import seconds_asked
from adapters.pace.budget import Pace
from adapters.pace.patience import patiently

__all__ = ["Advice", "Kind", "Pace", "patiently", "seconds_asked"]
