"""Formulas, rollups and back-links: what changes without anybody editing the page that shows it."""

from datetime import timedelta
from typing import Any

import pytest
from notion_client import Client

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.notion.build import Json, row, table, text

COLUMNS: Json = {
    "Impact": {"number": {}},
    "Chance": {"number": {}},
    "Text": {"rich_text": {}},
    "Level": {"select": {"options": [{"name": "High"}, {"name": "Low"}]}},
    "Tags": {"multi_select": {"options": [{"name": "A"}, {"name": "B"}]}},
    "Done": {"checkbox": {}},
    "Due": {"date": {}},
    "Who": {"people": {}},
}
FILLED: Json = {
    "Impact": {"number": 4},
    "Chance": {"number": 2.5},
    "Text": {"rich_text": text("Disk full")},
    "Level": {"select": {"name": "High"}},
    "Tags": {"multi_select": [{"name": "A"}, {"name": "B"}]},
    "Due": {"date": {"start": "2026-11-25"}},
}


def formula(notion: Client, sandbox: SandboxServer, expression: str, **values: Json) -> Json:
    columns = {**COLUMNS, "F": {"formula": {"expression": expression}}}
    page = row(notion, table(notion, sandbox.root_page_id, columns), "A name", **values)
    found: Json = page["properties"]["F"]["formula"]
    return found


@pytest.mark.parametrize(
    ("expression", "kind", "value"),
    [
        ('prop("Impact") * prop("Chance")', "number", 10),
        ('prop("Impact") + 1 - 2 / 4', "number", 4.5),
        ('(prop("Impact") + 1) * 2 ^ 3 % 7', "number", 5),
        ('prop("Impact") / 0', "number", None),
        ('-prop("Impact")', "number", -4),
        ('prop("Impact") >= 4', "boolean", True),
        ('prop("Level") == "High"', "boolean", True),
        ('prop("Level") != "High"', "boolean", False),
        ('if(prop("Impact") > 3, "big", "small")', "string", "big"),
        ('prop("Impact") > 5 ? "big" : "small"', "string", "small"),
        ('ifs(prop("Impact") > 5, "A", prop("Impact") > 3, "B", "C")', "string", "B"),
        ('prop("Impact") > 3 and not prop("Done")', "boolean", True),
        ('and(true, or(false, prop("Done")))', "boolean", False),
        ('prop("Impact") > 3 && !prop("Done") || false', "boolean", True),
        ('empty(prop("Who"))', "boolean", True),
        ('empty(prop("Text"))', "boolean", False),
        ('"Risk: " + prop("Text")', "string", "Risk: Disk full"),
        ('concat(prop("Level"), "-", format(prop("Impact")))', "string", "High-4"),
        ('prop("Text").length()', "number", 9),
        ('length(prop("Tags"))', "number", 2),
        ('contains(prop("Text"), "full")', "boolean", True),
        ('prop("Tags").includes("A")', "boolean", True),
        ('prop("Tags").join("/")', "string", "A/B"),
        ("round(2.567, 1)", "number", 2.6),
        ('round(prop("Chance"))', "number", 3),
        ('max(prop("Impact"), 7) + floor(2.9) + ceil(2.1) + abs(-1)', "number", 13),
        ('toNumber("12.5") + toNumber(true)', "number", 13.5),
        ('dateBetween(prop("Due"), now(), "days")', "number", 4),
        ('dateBetween(now(), prop("Due"), "hours")', "number", -110),
        ('dateBetween(dateAdd(prop("Due"), 14, "months"), prop("Due"), "years")', "number", 1),
        ('prop("Due") > today()', "boolean", True),
        ('formatDate(prop("Due"), "YYYY-MM-DD")', "string", "2026-11-25"),
        (
            'formatDate(dateSubtract(prop("Due"), 1, "weeks"), "MMMM Do, YYYY [at] HH:mm")',
            "string",
            "November 18th, 2026 at 00:00",
        ),
        ('upper(substring(prop("Text"), 0, 4))', "string", "DISK"),
        ('replaceAll(prop("Text"), "[aeiou]", "_")', "string", "D_sk f_ll"),
        ('test(prop("Text"), "^Disk")', "boolean", True),
        ('let(score, prop("Impact") * 2, score + 1)', "number", 9),
        ("[1, 2, 3].map(current * 2).sum()", "number", 12),
        ("[3, 1, 2].filter(current > 1).sort().at(0)", "number", 2),
        ('prop("Name") /* the title */', "string", "A name"),
        ('"a \\"b\\""', "string", 'a "b"'),
    ],
)
def test_formulas_are_worked_out_when_a_page_is_read(
    notion: Client, sandbox: SandboxServer, expression: str, kind: str, value: object
) -> None:
    """A formula's value is {type: string, number, boolean or date}."""
    assert formula(notion, sandbox, expression, **FILLED) == {"type": kind, kind: value}


def test_a_date_stays_a_date(notion: Client, sandbox: SandboxServer) -> None:
    """A formula may give a date, with time_zone null."""
    found = formula(notion, sandbox, 'dateAdd(prop("Due"), 1, "months")', **FILLED)
    assert found == {"type": "date", "date": {"start": "2026-12-25", "end": None, "time_zone": None}}
    now = formula(notion, sandbox, "now()")
    assert now["date"]["start"] == "2026-11-20T09:30:00.000+00:00"


@pytest.mark.parametrize(
    ("expression", "kind"),
    [('prop("Due")', "date"), ('prop("Chance")', "number"), ('dateBetween(prop("Due"), now(), "days")', "number")],
)
def test_a_formula_of_nothing_is_null_of_its_type(
    notion: Client, sandbox: SandboxServer, expression: str, kind: str
) -> None:
    """The value may be null."""
    assert formula(notion, sandbox, expression) == {"type": kind, kind: None}


def test_an_empty_number_counts_as_0(notion: Client, sandbox: SandboxServer) -> None:
    """Recorded: twice an empty number is 0."""
    assert formula(notion, sandbox, 'prop("Impact") * 2') == {"type": "number", "number": 0}


@pytest.mark.parametrize("expression", ["wavelet(1)", "1 +", 'prop("Gone") + 1', '"a" * 2', "1 2", '("', "id()"])
def test_what_the_sandbox_does_not_follow_is_unsupported(
    notion: Client, sandbox: SandboxServer, expression: str
) -> None:
    """unsupported is a formula that was not computed, which is not the same as null."""
    assert formula(notion, sandbox, expression) == {"type": "unsupported", "unsupported": {}}


def test_an_expression_is_read_back_in_the_services_own_form(notion: Client, sandbox: SandboxServer) -> None:
    """Recorded: properties by id; brackets around an operation in an operation, and nowhere else."""
    columns = {**COLUMNS, "F": {"formula": {"expression": '5 + prop("Impact")*(2)'}}}
    source = table(notion, sandbox.root_page_id, columns)
    shown: Any = notion.data_sources.retrieve(source)
    key = shown["properties"]["Impact"]["id"]
    expression = shown["properties"]["F"]["formula"]["expression"]
    assert expression.startswith(f"5 + ({{{{notion:block_property:{key}:{source}:")
    assert expression.endswith("}} * 2)")


def test_a_renamed_property_is_followed(notion: Client, sandbox: SandboxServer) -> None:
    """A property's id survives a rename, and so do the formulas that name it."""
    columns = {**COLUMNS, "F": {"formula": {"expression": 'prop("Impact") * 2'}}}
    source = table(notion, sandbox.root_page_id, columns)
    page = row(notion, source, "x", Impact={"number": 4})
    notion.data_sources.update(source, properties={"Impact": {"name": "Severity"}})
    read: Any = notion.pages.retrieve(page["id"])
    assert read["properties"]["F"]["formula"]["number"] == 8


def test_a_formula_changes_with_the_clock_and_nobody_edited(
    notion: Client, sandbox: SandboxServer, clock: TurnableClock
) -> None:
    """Formula results do not move last_edited_time."""
    columns = {**COLUMNS, "F": {"formula": {"expression": 'dateBetween(prop("Due"), now(), "days")'}}}
    page = row(notion, table(notion, sandbox.root_page_id, columns), "x", Due=FILLED["Due"])
    clock.turn(timedelta(days=2))
    read: Any = notion.pages.retrieve(page["id"])
    assert [each["properties"]["F"]["formula"]["number"] for each in (page, read)] == [4, 2]
    assert read["last_edited_time"] == page["last_edited_time"]


def test_formulas_and_rollups_follow_related_pages_and_the_time_stays(
    notion: Client, sandbox: SandboxServer, clock: TurnableClock
) -> None:
    """Rollups and back-links change without the page's last edit; a rollup may be of a formula."""
    items = table(notion, sandbox.root_page_id, {**COLUMNS, "Twice": {"formula": {"expression": 'prop("Impact") * 2'}}})
    via = {"relation_property_name": "Items"}
    columns: Json = {
        "Items": {"relation": {"data_source_id": items, "type": "dual_property", "dual_property": {}}},
        "Sum": {"rollup": {**via, "rollup_property_name": "Twice", "function": "sum"}},
        "Names": {"formula": {"expression": 'prop("Items").map(current.prop("Name")).join(", ")'}},
        "Total": {"formula": {"expression": 'prop("Sum") + 1'}},
    }
    item = row(notion, items, "one", Impact={"number": 3})
    home = table(notion, sandbox.root_page_id, columns)
    page = row(notion, home, "hub", Items={"relation": [{"id": item["id"]}]})
    clock.turn(timedelta(minutes=5))
    notion.pages.update(item["id"], properties={"Impact": {"number": 10}, "Name": {"title": text("two")}})
    read: Any = notion.pages.retrieve(page["id"])
    shown = [
        (
            each["properties"]["Sum"]["rollup"]["number"],
            each["properties"]["Names"]["formula"]["string"],
            each["properties"]["Total"]["formula"]["number"],
        )
        for each in (page, read)
    ]
    assert shown == [(6, "one", 7), (20, "two", 21)]
    assert read["last_edited_time"] == page["last_edited_time"]


def test_back_links_do_not_move_the_time(notion: Client, sandbox: SandboxServer, clock: TurnableClock) -> None:
    """Recorded: 24 new back-links, and the page's last edit is still a minute older."""
    items = table(notion, sandbox.root_page_id, {})
    columns: Json = {"Items": {"relation": {"data_source_id": items, "type": "dual_property", "dual_property": {}}}}
    home = table(notion, sandbox.root_page_id, columns, title="Home")
    item = row(notion, items, "one")
    clock.turn(timedelta(minutes=1))
    row(notion, home, "hub", Items={"relation": [{"id": item["id"]}]})
    read: Any = notion.pages.retrieve(item["id"])
    assert len(read["properties"]["Related to Home (Items)"]["relation"]) == 1
    assert read["last_edited_time"] == item["last_edited_time"]


def test_a_formula_sees_25_related_pages(notion: Client, sandbox: SandboxServer) -> None:
    """Above 25 related pages a formula is worked out from a part of them."""
    items = table(notion, sandbox.root_page_id, {})
    columns: Json = {
        "Items": {"relation": {"data_source_id": items, "single_property": {}}},
        "Count": {"formula": {"expression": 'prop("Items").length()'}},
    }
    related = [{"id": row(notion, items, str(number))["id"]} for number in range(30)]
    page = row(notion, table(notion, sandbox.root_page_id, columns), "hub", Items={"relation": related})
    assert page["properties"]["Count"]["formula"]["number"] == 25


def test_formulas_can_be_filtered_and_sorted_by(notion: Client, sandbox: SandboxServer) -> None:
    """A filter on a formula names the type it comes to."""
    columns = {**COLUMNS, "F": {"formula": {"expression": 'prop("Impact") * 2'}}}
    source = table(notion, sandbox.root_page_id, columns)
    for number in (1, 3, 2):
        row(notion, source, str(number), Impact={"number": number})
    wanted = {"property": "F", "formula": {"number": {"greater_than": 2}}}
    sorts = [{"property": "F", "direction": "ascending"}]
    answer: Any = notion.data_sources.query(source, filter=wanted, sorts=sorts)
    assert [each["properties"]["F"]["formula"]["number"] for each in answer["results"]] == [4, 6]


def test_a_formula_that_names_itself_ends(notion: Client, sandbox: SandboxServer) -> None:
    source = table(notion, sandbox.root_page_id, {"F": {"formula": {"expression": "1"}}})
    notion.data_sources.update(source, properties={"F": {"formula": {"expression": 'prop("F") + 1'}}})
    assert row(notion, source, "x")["properties"]["F"]["formula"]["type"] == "unsupported"
