"""Which id of the sandbox stands for which recorded one."""

import re
from dataclasses import dataclass, field

from tests.conformance.notion.recording import UUID, short

_PROPERTY = re.compile(r"(?<=block_property:)[^:]+(?=:)")


@dataclass(slots=True)
class Ids:
    known: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    """Short ids and cursors, by the text that was recorded."""

    def same(self, uuid: str) -> None:
        self.known[short(uuid)] = uuid

    def learn(self, theirs: object, ours: object, key: str = "") -> None:
        """Pair the ids of two answers that stand in the same places."""
        if isinstance(theirs, dict) and isinstance(ours, dict):
            for name in theirs.keys() & ours.keys():
                self.learn(theirs[name], ours[name], name)
        elif isinstance(theirs, list) and isinstance(ours, list):
            for left, right in zip(theirs, ours, strict=False):
                self.learn(left, right, key)
        elif isinstance(theirs, str) and isinstance(ours, str) and key != "request_id":
            self._pair(theirs, ours, key)

    def _pair(self, theirs: str, ours: str, key: str) -> None:
        if UUID.fullmatch(theirs) and UUID.fullmatch(ours):
            self.known.setdefault(short(theirs), ours)
        elif key == "expression":
            self._pair_all(UUID.findall(theirs), UUID.findall(ours), self.known)
            self._pair_all(_PROPERTY.findall(theirs), _PROPERTY.findall(ours), self.parts)
        elif key.endswith("id") or key == "next_cursor":
            self.parts.setdefault(theirs, ours)
            self._pair_all(UUID.findall(theirs), UUID.findall(ours), self.known)

    @staticmethod
    def _pair_all(theirs: list[str], ours: list[str], into: dict[str, str]) -> None:
        if len(theirs) == len(ours):
            for left, right in zip(theirs, ours, strict=True):
                into.setdefault(short(left) if UUID.fullmatch(left) else left, right)

    def mapped(self, text: str) -> str:
        if text in self.parts:
            return self.parts[text]
        text = UUID.sub(self._own, text)
        return _PROPERTY.sub(lambda match: self.parts.get(match[0], match[0]), text)

    def _own(self, match: re.Match[str]) -> str:
        own = self.known.get(short(match[0]), match[0])
        return own if "-" in match[0] else short(own)

    def translate(self, value: object) -> object:
        if isinstance(value, dict):
            return {self.mapped(key): self.translate(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.translate(each) for each in value]
        return self.mapped(value) if isinstance(value, str) else value

    def knows(self, text: str) -> bool:
        """Tell whether something in the sandbox stands for an id, or the text is none."""
        return not UUID.fullmatch(text.removeprefix("task_")) or text in self.parts or short(text) in self.known
