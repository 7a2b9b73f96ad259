"""The check as CSV, one finding or unjudged record a line. Text stays text whatever opens it."""

import csv
import io
import re
from collections.abc import Iterator

from jobs.catalogue import translate
from jobs.check.checked import Checked
from jobs.report import Voice
from sync.message import Message
from sync.model import RecordId

_HEADER = ("kind", "weight", "rule", "family", "table", "record", "title", "owner", "why", "link", "others")
_RECKONED = re.compile(r"[\t\r\n]|[\s\x00-\x1f\x7f-\xa0\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")
"""What a spreadsheet may take for the beginning of a formula, also in full width and after what cannot be seen."""


def as_csv(checked: Checked, voice: Voice) -> str:
    """Return the lines, with a byte order mark so that Excel reads them as UTF-8."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(_HEADER)
    lines.writerows([as_text(each) for each in line] for line in _lines(checked, voice))
    return "\ufeff" + text.getvalue()


def as_text(value: str) -> str:
    """Return text that no spreadsheet reckons: an apostrophe goes before a sign that could begin a formula."""
    return f"'{value}" if _RECKONED.match(value) else value


def _lines(checked: Checked, voice: Voice) -> Iterator[tuple[str, ...]]:
    for finding in checked.judged.findings:
        about = _about(checked, finding.table, finding.record, finding.why, voice)
        others = " ".join(f"{table}/{record}" for table, record in finding.others)
        yield ("finding", finding.weight.value, finding.rule, finding.family.value, *about, others)
    for unjudged in checked.judged.unjudged:
        about = _about(checked, unjudged.table, unjudged.record, unjudged.why, voice)
        yield ("unjudged", "", unjudged.rule, "", *about, "")


def _about(checked: Checked, table: str, record: RecordId, why: Message, voice: Voice) -> tuple[str, ...]:
    item = checked.item(table, record)
    owner = "" if item is None else _owner(item.get("owner") or item.get("assignee") or item.get("lead"))
    title = "" if item is None else item.title
    url = "" if item is None else item.url or ""
    return (table, record, title, owner, translate(why, voice.language), url)


def _owner(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")
