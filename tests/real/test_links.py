"""People and relations from cell to page and back, through both services; what is in step stays untouched."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from jobs.exits import Exit
from jobs.sync import OutcomeKind
from mappings.links import link_to
from sync.model import Side
from tests.real.linked import Linked, linked, to, who

RELATED = {"links": 'related = "backlog"'}
AS_TITLE = {"links": 'related = "backlog"\nrelated_as = "title"'}
AS_LINK = {"links": 'related = "backlog"\nrelated_as = "link"'}


def in_step(made: Linked) -> None:
    """Check that nothing is left to do, twice."""
    outcome = made.sync()
    assert outcome.kind is OutcomeKind.IN_STEP, outcome
    assert not outcome.plan.changes
    assert not outcome.plan.held, [str(held.why) for held in outcome.plan.held]
    assert not made.plan().plan.changes


def changed(made: Linked, pair: str = "risks") -> None:
    outcome = made.sync(pair)
    assert outcome.kind is OutcomeKind.CHANGED, outcome
    assert not outcome.plan.held, [str(held.why) for held in outcome.plan.held]


def backlog(made: Linked, *titles: str) -> list[str]:
    pages = [made.add("backlog", f"B-{number}x", title) for number, title in enumerate(titles, 1)]
    changed(made, "backlog")
    return pages


def held(made: Linked, field: str) -> str:
    (found,) = [each for each in made.plan().plan.held if each.field == field]
    return str(found.why)


def test_people_go_both_ways_by_address_and_names_are_understood(tmp_path: Path) -> None:
    with linked(tmp_path, "owner") as made:
        ann = made.server.add_person("Ann Lee", "Ann@Example.com")
        bea = made.server.add_person("Bea", "bea@example.com")
        page = made.add("risks", "R-1x", "a", owner=who(ann))
        changed(made)
        assert made.cell("C2") == "ann@example.com"
        in_step(made)
        made.type_in("risks", "C2", [["BEA、 ann lee"]])
        changed(made)
        assert [user["id"] for user in made.shown(page, "owner")] == [bea, ann]
        assert made.cell("C2") == "BEA、 ann lee", "what a person typed means the same and stays"
        in_step(made)
        made.edit(page, owner=who(bea))
        changed(made)
        assert made.cell("C2") == "bea@example.com"
        in_step(made)


def test_a_person_nobody_knows_is_held_with_the_nearest_and_the_rest_goes_on(tmp_path: Path) -> None:
    with linked(tmp_path, "owner") as made:
        made.server.add_person("Ann Lee", "ann.lee@example.com")
        page = made.add("risks", "R-1x", "a")
        changed(made)
        made.type_in("risks", "B2", [["b", "ann.le@example.com"]])
        outcome = made.sync()
        assert outcome.plan.on(Side.NOTION)
        assert made.shown(page, "title")[0]["plain_text"] == "b"
        assert made.shown(page, "owner") == []
        assert made.cell("C2") == "ann.le@example.com"
        assert "nearest: ann.lee@example.com" in held(made, "owner")


@pytest.mark.parametrize("kind", ["bot", "agent"])
def test_a_bot_or_agent_is_not_assigned_by_its_name(tmp_path: Path, kind: str) -> None:
    with linked(tmp_path, "owner") as made:
        made.server.add_person("Night shift", "night@example.com", kind)
        page = made.add("risks", "R-1x", "a")
        changed(made)
        made.type_in("risks", "C2", [["Night Shift"]])
        made.sync()
        assert made.shown(page, "owner") == []
        assert "only people are assigned" in held(made, "owner")


@pytest.mark.parametrize(
    ("more", "cell"),
    [(RELATED, "B-1x, B-2x"), (AS_TITLE, 'API停止, "Search, billing"'), (AS_LINK, None)],
)
def test_relations_go_both_ways_as_ids_titles_or_links(
    tmp_path: Path, more: Mapping[str, str], cell: str | None
) -> None:
    with linked(tmp_path, "links", more=more) as made:
        one, two = backlog(made, "API停止", "Search, billing")
        page = made.add("risks", "R-1x", "a", links=to(one, two))
        changed(made)
        assert made.cell("D2") == (cell or f"{link_to(one)}, {link_to(two)}")
        in_step(made)
        for typed, meant in [
            ("B-2x", [two]),
            ("ａｐｉ停止", [one]),
            ("Search, billing", [two]),
            (f"https://app.notion.com/p/x-{one.replace('-', '')}?pvs=4", [one]),
            (two.replace("-", ""), [two]),
            ("", []),
            ("B-1x、B-2x", [one, two]),
        ]:
            made.type_in("risks", "D2", [[typed]])
            changed(made)
            assert [each["id"] for each in made.shown(page, "links")] == meant
            assert made.cell("D2") == typed
            in_step(made)


def test_relations_without_a_pair_are_ids_links_or_titles_of_pages(tmp_path: Path) -> None:
    with linked(tmp_path, "links", more={"links": 'related_as = "title"'}) as made:
        one = made.add("backlog", "B-1x", "API停止")
        two = made.add("backlog", "B-2x", "Twice")
        made.add("backlog", "B-3x", "Twice")
        page = made.add("risks", "R-1x", "a", links=to(one, two))
        changed(made)
        assert made.cell("D2") == f"API停止, {link_to(two)}", "a title that two pages have would not be read back"
        in_step(made)
        made.type_in("risks", "D2", [["Twice"]])
        made.sync()
        assert "2 related records are called Twice" in held(made, "links")
        assert len(made.shown(page, "links")) == 2
        made.type_in("risks", "D2", [["api 停止"]])
        made.sync()
        assert "nearest: API停止" in held(made, "links")


def test_a_title_that_was_changed_goes_on_meaning_its_record(tmp_path: Path) -> None:
    with linked(tmp_path, "links", more=AS_TITLE) as made:
        one, _ = backlog(made, "API停止", "Billing")
        made.add("risks", "R-1x", "a", links=to(one))
        changed(made)
        made.edit(one, title={"title": [{"text": {"content": "APIの停止 (東京)"}}]})
        in_step(made)
        changed(made, "backlog")
        in_step(made)
        assert made.cell("D2") == "API停止"


def test_a_link_that_the_related_pair_does_not_know_yet_waits_for_it(tmp_path: Path) -> None:
    with linked(tmp_path, "links", more=RELATED) as made:
        backlog(made, "a")
        page = made.add("risks", "R-1x", "a")
        changed(made)
        two = made.add("backlog", "B-2x", "new")
        made.type_in("risks", "D2", [["B-2x"]])
        made.sync()
        assert "B-2x" in held(made, "links")
        changed(made, "backlog")
        changed(made)
        assert [each["id"] for each in made.shown(page, "links")] == [two]
        in_step(made)


def test_a_related_record_in_the_trash_stays_in_the_cell(tmp_path: Path) -> None:
    with linked(tmp_path, "links", more=RELATED) as made:
        one, two = backlog(made, "a", "b")
        page = made.add("risks", "R-1x", "a", links=to(one, two))
        changed(made)
        made.clients.notion.pages.update(two, in_trash=True)
        in_step(made)
        assert made.cell("D2") == "B-1x, B-2x"
        made.edit(page, title={"title": [{"text": {"content": "z"}}]})
        changed(made)
        assert made.cell("D2") == "B-1x, B-2x"
        made.clients.notion.pages.update(two, in_trash=False)
        in_step(made)
        made.edit(page, links=to(two))
        changed(made)
        assert made.cell("D2") == "B-2x"


def test_a_related_table_that_is_no_longer_shared_clears_no_cell(tmp_path: Path) -> None:
    with linked(tmp_path, "links", more=RELATED) as made:
        one, _ = backlog(made, "a", "b")
        page = made.add("risks", "R-1x", "a", links=to(one))
        changed(made)
        made.clients.ask("DELETE", f"shares/{made.sources['backlog']}")
        made.type_in("risks", "B2", [["z"]])
        made.sync()
        assert made.cell("D2") == "B-1x"
        assert made.shown(page, "title")[0]["plain_text"] == "z"
        assert "not shared" in held(made, "links")
        made.clients.ask("PUT", f"shares/{made.sources['backlog']}")
        in_step(made)


@pytest.mark.parametrize("count", [26, 60, 100])
def test_long_lists_of_links_are_complete_in_both_directions(tmp_path: Path, count: int) -> None:
    with linked(tmp_path, "links", more=RELATED) as made:
        pages = backlog(made, *(f"t{number}" for number in range(count)))
        names = [f"B-{number}x" for number in range(1, count + 1)]
        page = made.add("risks", "R-1x", "a", links=to(*pages))
        changed(made)
        assert made.cell("D2") == ", ".join(names)
        in_step(made)
        made.type_in("risks", "D2", [[", ".join(names[:-1])]])
        changed(made)
        found = made.clients.notion.pages.properties.retrieve(page, "links", page_size=100)
        assert len(found["results"]) == count - 1  # type: ignore[index]  # the client is typed for both worlds
        in_step(made)


def test_a_run_with_nothing_to_do_asks_one_question_more_for_a_related_table(tmp_path: Path) -> None:
    with linked(tmp_path, "links", more=AS_TITLE) as made:
        one, _ = backlog(made, "a", "b")
        made.add("risks", "R-1x", "a", links=to(one))
        changed(made)
        made.server.forget_calls()
        assert made.sync().kind is OutcomeKind.IN_STEP
        calls = [call.path.rpartition("/")[2] for call in made.server.calls("notion")]
        assert len(calls) == 4, "the database's data source under both names, the related one, one page of rows"
        assert len([call for call in made.server.calls() if call.service == "google"]) == 1


OWN = {"parents": 'related = "risks"', "children": 'related = "risks"'}
FAMILY = ("parents", "children")


def settled(made: Linked, cells: Mapping[str, str]) -> None:
    """Check that one run was enough, that it left no conflict, and what stands in the tab."""
    assert {place: made.cell(place) for place in cells} == cells
    in_step(made)
    assert not made.plan().plan.conflicts


@contextmanager
def family(folder: Path, more: Mapping[str, str] | None = None) -> Iterator[Linked]:
    """Three records in step, in a table whose records are parents and children of each other."""
    with linked(folder, *FAMILY, more=OWN if more is None else more, twofold=True) as made:
        made.type_in("risks", "A1", [["id", "title", "parents", "children", "", ""]])
        for number in (1, 2, 3):
            made.add("risks", f"R-{number}x", f"t{number}")
        changed(made)
        yield made


def test_a_link_typed_at_one_end_stands_at_both_after_one_run(tmp_path: Path) -> None:
    with family(tmp_path) as made:
        made.type_in("risks", "C2", [["R-2x"]])
        changed(made)
        settled(made, {"C2": "R-2x", "D3": "R-1x"})
        made.type_in("risks", "D3", [[""]])
        changed(made)
        settled(made, {"C2": "", "D3": ""})
        assert made.shown(made.page("R-1x"), "parents") == []


def test_a_link_made_in_notion_at_one_end_reaches_both_cells(tmp_path: Path) -> None:
    with family(tmp_path) as made:
        made.edit(made.page("R-1x"), parents=to(made.page("R-2x")))
        changed(made)
        settled(made, {"C2": "R-2x", "D3": "R-1x"})


def test_edits_of_both_ends_are_united_and_no_link_erases_another(tmp_path: Path) -> None:
    with family(tmp_path) as made:
        made.type_in("risks", "C2", [["R-2x"]])
        made.type_in("risks", "D3", [["R-3x"]])
        changed(made)
        assert {each["id"] for each in made.shown(made.page("R-2x"), "children")} == {
            made.page("R-1x"),
            made.page("R-3x"),
        }
        settled(made, {"C2": "R-2x", "C4": "R-2x", "D3": "R-1x, R-3x"})


def test_the_same_link_typed_at_both_ends_is_one_link(tmp_path: Path) -> None:
    with family(tmp_path) as made:
        made.type_in("risks", "C2", [["R-2x"]])
        made.type_in("risks", "D3", [["R-1x"]])
        changed(made)
        settled(made, {"C2": "R-2x", "D3": "R-1x"})


def test_an_edit_of_one_end_in_each_service_is_united(tmp_path: Path) -> None:
    with family(tmp_path) as made:
        made.edit(made.page("R-1x"), parents=to(made.page("R-2x")))
        made.type_in("risks", "D3", [["R-3x"]])
        changed(made)
        settled(made, {"C2": "R-2x", "C4": "R-2x", "D3": "R-1x, R-3x"})


def test_a_new_row_with_a_parent_shows_at_the_parent_after_one_run(tmp_path: Path) -> None:
    with family(tmp_path) as made:
        made.type_in("risks", "B5", [["new", "R-2x"]])
        changed(made)
        name = made.cell("A5")
        assert name
        settled(made, {"C5": "R-2x", "D3": name})


def test_two_ends_by_page_ids_need_one_run_as_well(tmp_path: Path) -> None:
    with family(tmp_path, more={}) as made:
        one, two = made.page("R-1x"), made.page("R-2x")
        made.type_in("risks", "C2", [[two]])
        changed(made)
        settled(made, {"C2": two, "D3": one})


ACROSS = {"links": 'related = "backlog"', "risks": 'related = "risks"'}


@contextmanager
def across(folder: Path) -> Iterator[Linked]:
    """Two records in each of two tables in step, whose links are two-way."""
    with linked(folder, "links", more=ACROSS, back=("risks",)) as made:
        for number in (1, 2):
            made.add("backlog", f"B-{number}x", f"b{number}")
            made.add("risks", f"R-{number}x", f"r{number}")
        assert made.command() is Exit.DONE
        in_step(made)
        yield made


def nothing_left(made: Linked) -> None:
    made.server.forget_calls()
    assert made.command() is Exit.DONE
    assert not [call for call in made.server.calls() if call.method != "GET" and not call.path.endswith("/query")]


def test_a_link_between_two_tables_is_at_both_ends_after_one_command(tmp_path: Path) -> None:
    with across(tmp_path) as made:
        made.type_in("risks", "D2", [["B-2x"]])
        assert made.command() is Exit.DONE
        assert made.cell("C3", "backlog") == "R-1x"
        nothing_left(made)
        made.type_in("backlog", "C3", [[""]])
        assert made.command() is Exit.DONE
        assert made.cell("D2") == ""
        nothing_left(made)


def test_edits_of_both_ends_between_two_tables_are_united_without_a_conflict(tmp_path: Path) -> None:
    with across(tmp_path) as made:
        made.type_in("risks", "D2", [["B-2x"]])
        made.type_in("backlog", "C3", [["R-2x"]])
        assert made.command() is Exit.DONE
        nothing_left(made)
        assert (made.cell("D2"), made.cell("D3")) == ("B-2x", "B-2x")
        assert sorted(made.cell("C3", "backlog").split(", ")) == ["R-1x", "R-2x"]


def test_a_link_that_notion_made_at_the_other_end_meanwhile_is_no_conflict(tmp_path: Path) -> None:
    with across(tmp_path) as made:
        made.edit(made.page("R-1x"), links=to(made.page("B-2x", "backlog")))
        made.type_in("backlog", "C3", [["R-2x"]])
        assert made.command() is Exit.DONE
        nothing_left(made)
        assert (made.cell("D2"), made.cell("D3")) == ("B-2x", "B-2x")
