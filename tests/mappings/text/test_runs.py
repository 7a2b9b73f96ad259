"""What becomes of formatted text when its words change."""

import re
from itertools import accumulate, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mappings.text.alignment import aligned, words
from mappings.text.clusters import clusters, cut, units
from mappings.text.runs import Run, carried

LETTERS = st.text(st.sampled_from("ab あ漢ー😀\n,e\u0301\u200d👩🚒🇯🇵🇩🇪は") | st.characters(exclude_categories=["Cs"]))
FORMS = st.sampled_from(["plain", "bold", "link", "user", "sum"])


def run(text: str, form: str) -> Run[str]:
    return Run(text, form, "plain" if form in ("link", "user", "sum") else form, whole=form in ("user", "sum"))


RUNS = st.lists(st.builds(run, LETTERS, FORMS), max_size=8)


def marked(text: str) -> list[Run[str]]:
    """Read ``plain [bold]bold[] plain``."""
    first, *rest = text.split("[")
    parts = [part.split("]", 1) for part in rest]
    found = [run(first, "plain"), *(run(words, form or "plain") for form, words in parts)]
    return [each for each in found if each.text]


def shown(runs: list[Run[str]]) -> str:
    return "".join(f"[{'' if each.form == 'plain' else each.form}]{each.text}" for each in runs).removeprefix("[]")


def said(runs: list[Run[str]]) -> str:
    return "".join(each.text for each in runs)


@given(RUNS, LETTERS)
def test_the_words_are_those_of_the_new_text_whatever_was_there(runs: list[Run[str]], new: str) -> None:
    assert said(carried(runs, new, "plain")) == new


@given(RUNS)
def test_a_text_that_did_not_change_keeps_every_character_in_its_form(runs: list[Run[str]]) -> None:
    kept = carried(runs, said(runs), "plain")
    assert [(letter, each.form) for each in kept for letter in each.text] == [
        (letter, each.form) for each in runs for letter in each.text
    ]
    assert [each for each in kept if each.whole] == [each for each in runs if each.whole]
    assert all(one.whole or two.whole or one.form != two.form for one, two in pairwise(kept))


@given(RUNS, LETTERS, st.data())
def test_text_put_in_or_taken_out_changes_the_form_of_no_other(
    runs: list[Run[str]], typed: str, data: st.DataObject
) -> None:
    old = said(runs)
    starts = [0, *accumulate(len(cluster) for cluster in clusters(old))]
    start, end = sorted((data.draw(st.sampled_from(starts)), data.draw(st.sampled_from(starts))))
    new = old[:start] + old[end:] if data.draw(st.booleans()) else old[:start] + typed + old[start:]
    forms = [None if each.whole else each.form for each in runs for _ in each.text]
    found = [None if each.whole else each.form for each in carried(runs, new, "plain") for _ in each.text]
    both = min(len(old), len(new))
    if len(clusters(new)) - len(clusters(old)) not in (len(clusters(typed)), starts.index(start) - starts.index(end)):
        return  # what was typed made another character of its neighbours
    assert any(
        all(
            is_now == was or (was is None and is_now == "plain")
            for was, is_now in [
                *zip(forms[:head], found, strict=False),
                *zip(forms[len(old) - both + head :], found[len(new) - both + head :], strict=True),
            ]
        )
        for head in range(both + 1)
        if old[:head] + old[len(old) - both + head :] == new[:head] + new[len(new) - both + head :]
    )


WORDS = st.lists(st.tuples(st.sampled_from([" ", "\n", " ,"]), FORMS), min_size=1, max_size=12)


@given(WORDS, st.lists(st.booleans(), min_size=12, max_size=12), st.integers(0, 3))
def test_words_that_nobody_edited_keep_their_form_wherever_others_were(
    forms: list[tuple[str, str]], edited: list[bool], more: int
) -> None:
    """Words are replaced, by one or by several, taken out, or left: no two are alike."""
    runs = [(run(f"word{at}", form), run(blank, "plain")) for at, (blank, form) in enumerate(forms)]
    new = "".join(
        "".join(f"new{at}x{n} " for n in range(more)) if change else said(list(each))
        for at, (each, change) in enumerate(zip(runs, edited, strict=False))
    )
    found = carried([part for each in runs for part in each], new, "plain")
    marks = [each.form for each in found for _ in each.text]
    for (word, _), change in zip(runs, edited, strict=False):
        if not change:
            place = re.search(rf"{word.text}(?!\d)", new).start()  # type: ignore[union-attr]  # it was left there
            assert marks[place : place + len(word.text)] == [word.form] * len(word.text)


@given(LETTERS, LETTERS)
def test_what_is_aligned_is_the_same_in_both_in_order_and_cuts_no_character(old: str, new: str) -> None:
    stretches = aligned(old, new)
    for found in stretches:
        assert found.length > 0
        assert old[found.old :][: found.length] == new[found.new :][: found.length]
    for one, two in pairwise(stretches):
        assert one.old + one.length <= two.old
        assert one.new + one.length <= two.new
    for text, places in ((old, [each.old for each in stretches]), (new, [each.new for each in stretches])):
        bounds = {sum(map(len, clusters(text)[:count])) for count in range(len(clusters(text)) + 1)}
        assert bounds.issuperset(places)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a [bold]big[] risk", "a big danger", "a [bold]big[] danger"),
        ("a [bold]big[] risk", "a huge risk", "a [bold]huge[] risk"),
        ("a [bold]big[] risk", "a bigger risk", "a [bold]bigger[] risk"),
        ("a [bold]big[] risk", "an old big risk", "an old [bold]big[] risk"),
        ("[bold]risk", "the risk", "[bold]the risk"),
        ("[bold]Title\n[]body", "[bold]Title\nThe body", None),
        ("see [link]docs", "see docs today", "see [link]docs[] today"),
        ("[link]a", "a a", "[link]a[] a"),
        ("word1 [bold]word2", "word2", "[bold]word2"),
        ("[link]a[] b", "a b a b", "[link]a[] b a b"),
        ("[link]docs[] say", "the docs say", "the [link]docs[] say"),
        ("see [link]the docs[] here", "see the old docs here", "see [link]the old docs[] here"),
        ("see [link]docs[] here", "see wiki here", "see [link]wiki[] here"),
        ("see [link]docs[] here", "see nothing", "see nothing"),
        ("ask [user]@Ann[] now", "ask @Ann today", "ask [user]@Ann[] today"),
        ("ask [user]@Ann[] now", "please ask @Ann, now", "please ask [user]@Ann[], now"),
        ("ask [user]@Ann[] now", "ask @Anna now", None),
        ("ask [user]@Ann Lee[] now", "ask @Ann now", "ask @Ann now"),
        ("[sum]x^2[] holds", "x^2 + 1 holds", "[sum]x^2[] + 1 holds"),
        ("障害の[bold]影響[]は大きい", "障害の影響は小さい", "障害の[bold]影響[]は小さい"),
        ("障害の[bold]影響[]は大きい", "重大な障害の影響は大きい", "重大な障害の[bold]影響[]は大きい"),
        ("[bold]対応[]の手順", "対処の手順", "[bold]対処[]の手順"),
        ("one\n[bold]two[]\nthree", "one\nnew\ntwo\nthree", "one\nnew\n[bold]two[]\nthree"),
        ("[bold]caf\u0065[] au lait", "cafe\u0301 au lait", "[bold]cafe\u0301[] au lait"),
        ("", "new", "new"),
        ("[bold]gone", "", ""),
    ],
)
def test_an_edit_reads_as_an_editor_would_make_it(old: str, new: str, expected: str | None) -> None:
    wanted = {"[bold]Title\nThe body": "[bold]Title\n[]The body", "ask @Anna now": "ask [user]@Ann[]a now"}
    text = new.removeprefix("[bold]")
    assert shown(carried(marked(old), text, "plain")) == (wanted[new] if expected is None else expected)


@example("e\u0301" * 1500)
@example("👩‍🚒" * 700)
@example("a" + "\u0301" * 2500)
@given(st.text(st.sampled_from("aé😀\u0301\u200d👩🚒"), min_size=1990, max_size=2600))
def test_long_text_is_cut_between_characters(text: str) -> None:
    parts = list(cut(text, 2000))
    assert "".join(parts) == text
    assert all(0 < units(part) <= 2000 for part in parts)
    fitting = all(units(each) <= 2000 for each in clusters(text))
    assert not fitting or [each for part in parts for each in clusters(part)] == clusters(text)


def test_words_have_their_blanks_with_them_and_japanese_is_split_by_script() -> None:
    assert words("a  big risk, 障害の影響。 カバー範囲") == [
        "a  ", "big ", "risk", ", ", "障害", "の", "影響", "。 ", "カバー", "範囲"
    ]  # fmt: skip


def test_two_edits_far_apart_in_a_very_long_line_stay_apart() -> None:
    middle = " ".join(f"word{number}" for number in range(3000))
    found = carried([run("first ", "plain"), run(middle, "bold"), run(" last", "plain")], f"1st {middle} end", "plain")
    assert [(each.text, each.form) for each in found] == [("1st ", "plain"), (middle, "bold"), (" end", "plain")]
