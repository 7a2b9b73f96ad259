from pathlib import Path

import pytest

from mappings.fields import Unit
from tests.jobs.settings.test_settings import SMALL, mistakes, read

AT = "pairs.risks.fields.level"


def test_a_unit_and_a_pattern_reach_the_field(tmp_path: Path) -> None:
    text = SMALL + (
        'spent = { type = "number", unit = "minutes" }\n'
        'share = { type = "number", pattern = "0.0%" }\n'
        'due = { type = "date", pattern = "yyyy年m月d日" }\n'
    )
    (mapping,) = read(tmp_path, text).mappings()
    _, spent, share, due = mapping.fields
    assert (spent.unit, spent.pattern) == (Unit.MINUTES, None)
    assert (share.unit, share.pattern) == (None, "0.0%")
    assert due.pattern == "yyyy年m月d日"


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ('{ type = "date", unit = "days" }', f"{AT}.unit: only number can have it, and this is date"),
        (
            '{ type = "select", pattern = "0" }',
            f"{AT}.pattern: only number, date, created_time, last_edited_time can have it, and this is select",
        ),
        ('{ type = "number", unit = "weeks" }', f'{AT}.unit: "weeks" is not one of seconds, minutes, hours, days'),
    ],
)
def test_formats_that_make_no_sense_are_told_with_their_place(tmp_path: Path, field: str, expected: str) -> None:
    (found,) = mistakes(tmp_path, f"{SMALL}level = {field}\n")
    assert found.startswith(expected)
