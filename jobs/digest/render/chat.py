"""The digest as a card of Google Chat."""

from html import escape
from typing import Any

from jobs.digest.render.brief import Brief, Point, clipped

_LINE = 500
_TITLE = 150


def chat(brief: Brief) -> dict[str, Any]:
    """Return the body for an incoming webhook. A card shows HTML, in which what comes from tables is escaped."""
    widgets: list[dict[str, Any]] = [{"textParagraph": {"text": _line(each)}} for each in brief.points]
    if brief.url is not None:
        button = {"text": brief.open, "onClick": {"openLink": {"url": brief.url}}}
        widgets.append({"buttonList": {"buttons": [button]}})
    header = {"title": _bare(brief.title), "subtitle": _bare(brief.period)}
    card = {"header": header, "sections": [{"widgets": widgets}]}
    return {"cardsV2": [{"cardId": "bothways-digest", "card": card}]}


def _line(point: Point) -> str:
    named = escape(clipped(point.title, _TITLE))
    if named and point.url is not None:
        named = f'<a href="{escape(point.url)}">{named}</a>'
    marks = f"<b>{escape(point.marks)}</b>" if point.marks else ""
    head = " ".join(filter(None, (marks, named)))
    return " – ".join(filter(None, (head, escape(clipped(point.text, _LINE)))))


def _bare(text: str) -> str:
    """Return text for a place of which nobody says whether it shows HTML: without its signs."""
    return text.replace("<", "‹").replace(">", "›")
