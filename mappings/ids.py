"""The record id that a Notion page carries by itself, where no property is given to Bothways for one."""

import base64
import binascii
import re
from uuid import UUID

from sync.model import RecordId

_SHAPE = re.compile(r"p([a-z2-7]{26})z")


def id_of_page(page_id: str) -> RecordId:
    """Return the page's id as a record id: letters at both ends, so that no sheet reads it as a number.

    Raises ValueError where ``page_id`` is no UUID, with dashes or without.
    """
    code = base64.b32encode(UUID(page_id).bytes).decode().rstrip("=").lower()
    return RecordId(f"p{code}z")


def page_of_id(record_id: RecordId) -> str | None:
    """Return the page id, with dashes, or None where the record id was not made of one."""
    shape = _SHAPE.fullmatch(record_id)
    if shape is None:
        return None
    try:
        page = str(UUID(bytes=base64.b32decode(shape[1].upper() + "======")))
    except (binascii.Error, ValueError):
        return None
    return page if id_of_page(page) == record_id else None
