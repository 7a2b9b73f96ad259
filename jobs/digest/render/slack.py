"""The digest as a message of Slack (Block Kit)."""

import re
from typing import Any

from jobs.digest.render.brief import Brief, Point, clipped

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SIGNS = re.compile(r"([*_~`])")
_APART = "\u200b"
_HEADER = 150
_LINE = 500
_TITLE = 150


def slack(brief: Brief) -> dict[str, Any]:
    """Return the body for an incoming webhook. Nothing from a table calls anybody or becomes a link."""
    lines = [_line(each) for each in brief.points]
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": clipped(brief.title, _HEADER), "emoji": False}},
        _context(brief.period),
        *({"type": "section", "text": {"type": "mrkdwn", "text": line, "verbatim": True}} for line in lines),
    ]
    if brief.url is not None:
        blocks.append(
            {
                "type": "section",
                "text": {"type": "mrkdwn", "text": f"<{_address(brief.url)}|{escaped(brief.open)}>", "verbatim": True},
            }
        )
    return {"text": escaped(f"{brief.title} · {brief.period}"), "blocks": blocks}


def escaped(text: str) -> str:
    """Return text that Slack shows as it is: its three entities, and signs of mrkdwn parted from their words."""
    flat = "".join(_ENTITIES.get(letter, letter) for letter in " ".join(text.split()))
    return _SIGNS.sub(rf"{_APART}\1{_APART}", flat)


def _line(point: Point) -> str:
    title = clipped(point.title, _TITLE)
    named = escaped(title)
    if title and point.url is not None:
        named = f"<{_address(point.url)}|{named.replace('|', '¦')}>"
    marks = f"*{escaped(point.marks)}*" if point.marks else ""
    head = " ".join(filter(None, (marks, named)))
    return "• " + " – ".join(filter(None, (head, escaped(clipped(point.text, _LINE)))))


def _address(url: str) -> str:
    return url.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")


def _context(text: str) -> dict[str, Any]:
    return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False}]}
