"""Markdown to blocks: headings, lists, to-dos, quotes, code, equations, dividers, tables, and nesting by tabs."""

import re
from typing import Any

from adapters.sandbox.notion.markdown.inline import segments_of
from adapters.sandbox.store import Doc

_LINES = (
    (re.compile(r"(#{1,4}) +(.*)"), None),
    (re.compile(r"[-*+] \[( |x|X)\] (.*)"), "to_do"),
    (re.compile(r"[-*+] +(.*)"), "bulleted_list_item"),
    (re.compile(r"\d+[.)] +(.*)"), "numbered_list_item"),
    (re.compile(r"> ?(.*)"), "quote"),
)
_RULE = re.compile(r"(-{3,}|\*{3,}|_{3,})\s*")
_ROW = re.compile(r"\|(.*)\|\s*")
_DASHES = re.compile(r"[\s:|-]+")
_CELL = re.compile(r"(?<!\\)\|")


def blocks_of(markdown: str) -> list[Doc]:
    """Return markdown as blocks to be appended."""
    lines = markdown.replace("\r\n", "\n").split("\n")
    top: list[Doc] = []
    open_at: list[tuple[int, Doc]] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        bare = line.lstrip("\t")
        depth = len(line) - len(bare)
        if not bare.strip():
            number += 1
            continue
        block, number = _block(lines, number, bare, depth)
        while open_at and open_at[-1][0] >= depth:
            open_at.pop()
        if open_at:
            parent = open_at[-1][1]
            parent[parent["type"]].setdefault("children", []).append(block)
        else:
            top.append(block)
        open_at.append((depth, block))
    return top


def _block(lines: list[str], number: int, bare: str, depth: int) -> tuple[Doc, int]:
    """Return the block that starts at a line, and the number of the line after it."""
    if bare.startswith("```"):
        return _fenced(lines, number, depth, bare[3:].strip(), "```")
    if bare.strip() == "$$":
        block, after = _fenced(lines, number, depth, "", "$$")
        expression = "".join(part["text"]["content"] for part in block["code"]["rich_text"])
        return {"type": "equation", "equation": {"expression": expression}}, after
    if _RULE.fullmatch(bare):
        return {"type": "divider", "divider": {}}, number + 1
    if _ROW.fullmatch(bare):
        return _table(lines, number)
    return _line(bare), number + 1


def _line(bare: str) -> Doc:
    for pattern, kind in _LINES:
        match = pattern.fullmatch(bare)
        if match is None:
            continue
        text = segments_of(match[match.re.groups])
        if kind is None:
            name = f"heading_{len(match[1])}"
            return {"type": name, name: {"rich_text": text}}
        if kind == "to_do":
            return {"type": kind, kind: {"rich_text": text, "checked": match[1] != " "}}
        return {"type": kind, kind: {"rich_text": text}}
    return {"type": "paragraph", "paragraph": {"rich_text": segments_of(bare)}}


def _fenced(lines: list[str], number: int, depth: int, language: str, fence: str) -> tuple[Doc, int]:
    body = []
    number += 1
    while number < len(lines) and lines[number].strip() != fence:
        body.append(lines[number][depth:] if lines[number][:depth].strip("\t") == "" else lines[number])
        number += 1
    text = "\n".join(body)
    pieces = [{"type": "text", "text": {"content": text[at : at + 2000]}} for at in range(0, len(text), 2000)]
    content: dict[str, Any] = {"rich_text": pieces, "language": language or "plain text"}
    return {"type": "code", "code": content}, number + 1


def _table(lines: list[str], number: int) -> tuple[Doc, int]:
    rows: list[list[str]] = []
    headed = False
    while number < len(lines) and (match := _ROW.fullmatch(lines[number].lstrip("\t"))):
        if len(rows) == 1 and "-" in match[1] and _DASHES.fullmatch(match[1]):
            headed = True
        else:
            rows.append([cell.strip() for cell in _CELL.split(match[1])])
        number += 1
    width = max(len(row) for row in rows)
    children = [
        {"type": "table_row", "table_row": {"cells": [segments_of(cell) for cell in row + [""] * (width - len(row))]}}
        for row in rows
    ]
    table = {"table_width": width, "has_column_header": headed, "has_row_header": False, "children": children}
    return {"type": "table", "table": table}, number
