"""``bothways config``: look at the configuration without running anything."""

import os
from dataclasses import replace
from pathlib import Path

from jobs.commands.terminal import Terminal
from jobs.report import written
from jobs.report.document import FORMAT, Json, error_object
from jobs.settings import load
from sync.errors import Misconfigured
from sync.message import say


def check(config: Path | None, screen: Terminal, *, language: str | None, as_json: bool) -> None:
    """Read the configuration and say what it holds. Raises ``Misconfigured`` with every mistake."""
    try:
        settings = load(config, os.environ)
    except Misconfigured as error:
        if as_json:
            screen.raw(written(_found(error.exit_code, error_object(error, screen.voice), [])) + "\n")
        raise
    screen.voice = replace(screen.voice, language=language or settings.language or screen.voice.language)
    mappings = settings.mappings()
    pairs: list[Json] = [{"pair": mapping.name, "fields": len(mapping.fields)} for mapping in mappings]
    if as_json:
        screen.raw(written(_found(0, None, pairs)) + "\n")
        return
    for mapping in mappings:
        line = say("{pair}: {count} fields, {tab}", pair=mapping.name, count=len(mapping.fields), tab=mapping.sheet.tab)
        screen.out.print(screen.voice(line), markup=False, highlight=False)
    good = say("{file} has no mistake.", file=settings.file)
    screen.out.print(screen.voice(good), markup=False, highlight=False)


def _found(code: int, error: Json, pairs: list[Json]) -> dict[str, Json]:
    return {"format": FORMAT, "command": "config check", "exit_code": code, "error": error, "pairs": pairs}
