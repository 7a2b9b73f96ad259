"""One pair's night on the copy: every job, both sides afterwards, and every job once more."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from jobs.rehearse.nightly import NIGHTLY, Job
from jobs.rehearse.samples import Sample, pick, samples
from jobs.sync import Outcome, OutcomeKind, Tools
from mappings.fields import PairMapping
from sync.changes import Kind
from sync.errors import BothwaysError
from sync.model import Side
from sync.ports import Progress, silent

Opener = Callable[[PairMapping], AbstractContextManager[Tools]]

_ENDED_WELL = (OutcomeKind.IN_STEP, OutcomeKind.CHANGED, OutcomeKind.CONFLICTS)


@dataclass(frozen=True, slots=True)
class Act:
    """``first`` and ``second`` have the outcome of each job by its name.

    Where the first night did not end well there is no second one.
    """

    pair: str
    first: Mapping[str, Outcome]
    after: tuple[Sample, ...] = ()
    second: Mapping[str, Outcome] = field(default_factory=dict)

    @property
    def calm(self) -> bool:
        """Whether the second time nothing was written. What a service refuses is refused every night."""
        receipts = [receipt for outcome in self.second.values() for receipt in outcome.receipts if receipt.done]
        return not any(receipt.written or receipt.change.kind is not Kind.UPDATE for receipt in receipts)


def rehearse_pair(mapping: PairMapping, open_tools: Opener, progress: Progress = silent) -> Act:
    """Run the jobs of a night twice. Each run opens the tables anew, as the runs of two nights would.

    What goes wrong in a job is in its outcome; what goes wrong in between is raised as ``BothwaysError``.
    """
    first = {job.name: _run(job, mapping, open_tools, progress) for job in NIGHTLY}
    if any(outcome.kind not in _ENDED_WELL for outcome in first.values()):
        return Act(mapping.name, first)
    after = _after(mapping, open_tools, first)
    second = {job.name: _run(job, mapping, open_tools, progress) for job in NIGHTLY}
    return Act(mapping.name, first, after, second)


def _run(job: Job, mapping: PairMapping, open_tools: Opener, progress: Progress) -> Outcome:
    try:
        with open_tools(mapping) as tools:
            return job.run(mapping, tools, progress)
    except BothwaysError as error:
        return Outcome(mapping.name, OutcomeKind.FAILED, error=error)


def _after(mapping: PairMapping, open_tools: Opener, first: Mapping[str, Outcome]) -> tuple[Sample, ...]:
    chosen = pick(receipt for outcome in first.values() for receipt in outcome.receipts)
    if not chosen:
        return ()
    titles = {record: title for outcome in first.values() for record, title in outcome.titles.items()}
    with open_tools(mapping) as tools:
        return samples(chosen, {side: tools.tables[side].read() for side in Side}, titles)
