from pathlib import Path

import pytest

from mappings.fields import NewOptions
from sync.policy import Compare
from tests.jobs.settings.test_settings import SMALL, mistakes, read

AT = "pairs.risks.fields.level"


def test_a_scale_and_own_aliases_reach_the_field(tmp_path: Path) -> None:
    text = SMALL + (
        'level = { type = "select", scale = "level", written = "ja", aliases = { "高" = ["やばい"] }, '
        'new_options = "hold" }\n'
        'sev = { type = "status", scale = "severity" }\n'
        'tags = { type = "multi_select", aliases = { API = ["えーぴーあい"] } }\n'
    )
    (mapping,) = read(tmp_path, text).mappings()
    _, level, sev, tags = mapping.fields
    assert [*level.aliases] == ["高", "中", "低"]
    assert level.aliases["高"][0] == "やばい"
    assert [level.spellings.meaning(text) for text in ("やばい", "High", "別")] == ["高", "高", "別"]
    assert level.new_options is NewOptions.HOLD
    assert sev.spellings.meaning("重大") == "SEV1"
    assert tags.spellings.meaning("api") == "API"
    assert (level.policy.compare, sev.policy.compare, tags.policy.compare) == (
        Compare.CASEFOLD,
        Compare.CASEFOLD,
        Compare.SET,
    )


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (
            '{ type = "select", aliases = { A = ["x"], B = ["X"] } }',
            f'{AT}.aliases.B: "X" means "A" and "B"; a spelling belongs to one option',
        ),
        (
            '{ type = "select", scale = "level", aliases = { High = ["Medium"] } }',
            f'{AT}.aliases.High: "Medium" means "High" and "Medium"; a spelling belongs to one option',
        ),
        (
            '{ type = "number", scale = "level" }',
            f"{AT}.scale: only multi_select, select, status have options, and this is number",
        ),
        (
            '{ type = "rich_text", new_options = "hold" }',
            f"{AT}.new_options: only multi_select, select, status have options, and this is rich_text",
        ),
        (
            '{ type = "select", written = "ja" }',
            f"{AT}.written: it chooses the language of {AT}.scale, which is not set",
        ),
        ('{ type = "select", scale = "levle" }', f'{AT}.scale: "levle" is not one of severity, level'),
    ],
)
def test_options_that_make_no_sense_are_told_with_their_place(tmp_path: Path, field: str, expected: str) -> None:
    (found,) = mistakes(tmp_path, f"{SMALL}level = {field}\n")
    assert found.startswith(expected)
