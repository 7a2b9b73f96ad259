"""Asking people about conflicts where they work, and taking their answers."""

from jobs.conflicts.desk import ConflictDesk

__all__ = ["ConflictDesk"]
