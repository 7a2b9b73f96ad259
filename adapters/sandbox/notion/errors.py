"""The service's error bodies."""

from collections.abc import Container
from typing import Any, TypeGuard

import orjson


class ApiError(Exception):
    """An answer of the service that is not a success."""

    def __init__(self, status: int, code: str, message: str, additional_data: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.additional_data = additional_data

    def body(self, request_id: str) -> dict[str, Any]:
        body: dict[str, Any] = {
            "object": "error",
            "status": self.status,
            "code": self.code,
            "message": self.message,
        }
        if self.additional_data is not None:
            body["additional_data"] = self.additional_data
        return {**body, "request_id": request_id}


def invalid(message: str) -> ApiError:
    return ApiError(400, "validation_error", message)


def wrong(path: str, expected: str, value: object, *, part: str = "body") -> ApiError:
    """Return the error of a value that does not fit; ``part`` is body, path or query."""
    return invalid(f"{part} failed validation: {path} should be {expected}, instead was `{shown(value)}`.")


def missing(path: str) -> ApiError:
    return invalid(f"body failed validation: {path} should be defined, instead was `undefined`.")


def too_long(path: str, limit: int, length: int) -> ApiError:
    return invalid(
        f"body failed validation: {path}.length should be ≤ `{limit}`, instead was `{length}`.",
    )


def too_short(path: str, least: int, length: int) -> ApiError:
    return invalid(
        f"body failed validation: {path}.length should be ≥ `{least}`, instead was `{length}`.",
    )


def shown(value: object) -> str:
    return orjson.dumps(value).decode()


def is_one_of(value: object, names: Container[str]) -> TypeGuard[str]:
    """Tell whether an unchecked value is one of some names; it may be anything, a list too."""
    return isinstance(value, str) and value in names


def trashed() -> ApiError:
    return invalid("Can't edit block that is archived. You must unarchive the block before editing.")


def bad_cursor(cursor: object) -> ApiError:
    return invalid(f"The start_cursor provided is invalid: {cursor}")
