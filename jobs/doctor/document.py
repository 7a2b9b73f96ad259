"""The checkup for programs; docs/json.md says what stands where."""

from collections.abc import Sequence

from jobs.catalogue import translate
from jobs.doctor.check import Check, counts
from jobs.report import Voice
from jobs.report.document import FORMAT, Json, error_object
from sync.errors import BothwaysError


def document(
    exit_code: int, checks: Sequence[Check], voice: Voice, error: BothwaysError | None = None
) -> dict[str, Json]:
    """Return the object. ``error`` is what stopped the command itself, which no check does."""
    return {
        "format": FORMAT,
        "command": "doctor",
        "exit_code": exit_code,
        "error": None if error is None else error_object(error, voice),
        "counts": {verdict.value: count for verdict, count in counts(checks).items()},
        "checks": [_check(check, voice) for check in checks],
    }


def _check(check: Check, voice: Voice) -> dict[str, Json]:
    return {
        "area": check.area.value,
        "code": check.code,
        "verdict": check.verdict.value,
        "pair": check.pair,
        "field": check.field,
        "seen": translate(check.seen, voice.language),
        "way_out": None if check.way_out is None else translate(check.way_out, voice.language),
    }
