"""The template of a new record's page, as the configuration names it: one of Bothways' own, or a file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jobs.settings.mistakes import Names, shown
from jobs.settings.typed import Mistakes, table
from mappings.aliases import Language
from mappings.templates import NAMES, Template, load, read
from sync.message import Message, say

_KINDS = {".md": "md", ".markdown": "md", ".toml": "toml"}


def template_of(named: str, folder: Path, language: Language) -> Template | Message:
    """Return the template, or what is wrong with it. A path counts from ``folder``."""
    if named in NAMES:
        return load(named, language)
    path = folder / Path(named).expanduser()
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        return say("it is none of {names}, and no file that ends with .md or .toml", names=", ".join(NAMES))
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return say("the file {file} cannot be read ({reason})", file=path, reason=str(error))
    return read(text, kind, language)


def language_of(given: str | None, names: str) -> Language:
    """Return the language that is set; else that of the names of the table, which its pages share."""
    if given in ("en", "ja"):
        return "ja" if given == "ja" else "en"
    return "ja" if any("\u3040" <= each <= "\u30ff" or "\u4e00" <= each <= "\u9fff" for each in names) else "en"


def senseless_templates(values: Mapping[str, Any], folder: Path, names: Names) -> Mistakes:
    """Yield the templates that cannot be had."""
    pairs = table(values, "pairs")
    for name in pairs:
        named = table(table(pairs, name), "notion").get("template")
        found = template_of(named, folder, "en") if isinstance(named, str) and named else None
        if isinstance(found, Message):
            steps = ("pairs", name, "notion", "template")
            yield (
                steps,
                say("{path}: {seen} is no template: {why}", path=names(steps), seen=shown(named), why=found),
            )
