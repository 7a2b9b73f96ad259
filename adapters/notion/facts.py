"""What a page tells of itself besides its properties."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mappings.codecs.notion import moment


@dataclass(frozen=True, slots=True)
class Facts:
    """Times are whole minutes. ``edited_by`` is the id of a user, of whom a page says no more."""

    edited_at: datetime | None = None
    edited_by: str | None = None
    created_at: datetime | None = None
    url: str | None = None


def facts_of(page: Mapping[str, Any]) -> Facts:
    user, url = page.get("last_edited_by"), page.get("url")
    key = user.get("id") if isinstance(user, dict) else None
    return Facts(
        moment(page.get("last_edited_time")),
        key if isinstance(key, str) else None,
        moment(page.get("created_time")),
        url if isinstance(url, str) else None,
    )
