"""A conflict in words: as a line of the tab, and as a comment."""

from dataclasses import dataclass
from datetime import datetime

from jobs.catalogue import translate
from jobs.report.line import shorten
from jobs.report.voice import show
from mappings.aliases import Language
from mappings.board import BoardColumn, BoardLine, key_of
from mappings.fields import PairMapping
from sync.changes import Conflict
from sync.choices import Question
from sync.message import Message, say
from sync.model import FieldName, Side, Value
from sync.values import same

_WIDEST = 400
"""So wide may a value be in a comment."""


@dataclass(frozen=True, slots=True)
class Words:
    mapping: PairMapping
    language: Language

    def say(self, message: Message) -> str:
        return translate(message, self.language)

    def value(self, value: Value) -> str:
        return show(value, self.language, self.mapping.zone)

    def time(self, at: datetime | None) -> str:
        return "" if at is None else f"{at.astimezone(self.mapping.zone):%Y-%m-%d %H:%M}"

    def field(self, name: FieldName | None) -> str:
        """Return what people call the field in the sheet; a whole record has none."""
        known = {each.name: each.sheet for each in self.mapping.fields}
        return self.say(say("(whole record)")) if name is None else known.get(name, name)

    def base(self, found: Conflict) -> str:
        if found.first:
            return self.say(say("never: they meet for the first time"))
        return self.value(found.was) if found.field is not None else ""

    def on(self, found: Conflict, side: Side) -> str:
        """Return what a side holds: the value, or what was edited of a record that the other side deleted."""
        if found.field is not None:
            return self.value(found.values.get(side))
        if side is found.deleted:
            return self.say(say("(deleted)"))
        base, now = found.base or {}, found.records.get(side, {})
        how = self.mapping.policy
        edited = [name for name, value in now.items() if not same(value, base.get(name), how.of(name).compare)]
        parts = [f"{self.field(name)}: {self.value(now[name])}" for name in edited]
        return "\n".join(parts) or self.say(say("(not edited)"))

    def line(
        self, asked: Question, found: Conflict, title: str, since: datetime | None, edited: datetime | None
    ) -> BoardLine:
        """Return the line of the tab. ``edited`` is when the page was last edited in Notion."""
        texts: dict[str, str] = {
            BoardColumn.PAIR: self.mapping.name,
            BoardColumn.RECORD: found.record,
            BoardColumn.TITLE: title,
            BoardColumn.FIELD: self.field(found.field),
            BoardColumn.BASE: self.base(found),
            BoardColumn.NOTION: self.on(found, Side.NOTION),
            BoardColumn.SHEET: self.on(found, Side.SHEET),
            BoardColumn.SINCE: self.time(since) or "-",
            BoardColumn.EDITED: "" if edited is None else f"Notion {self.time(edited)}",
        }
        return BoardLine(key_of(self.mapping.name, asked), texts)

    def comment(self, asked: Question, found: Conflict, tab: str) -> str:
        """Return the comment on a page. Its last word is the mark by which it is known."""
        lines = [f"{self.field(found.field)}: {self.say(found.why)}"]
        if self.base(found):
            lines.append(f"{self.say(say('last agreed'))}: {shorten(self.base(found), _WIDEST)}")
        for side in Side:
            label = self.say(say("{side}", side=side))
            lines.append(f"{label}: {shorten(self.on(found, side), _WIDEST)}")
        if tab:
            lines.append(self.say(say("Choose in the tab {tab} of the spreadsheet which is to stand.", tab=tab)))
        else:
            lines.append(self.say(say("Choose with {command} which is to stand.", command="bothways settle")))
        return "\n".join([*lines, f"Bothways {asked.mark}"])
