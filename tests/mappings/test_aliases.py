import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mappings.aliases import LANGUAGES, Language, Spellings, clashes, combined, folded
from mappings.scales import Scale, scale

SEVERITY = Spellings(scale("severity", "en"))
LEVEL = {"High": ("高", "H"), "Medium": ("中",), "Low": ("低", "L")}
WIDE = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
DISGUISES = (
    str.upper,
    str.lower,
    lambda text: text.translate(WIDE),
    lambda text: f"  {text}\u3000",
    lambda text: f"🔴 {text}",
    lambda text: f"{text}レベル",
    lambda text: text.replace(" ", "_"),
)


@pytest.mark.parametrize(
    "text",
    [
        "SEV1",
        "Sev-1",
        "S1",
        "ＳＥＶ１",
        "ｓｅｖ\u3000１",
        "sev_1",
        "SEV・1",
        "SEVー1",
        "S−1",
        "SEVレベル1",
        "レベル1",
        "Level 1",
        "1",
        "１",
        "1️⃣",
        "重大",
        "🔴 SEV1",
        "SEV1 (Critical)",
        "SEV1：重大",
    ],
)
def test_the_spellings_of_the_gravest_severity(text: str) -> None:
    assert SEVERITY.meaning(text) == "SEV1"


@pytest.mark.parametrize("text", ["SEV11", "SEV", "1 (High)", "SEV1 (who knows)", "", "-", "重大 ではない", "サーバー"])
def test_what_means_none_of_the_options_stays_as_it_is(text: str) -> None:
    assert SEVERITY.meaning(text) == text


def test_signs_are_not_folded_away() -> None:
    assert folded("○") != folded("×") != folded("-")
    assert folded("A+") != folded("A")
    assert folded("サーバー") == "サーバー"
    assert Spellings({"OK": ("○", "◎")}).meaning("◎") == "OK"


@given(st.text(max_size=20))
def test_without_aliases_a_text_means_itself(text: str) -> None:
    assert Spellings({}).meaning(text) == text
    assert Spellings({}).spelled(text, ["a", "b"]) == text


SPELLED = st.sampled_from([*Scale]).flatmap(
    lambda name: st.sampled_from(LANGUAGES).flatmap(
        lambda written: st.sampled_from([*scale(name, written).items()]).map(lambda entry: (name, written, *entry))
    )
)


@given(SPELLED, st.data())
def test_each_spelling_means_its_option_in_whatever_dress(
    chosen: tuple[Scale, Language, str, tuple[str, ...]], data: st.DataObject
) -> None:
    name, written, option, others = chosen
    text = data.draw(st.sampled_from([option, *others]))
    for disguise in data.draw(st.lists(st.sampled_from(DISGUISES), max_size=3)):
        text = disguise(text)
    assert Spellings(scale(name, written)).meaning(text) == option


@given(SPELLED, st.data())
def test_what_is_written_is_what_the_side_knows_and_is_read_back(
    chosen: tuple[Scale, Language, str, tuple[str, ...]], data: st.DataObject
) -> None:
    name, written, option, others = chosen
    spellings = Spellings(scale(name, written))
    known = data.draw(st.lists(st.sampled_from([option, *others, "別の選択肢"]), unique=True))
    text = spellings.spelled(option, known)
    assert spellings.meaning(text) == option
    assert text in known or not any(spellings.meaning(each) == option for each in known)
    assert option not in known or text == option
    assert not known or text in (option, *others)


def test_entries_that_were_there_keep_their_spelling() -> None:
    level = Spellings(LEVEL)
    assert level.worded(["Low", "High"], ["高"], ["High", "高", "低"]) == ["低", "高"]
    assert level.worded(["High"], ["高", "High"], []) == ["高", "High"]
    assert level.worded(["High", "New"], [], []) == ["High", "New"]


def test_upper_and_lower_case_count_unless_told_otherwise() -> None:
    plain = Spellings({})
    assert plain.spelled("high", ["High"]) == "high"
    assert plain.spelled("high", ["High"], loose=True) == "High"
    assert plain.spelled("high", ["high", "High"], loose=True) == "high"


def test_own_aliases_are_added_to_those_of_a_scale() -> None:
    own = combined(LEVEL, {"High": ("深刻",), "Extreme": ("極",)})
    assert own == {"High": ("深刻", "高", "H"), "Medium": ("中",), "Low": ("低", "L"), "Extreme": ("極",)}


def test_an_own_name_for_an_option_of_a_scale_is_what_is_written() -> None:
    own = combined(LEVEL, {"高": ("深刻",)})
    assert own["高"] == ("深刻", "High", "H")
    assert "High" not in own
    assert Spellings(own).meaning("h") == "高"


def test_a_spelling_of_ones_own_is_taken_from_the_scale() -> None:
    own = combined(LEVEL, {"Low": ("中",)})
    assert own["Low"] == ("中", "低", "L")
    assert own["Medium"] == ()
    assert not list(clashes(own))


def test_spellings_of_two_options_are_told() -> None:
    assert list(clashes({"A": ("x", "Y"), "B": ("ｙ",)})) == [("A", "B", "ｙ")]
    assert list(clashes(combined(LEVEL, {"High": ("Medium",)}))) == [("High", "Medium", "Medium")]


@given(
    st.dictionaries(st.text(min_size=1, max_size=4), st.lists(st.text(min_size=1, max_size=4)).map(tuple), max_size=4)
)
def test_without_clashes_each_name_and_alias_means_its_option(aliases: dict[str, tuple[str, ...]]) -> None:
    assume(not list(clashes(aliases)))
    spellings = Spellings(aliases)
    for name, others in aliases.items():
        assert {spellings.meaning(text) for text in (name, *others)} == {name}
