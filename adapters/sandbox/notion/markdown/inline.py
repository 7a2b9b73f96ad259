"""Marks inside a line of markdown, both ways."""

import re
from typing import Any

from adapters.sandbox.store import Doc

_TOKEN = re.compile(
    r"\\(?P<escaped>[\\*_~`\[\]$<>{}|^])"
    r"|`(?P<code>[^`]+)`"
    r"|\[(?P<label>[^\]]*)\]\((?P<url>[^)\s]+)\)"
    r"|\$`(?P<formula>[^`]+)`\$"
    r"|(?P<mark>\*\*|~~|\*|_)"
)
_MARKS = {"**": "bold", "~~": "strikethrough", "*": "italic", "_": "italic"}
_SPECIAL = re.compile(r"([\\*_~`\[\]$<>{}|^])")


def segments_of(line: str) -> list[Doc]:
    """Return a line as rich text to be written, in pieces of at most 2000 characters."""
    segments: list[Doc] = []
    marks: dict[str, bool] = {}
    at = 0
    for match in _TOKEN.finditer(line):
        _add(segments, line[at : match.start()], marks)
        at = match.end()
        kind = match.lastgroup
        if match["mark"]:
            name = _MARKS[match["mark"]]
            marks = {**marks, name: not marks.get(name, False)}
        elif match["code"]:
            _add(segments, match["code"], {**marks, "code": True})
        elif match["formula"]:
            segments.append({"type": "equation", "equation": {"expression": match["formula"]}})
        elif kind in ("label", "url"):
            _add(segments, match["label"], marks, match["url"])
        else:
            _add(segments, match["escaped"], marks)
    _add(segments, line[at:], marks)
    return segments


def _add(segments: list[Doc], text: str, marks: dict[str, bool], url: str | None = None) -> None:
    for start in range(0, len(text), 2000):
        content: dict[str, Any] = {"content": text[start : start + 2000]}
        if url is not None:
            content["link"] = {"url": url}
        segments.append({"type": "text", "text": content, "annotations": dict(marks)})


def line_of(segments: list[Doc]) -> str:
    """Return rich text as markdown."""
    return "".join(_marked(segment) for segment in segments)


def _marked(segment: Doc) -> str:
    if segment["type"] == "equation":
        return f"$`{segment['equation']['expression']}`$"
    marks = segment["annotations"]
    text = segment["plain_text"]
    text = f"`{text}`" if marks["code"] else _SPECIAL.sub(r"\\\1", text)
    for name, sign in (("italic", "*"), ("bold", "**"), ("strikethrough", "~~")):
        if marks[name] and text.strip():
            text = f"{sign}{text}{sign}"
    if segment["href"] is not None and segment["type"] == "text":
        text = f"[{text}]({segment['href']})"
    if marks["underline"]:
        text = f'<span underline="true">{text}</span>'
    return text if marks["color"] == "default" else f'<span color="{marks["color"]}">{text}</span>'
