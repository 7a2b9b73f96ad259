"""A rehearsal for programs: the object of ``sync --json``, and what is more to be said of it."""

from collections.abc import Mapping, Sequence

from jobs.rehearse.act import Act
from jobs.rehearse.left import listed
from jobs.rehearse.samples import Sample
from jobs.rehearse.stage import Stage
from jobs.report import Voice, document
from jobs.report.document import Json, plain
from jobs.sync import Outcome
from sync.errors import BothwaysError
from sync.model import Side, Unreadable, Value


def papers(
    code: int, acts: Sequence[Act], voice: Voice, stage: Stage | None, error: BothwaysError | None = None
) -> dict[str, Json]:
    """Return the object; without a stage nothing could be read."""
    first = [(job, outcome) for act in acts for job, outcome in act.first.items()]
    second = [(job, outcome) for act in acts for job, outcome in act.second.items()]
    return {
        **document("rehearse", code, [], voice, error),
        "start": None if stage is None else stage.start.value,
        "pairs": _pairs(first, voice),
        "again": _pairs(second, voice),
        "calm": all(act.calm for act in acts),
        "after": [_sample(act.pair, sample) for act in acts for sample in act.after],
        "not_carried_over": [] if stage is None else _left(stage.left, voice),
    }


def _pairs(outcomes: Sequence[tuple[str, Outcome]], voice: Voice) -> list[Json]:
    found = document("rehearse", 0, [outcome for _, outcome in outcomes], voice)["pairs"]
    pairs = found if isinstance(found, list) else []
    return [{"job": job, **pair} for (job, _), pair in zip(outcomes, pairs, strict=True)]


def _sample(pair: str, sample: Sample) -> Json:
    values: dict[str, Json] = {side.value: _value(sample.values[side]) for side in Side}
    return {"pair": pair, "record": sample.record, "title": sample.title, "field": sample.field, "values": values}


def _value(value: Value | Unreadable) -> Json:
    return value.seen if isinstance(value, Unreadable) else plain(value)


def _left(left: Mapping[str, int], voice: Voice) -> list[Json]:
    return [{"kind": kind, "count": count, "what": voice(said)} for kind, count, said in listed(left)]
