"""What the demo claims, each looked up and ticked off."""

from collections.abc import Mapping, Sequence

from jobs.demo import people
from jobs.demo.both import Both
from jobs.demo.story import Story
from jobs.demo.tables import demos
from jobs.sync import Outcome, OutcomeKind
from sync.changes import Kind
from sync.message import say
from sync.model import Side

_DONE = (OutcomeKind.IN_STEP, OutcomeKind.CHANGED, OutcomeKind.CONFLICTS)
_WIDTHS = (22, 14, 17, 17)
_READS = ("query", "search", "getByDataFilter", "batchGetByDataFilter")


def adopted(story: Story, outcomes: Sequence[Outcome]) -> bool:
    """Say whether the tables found one another: ids written, hardly anything created, what is ambiguous reported."""
    good = all(outcome.kind in _DONE for outcome in outcomes)
    receipts = [receipt for outcome in outcomes for receipt in outcome.receipts if receipt.done]
    ids = {receipt.change.record for receipt in receipts if receipt.change.kind is Kind.LINK}
    new = [receipt for receipt in receipts if receipt.change.kind is Kind.CREATE]
    one_sided = sum(len(demo.oddities.only_notion) + len(demo.oddities.only_sheet) for demo in demos())
    good = story.check(
        say("{ids} records got an id; {new} stood on one side only and were copied", ids=len(ids), new=len(new)),
        good=good and len(new) == one_sided,
    )
    ambiguous = [held for outcome in outcomes for held in outcome.plan.held if held.code == "ambiguous"]
    return (
        story.check(
            say("{count} rows and pages fit more than one another: reported, not guessed", count=len(ambiguous)),
            good=bool(ambiguous),
        )
        and good
    )


def settled(story: Story, outcomes: Sequence[Outcome]) -> bool:
    """Say whether a run wrote all it could: what Notion would not take waits in the sheet."""
    receipts = [receipt for outcome in outcomes for receipt in outcome.receipts]
    good = all(outcome.kind in _DONE for outcome in outcomes) and not any(receipt.failed for receipt in receipts)
    refused = sum(len(receipt.refused) for receipt in receipts)
    written = sum(len(receipt.written) for receipt in receipts)
    return story.check(
        say("{written} values written and proved; {refused} could not stand there", written=written, refused=refused),
        good=good and bool(written),
    )


def arrived(story: Story, risks: Both) -> bool:
    """Show a few records side by side and say whether both sides have what people did on either."""
    demo = demos()[0]
    different, conflict, united = (demo.row(key).values["title"] for key in people.WATCHED)
    shown = (
        (different, "status"),
        (different, "next_review"),
        (united, "services"),
        (people.NEW_RISK, "status"),
        (people.NEW_ROW, "score"),
        (conflict, "status"),
    )
    head = [story.voice(say("record")), story.voice(say("field")), *(story.voice.side(side) for side in Side)]
    rows = [
        (title, demo.fields[field].sheet, risks.notion(title, field) or "-", risks.sheet(title, field) or "-")
        for title, field in shown
    ]
    story.table(_WIDTHS, head, rows)
    story.blank()
    pairs = [(notion, sheet) for _, _, notion, sheet in rows]
    lists = [sorted(entries.split(", ")) for entries in pairs[2]]
    both = [pairs[0][0] == pairs[0][1], _digits(pairs[1][0]) == _digits(pairs[1][1])]
    both += [lists[0] == lists[1], len(lists[0]) == 4, pairs[3][0] == pairs[3][1] != "-", pairs[4][0] == "6"]
    good = story.check(say("edits of different fields, list entries and new records are on both sides"), good=all(both))
    kept = "-" not in pairs[5] and pairs[5][0] != pairs[5][1]
    return (
        story.check(say("the same field edited on both sides: both values stand, a person decides"), good=kept) and good
    )


def untouched(
    story: Story, before: Sequence[Mapping[str, Sequence[str]]], after: Sequence[Mapping[str, Sequence[str]]]
) -> bool:
    """Say whether the team's own columns hold what they held, formulas and all."""
    cells = [cell for table in before for column in table.values() for cell in column]
    formulas = sum(cell.startswith("=") for cell in cells)
    same = all(
        list(now[name])[: len(column)] == list(column)
        for was, now in zip(before, after, strict=True)
        for name, column in was.items()
    )
    return story.check(
        say("{count} formulas in columns that are not mapped stand as they stood", count=formulas),
        good=same and bool(formulas),
    )


def calm(story: Story, outcomes: Sequence[Outcome], calls: Sequence[Mapping[str, str]]) -> bool:
    """Say whether a run wrote nothing; the services' own log of calls is counted."""
    writes = [call for call in calls if writing(call["method"], call["path"])]
    good = all(outcome.kind in _DONE for outcome in outcomes) and not writes
    return story.check(
        say("{writes} write calls, {reads} read calls", writes=len(writes), reads=len(calls) - len(writes)), good=good
    )


def writing(method: str, path: str) -> bool:
    """Say whether a call to one of the services can change anything there."""
    last = path.rpartition("/")[2].rpartition(":")[2]
    return method != "GET" and last not in _READS


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
