"""``python -m tests.torture HISTORIES SEED``: random histories on the sandbox; ``--replay FILE`` plays one again."""

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from tests.torture.history import read
from tests.torture.stage import Stage
from tests.torture.toll import Toll, breaks, seeds, toll

_PIECE = 25
_TELL = 250


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.torture")
    parser.add_argument("histories", type=int, nargs="?", default=200)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--replay", type=Path, help="a file with a history as it was printed")
    return parser.parse_args()


def main() -> int:
    asked = _asked()
    if asked.replay is not None:
        return _replay(asked.replay)
    begun = time.monotonic()
    found = Toll()
    wanted = seeds(asked.histories, asked.seed)
    pieces = [wanted[start : start + _PIECE] for start in range(0, len(wanted), _PIECE)]
    with ProcessPoolExecutor(asked.workers, mp_context=get_context("spawn")) as pool:
        for done in as_completed([pool.submit(toll, piece) for piece in pieces]):
            part = done.result()
            found.add(part)
            for seed, (why, history) in part.broken.items():
                print(f"\nhistory {seed}: {why}\n{history}", flush=True)
            if found.played % _TELL == 0:
                print(f"{found.played:,} played, {len(found.broken)} violations", file=sys.stderr, flush=True)
    took = time.monotonic() - begun
    seen = found.findings
    print(
        f"{found.played:,} histories from seed {asked.seed}, {seen.runs:,} runs, {len(found.broken)} violations; "
        f"{took:.0f} s, {found.played / took:.1f} histories a second"
    )
    print(
        f"{seen.refused} histories ended in front of a guard; excluded, since the services cannot compare and set: "
        f"{seen.swept_in_call} values typed into the very cell that a write was on its way to, "
        f"{seen.swept_before} typed after the last look before it, "
        f"{seen.swept_killed} overwritten by a call after which the process was killed before it could put them back"
    )
    return 1 if found.broken else 0


def _replay(file: Path) -> int:
    with Stage() as stage:
        why = breaks(stage, read(file.read_text("utf-8")))
    print(why or "every promise is kept")
    return 1 if why else 0


if __name__ == "__main__":
    sys.exit(main())
