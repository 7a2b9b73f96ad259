"""The blocks that a new page gets along with its properties, by the template that the mapping names."""

from collections.abc import Iterator
from typing import Any

from mappings.templates import Heading, Template

Blocks = tuple[dict[str, Any], ...]


def blocks_of(template: Template | None) -> Blocks:
    """Return them for the call that makes the page: with a call of their own, a crash could leave half a page."""
    return () if template is None else tuple(block for each in template.headings for block in _section(each))


def _section(heading: Heading) -> Iterator[dict[str, Any]]:
    yield _block(f"heading_{heading.level}", heading.text)
    for line in heading.lines:
        yield _block("bulleted_list_item" if heading.listed else "paragraph", line)


def _block(kind: str, text: str) -> dict[str, Any]:
    return {"object": "block", "type": kind, kind: {"rich_text": [{"type": "text", "text": {"content": text}}]}}
