import json
from pathlib import Path

import pytest

from tests.audit.advisories import understood
from tests.audit.licences import Allowed, allowed, complaints, seen
from tests.audit.lock import ALL, DELIVERED, Pin, pins, rounds

RULE = Allowed(frozenset({"MIT"}), {"certifi": "MPL-2.0"})


def test_every_licence_of_what_is_delivered_is_allowed() -> None:
    given = pins(DELIVERED)
    assert len({each.name for each in given}) > 50
    assert complaints(given, seen(given), allowed()) == []


def test_a_licence_that_is_not_on_the_list_is_named() -> None:
    given = [Pin("certifi", "1"), Pin("copyleft", "1"), Pin("free", "1"), Pin("absent", "1")]
    licences = {"certifi": "MPL-2.0", "copyleft": "GPL-3.0", "free": "MIT"}
    assert complaints(given, licences, RULE) == [
        "copyleft: GPL-3.0",
        "absent: not installed, so its licence is not known",
    ]


def test_an_exception_is_for_one_package_alone() -> None:
    assert complaints([Pin("other", "1")], {"other": "MPL-2.0"}, RULE) == ["other: MPL-2.0"]


def test_what_is_for_other_machines_is_not_missed_here() -> None:
    assert complaints([Pin("colorama", "1", "sys_platform == 'nowhere'")], {}, RULE) == []


def test_every_pin_of_the_locks_is_asked_about_once(tmp_path: Path) -> None:
    (tmp_path / "run.txt").write_text(
        "# made\na==1 \\\n    --hash=sha256:aa\nb-c==2.0 ; python_version < '3.12' \\\n    --hash=sha256:bb\n"
        "b-c==3.0 ; python_version >= '3.12' \\\n    --hash=sha256:cc\n",
        "utf-8",
    )
    found = pins(["run.txt"], tmp_path)
    assert [(each.name, each.version) for each in found] == [("a", "1"), ("b-c", "2.0"), ("b-c", "3.0")]
    turns = list(rounds(found))
    assert [[(each.name, each.version) for each in turn] for turn in turns] == [
        [("a", "1"), ("b-c", "2.0")],
        [("b-c", "3.0")],
    ]
    assert [each.here for each in found].count(True) == 2


def test_no_pin_of_the_real_locks_is_left_out() -> None:
    given = pins(ALL)
    turns = list(rounds(given))
    assert {(each.name, each.version) for each in given} == {(each.name, each.version) for t in turns for each in t}
    assert all(len({each.name for each in turn}) == len(turn) for turn in turns)


def test_a_weakness_is_told_with_the_version_that_mends_it() -> None:
    weak = {"id": "PYSEC-1", "aliases": ["CVE-2026-1"], "fix_versions": ["1.1"], "description": "…"}
    said = {"dependencies": [{"name": "a", "version": "1.0", "vulns": [weak]}], "fixes": []}
    answer = understood(json.dumps(said), "", 1)
    assert answer.weak == ["a 1.0: PYSEC-1, CVE-2026-1; mended in 1.1"]


def test_a_package_that_nobody_could_be_asked_about_does_not_pass_for_sound() -> None:
    said = {"dependencies": [{"name": "a", "skip_reason": "Dependency not found"}], "fixes": []}
    assert understood(json.dumps(said), "", 1).unknown == ["a"]


@pytest.mark.parametrize("complaint", ["Traceback …\nConnectionError: no network", ""])
def test_without_the_network_it_says_so(complaint: str) -> None:
    answer = understood("", complaint, 3)
    assert answer.trouble
    assert answer.weak == []
