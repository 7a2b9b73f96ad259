"""How things are said to one reader: the language, the zone, and values as people write them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from jobs.catalogue import translate
from jobs.report.line import safe
from sync.message import Message, say
from sync.model import Side, Span, Value

_EDGES = " \u3000"


@dataclass(frozen=True, slots=True)
class Voice:
    """``zone`` is what moments are shown in."""

    language: str = "en"
    zone: tzinfo = UTC

    def __call__(self, message: Message) -> str:
        """Return the sentence, safe for a terminal."""
        return safe(translate(message, self.language))

    def side(self, side: Side) -> str:
        return self(say("{side}", side=side))

    def value(self, value: Value) -> str:
        return safe(show(value, self.language, self.zone))

    def all(self, parts: list[str]) -> str:
        """Join with commas, as the language writes them."""
        text = parts[0]
        for part in parts[1:]:
            text = self(say("{first}, {next}", first=text, next=part))
        return text


def show(value: Value, language: str, zone: tzinfo) -> str:
    """Return a value as people write it; spaces at its ends are made visible, lines are left as they are."""
    if value is None:
        return translate(say("(empty)"), language)
    if isinstance(value, bool):
        return translate(say("yes") if value else say("no"), language)
    if isinstance(value, Span):
        start = _time(value.start, zone)
        return start if value.end is None else f"{start} – {_time(value.end, zone)}"
    if isinstance(value, tuple):
        return ("、" if language == "ja" else ", ").join(value)
    if isinstance(value, str):
        return _edges(value)
    return str(value)


def _time(moment: date | datetime, zone: tzinfo) -> str:
    if isinstance(moment, datetime):
        return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")
    return moment.isoformat()


def _edges(text: str) -> str:
    inner = text.strip(_EDGES)
    before = len(text) - len(text.lstrip(_EDGES))
    return "␣" * before + inner + "␣" * (len(text) - before - len(inner))
