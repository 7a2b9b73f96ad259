"""Under which licences the packages stand that are installed with Bothways; which are allowed says pyproject.toml."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name

from tests.audit.lock import Pin
from tests.shared import ROOT


@dataclass(frozen=True, slots=True)
class Allowed:
    """``anyone`` are licences that every package may have, ``only`` one licence for one package."""

    anyone: frozenset[str]
    only: Mapping[str, str]

    def takes(self, name: str, licence: str) -> bool:
        return licence in self.anyone or self.only.get(name) == licence


def allowed(file: Path = ROOT / "pyproject.toml") -> Allowed:
    """Read ``[tool.bothways.licences]``. Raises ``KeyError`` where it is missing."""
    section = tomllib.loads(file.read_text("utf-8"))["tool"]["bothways"]["licences"]
    only: dict[str, str] = {canonicalize_name(name): each["licence"] for name, each in section["packages"].items()}
    return Allowed(frozenset(section["allowed"]), only)


def seen(given: Iterable[Pin]) -> dict[str, str]:
    """Return the licence of every package that is installed here, as pip-licenses names it."""
    names = sorted({each.name for each in given})
    words = ["--from=mixed", "--format=json", "--with-system", "--packages", *names]
    done = subprocess.run(  # noqa: S603 - fixed words, names of the lock
        [sys.executable, "-m", "piplicenses", *words], capture_output=True, text=True, check=True, timeout=120
    )
    return {canonicalize_name(each["Name"]): each["License"] for each in json.loads(done.stdout)}


def complaints(given: Iterable[Pin], licences: Mapping[str, str], rule: Allowed) -> list[str]:
    """Return what is against the rule, or cannot be judged because it is not installed."""
    mine = [each for each in given if each.here]
    missing = [f"{each.name}: not installed, so its licence is not known" for each in mine if each.name not in licences]
    other = sorted({each.name for each in mine if each.name in licences})
    refused = [f"{name}: {licences[name]}" for name in other if not rule.takes(name, licences[name])]
    return [*refused, *missing]
