"""What Notion makes of a property that was written to it, as its reference describes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mappings.codecs.notion import Raw
from mappings.fields import FieldType
from sync.message import Message, say

PLAIN = {"bold": False, "italic": False, "strikethrough": False, "underline": False, "code": False, "color": "default"}
USER = "7a1c0f5e-3b52-4d6a-9c83-0d6f2b1e4a9{}"
EMAILS = {f"person{number}@example.com": USER.format(number) for number in range(5)}


@dataclass(frozen=True)
class Staff:
    """People by e-mail address: five, if nobody else is named."""

    ids: Mapping[str, str] = field(default_factory=lambda: EMAILS)

    def user_of(self, email: str) -> str | None:
        return self.ids.get(email)

    def email_of(self, user_id: str) -> str | None:
        return next((email for email, key in self.ids.items() if key == user_id), None)

    def refusal(self, email: str) -> Message:
        return say("nobody has the address {email}", email=email)


def kept(kind: FieldType, written: Raw) -> dict[str, Any]:
    """Return the property as a page read shows it after ``written`` was sent."""
    wire: Any = written[kind.value]
    return {"id": "a%3Ab", "type": kind.value, kind.value: _NORMAL.get(kind, lambda same: same)(wire)}


def _runs(wire: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    text = "".join(run["text"]["content"] for run in wire)
    if not text:
        return []
    content = {"content": text, "link": None}
    return [{"type": "text", "text": content, "annotations": PLAIN, "plain_text": text, "href": None}]


def _option(wire: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if wire is None else {"id": "1f0c", "name": wire["name"], "color": "red"}


def _date(wire: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if wire is None else {"start": _cut(wire["start"]), "end": _cut(wire["end"]), "time_zone": None}


def _cut(text: str | None) -> str | None:
    if text is None or "T" not in text:
        return text
    return datetime.fromisoformat(text).replace(second=0, microsecond=0).isoformat(timespec="milliseconds")


def _people(wire: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    emails = {key: email for email, key in EMAILS.items()}
    return [
        {"object": "user", "id": user["id"], "type": "person", "person": {"email": emails[user["id"]].title()}}
        for user in wire
    ]


_NORMAL: Mapping[FieldType, Any] = {
    FieldType.TITLE: _runs,
    FieldType.RICH_TEXT: _runs,
    FieldType.SELECT: _option,
    FieldType.STATUS: _option,
    FieldType.MULTI_SELECT: lambda wire: [_option(each) for each in wire],
    FieldType.DATE: _date,
    FieldType.PEOPLE: _people,
}
