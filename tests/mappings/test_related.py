"""What an entry of a relation's cell means, and that what is written means the same record."""

from collections.abc import Mapping
from datetime import UTC
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.codecs.notion import PageIds
from mappings.codecs.sheet import read_cell, write_cell
from mappings.fields import Field, FieldType, RelatedAs
from mappings.links import link_to
from mappings.related import RelatedNames
from sync.message import Message
from sync.model import FieldName, Unreadable
from tests.mappings.codecs.sheet.cells import answered, text

FIELD = Field(FieldName("links"), FieldType.RELATION, "Links", "Links")
PAGES = {f"R-{number}": f"7a1c0f5e-3b52-4d6a-9c83-0d6f2b1e4a9{number}" for number in range(6)}
TITLES = {
    "R-0": "API停止",
    "R-1": "Payment outage",
    "R-2": "payment OUTAGE",
    "R-3": "Twice",
    "R-4": "Twice",
    "R-5": "Search, and billing",
}


class Backlog:
    def page_of(self, record_id: str) -> str | None:
        return PAGES.get(record_id)

    def record_of(self, page_id: str) -> str | None:
        return next((record for record, page in PAGES.items() if page == page_id), None)


def names(written_as: RelatedAs, titles: Mapping[str, str] = TITLES) -> RelatedNames:
    return RelatedNames(Backlog(), PAGES.keys(), written_as, lambda: titles, lambda: [("R-0", "API が止まる")])


@pytest.mark.parametrize(
    ("entry", "record"),
    [
        ("R-0", "R-0"),
        ("Ｒ-0", "R-0"),
        ("API停止", "R-0"),
        ("ａｐｉ停止", "R-0"),
        ("API が止まる", "R-0"),
        ("Payment outage", "R-1"),
        ("payment OUTAGE", "R-2"),
        (PAGES["R-3"], "R-3"),
        (PAGES["R-3"].replace("-", ""), "R-3"),
        (f"https://app.notion.com/p/Twice-{PAGES['R-4'].replace('-', '')}", "R-4"),
        ("https://www.notion.so/7a1c0f5e3b524d6a9c830d6f2b1e4a95?pvs=4", "R-5"),
    ],
)
@pytest.mark.parametrize("written_as", RelatedAs)
def test_ids_titles_and_links_are_all_understood(entry: str, record: str, written_as: RelatedAs) -> None:
    assert names(written_as).meant(entry) == record


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("Twice", "R-3, R-4"),
        ("PAYMENT outage", "R-1, R-2"),
        ("Paymnt outage", "nearest: "),
        ("R-9", "no related record"),
        ("https://example.com/a", "no related record"),
        ("0f6a1b9c-7d43-4e21-8a5b-6c0d9e8f7a61", "is no record of the related table"),
    ],
)
def test_what_is_ambiguous_or_unknown_is_held_with_the_candidates(entry: str, said: str) -> None:
    found = names(RelatedAs.TITLE).meant(entry)
    assert isinstance(found, Message)
    assert said in str(found)


def test_a_title_is_written_where_it_is_the_only_one_and_else_a_link() -> None:
    written = names(RelatedAs.TITLE)
    assert written.spelled("R-0") == "API停止"
    assert written.spelled("R-1") == "Payment outage"
    assert written.spelled("R-3") == link_to(PAGES["R-3"])
    assert names(RelatedAs.LINK).spelled("R-0") == link_to(PAGES["R-0"])
    assert names(RelatedAs.ID).spelled("R-0") == "R-0"


def test_titles_are_asked_for_once_and_only_by_a_cell_that_needs_them() -> None:
    asked = count()

    def titles() -> Mapping[str, str]:
        next(asked)
        return TITLES

    made = RelatedNames(Backlog(), PAGES.keys(), RelatedAs.ID, titles)
    for entry in ("R-0", PAGES["R-1"], link_to(PAGES["R-2"])):
        made.meant(entry)
        made.spelled("R-1")
    assert next(asked) == 0
    made.meant("API停止")
    made.meant("Payment outage")
    assert next(asked) == 2


def test_a_title_with_commas_need_not_be_quoted() -> None:
    assert read_cell(text("Search, and billing"), FIELD, UTC, names=names(RelatedAs.ID)) == ("R-5",)
    assert read_cell(text('R-0, "Search, and billing"'), FIELD, UTC, names=names(RelatedAs.ID)) == ("R-0", "R-5")


def test_a_link_behind_a_text_tells_which_record_is_meant() -> None:
    cell = {**text("the outage in May"), "hyperlink": link_to(PAGES["R-4"])}
    assert read_cell(cell, FIELD, UTC, names=names(RelatedAs.ID)) == ("R-4",)


def test_one_entry_that_nobody_knows_holds_the_whole_cell() -> None:
    found = read_cell(text("R-0, R-99"), FIELD, UTC, names=names(RelatedAs.ID))
    assert isinstance(found, Unreadable)
    assert found.seen == "R-0, R-99"


def test_without_a_pair_the_ids_are_those_of_pages() -> None:
    page = PAGES["R-0"]
    made = RelatedNames(PageIds(), (), RelatedAs.TITLE, lambda: {page: "API停止"})
    assert made.meant(link_to(page)) == made.meant(page.replace("-", "").upper()) == made.meant("API停止") == page
    assert made.spelled(page) == "API停止"


titles = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=20) | st.sampled_from(
    [
        "",
        " ",
        "R-1",
        "Ｒ-1",
        "same",
        "Same",
        "ＳＡＭＥ",
        "a, b",
        '"',
        "a、b",
        "a\nb",
        " padded ",
        "https://x.example/a,b",
        PAGES["R-2"],
        link_to(PAGES["R-2"]),
        "=1+2",
    ]
)


@given(
    st.fixed_dictionaries(dict.fromkeys(PAGES, titles)),
    st.sampled_from(RelatedAs),
    st.lists(st.sampled_from(sorted(PAGES)), min_size=1, unique=True).map(tuple),
)
def test_what_is_written_is_read_back_whatever_the_titles(
    given_titles: dict[str, str], written_as: RelatedAs, value: tuple[str, ...]
) -> None:
    made = names(written_as, given_titles)
    written = write_cell(value, FIELD, UTC, names=made)
    assert "formulaValue" not in written["userEnteredValue"]
    assert read_cell(answered(written), FIELD, UTC, names=made) == value
