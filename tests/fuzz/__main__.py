"""``python -m tests.fuzz RUNS SEED``: spoilt answers, configurations and state files, and the figures."""

import logging
import sys
import tempfile
from pathlib import Path

import pytest

from tests.fuzz.desk import desk
from tests.fuzz.figures import Figures, answers, configurations, memories


def main(runs: int, seed: int) -> int:
    """Try ``runs`` spoilt answers and configurations, a fifth as many state files. Return 1 where one went wrong."""
    logging.disable(logging.CRITICAL)
    found: dict[str, Figures] = {}
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with desk(place, patch) as made:
            found["answers"] = _shown("answers", answers(made, seed, runs))
            found["state files"] = _shown("state files", memories(made, seed, max(9, runs // 5)))
        found["configurations"] = _shown("configurations", configurations(place, seed, runs))
        patch.chdir("/")
    return 1 if any(each.wrong for each in found.values()) else 0


def _shown(name: str, figures: Figures) -> Figures:
    print("\n".join(figures.lines(name)), flush=True)
    return figures


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:] if each]
    sys.exit(main(*(given + [1000, 1][len(given) :])))
