"""The configuration of a command, and the language and zone that it is answered in."""

import os
from dataclasses import replace
from pathlib import Path

from jobs.commands.terminal import Terminal
from jobs.settings import Settings, load


def settings_of(config: Path | None, language: str | None, screen: Terminal) -> Settings:
    """Read the configuration; from here on ``screen`` speaks its language, unless another was asked for.

    Raises ``Misconfigured``.
    """
    settings = load(config, os.environ)
    spoken = language or settings.language or screen.voice.language
    screen.voice = replace(screen.voice, language=spoken, zone=settings.tzinfo())
    return settings
