"""A pair that another run has: come back until it is free, as long as was asked for."""

from collections.abc import Callable
from datetime import timedelta

from jobs.sync import Outcome
from jobs.sync.watch import Watch
from sync.errors import Busy, OutOfTime

PAUSE = timedelta(seconds=2)
"""After so long the pair is asked for again."""


def patient(
    attempt: Callable[[], Outcome], wait: timedelta, watch: Watch, tell: Callable[[], None] = lambda: None
) -> Outcome:
    """Return what ``attempt`` comes to, which is made anew while another run has the pair and ``wait`` lasts.

    ``tell`` is called once, when the waiting begins. A run that lost the pair half-way is not begun anew.
    """
    ends = watch.now() + wait
    outcome = attempt()
    waited = False
    while isinstance(outcome.error, Busy) and not outcome.receipts:
        left = ends - watch.now()
        if left <= timedelta():
            break
        if not waited:
            tell()
            waited = True
        try:
            watch.sleep(min(PAUSE, left).total_seconds())
        except OutOfTime:
            break
        outcome = attempt()
    return outcome
