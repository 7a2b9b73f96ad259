"""How much a workspace takes and gives. A test that wants to meet a limit sets a low one."""

from dataclasses import dataclass, fields

import orjson

from adapters.sandbox.notion.errors import ApiError, invalid, wrong
from adapters.sandbox.store import Doc


@dataclass(slots=True)
class Limits:
    """``blocks`` are those of a free workspace with several members; most workspaces have no such limit.

    The service says that a schema should stay below 50 KB, not where it blocks: ``schema_bytes`` is a guess.
    """

    query_rows: int = 10_000
    """A query gives no more rows than this, however it is paged."""
    cursor_pages: int | None = None
    """A query's cursors are worth nothing after so many pages."""
    rows: int = 250_000
    schema_bytes: int = 500 * 1024
    blocks: int | None = None

    def set(self, given: object) -> None:
        """Take new limits by name; null takes an optional one away."""
        known = {each.name for each in fields(self)}
        if not isinstance(given, dict) or not given.keys() <= known:
            raise wrong("body", f"limits ({', '.join(sorted(known))})", given)
        for name, value in given.items():
            if value is None and name in ("cursor_pages", "blocks"):
                setattr(self, name, None)
            elif isinstance(value, int) and not isinstance(value, bool) and value >= 0:
                setattr(self, name, value)
            else:
                raise wrong(f"body.{name}", "a whole number", value)

    def check_rows(self, count: int) -> None:
        if count >= self.rows:
            raise ApiError(409, "row_limit_exceeded", f"This data source has reached its limit of {self.rows} rows.")

    def check_blocks(self, count: int) -> None:
        if self.blocks is not None and count > self.blocks:
            raise ApiError(
                403,
                "restricted_resource",
                "This workspace has used all blocks of its plan.",
                {"block_limit": "block_creation"},
            )

    def check_schema(self, schema: dict[str, Doc]) -> None:
        """Refuse a schema that has grown too large, and name what is largest in it, as the service does."""
        sizes = {prop["name"]: len(orjson.dumps(prop)) for prop in schema.values()}
        if sum(sizes.values()) > self.schema_bytes:
            largest = max(sizes, key=lambda name: sizes[name])
            raise invalid(
                f'You have exceeded the maximum database property schema size. The largest property is "{largest}".'
            )
