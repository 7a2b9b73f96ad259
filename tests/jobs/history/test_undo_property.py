"""Whatever people did before a run and after it, undoing it takes back copies and never what was typed."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.changes import Kind
from sync.model import Address, FieldName, Side
from sync.policy import Deletes, FieldPolicy, OnConflict
from tests.jobs.history.past import Past, past

RECORDS = ("r1", "r2", "r3", "r4")
OWNER = FieldName("owner")

sides = st.sampled_from(Side)
edits = st.tuples(st.just("edit"), sides, st.sampled_from(["r1", "n1"]), st.sampled_from(["a", "b", "c", None]))
removals = st.tuples(st.just("remove"), sides, st.sampled_from(["r2", "n1"]), st.none())
creations = st.tuples(st.just("add"), sides, st.sampled_from(["n1"]), st.sampled_from(["a", "b"]))
deeds = st.lists(st.one_of(edits, edits, removals, creations), min_size=1, max_size=5)


def do(at: Past, deed: tuple[str, Side, str, str | None]) -> None:
    what, side, record, value = deed
    table, place = at.bench.tables[side], Address(record)
    if what == "add" and place not in table.rows and all(r.id != record for r in table.rows.values()):
        table.add(record, record, title=f"the record {record}", owner=value)
    elif place in table.rows and what == "edit":
        table.edit(record, owner=value)
    elif place in table.rows and what == "remove":
        table.trash[place] = table.rows.pop(place)


def cells(at: Past) -> dict[tuple[Side, str], Any]:
    return {(side, str(row.id)): row.fields.get(OWNER) for side in Side for row in at.bench.tables[side].rows.values()}


@given(before=deeds, after=deeds, deletes=st.sampled_from(Deletes), policy=st.sampled_from(OnConflict))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_an_undo_takes_back_only_what_the_run_wrote(
    before: list[Any], after: list[Any], deletes: Deletes, policy: OnConflict
) -> None:
    with past() as at:
        at.bench.with_policy(deletes=deletes).of_field("owner", FieldPolicy(on_conflict=policy))
        at.bench.both(**{name: {"title": f"the record {name}", "owner": "aoki"} for name in RECORDS})
        for deed in before:
            do(at, deed)
        run = at.sync()
        wrote = {
            (each.intent.change.side, str(each.intent.change.record), each.intent.change.kind): each.intent.change
            for each in at.memory.changes_of(run)
        }
        for deed in after:
            do(at, deed)
        stood = cells(at)
        outcome = at.undo(run)
        assert outcome.error is None
        if outcome.refusals:
            return
        stands = cells(at)
        for spot in {*stood, *stands}:
            if stood.get(spot) == stands.get(spot) and (spot in stood) == (spot in stands):
                continue
            kinds = {kind for side, name, kind in wrote if (side, name) == spot}
            assert kinds & {Kind.UPDATE, Kind.CREATE, Kind.TRASH}, spot
            for kind in kinds & {Kind.UPDATE, Kind.CREATE}:
                if spot in stood:
                    written = wrote[(*spot, kind)].values().get(OWNER)
                    assert stood[spot] == written, "what somebody typed since was taken back"
        undone = {(c.side, str(c.record)): c for c in outcome.plan.changes}
        at.sync()
        now = cells(at)
        for (side, name), change in undone.items():
            spot, other = (side, name), (side.other, name)
            if change.kind is Kind.TRASH:
                assert spot not in now, "an undone copy was made again"
            elif change.kind is Kind.UPDATE and stands.get(spot) != stands.get(other) and other in stands:
                assert now.get(spot) == stands[spot], "an undone value was written again"
                assert now.get(other) == stands[other], "a person's edit was overwritten"
        at.bench.forget_writes()
        at.sync()
        assert at.bench.writes() == 0
