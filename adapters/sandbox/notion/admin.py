import random
from starlette.routing import Route
from adapters.sandbox.clock import Clock
from adapters.sandbox.store import Store
def admin_routes(*, store: Store, clock: Clock, random: random.Random) -> list[Route]:
    return []
