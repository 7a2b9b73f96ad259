"""Structured lines on stderr: for people in a terminal, JSON elsewhere. Ids and names of fields, never a value."""

from jobs.logs.lines import Log, changes_of
from jobs.logs.setting import logger

__all__ = ["Log", "changes_of", "logger"]
