from pathlib import Path

import pytest

from jobs.settings import load
from sync.errors import Misconfigured
from tests.jobs.settings.test_settings import SMALL, mistakes, read

SECRET = "ntn_not-a-real-token"


def add(table: str, text: str) -> str:
    return SMALL.replace(f"[{table}]\n", f"[{table}]\n{text}\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('langauge = "ja"\n' + SMALL, "langauge: there is no such key; did you mean language?"),
        ('language = "de"\n' + SMALL, 'language: "de" is not one of en, ja'),
        ('zone = "Asia/Tokio"\n' + SMALL, 'zone: "Asia/Tokio" is no time zone; zones are written like Asia/Tokyo'),
        ("zone = 9\n" + SMALL, "zone: 9 is not text in quotes"),
        ("[notion]\ncalls_per_minute = 0\n" + SMALL, "notion.calls_per_minute: 0 is too small; it must be at least 1"),
        (
            '[notion]\nversion = "new"\n' + SMALL,
            'notion.version: "new" is not written as it must be, such as 2026-03-11',
        ),
        (
            '[notion]\nbase_url = "http://example.com"\n' + SMALL,
            (
                'notion.base_url: "http://example.com" would send the token in the clear; http '
                "is only for this machine "
                "(127.0.0.1)"
            ),
        ),
        (
            '[google]\nbase_url = "127.0.0.1:8787"\n' + SMALL,
            'google.base_url: "127.0.0.1:8787" is no address; write it like http://127.0.0.1:8787',
        ),
        (
            add("pairs.risks", 'conflicts = "yolo"'),
            'pairs.risks.conflicts: "yolo" is not one of ask, notion, sheet, newest, oldest, keep_both',
        ),
        (
            add("pairs.risks", 'deletes = "propagte"'),
            'pairs.risks.deletes: "propagte" is not one of hold, propagate; did you mean propagate?',
        ),
        (add("pairs.risks", "whole_records = 5"), "pairs.risks.whole_records: 5 is not true or false"),
        (add("pairs.risks", 'unique = "title"'), 'pairs.risks.unique: "title" is not a list such as ["title"]'),
        (
            add("pairs.risks", 'read_only = ["shet"]'),
            'pairs.risks.read_only[0]: "shet" is not one of notion, sheet; did you mean sheet?',
        ),
        (
            add("pairs.risks", "guards = { deletes_percent = 150 }"),
            "pairs.risks.guards.deletes_percent: 150 is too large; it must be at most 100",
        ),
        (add("pairs.risks.sheet", "header_row = 1.5"), "pairs.risks.sheet.header_row: 1.5 is not a whole number"),
        (SMALL.replace('tab = "risks"', ""), "pairs.risks.sheet.tab: missing, and it is needed"),
        (SMALL.replace('tab = "risks"', 'tab = ""'), "pairs.risks.sheet.tab: empty, and it must not be"),
        (
            SMALL.replace('"0b07a000-0000-4000-8000-000000000001"', '"my risks"'),
            (
                'pairs.risks.notion.source: "my risks" has no Notion id in it; copy the link of '
                "the database (32 letters "
                "and digits)"
            ),
        ),
        (
            SMALL.replace('"demo-risks-and-incidents-0000000000000000000"', '"Risks"'),
            (
                'pairs.risks.sheet.spreadsheet: "Risks" has no spreadsheet id in it; copy the '
                "address of the spreadsheet "
                "(what follows /d/)"
            ),
        ),
        (
            SMALL.replace('match_on = ["title"]', 'match_on = ["titel"]'),
            'pairs.risks.match_on[0]: "titel" names no field of this pair; fields are title (nearest: title)',
        ),
        (
            add("pairs.risks", 'unique = [["title", "owner"]]'),
            'pairs.risks.unique[0][1]: "owner" names no field of this pair; fields are title (nearest: -)',
        ),
        (
            SMALL.replace('match_on = ["title"]', "").replace('id_property = "Bothways ID"', ""),
            (
                "pairs.risks.match_on: needed, because pairs.risks.notion.id_property is not "
                "set: records must be "
                "recognised by something"
            ),
        ),
        (
            add("pairs.risks", 'conflicts = "keep_both"').replace('id_property = "Bothways ID"', ""),
            (
                'pairs.risks.conflicts: "keep_both" needs pairs.risks.notion.id_property: a '
                "page's own id cannot be given "
                "to two records"
            ),
        ),
        (
            SMALL + 'name = { type = "url", sheet = "title" }\n',
            (
                'pairs.risks.fields.name.sheet: "title" is taken by '
                "pairs.risks.fields.title.sheet already; a property or "
                "column belongs to one field"
            ),
        ),
        (
            SMALL + 'key = { type = "rich_text", notion = "Bothways ID" }\n',
            (
                'pairs.risks.fields.key.notion: "Bothways ID" is taken by '
                "pairs.risks.notion.id_property already; a "
                "property or column belongs to one field"
            ),
        ),
        (
            SMALL + 'no = { type = "unique_id", direction = "both" }\n',
            (
                'pairs.risks.fields.no.direction: "both" is not possible for unique_id, which '
                "Notion computes; allowed are "
                "to_sheet, none"
            ),
        ),
        (
            SMALL + 'no = { type = "number", on_conflict = "merge" }\n',
            (
                "pairs.risks.fields.no.on_conflict: number cannot be merged; only title, "
                "rich_text, multi_select, people, "
                "relation, files can"
            ),
        ),
        (
            SMALL + 'no = { type = "number", related = "risks" }\n',
            "pairs.risks.fields.no.related: only a relation has it, and this is number",
        ),
        (
            SMALL + 'no = { type = "relation", related = "risk" }\n',
            'pairs.risks.fields.no.related: "risk" names no pair; pairs are risks (nearest: risks)',
        ),
        (SMALL + 'no = "number"\n', 'pairs.risks.fields.no: "number" is not a table'),
        (
            SMALL + SMALL.replace("pairs.risks", "pairs.again"),
            'pairs.again.sheet.tab: "risks" belongs to pairs.risks already; a tab belongs to one pair',
        ),
        ('zone = "UTC"\n', "pairs: missing, and it is needed"),
        ("[pairs]\n", "pairs: empty, and it must not be"),
    ],
)
def test_a_mistake_says_where_what_and_what_is_allowed(tmp_path: Path, text: str, expected: str) -> None:
    assert mistakes(tmp_path, text) == [expected]


def test_a_mistyped_type_offers_the_nearest(tmp_path: Path) -> None:
    (found,) = mistakes(tmp_path, SMALL.replace('type = "title"', 'type = "titel"'))
    assert found.startswith('pairs.risks.fields.title.type: "titel" is not one of title, rich_text,')
    assert found.endswith("did you mean title?")


def test_every_mistake_is_reported_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        'zone = "Mars"\n'
        + add("pairs.risks", 'conflicts = "yolo"').replace('match_on = ["title"]', 'match_on = ["x"]')
        + 'no = { type = "nmber" }\nurl = { type = "url", on_conflict = "merge", sheet = "title" }\n'
    )
    found = [mistake.split(":")[0] for mistake in mistakes(tmp_path, text)]
    assert found == [
        "zone",
        "pairs.risks.conflicts",
        "pairs.risks.match_on[0]",
        "pairs.risks.fields.no.type",
        "pairs.risks.fields.url.on_conflict",
        "pairs.risks.fields.url.sheet",
    ]


def test_a_variable_is_named_where_it_is_the_source(tmp_path: Path) -> None:
    env = {
        "BOTHWAYS_NOTION__CALLS_PER_MINUTE": "many",
        "BOTHWAYS_PAIRS__RISKS__FIELDS__TITLE__DIRECTION": "up",
        "BOTHWAYS_PAIRS__RISKS__READ_ONLY": '["shet"]',
        "BOTHWAYS_NOTION__TOKN": SECRET,
    }
    found = mistakes(tmp_path, SMALL, env)
    assert 'BOTHWAYS_NOTION__CALLS_PER_MINUTE: "many" is not a whole number' in found
    assert (
        'BOTHWAYS_PAIRS__RISKS__FIELDS__TITLE__DIRECTION: "up" is not one of both, to_notion, to_sheet, none' in found
    )
    assert 'BOTHWAYS_PAIRS__RISKS__READ_ONLY[0]: "shet" is not one of notion, sheet; did you mean sheet?' in found
    assert "BOTHWAYS_NOTION__TOKN: there is no such key; did you mean token?" in found
    assert SECRET not in "".join(found)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f'[notion]\ntoken = "{SECRET}"\n', "notion.token"),
        (f'[google]\ntoken = "{SECRET}"\n', "google.token"),
        (f'[google]\ncredentials = "{SECRET}"\n', "google.credentials"),
        (f'[state]\nurl = "postgresql://me:{SECRET}@db/x"\n', "state.url"),
        (f'notion = "{SECRET}"\n', "notion"),
        (f'[notion]\ntoken = ["{SECRET}"]\n', "notion.token"),
        (f'[notion]\nsecret = "{SECRET}"\n', "notion.secret"),
    ],
)
def test_a_secret_in_the_file_is_a_mistake_and_is_not_repeated(tmp_path: Path, text: str, path: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        read(tmp_path, text + SMALL)
    assert [str(mistake).split(":")[0] for mistake in caught.value.mistakes] == [path]
    assert SECRET not in str(caught.value)
    assert SECRET not in repr(caught.value.mistakes)


def test_a_syntax_error_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"is not TOML at line 2, column \d+: ") as caught:
        read(tmp_path, f'zone = "UTC"\ntoken = {SECRET}\n')
    assert SECRET not in str(caught.value)


def test_a_text_that_does_not_end_is_a_syntax_error_of_the_last_line(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="is not TOML at line 2, column 10: Unterminated string"):
        read(tmp_path, 'zone = "UTC"\nzone = "x')


def test_a_key_twice_is_a_syntax_error(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="is not TOML at line 2"):
        read(tmp_path, 'zone = "UTC"\nzone = "UTC"\n')


def test_a_missing_file_says_where_it_was_looked_for_and_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as caught:
        load(tmp_path / "none.toml", {})
    assert str(tmp_path / "none.toml") in str(caught.value.seen)
    assert "config.example.toml" in str(caught.value.way_out)


def test_a_folder_or_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="cannot be read"):
        load(tmp_path, {})
    (tmp_path / "x.toml").write_bytes(b"zone = '\xff'")
    with pytest.raises(Misconfigured, match=r"is not UTF-8 text \(byte 8\)"):
        load(tmp_path / "x.toml", {})


@pytest.mark.parametrize(
    "text",
    [
        "pairs = 1",
        "pairs = [1]",
        "[pairs]\nrisks = 1",
        "[pairs.risks]\nfields = 1\nnotion = 2\nsheet = 3\nguards = 4",
        "[pairs.risks.fields]\n",
        "[pairs.risks]\nmatch_on = [1, [2]]\nunique = [1]\nread_only = 1",
        "notion = []\ngoogle = 1\nstate = 'x'\nzone = ''\nlanguage = 1",
        "[[pairs.risks]]\nmatch_on = 1",
        "zone = '../../etc/passwd'",
        "zone = 'Asia'",
        "[notion]\nbase_url = 'http://[::'\ntoken_command = 5",
        '"" = 1\n[pairs.""]\n',
        '"[key]" = 1',
        '[pairs.risks]\n"[key]" = 1',
    ],
)
def test_nothing_that_is_toml_makes_the_reader_fail_otherwise(tmp_path: Path, text: str) -> None:
    found = mistakes(tmp_path, text)
    assert found
    assert len(found) == len(set(found))


@pytest.mark.parametrize("text", ["a = " + "[" * 9000 + "]" * 9000, "a" + ".a" * 3000 + " = 1"])
def test_what_nests_without_end_is_refused_as_a_whole(tmp_path: Path, text: str) -> None:
    file = tmp_path / "bothways.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(Misconfigured, match="nests deeper"):
        load(file, {})
