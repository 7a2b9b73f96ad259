"""The report of a run, for programs: one JSON object. docs/json.md says what stands where."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

from jobs.catalogue import translate
from jobs.report.summary import counts
from jobs.report.voice import Voice
from jobs.sync.outcome import Outcome
from sync.changes import Change, ColumnConflict, Conflict, Held, Lost, Receipt, Violation
from sync.choices import Chosen
from sync.errors import BothwaysError, Misconfigured
from sync.guard import Refusal
from sync.message import Message
from sync.model import FieldName, Side, Span, Value

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None

FORMAT = 1
"""Raised when something that was there is taken away or changes its meaning."""
_UNSAFE = re.compile("[\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def document(
    command: str,
    exit_code: int,
    outcomes: Sequence[Outcome],
    voice: Voice,
    error: BothwaysError | None = None,
) -> dict[str, Json]:
    """Return the object of a run. ``error`` is what stopped it before any pair was looked at."""
    return {
        "format": FORMAT,
        "command": command,
        "exit_code": exit_code,
        "error": None if error is None else error_object(error, voice),
        "pairs": [_pair(outcome, voice) for outcome in outcomes],
    }


def written(value: Json) -> str:
    """Write it as text that is safe in a terminal, too."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def plain(value: Value) -> Json:
    """Return a value as plain JSON: moments with their zone, a span as ``start`` and ``end``."""
    if isinstance(value, Span):
        return {"start": _time(value.start), "end": None if value.end is None else _time(value.end)}
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def _time(moment: date | datetime) -> str:
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()


def _pair(outcome: Outcome, voice: Voice) -> dict[str, Json]:
    plan = outcome.plan
    return {
        "pair": outcome.pair,
        "outcome": outcome.kind.value,
        "run": outcome.run,
        "forced": outcome.forced,
        "counts": counts(outcome),
        "changes": [_change(change, outcome, voice) for change in plan.changes],
        "columns": [
            {"side": c.side.value, "reshape": c.reshape.value, "field": c.field, "name": c.name, "type": c.kind}
            for c in plan.columns
        ],
        "conflicts": [_conflict(found, outcome, voice) for found in plan.conflicts],
        "deletions": [_conflict(found, outcome, voice) for found in plan.deletions],
        "choices": [_choice(found, outcome, voice) for found in plan.chosen],
        "notes": [
            {"code": note.code, "side": note.side.value, "field": note.field, "why": _say(note.why, voice)}
            for note in plan.notes
        ],
        "column_conflicts": [_column_conflict(found, voice) for found in plan.column_conflicts],
        "violations": [_violation(found) for found in plan.violations],
        "held": [_held(found, outcome, voice) for found in plan.held],
        "lost": [_lost(found, outcome, voice) for found in plan.lost],
        "refusals": [_refusal(found, voice) for found in outcome.refusals],
        "receipts": [_receipt(receipt, voice) for receipt in sorted(outcome.receipts, key=lambda r: r.change.key)],
        "notices": [_say(notice, voice) for notice in outcome.notices],
        "error": None if outcome.error is None else error_object(outcome.error, voice),
    }


def _say(message: Message, voice: Voice) -> str:
    return translate(message, voice.language)


def _change(change: Change, outcome: Outcome, voice: Voice) -> dict[str, Json]:
    return {
        "side": change.side.value,
        "kind": change.kind.value,
        "record": change.record,
        "title": outcome.titles.get(change.record),
        "address": change.address,
        "restore": change.restore,
        "cells": [
            {
                "field": cell.field,
                "before": plain(cell.before),
                "after": plain(cell.after),
                "why": _say(cell.why, voice),
            }
            for cell in change.cells
        ],
    }


def _conflict(found: Conflict, outcome: Outcome, voice: Voice) -> dict[str, Json]:
    return {**conflict_object(found, outcome.titles.get(found.record), voice), "later": found.later}


def _choice(found: Chosen, outcome: Outcome, voice: Voice) -> dict[str, Json]:
    return {**_conflict(found.conflict, outcome, voice), "keep": found.keep.value}


def conflict_object(found: Conflict, title: str | None, voice: Voice) -> dict[str, Json]:
    return {
        "record": found.record,
        "title": title,
        "field": found.field,
        "first_meeting": found.first,
        "base": plain(found.was) if found.field is not None else None if found.base is None else _values(found.base),
        "values": (
            {side.value: plain(found.values.get(side)) for side in Side}
            if found.field is not None
            else {side.value: _values(found.records[side]) if side in found.records else None for side in Side}
        ),
        "deleted": None if found.deleted is None else found.deleted.value,
        "why": _say(found.why, voice),
    }


def _values(values: Mapping[FieldName, Value]) -> dict[str, Json]:
    return {name: plain(value) for name, value in values.items()}


def _column_conflict(found: ColumnConflict, voice: Voice) -> dict[str, Json]:
    values: dict[str, Json] = {side.value: list(found.values.get(side, ())) for side in Side}
    return {"fields": list(found.fields), "base": list(found.base), "values": values, "why": _say(found.why, voice)}


def _violation(found: Violation) -> dict[str, Json]:
    return {"fields": list(found.fields), "records": list(found.records)}


def _held(found: Held, outcome: Outcome, voice: Voice) -> dict[str, Json]:
    return {
        "code": found.code,
        "record": found.record,
        "title": None if found.record is None else outcome.titles.get(found.record),
        "field": found.field,
        "side": None if found.side is None else found.side.value,
        "address": found.address,
        "why": _say(found.why, voice),
    }


def _lost(found: Lost, outcome: Outcome, voice: Voice) -> dict[str, Json]:
    return {
        "record": found.record,
        "title": outcome.titles.get(found.record),
        "field": found.field,
        "side": found.side.value,
        "value": plain(found.value),
        "why": _say(found.why, voice),
    }


def _refusal(found: Refusal, voice: Voice) -> dict[str, Json]:
    return {
        "code": found.code,
        "seen": _say(found.seen, voice),
        "way_out": _say(found.way_out, voice),
    }


def _receipt(receipt: Receipt, voice: Voice) -> dict[str, Json]:
    return {
        "side": receipt.change.side.value,
        "kind": receipt.change.kind.value,
        "record": receipt.change.record,
        "done": receipt.done,
        "written": sorted(receipt.written),
        "refused": {name: _say(why, voice) for name, why in sorted(receipt.refused.items())},
        "failed": None if receipt.failed is None else _say(receipt.failed, voice),
    }


def error_object(error: BothwaysError, voice: Voice) -> dict[str, Json]:
    return {
        "kind": type(error).__name__,
        "seen": _say(error.seen, voice),
        "mistakes": [_say(mistake, voice) for mistake in error.mistakes] if isinstance(error, Misconfigured) else [],
        "way_out": None if error.way_out is None else _say(error.way_out, voice),
    }
