"""A plain piece of work, timed in the same run: machines are noisy, so tests ask for ratios, never for seconds."""

import json
import time

_ROWS = [[f"{row}-{column}" for column in range(20)] for row in range(10_000)]


def yard() -> float:
    """Return the seconds that ``json.loads(json.dumps())`` of 10,000 rows of 20 short texts takes now: best of five."""
    return min(_once() for _ in range(5))


def _once() -> float:
    start = time.perf_counter()
    json.loads(json.dumps(_ROWS))
    return time.perf_counter() - start
