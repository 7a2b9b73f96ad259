"""An undo that dies anywhere: nothing typed is overwritten, nothing is done again, and undoing once more ends it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from jobs.history.undoing import undo_pair
from jobs.settings import load
from jobs.sync import Outcome
from jobs.wiring import history_of, open_pair, services
from mappings.fields import FieldType
from sync.model import Address, FieldName, RecordId, Value
from tests.fakes.pair import mapping
from tests.fakes.table import Crash
from tests.jobs.history.dying import Death
from tests.jobs.history.past import Past, past
from tests.real.world import World, fields_by_id, world

KINDS = {"title": FieldType.TITLE, "owner": FieldType.RICH_TEXT}
PROPAGATE = 'deletes = "propagate"'
WHEN = ("before", "after")
STEPS = 17
"""An undo with one write of each kind has so many steps."""

Side = Mapping[str, Mapping[str, Value]]
Picture = tuple[Side, Side, list[tuple[RecordId, FieldName | None]]]


def deeds(at: Past) -> str:
    """One of each: an edit carried to either side, a record copied, a record trashed. Returns the run."""
    at.bench.both(**{f"r{n}": {"title": f"r{n}", "owner": "aoki"} for n in (1, 2, 4, 5, 6, 7)})
    at.bench.notion.edit("r1", owner="sato")
    at.bench.sheet.edit("r2", owner="tanaka")
    at.bench.notion.add("r3", "r3", title="three")
    del at.bench.sheet.rows[Address("r4")]
    return at.sync()


def picture(at: Past) -> Picture:
    open_now = [(found.record, found.field) for found in at.bench.plan().plan.conflicts]
    return at.bench.notion.content(), at.bench.sheet.content(), open_now


def dying_undo(at: Past, run: str, death: Death) -> bool:
    made = mapping(at.bench.names, at.bench.policy)
    try:
        undo_pair(made, death.watch(at.bench.tools), at.memory, run, write=True)
    except Crash:
        return True
    return False


@pytest.fixture(scope="module")
def whole() -> tuple[Picture, int]:
    """What an undo without a crash leaves, and how many steps it has."""
    with past() as at:
        run, death = deeds(at), Death(0, "before")
        assert not dying_undo(at, run, death)
        at.nothing_to_write()
        return picture(at), death.count


def test_the_steps_are_all_tried(whole: tuple[Picture, int]) -> None:
    assert whole[1] == STEPS


@pytest.mark.parametrize("when", WHEN)
@pytest.mark.parametrize("number", range(1, STEPS + 1))
def test_an_undo_that_dies_converges(whole: tuple[Picture, int], number: int, when: str) -> None:
    with past() as at:
        run = deeds(at)
        assert dying_undo(at, run, Death(number, when))
        at.nothing_to_write()
        notion, sheet = at.bench.notion.content(), at.bench.sheet.content()
        assert (notion["r1"]["owner"], sheet["r2"]["owner"]) == ("sato", "tanaka")
        assert "r3" in notion
        at.undo(run)
        at.nothing_to_write()
        assert picture(at) == whole[0]


@pytest.mark.parametrize("when", WHEN)
@pytest.mark.parametrize("number", range(1, STEPS + 1))
def test_an_undo_of_the_undo_that_dies_converges(number: int, when: str) -> None:
    with past() as at:
        undone = at.undo(deeds(at)).run
        assert undone is not None
        dying_undo(at, undone, Death(number, when))
        at.nothing_to_write()
        at.undo(undone)
        at.nothing_to_write()
        notion, sheet, open_now = picture(at)
        assert notion == sheet
        assert open_now == []
        assert (notion["r1"]["owner"], notion["r2"]["owner"]) == ("sato", "tanaka")
        assert "r3" in notion
        assert "r4" not in notion


@dataclass
class Real:
    """The same over the services on loopback, with the real clients."""

    made: World
    run: str = ""

    def begin(self) -> None:
        rows = [{"id": f"R-{n}a", "title": f"risk {n}", "owner": "青木"} for n in range(6)]
        self.made.create_pages(rows)
        self.made.sync()
        rows_now = {each.id: each.address for each in self.made.both()[1].records}
        page = self.made.pages["R-1a"]
        self.made.clients.notion.pages.update(
            page, properties={"owner": {"rich_text": [{"text": {"content": "佐藤"}}]}}
        )
        self.made.put([["田中"]], f"C{rows_now['R-2a']}")  # type: ignore[index]  # an id is a text
        self.made.put([["R-9a", "new", "千葉"]], "A8")
        self.made.clients.notion.pages.update(self.made.pages["R-4a"], in_trash=True)
        outcome = self.made.sync()
        assert outcome.run is not None
        self.run = outcome.run

    def undo(self, watch: Callable[[Death], Death] = lambda death: death, death: Death | None = None) -> Outcome | None:
        settings = load(self.made.settings_file(), {})
        (made,) = settings.mappings()
        with services(settings) as shared, open_pair(made, shared) as tools:
            used = watch(death).watch(tools) if death is not None else tools
            try:
                return undo_pair(made, used, history_of(made, shared), self.run, write=True)
            except Crash:
                return None

    def picture(self) -> object:
        """Sync twice: the second run writes to neither table."""
        self.made.sync()
        before = self.made.both()
        self.made.server.forget_calls()
        self.made.sync()
        assert self.made.write_calls() == {"notion": 0, "google": 0}
        notion, sheet = self.made.both()
        assert (fields_by_id(notion), fields_by_id(sheet)) == tuple(fields_by_id(side) for side in before)
        waiting = [(each.record, each.field) for each in self.made.plan().plan.conflicts]
        return fields_by_id(notion), fields_by_id(sheet), waiting


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, int]:
    with world(tmp_path_factory.mktemp("whole"), KINDS, PROPAGATE) as made:
        at, death = Real(made), Death(0, "before")
        at.begin()
        assert at.undo(death=death) is not None
        return at.picture(), death.count


@pytest.mark.parametrize(
    ("number", "when"),
    [(5, "after"), (6, "before"), (6, "after"), (8, "after"), (9, "after"), (10, "before"), (11, "after")],
)
def test_it_converges_over_the_services_too(real: tuple[object, int], tmp_path: Path, number: int, when: str) -> None:
    with world(tmp_path, KINDS, PROPAGATE) as made:
        at = Real(made)
        at.begin()
        at.undo(death=Death(number, when))
        made.sync()
        notion, sheet = (fields_by_id(side) for side in made.both())
        assert (notion["R-1a"]["owner"], sheet["R-2a"]["owner"]) == ("佐藤", "田中")
        assert sheet["R-9a"]["owner"] == "千葉"
        at.undo()
        assert at.picture() == real[0]


@pytest.mark.parametrize(
    "fault",
    [
        "notion write once drop after",
        "notion write 2nd 503 saved",
        "notion write once 409",
        "google POST *:batchUpdate once drop after",
        "google POST *:batchUpdate once 503",
        "any * 2nd 429 retry-after 0",
    ],
)
def test_a_call_that_fails_is_borne(real: tuple[object, int], tmp_path: Path, fault: str) -> None:
    with world(tmp_path, KINDS, PROPAGATE) as made:
        at = Real(made)
        at.begin()
        made.server.script(fault)
        at.undo()
        at.undo()
        assert at.picture() == real[0]
