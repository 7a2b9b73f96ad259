"""What the usual tables of SRE and product teams are made of, in Japanese and English, as a start for a mapping."""

from mappings.presets.preset import KINDS, Preset, PresetField, PresetOption, load

__all__ = ["KINDS", "Preset", "PresetField", "PresetOption", "load"]
