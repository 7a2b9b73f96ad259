import random
from starlette.routing import Route
from adapters.sandbox.clock import Clock
from adapters.sandbox.store import Store
def routes(*, store: Store, clock: Clock, random: random.Random, token: str | None) -> list[Route]:
    return []
