import pytest

from mappings import scales
from mappings.aliases import LANGUAGES, Language, Spellings, clashes
from mappings.scales import Scale, scale
from tests.shared import ROOT


def test_the_file_has_just_these_scales() -> None:
    assert {str(each) for each in Scale} == set(scales._file())


@pytest.mark.parametrize("written", LANGUAGES)
@pytest.mark.parametrize("name", Scale)
def test_no_two_options_share_a_spelling(name: Scale, written: Language) -> None:
    assert list(clashes(scale(name, written))) == []


@pytest.mark.parametrize("name", Scale)
def test_both_languages_mean_the_same_options(name: Scale) -> None:
    english, japanese = ([*scale(name, written)] for written in ("en", "ja"))
    assert len(english) == len(japanese)
    assert [Spellings(scale(name, "en")).meaning(option) for option in japanese] == english
    assert [Spellings(scale(name, "ja")).meaning(option) for option in english] == japanese


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("level", ["高", "High", "3", "大"]),
        ("level", ["中", "MEDIUM", "2"]),
        ("level", ["低", "low", "1"]),
        ("priority", ["P0", "ｐ０", "緊急"]),
        ("strategy", ["転嫁", "Transfer", "移転"]),
        ("likelihood", ["非常に高い", "very high", "5"]),
        ("risk_status", ["対応しない", "won't do", "wont do", "見送り"]),
        ("incident_status", ["Close", "closed", "クローズ"]),
        ("postmortem_status", ["レビュー中", "in_review", "In Review"]),
        ("action_type", ["予防", "prevent"]),
        ("detection", ["問い合わせ", "customer"]),
    ],
)
@pytest.mark.parametrize("written", LANGUAGES)
def test_what_teams_write_means_one_option(name: str, texts: list[str], written: Language) -> None:
    spellings = Spellings(scale(name, written))
    (option,) = {spellings.meaning(text) for text in texts}
    assert option in scale(name, written)


@pytest.mark.parametrize("name", Scale)
def test_each_scale_is_in_the_documentation(name: Scale) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "options.md").read_text("utf-8")
