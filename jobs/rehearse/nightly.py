"""The jobs of a night, in their order."""

from collections.abc import Callable
from dataclasses import dataclass

from jobs.sync import Outcome, Tools, sync_pair
from mappings.fields import PairMapping
from sync.ports import Progress


@dataclass(frozen=True, slots=True)
class Job:
    """``name`` is the command that runs it."""

    name: str
    run: Callable[[PairMapping, Tools, Progress], Outcome]


def _sync(mapping: PairMapping, tools: Tools, progress: Progress) -> Outcome:
    return sync_pair(mapping, tools, progress=progress)


NIGHTLY: tuple[Job, ...] = (Job("sync", _sync),)
"""A job that is to be rehearsed, too, is put here: link, flag, digest, in the order in which cron runs them."""
