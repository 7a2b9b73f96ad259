"""Gathering what there is to tell of a record, or of the latest runs."""

from collections.abc import Mapping, Sequence

from jobs.history.finding import Found
from jobs.history.ports import History
from jobs.history.show import RecordLog, RunLine
from mappings.ids import page_of_id
from mappings.links import link_to
from sync.history import Written
from sync.model import BaseRecord, RecordId, Side

UNDOES = "undoes the run {run}"
"""The reason that every write of an undoing run carries."""


def log_of(pair: str, found: Found, history: History) -> RecordLog:
    record = found.record
    known = history.base().records.get(record)
    return RecordLog(
        pair,
        found,
        history.history(record),
        [each for each in history.open_conflicts() if each.conflict.record == record],
        [each for each in history.held() if each.held.record == record],
        history.lost(record),
        known is not None,
        {} if known is None else _places(record, known),
    )


def _places(record: RecordId, known: BaseRecord) -> Mapping[Side, str]:
    """Return the page's link, and the row as of the last run."""
    places = {side: str(address) for side, address in known.addresses.items()}
    page = places.get(Side.NOTION) or page_of_id(record)
    return places | ({Side.NOTION: link_to(page)} if page else {})


def latest(history: History, limit: int) -> list[RunLine]:
    return [RunLine(ran, undone_by(history.changes_of(ran.run))) for ran in history.runs(limit)]


def undone_by(writes: Sequence[Written]) -> str | None:
    """Return the run that these writes of another run undid."""
    for each in writes:
        for cell in each.intent.change.cells:
            if cell.why.text == UNDOES:
                return str(dict(cell.why.values)["run"])
    return None
