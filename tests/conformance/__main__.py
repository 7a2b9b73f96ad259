"""Replays what others recorded of the real services against the sandbox, and says how much of it is answered equal.

    python -m tests.conformance [FILE ...]

Without names, every recording in the shared material is replayed; names are further recordings in the same form.
Exit status 1: fewer than 95 of 100 answers are equal in a source or a group of endpoints, an object is not as the
sandbox's model has it, or there is nothing to replay.
"""

import sys
from pathlib import Path

import pytest

from tests.conformance import sheets
from tests.conformance.notion import result as notion
from tests.conformance.notion.recording import is_recording
from tests.shared import shared


def _found() -> list[Path]:
    try:
        home = shared("recorded")
    except pytest.skip.Exception as missing:
        print(missing.msg)
        return []
    return sorted(home.glob("*/*.jsonl"))


def _is_of_sheets(file: Path) -> bool:
    with file.open() as lines:
        return '"steps"' in lines.readline()


def main(arguments: list[str]) -> int:
    ok, replayed = True, 0
    for file in [*_found(), *map(Path, arguments)]:
        if is_recording(file):
            calls = notion.replayed(file)
            print(notion.report(calls))
            ok = ok and calls.passed
        elif _is_of_sheets(file):
            sessions = sheets.replay(file)
            print(sheets.report(sessions))
            ok = ok and sessions.passed
        else:
            print(f"{file.name}: not a recording of calls in their order, left out")
            continue
        replayed += 1
    return 0 if ok and replayed else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
