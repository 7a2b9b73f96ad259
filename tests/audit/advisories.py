"""Known weaknesses of what is locked, as pip-audit tells them."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.audit.lock import Pin

_PATIENCE = 900.0
"""Seconds that all questions may take."""


@dataclass(slots=True)
class Answer:
    """What is known. A package that nobody could be asked about is not one without weaknesses."""

    asked: int = 0
    weak: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    trouble: str = ""


def ask(given: Sequence[Pin]) -> Answer:
    """Ask PyPI's advisories about these versions, no name twice."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pins.txt"
        file.write_text("".join(f"{each.name}=={each.version}\n" for each in given), "utf-8")
        done = subprocess.run(  # noqa: S603 - fixed words
            [sys.executable, "-m", "pip_audit", *_WORDS, "--requirement", str(file)],
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE,
        )
    return understood(done.stdout, done.stderr, len(given))


_WORDS = ("--disable-pip", "--no-deps", "--format", "json", "--progress-spinner", "off")


def understood(said: str, complaint: str, asked: int) -> Answer:
    """Read pip-audit's JSON. Without it nothing is known: pip-audit then says why in its last line."""
    try:
        found: dict[str, Any] = json.loads(said)
    except ValueError:
        lines = complaint.strip().splitlines() or ["it said nothing"]
        return Answer(asked, trouble=lines[-1][:300])
    answer = Answer(asked)
    for each in found["dependencies"]:
        if "skip_reason" in each:
            answer.unknown.append(each["name"])
        answer.weak += [_told(each, weakness) for weakness in each.get("vulns", ())]
    return answer


def _told(package: dict[str, Any], weakness: dict[str, Any]) -> str:
    names = ", ".join([weakness["id"], *weakness.get("aliases", ())])
    mended = ", ".join(weakness.get("fix_versions", ())) or "no version yet"
    return f"{package['name']} {package['version']}: {names}; mended in {mended}"
