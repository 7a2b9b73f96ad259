"""The observation history, as rules want it, from what is remembered."""

from collections.abc import Sequence

from jobs.gathering import Subject
from jobs.rules.observation import History, Observation
from jobs.wiring.past import Memories
from sync.clerical import Sighting
from sync.model import RecordId, Value


def history_seen(subjects: Sequence[Subject], memories: Memories) -> History:
    """Return the observations of the records of these tables, oldest first; none where nothing is remembered."""
    found: dict[tuple[str, RecordId], list[Observation]] = {}
    for subject in subjects:
        memory = memories(subject.mapping).memory
        for each in () if memory is None else memory.sightings():
            found.setdefault((subject.name, each.record), []).append(observed(each))
    return {key: sorted(seen, key=lambda each: each.at) for key, seen in found.items()}


def observed(sighting: Sighting) -> Observation:
    """Return a sighting as an observation; owners are a list, whatever the table has."""
    facts = sighting.facts
    score, owner = facts.get("score"), facts.get("owner")
    return Observation(
        sighting.at,
        _text(facts.get("status")),
        _text(facts.get("severity")),
        score if isinstance(score, int | float | str) and not isinstance(score, bool) else None,
        owner if isinstance(owner, tuple) else (owner,) if isinstance(owner, str) else None,
    )


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None
