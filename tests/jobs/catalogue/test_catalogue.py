import re
from pathlib import Path

import pytest

from jobs.catalogue import LANGUAGES, language_of, translate
from jobs.catalogue.extraction import ROOT, read, sentences, update
from sync.message import say
from sync.model import Side

FILE = ROOT / "jobs/catalogue/ja.po"
PLACEHOLDER = re.compile(r"\{(\w+)(?:[!:][^{}]*)?\}")


def test_every_sentence_has_a_translation_and_none_is_left_over() -> None:
    known = {str(each.id): str(each.string) for each in read(FILE) if each.id}
    used = {text for text, _ in sentences()}
    assert sorted(used - set(known)) == [], "run python -m jobs.catalogue"
    assert sorted(set(known) - used) == [], "run python -m jobs.catalogue"
    assert sorted(text for text, japanese in known.items() if not japanese.strip()) == []


def test_translations_have_the_same_placeholders() -> None:
    different = [
        each.id
        for each in read(FILE)
        if each.id and set(PLACEHOLDER.findall(str(each.id))) != set(PLACEHOLDER.findall(str(each.string)))
    ]
    assert different == []


def test_every_translation_can_be_filled_in() -> None:
    for each in read(FILE):
        if each.id:
            values = dict.fromkeys(PLACEHOLDER.findall(str(each.id)), 1)
            assert translate(say(str(each.id), **values), "ja")


def test_translations_are_japanese_unless_they_are_names_or_signs() -> None:
    latin = [
        str(each.string) for each in read(FILE) if each.id and not re.search("[ぁ-んァ-ン一-龥]", str(each.string))
    ]
    assert all(not re.search("[a-z]{3}", PLACEHOLDER.sub("", text).replace("Notion", "")) for text in latin), latin


def test_a_side_gets_its_name_and_messages_inside_are_translated() -> None:
    message = say("{what} in {side}", what=say("{count} new", count=2), side=Side.SHEET)
    assert translate(message, "en") == "2 new in the sheet"
    assert translate(message, "ja") == "シート: 新規2件"


def test_what_the_catalogue_does_not_have_stays_english() -> None:
    assert translate(say("no such sentence {x}", x=1), "ja") == "no such sentence 1"


def test_braces_in_a_value_are_left_alone() -> None:
    assert translate(say("{pair}:", pair="{0} {x}"), "ja") == "{0} {x}:"


@pytest.mark.parametrize(
    ("env", "language"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_MESSAGES": "ja"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "BOTHWAYS_LANGUAGE": "en"}, "en"),
        ({"LANG": "jam_JM"}, "en"),
    ],
)
def test_the_language_follows_the_environment(env: dict[str, str], language: str) -> None:
    assert language_of(env) == language
    assert language in LANGUAGES


def test_an_update_takes_up_new_sentences_drops_old_ones_and_keeps_translations(tmp_path: Path) -> None:
    (tmp_path / "sync").mkdir()
    module = tmp_path / "sync/one.py"
    file = tmp_path / "ja.po"
    module.write_text('say("first {x}", x=1)\nsay("second")\n', encoding="utf-8")
    assert update(file, tmp_path) == (2, 0)
    text = file.read_text(encoding="utf-8").replace('msgid "second"\nmsgstr ""', 'msgid "second"\nmsgstr "二番目"')
    file.write_text(text, encoding="utf-8")
    module.write_text('say("second")\nsay(\n    "third "\n    "in two parts"\n)\n', encoding="utf-8")
    assert update(file, tmp_path) == (1, 1)
    kept = {each.id: each.string for each in read(file) if each.id}
    assert kept == {"second": "二番目", "third in two parts": ""}
    before = file.read_bytes()
    update(file, tmp_path)
    assert file.read_bytes() == before
