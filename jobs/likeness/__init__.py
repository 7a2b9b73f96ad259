"""Comparing the records of a run with one another: what was entered twice, what is alike, what may belong together."""

from jobs.likeness.comparing import Comparing
from jobs.likeness.likely import likely
from jobs.likeness.shelf import Shelf

__all__ = ["Comparing", "Shelf", "likely"]
