"""The form of a scenario file, read and mirrored. No merge logic, no scenario by name."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

Json: TypeAlias = Any
Rows: TypeAlias = dict[str, Json]

TRASHED = "<in trash>"
DELETED = "<deleted>"
_SWAP = {"left": "right", "right": "left"}


@dataclass(frozen=True)
class Scenario:
    """One situation. ``left`` and ``right`` are record id -> fields; ``base`` is ``None`` without saved state."""

    data: dict[str, Json]

    @property
    def id(self) -> str:
        return str(self.data["id"])

    @property
    def kind(self) -> str:
        return str(self.data["kind"])

    @property
    def policy(self) -> dict[str, Json]:
        return self.data.get("policy") or {}

    @property
    def event(self) -> dict[str, Json]:
        return self.data.get("event") or {}

    @property
    def expected(self) -> dict[str, Json]:
        return self.data["expected"]  # type: ignore[no-any-return]  # the file's own form

    @property
    def linked(self) -> bool:
        return bool(self.data.get("linked", True))

    @property
    def steps(self) -> list[dict[str, Json]]:
        return self.data.get("steps") or [{"sync": True}]

    def mirrored(self) -> "Scenario":
        """Return the same situation with the sides swapped."""
        return Scenario({**_mirror(self.data), "id": self.id, "kind": self.kind})


def _mirror(value: Json) -> Json:
    if isinstance(value, dict):
        return {_swap(key): _mirror(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_mirror(each) for each in value]
    return _swap(value) if isinstance(value, str) else value


def _swap(text: str) -> str:
    """Swap the words left and right where they stand alone or lead an identifier."""
    return "_".join(_SWAP.get(part, part) for part in text.split("_"))


def load(path: Path) -> list[Scenario]:
    """Return the scenarios of a file. Raises ``ValueError`` where the file has another form."""
    content = json.loads(path.read_text(encoding="utf-8"))
    if content.get("format") != 1:
        raise ValueError(f"{path} has format {content.get('format')}; this runner reads format 1")
    return [Scenario(each) for each in content["scenarios"]]
