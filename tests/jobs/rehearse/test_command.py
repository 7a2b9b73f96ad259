import json
import re
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jobs.catalogue import translate
from jobs.cli import app
from jobs.commands.rehearse import exit_of_act, free
from jobs.demo.desk import Desk
from jobs.demo.proof import writing
from jobs.demo.tables import demos
from jobs.exits import Exit
from jobs.rehearse import Act
from jobs.rehearse.left import listed
from jobs.sync import Outcome, OutcomeKind
from sync.changes import Change, Kind, Receipt
from sync.errors import Misconfigured, OutOfReach
from sync.message import say
from sync.model import FieldName, RecordId, Side
from tests.jobs.rehearse.world import TOKEN, World
from tests.shared import ROOT


@pytest.fixture(autouse=True)
def surroundings(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**world.env, "BOTHWAYS_LANGUAGE": "en", "COLUMNS": "100"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(world.folder)


def rehearse(*words: str) -> Result:
    return CliRunner().invoke(app, ["rehearse", *words])


def test_a_team_sees_its_first_sync_before_it_happens(world: World) -> None:
    done = rehearse("--pair", "risks")
    assert done.exit_code == 4
    assert "There was no run yet, so this is the first one." in done.stdout
    assert "── risks: What bothways sync would say" in done.stdout
    assert "Both sides afterwards: a few of the records that would change" in done.stdout
    assert "✓ Nothing is written a second time." in done.stdout
    assert re.search(r"what stands in \d+ pages below the properties", done.stdout)
    assert "incidents" not in done.stdout
    assert "Your Notion and your sheets are as they were." in done.stderr
    assert not [call for call in world.server.calls() if writing(call.method, call.path) and call.status < 400][6:]
    assert TOKEN not in done.stdout + done.stderr


def test_json_has_the_night_the_second_one_and_what_was_not_carried_over(world: World) -> None:
    done = rehearse("--json")
    found = json.loads(done.stdout)
    assert (found["command"], found["exit_code"], done.exit_code) == ("rehearse", 4, 4)
    assert found["start"] == "first"
    assert [(pair["job"], pair["pair"]) for pair in found["pairs"]] == [("sync", "risks"), ("sync", "incidents")]
    assert all(pair["receipts"] for pair in found["pairs"])
    assert not any(pair["receipts"] for pair in found["again"])
    assert found["calm"] is True
    assert {each["pair"] for each in found["after"]} == {"risks", "incidents"}
    assert [each["kind"] for each in found["not_carried_over"]] == ["bodies", "rights"]


def test_a_mistake_ends_with_2_before_anything_is_read(world: World) -> None:
    world.server.forget_calls()
    (world.folder / "there.db").write_text("mine")
    for words in (["--pair", "none"], ["--keep", "there.db"], ["--keep", "no/such/folder.db"], ["-c", "none.toml"]):
        done = rehearse(*words, "--json")
        assert done.exit_code == json.loads(done.stdout)["exit_code"] == 2
    assert world.server.calls() == []
    assert (world.folder / "there.db").read_text() == "mine"


def test_a_token_that_is_refused_ends_with_1_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOTHWAYS_NOTION__TOKEN", "not-a-real-token-at-all")
    done = rehearse("--pair", "risks")
    assert done.exit_code == 1
    assert "the Notion token is refused" in done.stdout
    found = rehearse("--json")
    assert found.exit_code == 1
    assert [pair["error"]["kind"] for pair in json.loads(found.stdout)["pairs"]] == ["NotAllowed", "NotAllowed"]


def test_a_guard_ends_it_with_5_and_quiet_says_no_more_than_that(world: World) -> None:
    world.sync()
    desk = Desk(world.clients, demos()[0])
    rows = {"sheetId": desk.tab.id, "dimension": "ROWS", "startIndex": 1, "endIndex": desk.last_row()}
    desk.rearrange({"deleteDimension": {"range": rows}})
    done = rehearse("--quiet", "--pair", "risks")
    assert done.exit_code == 5
    assert "Stopped: nothing was written" in done.stdout
    assert "Not carried over" not in done.stdout


def test_what_is_kept_is_named_with_the_command_that_opens_it(world: World) -> None:
    done = rehearse("--pair", "risks", "--keep", "kept.db")
    assert "bothways sandbox --store kept.db" in done.stderr
    assert (world.folder / "kept.db").stat().st_size > 100_000
    assert TOKEN.encode() not in (world.folder / "kept.db").read_bytes()


def test_the_answer_is_in_the_language_asked_for(world: World) -> None:
    done = rehearse("--pair", "risks", "--language", "ja")
    assert "リハーサル" in done.stdout
    assert "引き継がなかったもの" in done.stdout


UPDATE = Change(Side.NOTION, Kind.UPDATE, RecordId("bw-one"))
WRITTEN = Receipt(UPDATE, done=True, written=frozenset({FieldName("status")}))
REFUSED = Receipt(UPDATE, done=True, refused={FieldName("status"): say("no")})


def night(kind: OutcomeKind, *receipts: Receipt) -> dict[str, Outcome]:
    return {"sync": Outcome("risks", kind, receipts=receipts)}


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (Act("risks", night(OutcomeKind.IN_STEP), (), night(OutcomeKind.IN_STEP)), Exit.DONE),
        (Act("risks", night(OutcomeKind.CHANGED, WRITTEN), (), night(OutcomeKind.IN_STEP)), Exit.PENDING),
        (Act("risks", night(OutcomeKind.CONFLICTS), (), night(OutcomeKind.CONFLICTS)), Exit.CONFLICTS),
        (Act("risks", night(OutcomeKind.REFUSED)), Exit.REFUSED),
        (Act("risks", night(OutcomeKind.CHANGED, WRITTEN), (), night(OutcomeKind.CHANGED, WRITTEN)), Exit.FAILED),
        (Act("risks", night(OutcomeKind.CHANGED, WRITTEN), (), night(OutcomeKind.CHANGED, REFUSED)), Exit.PENDING),
        (Act("risks", {"sync": Outcome("risks", OutcomeKind.FAILED, error=OutOfReach(say("no")))}), Exit.FAILED),
        (Act("risks", {"sync": Outcome("risks", OutcomeKind.FAILED, error=Misconfigured(say("no")))}), Exit.USAGE),
    ],
)
def test_the_exit_code_is_the_one_of_plan(act: Act, code: Exit) -> None:
    assert exit_of_act(act) is code


def test_a_file_to_be_kept_must_not_be_there_yet(tmp_path: Path) -> None:
    assert free(None) is None
    assert free(tmp_path / "new.db") == tmp_path / "new.db"
    with pytest.raises(Misconfigured):
        free(tmp_path)


def test_everything_that_may_be_left_out_has_a_sentence_in_both_languages() -> None:
    sources = ["adapters/sandbox/notion/loading.py", "adapters/sandbox/notion/loaded.py", "jobs/rehearse/gathering.py"]
    text = "\n".join((ROOT / name).read_text("utf-8") for name in [*sources, "adapters/sandbox/google/loading.py"])
    kinds = set(re.findall(r'left\["(\w+)"\]', text)) | {"unseen", "stranger", "typed_error", "spilled"}
    found = listed(dict.fromkeys(kinds, 3))
    assert {kind for kind, _, _ in found} == kinds | {"rights"}
    assert all(translate(said, "ja") != translate(said, "en") for _, _, said in found)


def test_it_reaches_nobody_but_the_configured_services_and_itself(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[object] = set()
    connect = socket.socket.connect

    def noted(self: socket.socket, address: object) -> None:
        seen.add(address[0] if isinstance(address, tuple) else address)
        connect(self, address)  # type: ignore[arg-type] # the address as it was given

    monkeypatch.setattr(socket.socket, "connect", noted)
    assert rehearse("--pair", "risks").exit_code == 4
    assert seen <= {"127.0.0.1", "localhost"}
