"""What comes from tables does nothing in any place of the digest, and a confidential record is only counted."""

import json
import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes, policy
from html import unescape
from typing import Any, cast

import pytest
from markdown_it import MarkdownIt
from typer.testing import CliRunner

from jobs.cli import app
from tests.adapters.signals.conftest import serving
from tests.jobs.commands.posting import Box, mailbox
from tests.jobs.commands.register import BOOK, Office, office

FORMULA = '=IMPORTXML("https://evil.example.com/","//a")'
SCRIPT = "<script>alert(1)</script>"
PING = "@channel look <!channel> <@U0000> <!here>"
LINK = "[click](javascript:alert(1)) [here](https://evil.example.com)"
BREAK = "\u202egrave\nsecond line | pipe | `tick` $x$ ${env}"
SECRET = "The merger leaked to the press"
WHO = "Nobody Must Know"
TABS = {
    "Risks": [["ID", "Title", "Likelihood", "Impact", "Score", "Owner", "Next review"], ["R-1", FORMULA, *[""] * 5]],
    "Post-mortems": [["ID", "Title", "First", "Last"], ["P-1", SCRIPT, "", ""]],
    "Actions": [["ID", "Action", "Post-mortem"], ["A-1", LINK, ""]],
}
MORE = '\n[digest.confidential]\nlabels = ["secret"]\n'
Json = dict[str, Any]


def incident(title: str, *labels: str, lead: str = "") -> Json:
    times = {"started_at": "2026-11-10T09:00:00Z", "resolved_at": ""}
    more = {"lead": lead or title, "labels": labels}
    return {"title": title, "impact": "critical" if title == FORMULA else "major", "components": "", **times, **more}


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("safe"), TABS, MORE) as made:
        made.add([incident(title) for title in (FORMULA, SCRIPT, PING, LINK, BREAK)])
        made.add([incident(SECRET, "secret", lead=WHO)])
        yield made


@pytest.fixture(scope="module")
def brought(there: Office) -> Mapping[str, str]:
    """Return everything that one run gave away, as the places got it."""
    page, paper, box = there.folder / "safe.html", there.folder / "safe.md", Box()
    with mailbox(box) as port, serving() as web:
        env = {
            **there.env,
            "BOTHWAYS_DIGEST__SLACK__URL": f"{web.url}/slack",
            "BOTHWAYS_DIGEST__CHAT__URL": f"{web.url}/chat",
            "BOTHWAYS_MAIL__HOST": "127.0.0.1",
            "BOTHWAYS_MAIL__PORT": str(port),
            "BOTHWAYS_MAIL__SECURITY": "none",
            "BOTHWAYS_DIGEST__MAIL_TO": '["team@example.com"]',
        }
        words = ["digest", "--config", str(there.file), "--week", "2026-W46", "--html", str(page), "--markdown"]
        told = CliRunner().invoke(app, [*words, str(paper), "--again"], env={**env, "NO_COLOR": "1", "COLUMNS": "200"})
        said = CliRunner().invoke(app, [*words, str(paper), "--json", "--again"], env=env)
    assert (told.exit_code, said.exit_code) == (0, 0), told.output + said.output
    assert {each["state"] for each in json.loads(said.stdout)["places"]} == {"same", "sent"}
    letter = message_from_bytes(box.letters[0].original_content or b"", policy=policy.default)
    found = {
        "html": page.read_text("utf-8"),
        "markdown": paper.read_text("utf-8"),
        "json": said.stdout,
        "terminal": told.output,
        "notion": _page(there),
        "tab": json.dumps(_cells(there), ensure_ascii=False),
        **{path.strip("/"): body for _, path, body in web.asked[:2]},
    }
    for kind in ("plain", "html"):
        part = letter.get_body((kind,))
        assert part is not None
        found[f"mail {kind}"] = part.get_content()
    return found


def _page(there: Office) -> str:
    """Return every block of the digest's page, as the service gives them."""
    notion = there.clients.notion
    home = there.clients.ask("GET", "info")["root_page_id"]
    left = [home]
    found: list[Json] = []
    while left:
        inside = cast("Json", notion.blocks.children.list(left.pop()))["results"]
        found += inside
        left += [each["id"] for each in inside if each["has_children"] or each["type"] == "child_page"]
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in found)


def _cells(there: Office) -> list[Json]:
    book = there.clients.google.open_by_key(BOOK).fetch_sheet_metadata({"includeGridData": "true"})
    tab = next(each for each in book["sheets"] if each["properties"]["title"] == "Digest")
    rows = tab["data"][0]["rowData"]
    return [cell for row in rows for cell in row.get("values", ()) if cell.get("userEnteredValue")]


def test_a_confidential_record_is_counted_and_nothing_else_is_said_of_it(brought: Mapping[str, str]) -> None:
    assert set(brought) >= {"html", "markdown", "json", "terminal", "notion", "tab", "slack", "chat"}
    for place, text in brought.items():
        plain = unescape(text)
        for secret in (SECRET, WHO, "merger"):
            assert secret not in plain, place
    figures = next(each for each in json.loads(brought["json"])["sections"] if each["key"] == "incidents")["figures"]
    assert next(each for each in figures if each["key"] == "incidents.count")["value"] == 6


def test_the_titles_are_there_to_be_read(brought: Mapping[str, str]) -> None:
    assert all(json.dumps(each)[1:-1] in brought["json"] for each in (FORMULA, SCRIPT))
    assert SCRIPT in brought["notion"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in brought["html"]


def test_html_has_no_script_no_foreign_address_and_no_link_but_of_the_web(brought: Mapping[str, str]) -> None:
    for place in ("html", "mail html"):
        assert "<script" not in brought[place].lower(), place
        live = re.findall(r'<a[^>]* href="([^"]*)"', brought[place])
        assert [each for each in live if not re.match(r"https?://|#", each)] == [], place
        assert not re.search(r'(?:src|srcset|action)="http', brought[place]), place


def test_markdown_has_no_live_link_tag_or_mention(brought: Mapping[str, str]) -> None:
    shown = MarkdownIt("gfm-like", {"linkify": False}).render(brought["markdown"])
    links = re.findall(r'href="([^"]*)"', shown)
    assert links
    assert [
        each for each in links if not each.startswith(("https://app.notion.com/", "https://docs.google.com/"))
    ] == []
    assert "<script" not in shown
    assert "@channel" not in shown
    assert "https://evil" not in shown
    assert not re.search(r"(?m)^second line", brought["markdown"])


def test_the_tab_holds_no_formula(there: Office, brought: Mapping[str, str]) -> None:
    values = [cell["userEnteredValue"] for cell in _cells(there)]
    assert any(each.get("stringValue") == FORMULA for each in values), brought["tab"][:2000]
    assert [each for each in values if "formulaValue" in each] == []


def test_chats_ping_nobody(brought: Mapping[str, str]) -> None:
    for place in ("slack", "chat"):
        body = json.loads(brought[place])
        text = json.dumps(body, ensure_ascii=False)
        assert "<!channel>" not in text, place
        assert "<!here>" not in text, place
        assert "<@U0000>" not in text, place
        assert "<users/all>" not in text, place
        assert "javascript:alert(1)|" not in text, place


def test_notion_gets_texts_and_links_of_the_web_only(brought: Mapping[str, str]) -> None:
    assert '"url": "javascript:' not in brought["notion"]
    assert all(re.match("https?://", each) for each in re.findall(r'"link": \{"url": "([^"]*)"', brought["notion"]))
    assert '"type": "mention", "mention": {"type": "user"' not in brought["notion"]


def test_the_terminal_shows_no_direction_marks(brought: Mapping[str, str]) -> None:
    assert "\u202e" not in brought["terminal"]
    assert "\x1b" not in brought["terminal"]
