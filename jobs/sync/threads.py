"""Threads for calls that may be in flight at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager


@contextmanager
def threads(count: int) -> Iterator[ThreadPoolExecutor]:
    """Yield a pool whose threads are waited for, unless somebody pressed Ctrl+C: a call may last for minutes.

    What such a call still does is settled by the next run, as after a crash.
    """
    pool = ThreadPoolExecutor(max_workers=count)
    waiting = True
    try:
        yield pool
    except KeyboardInterrupt:
        waiting = False
        raise
    finally:
        pool.shutdown(wait=waiting, cancel_futures=not waiting)
