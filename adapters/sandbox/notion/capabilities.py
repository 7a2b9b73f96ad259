"""What a connection may do at all, beside what is shared with it.

Who made the connection chooses: read, update and insert content, read and insert comments, and to see users, without
or with their addresses.
A call that needs more is refused before anything is looked up.
"""

from enum import StrEnum

from adapters.sandbox.notion.errors import ApiError


class Capability(StrEnum):
    READ = "read_content"
    UPDATE = "update_content"
    INSERT = "insert_content"
    USERS = "user_information"
    EMAILS = "user_emails"
    READ_COMMENTS = "read_comments"
    INSERT_COMMENTS = "insert_comments"


REFUSED = ApiError(403, "restricted_resource", "Insufficient permissions for this endpoint.")

_INSERTS = frozenset(
    {
        ("POST", "/v1/databases"),
        ("POST", "/v1/data_sources"),
        ("POST", "/v1/pages"),
        ("PATCH", "/v1/blocks/{block_id}/children"),
    }
)
_USERS = frozenset({"/v1/users", "/v1/users/{user_id}"})
_CONTENT = ("/v1/databases", "/v1/data_sources", "/v1/pages", "/v1/blocks", "/v1/search", "/v1/views")


def needed(method: str, path: str) -> Capability | None:
    """Return what an endpoint needs; the connection's own user and everything about files may be asked by anybody."""
    if path in _USERS:
        return Capability.USERS
    if path.startswith("/v1/comments"):
        return Capability.READ_COMMENTS if method == "GET" else Capability.INSERT_COMMENTS
    if not path.startswith(_CONTENT):
        return None
    if (method, path) in _INSERTS:
        return Capability.INSERT
    reading = method == "GET" or path.endswith(("/query", "/queries")) or path == "/v1/search"
    return Capability.READ if reading else Capability.UPDATE
