"""Calls that are to run at the same time: none goes on before all of them have come."""

import asyncio

HEADER = "x-sandbox-together"
_PATIENCE_SECONDS = 5


class Together:
    """Holds calls until as many as each of them names are there; after five seconds they go on without the rest."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    async def meet(self, count: int) -> None:
        here = asyncio.get_running_loop().create_future()
        self._waiting.append(here)
        if len(self._waiting) >= count:
            for other in self._waiting:
                if not other.done():
                    other.set_result(None)
            self._waiting = []
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await here
        except TimeoutError:
            self._waiting = [other for other in self._waiting if other is not here]
