"""What must be true after a history, whatever happened in it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from jobs.sync import Outcome, OutcomeKind
from jobs.wiring.services import memory_of
from sync.errors import Busy
from sync.model import Base, Side
from sync.plan import Plan
from tests.torture.history import History, Line
from tests.torture.ledger import Sweep
from tests.torture.looking import Line as Row
from tests.torture.looking import Sheet
from tests.torture.mirror import mirrors
from tests.torture.stage import Ran, Stage
from tests.torture.words import FIELDS, heard

LEASE = timedelta(minutes=11)
FORMULA = "={column}{row}*2"


class Violation(AssertionError):
    """Says which promise does not hold, and where it shows."""


@dataclass
class Findings:
    """How many values were overwritten that could not be kept, by ``Sweep``, and what else a history came to."""

    swept_in_call: int = 0
    swept_before: int = 0
    swept_killed: int = 0
    refused: int = 0
    runs: int = 0


@dataclass
class Judge:
    stage: Stage
    history: History
    findings: Findings = field(default_factory=Findings)

    def play(self) -> Findings:
        """Play the history to its end; raises ``Violation``."""
        self.stage.begin("\n".join(self.history.options), self.history.seed)
        self.others: dict[str, str] | None = None
        for line in self.history.lines:
            self._line(line)
        self.quiet(final=True)
        swept = Counter(self.stage.desk.ledger.swept.values())
        self.findings.swept_in_call = swept[Sweep.IN_CALL]
        self.findings.swept_before = swept[Sweep.BEFORE]
        self.findings.swept_killed = swept[Sweep.KILLED]
        return self.findings

    def _line(self, line: Line) -> None:
        verb = line.words[0]
        if verb == "wait":
            self.stage.clock.turn(timedelta(minutes=int(line.words[1])))
        elif verb == "quiet":
            self.quiet()
        elif verb in ("sync", "plan", "force"):
            ran = self.run(verb, line)
            if ran.writes and (verb == "plan" or (ran.outcome and ran.outcome.kind is OutcomeKind.REFUSED)):
                raise Violation(f"{verb} wrote: {ran.writes}")
        else:
            self.stage.do(line.words)

    def run(self, kind: str, line: Line | None = None) -> Ran:
        self.findings.runs += 1
        line = line or Line((kind,))
        return self.stage.run(kind, faults=line.faults, meanwhile=line.meanwhile, die=line.die)

    def quiet(self, *, final: bool = False) -> None:
        """Nobody types and nothing fails: one run does all there is to do, the next finds nothing."""
        self.stage.clock.turn(LEASE)
        first = self._good(self.run("sync"))
        if first.kind is OutcomeKind.REFUSED and final:
            first = self._good(self.run("force"))
        ran = self.run("sync")
        second = self._good(ran)
        if ran.writes:
            raise Violation(f"a second run wrote {ran.writes}: {_told(second.plan)}; first: {_told(first.plan)}")
        self.findings.refused += second.kind is OutcomeKind.REFUSED
        sheet, pages = self.stage.loop.run_until_complete(self._look())
        self._nothing_lost(second)
        self._nothing_twice(sheet, pages)
        self._nothing_else(sheet, pages)
        if second.kind is not OutcomeKind.REFUSED:
            self._equal(second.plan, sheet, _named(pages, ran.before))
        if len(ran.shown) == len(Side):
            odd = mirrors(ran.before, ran.shown, self.stage.mapping.policy)
            if odd:
                raise Violation(f"swapped sides do not mirror the plan: {odd}")

    async def _look(self) -> tuple[Sheet, tuple[Row, ...]]:
        return await self.stage.desk.sheet(), await self.stage.desk.pages()

    def _good(self, ran: Ran) -> Outcome:
        outcome = ran.outcome
        if outcome is None or outcome.kind is OutcomeKind.FAILED:
            seen = outcome and (outcome.error or [str(each.failed) for each in outcome.receipts if each.failed])
            raise Violation(f"a run without any fault failed: {seen!r}")
        if isinstance(outcome.error, Busy):
            raise Violation("the lease of a dead run is still held")
        return outcome

    def _nothing_lost(self, outcome: Outcome) -> None:
        ledger = self.stage.desk.ledger
        standing = self.stage.loop.run_until_complete(self.stage.standing())
        memory = memory_of(self.stage.store, self.stage.mapping)
        kept = {word for each in memory.lost() for word in heard(_plain(each.lost.value))}
        kept |= {
            word
            for each in memory.open_conflicts()
            for value in each.conflict.values.values()
            for word in heard(_plain(value))
        }
        missing = ledger.live.keys() - standing - kept - ledger.swept.keys()
        if missing:
            told = ", ".join(f"{word} ({ledger.live[word]})" for word in sorted(missing))
            raise Violation(f"lost: {told}; {_told(outcome.plan)}")

    def _nothing_twice(self, sheet: Sheet, pages: tuple[Row, ...]) -> None:
        for side, lines in (("sheet", sheet.lines), ("notion", pages)):
            counts = Counter(line.values["code"] for line in lines if line.values.get("code"))
            for code, count in counts.items():
                if count > 1 + self.stage.desk.ledger.copies[str(code)]:
                    raise Violation(f"{code} stands {count} times in {side}")

    def _nothing_else(self, sheet: Sheet, pages: tuple[Row, ...]) -> None:
        ledger = self.stage.desk.ledger
        rows = {line.memo: line for line in sheet.lines if line.memo}
        trash = "".join(text for name, text in sheet.others.items() if name != "other")
        score = chr(ord("A") + sheet.columns["score"])
        for memo, code in ledger.memos.items():
            row = rows.get(memo)
            if row is None:
                if memo not in trash:
                    raise Violation(f"{memo} of {code} is gone from its column")
                continue
            if row.values.get("code") != code:
                raise Violation(f"{memo} of {code} stands beside {row.values.get('code')}")
            furniture = (memo, True, FORMULA.format(column=score, row=row.place))
            if memo in ledger.furnished and (row.note, row.bold, row.formula) != furniture:
                raise Violation(f"beside {memo} in row {row.place} are {row.note}, {row.bold}, {row.formula}")
        asides = {page.memo: page.place for page in pages}
        for aside, place in ledger.asides.items():
            if asides.get(aside) != place and place not in self.stage.trashed():
                raise Violation(f"{aside} is gone from its page")
        if self.others is None:
            self.others = {"other": sheet.others["other"]}

    def _equal(self, plan: Plan, sheet: Sheet, pages: tuple[Row, ...]) -> None:
        open_ = set(_open(plan))
        if self.stage.mapping.policy.whole_records:
            open_ |= {conflict.record for conflict in plan.conflicts}
        records = {held.record for held in plan.held if held.record} | set(plan.aside)
        places = {(held.side, held.address) for held in plan.held}
        by_id = {str(page.id): page for page in pages if page.id}
        for row in sheet.lines:
            if row.blank or (Side.SHEET, row.place) in places or row.id in open_:
                continue
            if row.id is None and row.values["code"] in {page.values["code"] for page in pages if page.id in open_}:
                continue  # its record is held whole, so it gets its id back when that is over
            page = by_id.get(str(row.id))
            if page is None:
                if row.id not in records:
                    raise Violation(f"{row.values.get('code')} stands in the sheet alone, and nothing says why")
                continue
            for name in FIELDS:
                if row.values.get(name) != page.values.get(name) and not {(row.id, name), (None, name)} & open_:
                    raise Violation(
                        f"{row.values.get('code')} has {row.values.get(name)} for {name} in the sheet, "
                        f"{page.values.get(name)} in notion, and nothing says why"
                    )
        ids = {row.id for row in sheet.lines}
        for page in pages:
            alone = page.id not in ids and page.id not in records and page.id not in open_
            if (
                alone
                and (Side.NOTION, page.place) not in places
                and (Side.NOTION, page.place.replace("-", "")) not in places
            ):
                raise Violation(f"{page.values.get('code')} stands in notion alone, and nothing says why")


def _named(pages: tuple[Row, ...], base: Base) -> tuple[Row, ...]:
    """Give pages whose id property was cleared the id by which their address is known."""
    places = {str(record.addresses.get(Side.NOTION)).replace("-", ""): name for name, record in base.records.items()}
    return tuple(page if page.id else replace(page, id=places.get(page.place.replace("-", ""))) for page in pages)


def _open(plan: Plan) -> Iterator[object]:
    """What may differ: records, fields of records, and whole columns."""
    for conflict in plan.conflicts:
        yield conflict.record if conflict.field is None else (conflict.record, str(conflict.field))
    for held in plan.held:
        if held.field is not None:
            yield (held.record, str(held.field))
        elif held.record is not None:
            yield held.record
    yield from plan.aside
    for violation in plan.violations:
        yield from violation.records


def _plain(value: object) -> str:
    return str(getattr(value, "start", value))


def _told(plan: Plan) -> str:
    changes = [f"{change.side} {change.kind} {change.record} {change.values()}" for change in plan.changes]
    return (
        f"changes {changes}, held {[(h.code, h.record, h.field) for h in plan.held]}, conflicts {len(plan.conflicts)}"
    )
