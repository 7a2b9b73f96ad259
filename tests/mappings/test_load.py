import pytest

from mappings.fields import FieldType
from mappings.load import directions, field_policy, merging
from sync.policy import Compare, Direction, Inside, OnConflict


@pytest.mark.parametrize("kind", FieldType)
def test_what_notion_computes_is_never_carried_into_it(kind: FieldType) -> None:
    allowed = directions(kind)
    assert Direction.NONE in allowed
    assert kind.computed == (Direction.TO_NOTION not in allowed and Direction.BOTH not in allowed)
    assert field_policy(kind, on_conflict=OnConflict.ASK).direction is allowed[0]


def test_a_button_has_nothing_to_carry() -> None:
    assert directions(FieldType.BUTTON) == (Direction.NONE,)


def test_files_are_a_list_without_order_like_the_others() -> None:
    lists = {kind for kind in FieldType if merging(kind) is Inside.SET}
    assert lists == {FieldType.MULTI_SELECT, FieldType.PEOPLE, FieldType.RELATION, FieldType.FILES}
    assert {
        kind for kind in FieldType if field_policy(kind, on_conflict=OnConflict.ASK).compare is Compare.SET
    } == lists
