"""What Notion says when something is wrong on its side."""

from random import Random
from typing import Any

from adapters.sandbox.exchange import Answer, Request, answer_of
from adapters.sandbox.notion.errors import ApiError
from adapters.sandbox.notion.ids import new_uuid

Json = dict[str, Any]
JSON = "application/json; charset=utf-8"

ERRORS: dict[tuple[int, str], tuple[str, str]] = {
    (400, ""): ("validation_error", "body failed validation."),
    (400, "beta"): ("invalid_beta", "The Notion-Beta header names no beta that is open."),
    (400, "grant"): ("invalid_grant", "The provided authorization grant is invalid."),
    (400, "json"): ("invalid_json", "Error parsing JSON body."),
    (400, "request"): ("invalid_request", "This request is not supported."),
    (400, "url"): ("invalid_request_url", "Invalid request URL."),
    (400, "version"): ("missing_version", "Notion-Version header failed validation."),
    (401, ""): ("unauthorized", "API token is invalid."),
    (403, ""): ("restricted_resource", "Insufficient permissions for this endpoint."),
    (403, "blocks"): ("restricted_resource", "This workspace has used all blocks of its plan."),
    (404, ""): ("object_not_found", "Could not find the object. Make sure it is shared with your integration."),
    (409, ""): ("conflict_error", "Conflict occurred while saving. Please try again."),
    (409, "rows"): ("row_limit_exceeded", "The data source has as many rows as it can have."),
    (429, ""): ("rate_limited", "You have been rate limited. Please try again in a few minutes."),
    (500, ""): ("internal_server_error", "Unexpected error occurred."),
    (502, ""): ("bad_gateway", "Bad gateway."),
    (503, ""): ("service_unavailable", "Notion is unavailable. Please try again later."),
    (503, "database"): ("database_connection_unavailable", "The database is unavailable. Please try again later."),
    (504, ""): ("gateway_timeout", "The request took too long. Please try again later."),
    (529, ""): ("service_overload", "The service is overloaded. Please try again later."),
}
"""By status and variant: the code and the message. The sentences of 403, 404, 502, 504 and 529 are made up."""

REASONS = {
    "": "public_api_request_rate_limit",
    "workspace": "public_api_space_request_rate_limit",
    "endpoint": "public_api_endpoint_rate_limit",
    "blocked": "public_api_request_blocked",
}
"""Why a call is too many; no wait helps one that is blocked."""

SAVED = (
    "The change was saved, but the response could not be built in time. Read the object again instead of repeating "
    "the write."
)
_GUIDANCE = ["Read the object again to confirm the saved change.", "Do not repeat the write."]
_QUERY_GUIDANCE = ["Use exponential backoff with jitter", "Reduce page_size", "Narrow query filters/sorts"]


def error(status: int, variant: str, request: Request, retry_after: float | None, random: Random) -> Answer:
    """Return the answer for a status; ``retry_after`` is in seconds."""
    code, message = ERRORS.get((status, variant)) or ERRORS[status, ""]
    more: Json | None = None
    if status == 429:
        more = {"rate_limit_reason": REASONS[variant]}
        if retry_after is not None:
            more["retry_after"] = f"{retry_after:g}"
    elif variant == "blocks":
        more = {"block_limit": "block_creation"}
    elif status == 503 and request.queried is not None:
        more = {
            "endpoint_name": "public_queryDataSource",
            "notion_error_name": "PgPoolWaitConnectionTimeout",
            "retry_guidance": _QUERY_GUIDANCE,
        }
    return shown(ApiError(status, code, message, more), random, retry_after)


def saved(request: Request, answer: Answer, random: Random) -> Answer:
    """Return the 503 for a write that was carried out, naming what it made."""
    more: Json = {"retry_guidance": _GUIDANCE}
    done = answer.doc
    if request.path.endswith("/children"):
        more["committed_resource_id"] = request.path.split("/")[3]
        more["committed_child_ids"] = [block["id"] for block in done.get("results", ())]
    elif request.method == "POST" and isinstance(done.get("id"), str):
        more["committed_resource_id"] = done["id"]
    return shown(ApiError(503, "service_unavailable", SAVED, more), random)


def shown(refusal: ApiError, random: Random, retry_after: float | None = None) -> Answer:
    request_id = new_uuid(random)
    headers = {"x-notion-request-id": request_id}
    if retry_after is not None:
        headers["retry-after"] = f"{retry_after:g}"
    return answer_of(refusal.status, refusal.body(request_id), headers, JSON)


def page(status: int, random: Random) -> Answer:
    """Return a page of the network in front of Notion: it has a ray, and no request id."""
    ray = f"{random.getrandbits(64):016x}"
    html = (
        f"<!DOCTYPE html>\n<html>\n<head><title>api.notion.com | {status}</title></head>\n<body>\n"
        f'<div id="cf-wrapper"><h1>Error {status}</h1>\n<p>Ray ID: {ray}</p></div>\n</body>\n</html>\n'
    )
    headers = {"cf-ray": f"{ray}-NRT", "server": "cloudflare"}
    return answer_of(status, html, headers, "text/html; charset=UTF-8")
