import tomllib
from pathlib import Path

import pytest

from jobs.settings import load as load_settings
from mappings.aliases import LANGUAGES, Language, clashes, folded
from mappings.fields import FieldType
from mappings.presets import KINDS, Preset, load
from tests.shared import ROOT

ALL = pytest.mark.parametrize("preset", [load(kind, language) for kind in KINDS for language in LANGUAGES], ids=str)


def value(found: object) -> str:
    """Write a setting as TOML does."""
    if isinstance(found, dict):
        return "{ " + ", ".join(f"{key!r} = {value(each)}" for key, each in found.items()) + " }"
    return f"[{', '.join(value(each) for each in found)}]" if isinstance(found, list) else f'"{found}"'


def configuration(preset: Preset) -> str:
    fields = "\n".join(f"{name} = {value(table)}" for name, table in preset.settings().items())
    return f"""
[pairs.table]
match_on = {value(list(preset.match_on))}
[pairs.table.notion]
source = "0b07a000-0000-4000-8000-000000000001"
id_property = "Bothways ID"
[pairs.table.sheet]
spreadsheet = "demo-risks-and-incidents-0000000000000000000"
tab = "{preset.title}"
id_column = "ID"
[pairs.table.fields]
{fields}
"""


@ALL
def test_a_preset_is_a_configuration(preset: Preset, tmp_path: Path) -> None:
    file = tmp_path / "bothways.toml"
    file.write_text(configuration(preset), "utf-8")
    (mapping,) = load_settings(file, {}).mappings()
    assert [(each.name, each.type, each.notion, each.sheet) for each in mapping.fields] == [
        (each.name, each.type, each.label, each.label) for each in preset.fields
    ]
    assert [[*each.aliases] for each in mapping.fields] == [[o.name for o in each.options] for each in preset.fields]


@ALL
def test_each_name_means_one_field(preset: Preset) -> None:
    names = [folded(text) for each in preset.fields for text in {*map(folded, (each.label, *each.aliases))}]
    assert len(names) == len(set(names))


@ALL
def test_each_option_has_its_own_spellings(preset: Preset) -> None:
    for each in preset.fields:
        assert list(clashes({option.name: option.aliases for option in each.options})) == []
        assert not each.options or each.type in (FieldType.SELECT, FieldType.STATUS, FieldType.MULTI_SELECT)


@ALL
def test_a_table_has_one_title_and_is_recognised_by_fields_it_has(preset: Preset) -> None:
    assert sum(each.type is FieldType.TITLE for each in preset.fields) == 1
    assert preset.match_on
    assert {preset.field(name).name for name in preset.match_on} == {*preset.match_on}


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_have_the_same_fields(kind: str) -> None:
    japanese, english = load(kind, "ja"), load(kind, "en")
    assert [(each.name, each.type, each.scale) for each in japanese.fields] == [
        (each.name, each.type, each.scale) for each in english.fields
    ]
    for one, two in zip(japanese.fields, english.fields, strict=True):
        assert {one.label, *one.aliases} == {two.label, *two.aliases}
        assert len(one.options) == len(two.options)
    assert japanese.title != english.title


@pytest.mark.parametrize(
    ("kind", "language", "label", "name"),
    [
        ("risk", "ja", "発生確率", "likelihood"),
        ("risk", "en", "Likelihood", "likelihood"),
        ("risk", "en", "次回レビュー日", "next_review"),
        ("incident", "ja", "重大度", "severity"),
        ("incident", "ja", "SEV", "severity"),
        ("action_item", "ja", "再発防止策", "title"),
    ],
)
def test_the_names_that_teams_use_are_known(kind: str, language: Language, label: str, name: str) -> None:
    field = load(kind, language).field(name)
    assert label in (field.label, *field.aliases)


def test_others_are_refused() -> None:
    with pytest.raises(KeyError):
        load("recipe", "ja")


def test_the_files_are_what_the_wheel_carries() -> None:
    """Hatchling takes all files of the packages, unless git ignores them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    assert "mappings" in settings["targets"]["wheel"]["packages"]
    for name in ("scales.toml", *(f"presets/{kind}.toml" for kind in KINDS)):
        assert (ROOT / "mappings" / name).is_file()
