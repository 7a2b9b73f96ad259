"""The Dockerfile as data."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.shared import ROOT


@dataclass(frozen=True)
class Step:
    """An instruction: ``options`` are its ``--name=value`` words; ``words`` the rest, ``text`` all behind its name."""

    name: str
    text: str
    options: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> list[str]:
        if self.text.startswith("["):
            return [str(word) for word in json.loads(self.text)]
        return self.text.split()

    @property
    def command(self) -> list[str]:
        """What is executed: the words of the JSON form, or a shell with the text."""
        return self.words if self.text.startswith("[") else ["/bin/sh", "-c", self.text]


def steps(path: Path = ROOT / "Dockerfile") -> list[Step]:
    return [_step(line) for line in _lines(path.read_text("utf-8"))]


def stages(path: Path = ROOT / "Dockerfile") -> list[list[Step]]:
    """Return the steps of each stage, its FROM first."""
    found: list[list[Step]] = []
    for step in steps(path):
        if step.name == "FROM":
            found.append([])
        if found:
            found[-1].append(step)
    return found


def _lines(text: str) -> Iterator[str]:
    whole = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)
    yield from (line.strip() for line in whole.replace("\\\n", " ").splitlines() if line.strip())


def _step(line: str) -> Step:
    name, rest = line.split(None, 1)
    options = {}
    while (found := re.match(r"--([a-z-]+)=(\S+)\s+", rest)) and name in ("COPY", "HEALTHCHECK"):
        options[found[1]] = found[2]
        rest = rest[found.end() :]
    return Step(name, rest.strip(), options)
