"""A record deleted on one side that cannot be read on the other: nobody can tell whether it was edited."""

import pytest

from sync.message import say
from sync.model import Address, FieldName, Unreadable
from sync.policy import Deletes, EditAgainstDelete
from tests.fakes.pair import Bench


def bench(against: EditAgainstDelete) -> Bench:
    made = Bench().with_policy(deletes=Deletes.PROPAGATE, edit_against_delete=against)
    made.both(**{f"r{n}": {"title": f"risk {n}", "owner": "aoki"} for n in range(5)})
    del made.sheet.rows[Address("r1")]
    made.notion.rows[Address("r1")].fields[FieldName("owner")] = Unreadable("?", say("damaged"))
    return made


@pytest.mark.parametrize("against", [EditAgainstDelete.EDIT, EditAgainstDelete.ASK])
def test_it_is_held_and_neither_deleted_nor_brought_back(against: EditAgainstDelete) -> None:
    made = bench(against)
    outcome = made.sync()
    assert [(each.record, each.code) for each in outcome.plan.held] == [("r1", "unreadable")]
    assert "r1" in made.notion.content()
    assert "r1" not in made.sheet.content()
    made.notion.edit("r1", owner="aoki")
    made.sync()
    assert "r1" not in made.notion.content()


def test_where_deletions_always_count_it_is_deleted() -> None:
    made = bench(EditAgainstDelete.DELETE)
    made.sync()
    assert "r1" not in made.notion.content()
