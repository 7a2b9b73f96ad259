"""The log as JSON (docs/history.md)."""

from collections.abc import Sequence
from datetime import UTC, datetime

from jobs.catalogue import translate
from jobs.history.show import RecordLog, RunLine, sides_named
from jobs.report.document import FORMAT, Json, error_object, plain
from jobs.report.voice import Voice
from sync.errors import BothwaysError
from sync.history import Event, Kept, Standing, Waiting
from sync.message import Message
from sync.model import Side

RunLists = Sequence[tuple[str, Sequence[RunLine]]]


def record_document(log: RecordLog, voice: Voice) -> dict[str, Json]:
    record: Json = {
        "pair": log.pair,
        "record": log.found.record,
        "title": log.found.title or None,
        "known": log.known,
        "places": {side.value: log.here.get(side) for side in Side},
        "events": [_event(event, voice) for event in log.events],
        "conflicts": [_standing(each, voice) for each in log.conflicts],
        "held": [_waiting(each, voice) for each in log.held],
        "lost": [_kept(each, voice) for each in log.lost],
    }
    return {"format": FORMAT, "command": "log", "exit_code": 0, "error": None, "record": record}


def runs_document(lists: RunLists, voice: Voice) -> dict[str, Json]:
    del voice
    pairs: Json = [{"pair": pair, "runs": [_run(line) for line in lines]} for pair, lines in lists]
    return {"format": FORMAT, "command": "log", "exit_code": 0, "error": None, "pairs": pairs}


def error_document(error: BothwaysError, voice: Voice) -> dict[str, Json]:
    return {"format": FORMAT, "command": "log", "exit_code": error.exit_code, "error": error_object(error, voice)}


def _run(line: RunLine) -> Json:
    ran = line.ran
    return {
        "run": ran.run,
        "started": _time(ran.started),
        "ended": _time(ran.ended),
        "outcome": ran.outcome,
        "forced": list(ran.forced),
        "counts": dict(ran.counts),
        "undoes": line.undoes,
    }


def _event(event: Event, voice: Voice) -> Json:
    return {
        "at": _time(event.at),
        "run": event.run,
        "what": event.what.value,
        "kind": None if event.kind is None else event.kind.value,
        "side": None if event.side is None else event.side.value,
        "field": event.field,
        "before": plain(event.before),
        "after": plain(event.after),
        "why": None if event.why is None else _say(event.why, voice),
        "until": _time(event.until),
    }


def _standing(each: Standing, voice: Voice) -> Json:
    found = each.conflict
    return {
        "field": found.field,
        "base": plain(found.was),
        "values": {side.value: plain(found.values.get(side)) for side in Side},
        "since": _time(each.first_seen),
        "run": each.first_run,
        "why": _say(found.why, voice),
    }


def _waiting(each: Waiting, voice: Voice) -> Json:
    found = each.held
    return {
        "code": found.code,
        "field": found.field,
        "side": None if found.side is None else found.side.value,
        "since": _time(each.since),
        "why": _say(found.why, voice),
    }


def _kept(each: Kept, voice: Voice) -> Json:
    found = each.lost
    return {
        "field": found.field,
        "side": found.side.value,
        "value": plain(found.value),
        "run": each.run,
        "at": _time(each.at),
        "why": _say(found.why, voice),
    }


def _say(message: Message, voice: Voice) -> str:
    return translate(sides_named(message), voice.language)


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat(timespec="microseconds")
