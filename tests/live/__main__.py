"""Holds the contract of the services against a real Notion page and a real spreadsheet (docs/live.md).

    python -m tests.live [--clean] [--only EXPRESSION] [FOLDER]

Writes ``live-report.json`` and ``live-report.md`` into FOLDER (the working folder). ``--clean`` only takes away what an
earlier check left. Exit status 0: the real services answered as the sandbox does. 1: differences, all in the report.
2: the environment does not say enough, or what it names cannot be used. 3: something could not be taken away.
"""

import argparse
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from tests.live.account import Missing, account
from tests.live.check import Check, Unreachable
from tests.live.ledger import left_over
from tests.live.report import NotClean, write

_LEFT = 3


def main(words: Sequence[str], environment: Mapping[str, str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.live", description="The contract suite on real services.")
    parser.add_argument("--clean", action="store_true", help="only take away what an earlier check left")
    parser.add_argument("--only", default="", help="only the tests that match, as pytest's -k has it")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), help="where the report goes")
    asked = parser.parse_args(words)
    try:
        check = Check(account(environment), asked.folder.resolve())
        if not _cleared(check):
            return _LEFT
        if asked.clean:
            return 0
        check.run(("-k", asked.only) if asked.only else ())
    except (Missing, Unreachable) as wrong:
        print(f"Nothing was made. {wrong}")
        return 2
    return _told(check)


def _cleared(check: Check) -> bool:
    """Take away what an earlier check left, as its ledger says."""
    before = left_over(check.file)
    if before is None:
        return True
    check.clear(before)
    print(f"An earlier check had left something: {', '.join(check.left) or 'taken away'}.")
    return not check.left


def _told(check: Check) -> int:
    report = check.report(datetime.now(UTC).date())
    try:
        files = write(report, check.folder, check.forbidden)
    except NotClean as wrong:
        print(wrong)
        return 1
    print(f"{len(report.differences)} differences from the sandbox: {files[1]}, and {files[0].name} beside it.")
    if check.left:
        print(f"Could not be taken away: {', '.join(check.left)}. `make live` tries again next time.")
        return _LEFT
    return 0 if report.clean else 1


def _stopped(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stopped)
    sys.exit(main(sys.argv[1:], os.environ))
