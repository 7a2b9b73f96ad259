"""A transport that lets chosen calls fail, before or after they reached the service."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

Fault = Callable[[httpx.Request, Callable[[], httpx.Response]], httpx.Response]


def answer(status: int, body: object = None, headers: dict[str, str] | None = None) -> Fault:
    """The service is not reached; this is answered in its place."""
    content = body if isinstance(body, str) else json.dumps(body if body is not None else {})
    return lambda request, _send: httpx.Response(status, text=content, headers=headers, request=request)


def error(status: int, code: str, message: str = "…", headers: dict[str, str] | None = None, **extra: object) -> Fault:
    body = {"object": "error", "status": status, "code": code, "message": message, "additional_data": extra}
    return answer(status, body, headers)


def saved_but(fault: Fault) -> Fault:
    """The service carries the call out, and then this is answered."""

    def after(request: httpx.Request, send: Callable[[], httpx.Response]) -> httpx.Response:
        send().read()
        return fault(request, send)

    return after


def broken(kind: type[httpx.TransportError]) -> Fault:
    def breaks(request: httpx.Request, _send: Callable[[], httpx.Response]) -> httpx.Response:
        raise kind("the line broke", request=request)

    return breaks


def altered(change: Callable[[dict[str, object]], None]) -> Fault:
    """The service answers, and the answer is changed on the way."""

    def alter(request: httpx.Request, send: Callable[[], httpx.Response]) -> httpx.Response:
        response = send()
        body = json.loads(response.read())
        change(body)
        return httpx.Response(response.status_code, json=body, request=request)

    return alter


@dataclass
class Unreliable(httpx.BaseTransport):
    """Faults are used up one a matching call, in the order in which they were added."""

    inner: httpx.BaseTransport = field(default_factory=httpx.HTTPTransport)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    bodies: list[object] = field(default_factory=list)

    def fail(self, call: str, *faults: Fault) -> None:
        """``call`` is a pattern for ``METHOD /path``."""
        self.faults += [(call, fault) for fault in faults]

    def forget(self) -> None:
        self.sent.clear()
        self.bodies.clear()

    def count(self, call: str) -> int:
        return sum(bool(re.fullmatch(call, each)) for each in self.sent)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        call = f"{request.method} {request.url.path}"
        self.sent.append(call)
        as_json = "json" in request.headers.get("content-type", "")
        self.bodies.append(json.loads(request.read()) if as_json and request.read() else None)

        def send() -> httpx.Response:
            return self.inner.handle_request(request)

        for number, (pattern, fault) in enumerate(self.faults):
            if re.fullmatch(pattern, call):
                del self.faults[number]
                return fault(request, send)
        return send()

    def close(self) -> None:
        self.inner.close()
