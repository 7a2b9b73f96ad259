"""Options through both services: each side keeps its words, what is new is made or held, and a second run rests."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from jobs.sync import OutcomeKind
from mappings.fields import FieldType
from tests.real.world import SHEETS, World, world

NOTHING = {"notion": 0, "google": 0}


class Options(World):
    """A pair whose option field is called ``level``; ``keys`` are its further keys in the configuration."""

    keys: str = ""

    def settings_file(self) -> Path:
        file = super().settings_file()
        file.write_text(
            file.read_text("utf-8").replace("[pairs.table.fields.level]", f"[pairs.table.fields.level]\n{self.keys}"),
            "utf-8",
        )
        return file

    def know(self, *names: str, kind: str = "select") -> None:
        """Give the property these options."""
        options = [{"name": name} for name in names]
        self.clients.notion.data_sources.update(self.source, properties={"level": {kind: {"options": options}}})

    def known(self) -> list[str]:
        prop: Any = self.clients.notion.data_sources.retrieve(self.source)
        shape = prop["properties"]["level"]
        return [each["name"] for each in shape[shape["type"]]["options"]]

    def chosen(self, record: str) -> Any:  # noqa: ANN401 - the API's answer
        page: Any = self.clients.notion.pages.retrieve(self.pages[record])
        prop = page["properties"]["level"]
        part = prop[prop["type"]]
        return [each["name"] for each in part] if isinstance(part, list) else part and part["name"]

    def choose(self, record: str, name: str, kind: str = "select") -> None:
        self.clients.notion.pages.update(self.pages[record], properties={"level": {kind: {"name": name}}})

    def batch(self, *requests: Mapping[str, Any]) -> None:
        self.clients.google.http_client.batch_update(self.spreadsheet, {"requests": list(requests)})

    def dropdown(self, *names: str) -> None:
        rule = {
            "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": name} for name in names]},
            "strict": True,
            "showCustomUi": True,
        }
        place = {
            "sheetId": self.tab()["properties"]["sheetId"],
            "startRowIndex": 1,
            "startColumnIndex": 2,
            "endColumnIndex": 3,
        }
        self.batch({"setDataValidation": {"range": {**place, "endRowIndex": 100}, "rule": rule}})

    def tab(self) -> Any:  # noqa: ANN401 - the API's answer
        url = f"{SHEETS}/{self.spreadsheet}"
        answer = self.clients.google.http_client.request("get", url, {"includeGridData": "true"})
        return answer.json()["sheets"][0]

    def cells(self) -> list[str]:
        rows = self.tab()["data"][0]["rowData"][1:]
        found = [row.get("values", [{}, {}, {}])[2:3] for row in rows]
        return [cell[0]["formattedValue"] if cell and "formattedValue" in cell[0] else "" for cell in found]

    def choices(self) -> list[str]:
        cell = self.tab()["data"][0]["rowData"][1]["values"][2]
        return [each["userEnteredValue"] for each in cell["dataValidation"]["condition"]["values"]]

    def rest(self) -> None:
        """Assert that a run finds nothing to write."""
        self.server.forget_calls()
        assert self.sync().kind is OutcomeKind.IN_STEP
        assert self.write_calls() == NOTHING


def rows(*levels: str) -> list[dict[str, str]]:
    return [{"id": f"r{at}z", "title": f"リスク {at}", "level": level} for at, level in enumerate(levels)]


Make = Callable[..., Options]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    with ExitStack() as stack:

        def made(keys: str = "", kind: FieldType = FieldType.SELECT) -> Options:
            kinds = {"title": FieldType.TITLE, "level": kind}
            plain = stack.enter_context(world(tmp_path, kinds))
            found = Options(**vars(plain))
            found.keys = keys
            return found

        yield made


LEVEL = 'scale = "level"\nwritten = "{}"'


@pytest.mark.parametrize("written", ["ja", "en"])
def test_each_side_keeps_its_own_words(make: Make, written: str) -> None:
    pair = make(LEVEL.format(written))
    pair.know("High", "Medium", "Low")
    pair.create_pages(rows("High", "Medium", "Low", "High"))
    pair.type_rows(rows("高", "中", "低", "ＨＩＧＨ"))
    pair.dropdown("高", "中", "低")
    pair.server.forget_calls()
    assert pair.sync().kind is OutcomeKind.IN_STEP
    assert pair.write_calls()["notion"] == 0
    assert pair.cells()[:4] == ["高", "中", "低", "ＨＩＧＨ"]
    pair.rest()
    pair.choose("r0z", "Low")
    pair.put([["高"]], "C3")
    assert pair.sync().kind is OutcomeKind.CHANGED
    assert pair.cells()[:4] == ["低", "高", "低", "ＨＩＧＨ"]
    assert (pair.chosen("r1z"), pair.known()) == ("High", ["High", "Medium", "Low"])
    assert pair.choices() == ["高", "中", "低"]
    pair.rest()


def test_a_respelling_of_the_same_option_is_no_edit(make: Make) -> None:
    pair = make('scale = "severity"')
    pair.know("SEV1", "SEV2")
    pair.create_pages(rows("SEV1", "SEV1", "SEV1", "SEV1", "SEV2"))
    pair.type_rows(rows("Sev-1", "S1", "ＳＥＶ１", "重大", "sev 2"))
    assert pair.sync().kind is OutcomeKind.IN_STEP
    pair.put([["SEV1"], ["レベル1"]], "C2")
    pair.rest()
    assert pair.cells()[:5] == ["SEV1", "レベル1", "ＳＥＶ１", "重大", "sev 2"]


def test_two_spellings_of_one_option_are_no_conflict(make: Make) -> None:
    pair = make(LEVEL.format("en"))
    pair.know("High", "Medium", "Low")
    pair.create_pages(rows("Low"))
    pair.type_rows(rows("低"))
    pair.sync()
    pair.choose("r0z", "High")
    pair.put([["高"]], "C2")
    pair.rest()


def test_records_are_recognised_by_what_their_options_mean(make: Make) -> None:
    pair = make(LEVEL.format("en"))
    pair.options = 'match_on = ["title", "level"]'
    pair.create_pages([{**row, "id": ""} for row in rows("High")])
    pair.type_rows([{**row, "id": ""} for row in rows("高")])
    pair.sync()
    assert [len(side.records) for side in pair.both()] == [1, 1]
    pair.rest()


def test_a_new_option_is_made_on_the_other_side(make: Make) -> None:
    pair = make()
    pair.create_pages(rows("High", "Low"))
    pair.type_rows(rows("High", "Low"))
    pair.dropdown("High", "Low")
    pair.sync()
    pair.put([["Extreme"]], "C2")
    pair.choose("r1z", "None")
    assert pair.sync().kind is OutcomeKind.CHANGED
    assert pair.chosen("r0z") == "Extreme"
    assert pair.cells()[:2] == ["Extreme", "None"]
    assert set(pair.known()) == {"High", "Low", "Extreme", "None"}
    assert pair.choices() == ["High", "Low", "None"]
    pair.rest()


def test_a_new_option_is_held_where_the_mapping_says_so(make: Make) -> None:
    pair = make('new_options = "hold"')
    pair.create_pages(rows("High", "Low"))
    pair.type_rows(rows("High", "Low"))
    pair.dropdown("High", "Low")
    pair.sync()
    pair.put([["Extreme"]], "C2")
    pair.choose("r1z", "None")
    outcome = pair.sync()
    held = {str(each.record): str(each.why) for each in outcome.plan.held}
    assert set(held) == {"r0z", "r1z"}
    assert "High, Low" in held["r0z"]
    assert "C3" in held["r1z"]
    assert (pair.chosen("r0z"), pair.cells()[1]) == ("High", "Low")
    assert (pair.known(), pair.choices()) == (["High", "Low", "None"], ["High", "Low"])


def test_a_status_that_does_not_exist_is_held_with_those_that_do(make: Make) -> None:
    pair = make('scale = "risk_status"\nwritten = "ja"', FieldType.STATUS)
    known = pair.known()
    pair.create_pages(rows(known[0]))
    pair.type_rows(rows(known[0]))
    pair.sync()
    pair.put([["燃えている"]], "C2")
    outcome = pair.sync()
    (held,) = outcome.plan.held
    assert ", ".join(known) in str(held.why)
    pair.put([["完了"]], "C2")
    assert pair.sync().kind is OutcomeKind.CHANGED
    assert pair.chosen("r0z") == "Done"
    pair.rest()


def test_an_option_that_differs_by_case_alone_is_no_edit_and_no_second_option(make: Make) -> None:
    pair = make()
    pair.know("High", "Low")
    pair.create_pages(rows("High", "Low"))
    pair.type_rows(rows("HIGH", "Low"))
    assert pair.sync().kind is OutcomeKind.IN_STEP
    pair.put([["high"]], "C3")
    assert pair.sync().kind is OutcomeKind.CHANGED
    assert pair.chosen("r1z") == "High"
    assert pair.cells()[:2] == ["HIGH", "high"]
    pair.rest()


def test_several_options_keep_their_words_when_one_is_added(make: Make) -> None:
    pair = make(LEVEL.format("en"), FieldType.MULTI_SELECT)
    pair.know("高", "中", "Low", kind="multi_select")
    pair.create_pages(rows("高"))
    pair.type_rows(rows("Ｈｉｇｈ"))
    assert pair.sync().kind is OutcomeKind.IN_STEP
    pair.put([["Ｈｉｇｈ, 低"]], "C2")
    assert pair.sync().kind is OutcomeKind.CHANGED
    assert pair.chosen("r0z") == ["高", "Low"]
    both = {"multi_select": [{"name": name} for name in ("高", "Low", "中")]}
    pair.clients.notion.pages.update(pair.pages["r0z"], properties={"level": both})
    assert pair.sync().kind is OutcomeKind.CHANGED
    assert pair.cells()[0] == "Ｈｉｇｈ, 低, Medium"
    pair.rest()


def test_a_scale_may_be_given_to_a_table_that_is_in_step(make: Make) -> None:
    """What the memory holds under the old names is no edit of every record."""
    pair = make()
    pair.create_pages(rows(*["高"] * 60))
    pair.type_rows(rows(*["高"] * 60))
    pair.sync()
    pair.keys = LEVEL.format("en")
    pair.rest()
    pair.choose("r0z", "Low")
    assert pair.sync().kind is OutcomeKind.CHANGED
    assert pair.cells()[0] == "Low"
    pair.rest()


def test_an_edit_right_after_a_scale_was_given_is_an_edit_and_no_conflict(make: Make) -> None:
    pair = make()
    pair.create_pages(rows("高", "高"))
    pair.type_rows(rows("高", "高"))
    pair.sync()
    pair.keys = LEVEL.format("en")
    pair.choose("r0z", "Low")
    assert pair.sync().kind is OutcomeKind.CHANGED
    assert pair.cells() == ["Low", "高"]
    pair.rest()


def test_options_that_nobody_uses_stay_where_they_are(make: Make) -> None:
    pair = make()
    pair.create_pages(rows("High"))
    pair.type_rows(rows("High"))
    pair.dropdown("High", "Spare")
    pair.sync()
    pair.know("High", "Unused")
    pair.rest()
    assert (pair.known(), pair.choices()) == (["High", "Unused"], ["High", "Spare"])
