"""A preset, and its file."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from mappings.aliases import LANGUAGES, Language
from mappings.fields import FieldType
from mappings.scales import scale
from sync.policy import Direction

KINDS = ("risk", "incident", "action_item", "backlog", "severity", "slo")


@dataclass(frozen=True, slots=True)
class PresetOption:
    """An option under the name it has in the preset's language, and its other spellings in both."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PresetField:
    """A field that such a table usually has.

    ``label`` is what the property and the column are called in the preset's language, ``aliases`` what they are called
    elsewhere, in both languages. ``scale`` names the set that ``options`` come from; options without one are the
    field's own. ``on_conflict`` and ``direction`` are set where another choice than the default makes sense.
    """

    name: str
    type: FieldType
    label: str
    aliases: tuple[str, ...] = ()
    options: tuple[PresetOption, ...] = ()
    scale: str | None = None
    on_conflict: str | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Preset:
    """``title`` is what such a table is called, ``aliases`` its other names; ``match_on`` recognises its records."""

    kind: str
    language: Language
    title: str
    aliases: tuple[str, ...]
    fields: tuple[PresetField, ...]
    match_on: tuple[str, ...]

    def field(self, name: str) -> PresetField:
        return next(each for each in self.fields if each.name == name)

    def settings(self) -> dict[str, dict[str, object]]:
        """Return the ``[pairs.NAME.fields]`` of a configuration whose two tables use the preset's names."""
        return {each.name: dict(_settings(each, self.language)) for each in self.fields}


@cache
def load(kind: str, language: Language) -> Preset:
    """Return the preset of one of ``KINDS`` in one of ``LANGUAGES``. Raises KeyError for others."""
    if kind not in KINDS or language not in LANGUAGES:
        raise KeyError((kind, language))
    raw = tomllib.loads(files("mappings.presets").joinpath(f"{kind}.toml").read_text("utf-8"))
    titles = _in_language(raw, language)
    return Preset(
        kind,
        language,
        titles[0],
        titles[1:],
        tuple(_field(name, entry, language) for name, entry in raw["fields"].items()),
        tuple(raw["match_on"]),
    )


def _in_language(entry: Mapping[str, Any], language: Language) -> tuple[str, ...]:
    """Return the names of both languages, each once, those of ``language`` first."""
    names = [*entry[language], *(name for other in LANGUAGES for name in entry[other])]
    return tuple(dict.fromkeys(names))


def _field(name: str, entry: Mapping[str, Any], language: Language) -> PresetField:
    label, *aliases = _in_language(entry, language)
    return PresetField(
        name,
        FieldType(entry["type"]),
        label,
        tuple(aliases),
        tuple(_options(entry, language)),
        entry.get("scale"),
        entry.get("on_conflict"),
        Direction(entry["direction"]) if "direction" in entry else None,
    )


def _options(entry: Mapping[str, Any], language: Language) -> Iterator[PresetOption]:
    if "scale" in entry:
        for name, aliases in scale(entry["scale"], language).items():
            yield PresetOption(name, aliases)
    for option in entry.get("options", ()):
        own, *others = _in_language(option, language)
        yield PresetOption(own, tuple(others))


def _settings(field: PresetField, language: Language) -> Iterator[tuple[str, object]]:
    yield from (("type", field.type.value), ("notion", field.label), ("sheet", field.label))
    if field.scale is not None:
        yield from (("scale", field.scale), ("written", language))
    elif field.options:
        yield "aliases", {option.name: list(option.aliases) for option in field.options}
    if field.on_conflict is not None:
        yield "on_conflict", field.on_conflict
    if field.direction is not None:
        yield "direction", field.direction.value
