import pytest

from mappings.people import Roll, User

ROLL = Roll(
    [
        User("1", "佐藤 美咲", "Misaki.Sato@example.com"),
        User("2", "Emma Clarke", "emma.clarke@example.com"),
        User("3", "Ann Lee", "ann@example.com"),
        User("4", "ann  LEE", "ann.lee@example.com"),
        User("5", "Reporter", "reporter@example.com", "bot"),
        User("6", "Helper", None, "agent"),
        User("7", "Hidden Person"),
        User("8", "Emma Clarke", None, "bot"),
    ]
)


def test_case_and_width_of_an_address_do_not_count() -> None:
    assert ROLL.user_of("MISAKI.sato@EXAMPLE.com") == "1"
    assert ROLL.user_of("misaki.sato＠example.com") == "1"
    assert ROLL.email_of("1") == "misaki.sato@example.com"


@pytest.mark.parametrize("name", ["佐藤 美咲", "佐藤美咲", "佐藤　美咲", "@佐藤 美咲"])
def test_a_name_that_one_person_has_is_that_person(name: str) -> None:
    assert ROLL.meant(name) == "misaki.sato@example.com"


def test_a_bot_of_the_same_name_does_not_make_a_name_ambiguous() -> None:
    assert ROLL.meant("emma clarke") == "emma.clarke@example.com"


def test_two_people_of_one_name_are_named_and_neither_is_taken() -> None:
    said = str(ROLL.meant("Ann Lee"))
    assert "2 people" in said
    assert "ann@example.com" in said
    assert "ann.lee@example.com" in said


@pytest.mark.parametrize(("name", "kind"), [("Reporter", "bot"), ("helper", "agent")])
def test_what_is_no_person_is_never_meant_by_its_name(name: str, kind: str) -> None:
    assert kind in str(ROLL.meant(name))


def test_what_is_no_person_is_never_assigned_by_its_address() -> None:
    assert ROLL.user_of("reporter@example.com") is None
    assert ROLL.email_of("5") is None
    assert "bot" in str(ROLL.refusal("Reporter@example.com"))


def test_a_person_without_an_address_is_not_taken_for_nobody() -> None:
    assert "has no e-mail address" in str(ROLL.meant("hidden person"))


def test_the_nearest_is_named_for_what_is_mistyped() -> None:
    assert "nearest: emma.clarke@example.com" in str(ROLL.refusal("ema.clark@example.com"))
    assert "nearest: ann.lee@example.com" in str(ROLL.refusal("ann.lee@exampel.com"))
    assert "nearest: Emma Clarke" in str(ROLL.meant("Emma Clark"))


def test_an_address_of_the_same_company_is_not_near_for_that() -> None:
    assert "nearest" not in str(ROLL.refusal("zoe@example.com"))


def test_without_any_address_the_capability_is_named() -> None:
    for nothing in (Roll([]), Roll([User("7", "Hidden Person")])):
        assert "allow it" in str(nothing.refusal("ann@example.com"))
    assert "allow it" in str(Roll([]).meant("Ann"))
