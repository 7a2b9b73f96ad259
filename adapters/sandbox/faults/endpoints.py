"""The sandbox's own endpoints for faults and quotas."""

from dataclasses import asdict, fields

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.sandbox.faults.quota import Meter, Quotas
from adapters.sandbox.faults.script import ScriptError
from adapters.sandbox.faults.unreliable import Faults


def fault_routes(faults: Faults) -> list[Route]:
    """PUT a script as text, with ``?seed=`` where it is not the sandbox's; GET what it did; DELETE it."""

    async def put(request: Request) -> Response:
        seed = request.query_params.get("seed", "")
        try:
            text = (await request.body()).decode()
            faults.play(text, int(seed) if seed else None)
        except ScriptError as error:
            return JSONResponse({"mistakes": [asdict(mistake) for mistake in error.mistakes]}, 400)
        except ValueError as error:
            return JSONResponse({"mistakes": [{"line": 0, "seen": str(error), "allowed": "UTF-8, a whole seed"}]}, 400)
        return JSONResponse(shown(faults))

    async def get(_request: Request) -> Response:
        return JSONResponse(shown(faults))

    async def delete(_request: Request) -> Response:
        faults.clear()
        faults.release()
        return Response(status_code=204)

    path = "/_sandbox/faults"
    return [
        Route(path, put, methods=["PUT"]),
        Route(path, get, methods=["GET"]),
        Route(path, delete, methods=["DELETE"]),
    ]


def shown(faults: Faults) -> dict[str, object]:
    running = faults.running
    rules = [
        {"line": count.rule.line, "rule": str(count.rule), "calls": count.calls, "fired": count.fired}
        for count in running.counts
    ]
    return {"seed": running.seed, "rules": rules, "fired": [asdict(fired) for fired in running.fired]}


def quota_routes(meter: Meter) -> list[Route]:
    """PUT quotas (those not named are the services' own), GET them, DELETE them."""
    names = [field.name for field in fields(Quotas)]

    async def put(request: Request) -> Response:
        raw = await request.body()
        try:
            given = orjson.loads(raw or b"{}")
        except orjson.JSONDecodeError:
            given = None
        body = given if isinstance(given, dict) else {"": None}
        if not all(name in names and type(count) is int and count >= 0 for name, count in body.items()):
            return JSONResponse({"message": f"the body should be an object of whole numbers: {', '.join(names)}"}, 400)
        meter.use(Quotas(**body))
        return await get(request)

    async def get(_request: Request) -> Response:
        return JSONResponse({"quotas": None if meter.quotas is None else asdict(meter.quotas)})

    async def delete(_request: Request) -> Response:
        meter.use(None)
        return Response(status_code=204)

    path = "/_sandbox/quotas"
    return [
        Route(path, put, methods=["PUT"]),
        Route(path, get, methods=["GET"]),
        Route(path, delete, methods=["DELETE"]),
    ]
