"""``python -m tests.crashpoints``: kill a run at every point it has, and see what the next ones make of it."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.crashpoints.play import play
from tests.crashpoints.scene import PLOTS
from tests.crashpoints.trial import Verdict


def main(arguments: Sequence[str]) -> int:
    """Print a line a story and each violation; return 1 if there was any."""
    asked = _asked(arguments)
    start = time.monotonic()
    found: list[Verdict] = []
    with (
        TemporaryDirectory() as home,
        ProcessPoolExecutor(asked.workers, mp_context=get_context("forkserver")) as pool,
    ):
        for number, plot in enumerate(each for each in PLOTS if not asked.only or each.name in asked.only):
            found += play(plot, Path(home) / str(number), pool, asked.every, _tell, verbose=asked.verbose)
    violations = sum(bool(each.violations) for each in found)
    moments = Counter(each.point.moment for each in found)
    print("; ".join(f"{count} {moment}" for moment, count in moments.items()))
    print(f"{len(found)} points, {violations} violations, {time.monotonic() - start:.0f} s")
    return 1 if violations else 0


def _tell(line: str) -> None:
    print(line, flush=True)


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crashpoints", description=__doc__)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth point")
    parser.add_argument("--only", action="append", metavar="STORY", help="only this story; may be repeated")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="so many points at once")
    parser.add_argument("--verbose", action="store_true", help="show each call and each point")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
