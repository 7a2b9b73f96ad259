import re
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.sandbox.faults import broken, listing, spoilt
from adapters.sandbox.faults.moments import Calls, Every, Share, When, ordinal
from adapters.sandbox.faults.pattern import CLASSES, METHODS, Pattern
from adapters.sandbox.faults.script import Edits, Mistake, Rule, Script, ScriptError, parse
from adapters.sandbox.faults.status import CODES, VARIANTS, WAITING, Status
from adapters.sandbox.faults.twisting import TWISTS
from adapters.sandbox.people import pages, sheets
from adapters.sandbox.words import Word

counts = st.integers(1, 10**6)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
keys = st.from_regex(r"[A-Za-z0-9_-]{1,20}", fullmatch=True)
names = st.one_of(keys.map(Word), texts.map(lambda text: Word(text, quoted=True)))
rows = st.integers(1, 9_999_999).map(str)
columns = st.from_regex(r"[A-Z]{1,3}", fullmatch=True)
effects = st.sampled_from(["before", "after"])
whens = st.builds(
    When,
    st.one_of(
        st.builds(lambda first, more: Calls(first, None if more is None else first + more), counts, st.none() | counts),
        st.builds(lambda first: Calls(first, first), counts),
        st.builds(Every, counts),
        st.integers(1, 10**6).map(lambda share: Share(share / 10**4)),
    ),
    st.none() | counts,
    st.none() | counts,
)


@st.composite
def statuses(draw: st.DrawFn) -> Status:
    code = draw(st.sampled_from(CODES))
    variant = draw(st.sampled_from(["", *(name for status, name in VARIANTS if status == code)]))
    wait = draw(st.none() | st.integers(0, 10**6 - 1)) if code in WAITING else None
    silent = wait is None and code in WAITING and draw(st.booleans())
    effect = draw(st.sampled_from(["", "after", *(["saved"] if code == 503 else [])]))
    return Status(code, variant, wait, silent, effect)


faults = st.one_of(
    statuses(),
    st.builds(broken.Drop, effects, st.booleans()),
    st.builds(broken.Hang, effects),
    st.builds(broken.Slow, st.integers(0, 10**7), st.booleans(), st.sampled_from(["", "before"])),
    st.builds(broken.Html, st.integers(200, 599), st.sampled_from(["", "after"])),
    st.builds(listing.Lag, st.integers(1, 999)),
    st.builds(
        spoilt.Spoil,
        st.sampled_from(list(TWISTS)),
        st.just("") | st.from_regex(r"(/[a-zA-Z0-9*_~]{1,8}){1,4}", fullmatch=True),
        st.none() | statuses(),
    ),
    st.builds(spoilt.Spoil, st.sampled_from(spoilt.BODIES), st.just(""), st.none() | statuses()),
    st.sampled_from([broken.Cut(), broken.Garbled(), broken.Empty(), listing.BadCursor()]),
)
deeds = st.one_of(
    st.builds(sheets.Type, st.from_regex(r"[A-Z]{1,3}[1-9][0-9]{0,3}", fullmatch=True), texts),
    st.builds(sheets.Insert, st.just("row"), rows),
    st.builds(sheets.Delete, st.just("column"), columns),
    st.builds(sheets.Move, st.just("column"), columns, columns),
    st.builds(sheets.Move, st.just("row"), rows, rows),
    st.builds(sheets.Copy, rows, rows),
    st.builds(sheets.Sort, columns, st.booleans(), rows),
    st.builds(sheets.Rename, texts),
    st.just(sheets.Remove()),
)
edits = st.one_of(
    st.builds(sheets.SheetEdit, texts, names, texts, deeds),
    st.builds(pages.Trash, texts, names, st.sampled_from(pages.VERBS)),
    st.builds(pages.SetValue, texts, names, texts, st.none() | texts),
    st.builds(pages.MovePage, texts, names, keys),
    st.builds(pages.AddPage, texts, names, texts),
    st.builds(pages.ChangeProperty, texts, names, texts, st.none() | texts),
)
patterns = st.builds(
    Pattern,
    st.sampled_from(["any", "notion", "google"]),
    st.sampled_from(["", *METHODS, *CLASSES]),
    st.from_regex(r"[/*][a-zA-Z0-9/*:_.-]{0,20}", fullmatch=True),
)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    pattern, when = draw(patterns), draw(whens)
    if draw(st.booleans()):
        return Rule(pattern, when, Edits(draw(effects), tuple(draw(st.lists(edits, min_size=1, max_size=3)))))
    known = faults.filter(lambda fault: pattern.service == "any" or pattern.service in fault.services)
    return Rule(pattern, when, draw(known))


PIECES = [
    '"',
    " ",
    "any",
    "*",
    "1st",
    "|",
    "=",
    "\\",
    "#",
    "sheet",
    "this",
    "429",
    "\n",
    "é",
    " before ",
    "trash",
    "page ",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(rules(), max_size=4).map(tuple).map(Script))
def test_what_a_script_prints_is_the_same_script(script: Script) -> None:
    assert parse(str(script)) == script
    assert str(parse(str(script))) == str(script)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=15).map("".join))
def test_any_text_is_a_script_or_is_refused_line_by_line(text: str) -> None:
    mistakes: tuple[Mistake, ...] = ()
    try:
        parse(text)
    except ScriptError as error:
        mistakes = error.mistakes
    assert all(1 <= mistake.line <= text.count("\n") + 1 for mistake in mistakes)


def test_comments_blank_lines_and_loose_spacing_say_nothing() -> None:
    text = '\n# a comment\r\n  any *\t 1st   429   # why\n\nnotion * before once page "a # b" trash'
    assert str(parse(text)) == 'any * once 429\nnotion * before once page "a # b" trash\n'


def test_a_rule_remembers_its_line() -> None:
    assert [rule.line for rule in parse("\nany * 1st cut\n\nany * 2nd cut").rules] == [2, 4]


@pytest.mark.parametrize(
    ("line", "seen", "allowed"),
    [
        ("slack * once 500", "slack", "notion, google, any"),
        ("any", "too early", "GET, POST"),
        ("any get /v1 once 500", "get", "a path that begins with /"),
        ("any POST v1/pages once 500", "v1/pages", "a path that begins with /"),
        ("any * evry 500", "evry", "every 7th"),
        ("any * 0th 500", "0th", "3rd"),
        ("any * 4th..2nd 500", "ends before it begins", "1st..4th"),
        ("any * 120% 500", "120%", "20%"),
        ("any * every 2 500", "2", "an ordinal"),
        ("any * 10% until 5 500", "500", "times"),
        ("any * once", "too early", "503"),
        ("any * once 418", "418", "429"),
        ("any * once 429 saved", "saved", "after"),
        ("any * once 500 retry-after 3", "retry-after", "after"),
        ("any * once 429 retry-after soon", "soon", "seconds"),
        ("any * once 429 no", "too early", "retry-after"),
        ("any * once drop", "too early", "before, after"),
        ("any * once slow fast", "fast", "2s"),
        ("any * once bad day", "day", "cursor"),
        ("any * once html 99", "99", "502"),
        ("any * once cut short", "short", "the end of the line"),
        ("google * once 529", "529", "one of its own faults"),
        ("google * once 429 workspace", "not something google does", "its own"),
        ("notion * once 403 disabled", "not something notion does", "its own"),
        ("google * once lag", "lag", "its own"),
        ('any * once sheet this "T" remove', "sheet begins an edit", "before or after"),
        ("any * before once 429", "429", "as, sheet, page, source"),
        ("any * before once sheet this T remove", "T", '"quotes"'),
        ('any * before once sheet this "T" burn', "burn", "insert, delete"),
        ('any * before once sheet this "T" insert row B', "B", "number of a row"),
        ('any * before once sheet this "T" move column 3 to 4', "3", "letters of a column"),
        ('any * before once sheet this "T" type 5B = "x"', "5B", "a cell"),
        ('any * before once sheet this "T" type B5 "x"', '"x"', "="),
        ('any * before once sheet this "T" remove now', "now", "|"),
        ("any * before once page this burn", "burn", "trash"),
        ('any * before once page this set "A" = b', "b", '"quotes"'),
        ('any * before once page "open', "is not closed", "two"),
        ("any * before once as you sheet", "too early", "id"),
    ],
)
def test_a_mistake_names_the_line_what_was_seen_and_what_is_allowed(line: str, seen: str, allowed: str) -> None:
    with pytest.raises(ScriptError) as caught:
        parse(f"# fine\nany * once cut\n{line}\n")
    (mistake,) = caught.value.mistakes
    assert mistake.line == 3
    assert seen in mistake.seen
    assert allowed in mistake.allowed
    assert str(caught.value) == f"line 3: {mistake.seen}; allowed: {mistake.allowed}"


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(ScriptError, match=re.compile("line 1: .*line 3: ", re.DOTALL)):
        parse("x\nany * once cut\ny")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (111, "111th"),
    ],
)
def test_ordinals_are_written_as_people_do(number: int, text: str) -> None:
    assert ordinal(number) == text


@pytest.mark.parametrize(
    ("when", "hits"),
    [
        ("always", "1111111111"),
        ("once", "1000000000"),
        ("3rd", "0010000000"),
        ("2nd..4th", "0111000000"),
        ("8th..", "0000000111"),
        ("every 4th", "0001000100"),
        ("every 2nd until 5th", "0101000000"),
        ("every 2nd until 3 times", "0101010000"),
        ("100%", "1111111111"),
        ("always until 4th until 2 times", "1100000000"),
    ],
)
def test_a_moment_hits_the_calls_it_names(when: str, hits: str) -> None:
    made: Any = parse(f"any * {when} cut").rules[0].when
    seen, fired, random = "", 0, Random(0)  # noqa: S311 - no secret
    for number in range(1, 11):
        hit = made.hits(number, fired, random)
        fired += hit
        seen += str(int(hit))
    assert seen == hits
