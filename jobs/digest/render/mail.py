"""The digest as a letter: in plain text and in HTML that mail programs show."""

from dataclasses import dataclass
from html import escape

from jobs.digest.render.brief import Brief, Point
from jobs.report.line import safe


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    html: str


def mail(brief: Brief) -> Letter:
    """Return the letter. The subject is one line, whatever stands in the tables."""
    return Letter(safe(f"{brief.title} · {brief.period}"), _text(brief), _html(brief))


def _text(brief: Brief) -> str:
    lines = [brief.title, brief.period, ""]
    for each in brief.points:
        head = " ".join(filter(None, (each.marks, each.title)))
        lines.append("- " + " – ".join(filter(None, (head, each.text))))
        if each.url is not None:
            lines.append(f"  {each.url}")
    if brief.url is not None:
        lines += ["", f"{brief.open}: {brief.url}"]
    return "\n".join(lines) + "\n"


def _html(brief: Brief) -> str:
    points = "".join(f'<li style="margin:0 0 8px">{_point(each)}</li>' for each in brief.points)
    link = "" if brief.url is None else f'<p><a href="{escape(brief.url)}">{escape(brief.open)}</a></p>'
    return (
        '<!doctype html><html><body style="font-family:sans-serif;font-size:15px;line-height:1.5;max-width:640px">'
        f'<h1 style="font-size:20px;margin:0">{escape(brief.title)}</h1>'
        f'<p style="margin:0 0 16px;color:#555">{escape(brief.period)}</p>'
        f'<ul style="padding-left:20px;margin:0">{points}</ul>{link}</body></html>'
    )


def _point(point: Point) -> str:
    named = escape(point.title)
    if named and point.url is not None:
        named = f'<a href="{escape(point.url)}">{named}</a>'
    marks = f"<strong>{escape(point.marks)}</strong>" if point.marks else ""
    head = " ".join(filter(None, (marks, named)))
    return " – ".join(filter(None, (head, escape(point.text))))
