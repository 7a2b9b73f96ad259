"""The scales and sets of states that incident, risk and backlog tables use, in ``scales.toml``."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from mappings.aliases import LANGUAGES, Language


class Scale(StrEnum):
    """A set of options with their usual spellings in Japanese and English."""

    SEVERITY = "severity"
    LEVEL = "level"
    LIKELIHOOD = "likelihood"
    PRIORITY = "priority"
    STRATEGY = "strategy"
    RISK_STATUS = "risk_status"
    INCIDENT_STATUS = "incident_status"
    ACTION_STATUS = "action_status"
    BACKLOG_STATUS = "backlog_status"
    POSTMORTEM_STATUS = "postmortem_status"
    ACTION_TYPE = "action_type"
    DETECTION = "detection"
    BREAKAGE = "breakage"
    INCIDENT_KIND = "incident_kind"
    ORIGIN = "origin"


def scale(name: str, written: Language) -> Mapping[str, tuple[str, ...]]:
    """Return the spellings of a scale's options by their names in ``written``. Raises KeyError for other names."""
    return {
        option[written][0]: tuple(dict.fromkeys([*option[written][1:], *_elsewhere(option, written)]))
        for option in _file()[name]
    }


def _elsewhere(option: Mapping[str, Any], written: Language) -> list[str]:
    name = option[written][0]
    return [text for language in LANGUAGES if language != written for text in option[language] if text != name]


@cache
def _file() -> Mapping[str, Any]:
    raw = tomllib.loads(files("mappings").joinpath("scales.toml").read_text("utf-8"))
    return {name: table["options"] for name, table in raw.items()}
