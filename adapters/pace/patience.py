from collections.abc import Callable
from random import Random
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from adapters.pace.advice import Advice, Kind
from adapters.pace.budget import Pace

T = TypeVar("T")

_FIRST_WAIT = 1.0


def patiently(
    attempt: Callable[[], T],
    *,
    judge: Callable[[Exception], Advice],
    pace: Pace,
    sleep: Callable[[float], None],
    random: Random,
    attempts: int = 6,
    longest: float = 60.0,
) -> T:
    """Call ``attempt`` within ``pace`` until it succeeds or ``judge`` says that no repetition helps.

    A repetition waits for what the service asked, however long, and at least for an exponential back-off with
    jitter of at most ``longest`` seconds. The last exception is raised as it is. Only ``Exception`` is judged, and
    what ``sleep`` raises ends the patience.
    """

    def paced() -> T:
        pace.spend()
        try:
            return attempt()
        except Exception as failure:
            asked = judge(failure).after
            if asked is not None:
                pace.rest(asked)
            raise

    def retriable(failure: BaseException) -> bool:
        return isinstance(failure, Exception) and judge(failure).kind is Kind.RETRY

    def wait(state: RetryCallState) -> float:
        failure = state.outcome.exception() if state.outcome is not None else None
        asked = judge(failure).after if isinstance(failure, Exception) else None
        backoff = min(longest, _FIRST_WAIT * 2.0 ** (state.attempt_number - 1)) * random.uniform(0.5, 1.0)
        return max(asked or 0.0, backoff)

    retrying = Retrying(
        retry=retry_if_exception(retriable),
        wait=wait,
        stop=stop_after_attempt(attempts),
        sleep=sleep,
        before_sleep=lambda _: pace.repeat(),
        reraise=True,
    )
    return retrying(paced)
