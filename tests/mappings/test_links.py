from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.links import link_to, page_in

PAGE = "0f6a1b9c-7d43-4e21-8a5b-6c0d9e8f7a61"
HEX = PAGE.replace("-", "")
OTHER = "ffffffffffff4fff8fffffffffffffff"


@pytest.mark.parametrize(
    "text",
    [
        PAGE,
        HEX,
        f" {HEX.upper()} ",
        f"https://www.notion.so/{HEX}",
        f"https://www.notion.so/team/API-{HEX}",
        f"https://www.notion.so/team/API-停止-{HEX}?pvs=4",
        f"https://www.notion.so/{OTHER}?v={OTHER}&p={HEX}&pm=s",
        f"https://app.notion.com/p/Payment-outage-{HEX}",
        f"https://app.notion.com/p/{HEX}/",
        f"app.notion.com/p/{HEX}",
        f"notion://www.notion.so/{HEX}#{OTHER}",
        f"https://team.notion.site/abc-{HEX}#{OTHER}",
        f"http://notion.so/{PAGE}",
    ],
)
def test_every_form_of_a_link_names_its_page(text: str) -> None:
    assert page_in(text) == PAGE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "API",
        "R-001",
        "https://www.notion.so/",
        f"https://www.notion.so/?v={OTHER}",
        f"https://example.com/{HEX}",
        f"https://notion.so.example.com/{HEX}",
        f"https://evilnotion.so/{HEX}",
        f"https://www.notion.so/{HEX}0",
        f"https://www.notion.so/a{HEX}",
        f"mailto:a@notion.so/{HEX}",
        "https://[notion.so/",
    ],
)
def test_another_text_names_no_page(text: str) -> None:
    assert page_in(text) is None


@given(st.uuids())
def test_a_link_that_is_written_is_read(page: UUID) -> None:
    assert page_in(link_to(str(page))) == str(page)


@given(st.text())
def test_any_text_may_be_asked(text: str) -> None:
    page_in(text)
    page_in(f"https://www.notion.so/{text}")
