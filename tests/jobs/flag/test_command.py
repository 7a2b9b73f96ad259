"""``bothways flag`` with the real clients against the local services."""

from pathlib import Path

from tests.jobs.flag.office import Town, town

ROWS = ({"id": "R-1a", "title": "電源障害"}, {"id": "R-2b", "title": "DNS", "owner": "baba"})


def ready(made: Town) -> None:
    made.rows("risks", *ROWS)
    made.sync()
    made.sync()
    made.writes()


def test_the_whole_story_of_a_flag(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        ready(made)
        planned = made.command("flag", "--dry-run", code=3)
        assert planned["pairs"][0]["counts"]["notion"]["update"] == 1
        assert made.writes() == 0
        told = made.command("flag")
        assert told["flags"][0]["standing"] == {"incomplete": 1}
        assert made.both("risks", "R-1a", "flags") == [("incomplete",)] * 2
        assert made.both("risks", "R-2b", "flags") == [None, None]
        note, other = made.both("risks", "R-1a", "flag_note")
        assert note
        assert note == other
        made.writes()
        made.command("flag")
        assert made.writes() == 0, "a second run writes nothing"
        made.sync()
        assert made.writes() == 0, "and neither does a sync after it"
        made.cell("risks", "R-1a", "flags", "")
        made.sync()
        made.command("flag")
        assert made.both("risks", "R-1a", "flags") == [None, None], "a person took it away"
        made.cell("risks", "R-1a", "owner", "aoki")
        made.sync()
        made.command("flag")
        made.cell("risks", "R-1a", "owner", "")
        made.sync()
        told = made.command("flag")
        assert [each["record"] for each in told["flags"][0]["new"]] == ["R-1a"]
        assert made.both("risks", "R-1a", "flags") == [("incomplete",)] * 2, "a new spell"


def test_a_run_of_flags_can_be_undone_and_is_not_done_again(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        ready(made)
        told = made.command("flag")
        made.command("undo", told["pairs"][0]["run"])
        assert made.both("risks", "R-1a", "flags") == [None, None]
        assert made.both("risks", "R-1a", "flag_note") == [None, None]
        made.sync()
        made.writes()
        made.command("flag")
        assert made.both("risks", "R-1a", "flags") == [None, None]


def test_a_field_that_is_not_ours_is_a_mistake_that_is_named(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        text = made.file.read_text("utf-8")
        made.file.write_text(
            text.replace(
                '[pairs.risks.fields.flags]\ntype = "multi_select"\nown = true',
                '[pairs.risks.fields.flags]\ntype = "multi_select"',
            ),
            "utf-8",
        )
        told = made.command("flag", code=2)
        assert any("flags" in mistake and "own = true" in mistake for mistake in told["error"]["mistakes"])


def test_a_field_of_ours_without_a_place_is_named_with_how_to_make_it(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        text = made.file.read_text("utf-8")
        field = '[pairs.risks.fields.flag_note]\ntype = "rich_text"\n'
        made.file.write_text(text.replace(field, f'{field}notion = "要確認の理由"\nsheet = "理由"\n'), "utf-8")
        made_so = "make the property 要確認の理由 of the type rich_text in Notion and the column 理由 in the sheet"
        for command in ("flag", "link"):
            told = made.command(command, "--language", "en", code=2)
            (error,) = (pair["error"] for pair in told["pairs"] if pair["pair"] == "risks" and pair["error"])
            assert any(made_so in mistake for mistake in error["mistakes"])
        told = made.command("doctor", "--language", "en", code=7)
        assert any(each["code"] == "own" and made_so in each["way_out"] for each in told["checks"])


def test_a_dismissal_on_the_command_line_is_remembered(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        ready(made)
        told = made.command("flag", "dismiss", "R-1a", "DNS")
        assert told["records"] == [["risks", "R-1a"], ["risks", "R-2b"]]
