"""The lines of a run: its jobs, its changes, what waits. Event names are English, as those of other programs are."""

from collections.abc import Iterator
from dataclasses import dataclass

from structlog.typing import FilteringBoundLogger

from jobs.report.summary import counts, ran, written
from jobs.sync.outcome import Outcome
from sync.changes import Change
from sync.turns import Turn, TurnKind


@dataclass(frozen=True)
class Log:
    """``to`` has the run's name on each of its lines."""

    to: FilteringBoundLogger

    def begins(self, job: str) -> None:
        self.to.info("job begins", job=job)

    def came(self, job: str, outcome: Outcome) -> None:
        """Write a line a change that was proved, and one for the table."""
        log = self.to.bind(job=job, pair=outcome.pair)
        if ran(outcome):
            for change in changes_of(outcome):
                log.info(
                    "change",
                    side=change.side.value,
                    kind=change.kind.value,
                    record=str(change.record),
                    fields=[str(cell.field) for cell in change.cells],
                )
        found = counts(outcome)
        waits = {name: found[name] for name in ("conflicts", "held", "lost", "not_written") if found[name]}
        error = (
            {} if outcome.error is None else {"error": type(outcome.error).__name__, "seen": str(outcome.error.seen)}
        )
        line = log.warning if outcome.error is not None or outcome.refusals else log.info
        line("table done", outcome=outcome.kind.value, pair_run=outcome.run, **waits, **error)

    def ends(self, turn: Turn, seconds: float) -> None:
        line = self.to.error if turn.kind is TurnKind.FAILED else self.to.info
        why = {} if turn.seen is None else {"seen": str(turn.seen)}
        kind = None if turn.kind is None else turn.kind.value
        line("job ends", job=turn.job, outcome=kind, exit_code=turn.code, seconds=round(seconds, 1), **why)

    def trouble(self, what: str, error: Exception) -> None:
        """Write of something beside the jobs that failed: a notice, a heartbeat, the ledger."""
        self.to.warning(what, error=type(error).__name__, seen=str(error))


def changes_of(outcome: Outcome) -> Iterator[Change]:
    """Yield the changes that were proved; none where nothing was tried."""
    if ran(outcome):
        yield from written(outcome)
