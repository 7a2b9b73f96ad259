"""The ``[rules]`` table: what of the built-in rules is otherwise for this team."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from jobs.rules.calendar import Calendar
from jobs.rules.item import RecordType
from jobs.rules.levels import Level
from jobs.rules.reading import canonical
from jobs.rules.rule import Rule
from jobs.rules.ruleset import Rules as RuleSet
from jobs.rules.ruleset import States, make_rules
from jobs.rules.tables import Roles
from jobs.settings.table import Table

Name = Annotated[str, StringConstraints(min_length=1)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Statuses(Table):
    """Statuses of a record type, beyond those of its scale or against them."""

    closed: tuple[Name, ...] = Field(default=(), description="Statuses that end a record: nothing is asked of it.")
    open: tuple[Name, ...] = Field(default=(), description="Statuses that do not end it.")


class Words(Table):
    """Words that rules go by, added to the built-in ones of both languages (docs/rules.md)."""

    placeholders: tuple[Name, ...] = Field(default=(), description="Texts that fill nothing, such as `TBD`.")
    nothing: tuple[Name, ...] = Field(default=(), description="Texts that say there is nothing, such as `なし`.")
    may_be_nothing: tuple[Name, ...] = Field(
        default=(), description="Roles and sections where saying that there is nothing is an answer."
    )
    vague: tuple[Name, ...] = Field(default=(), description="Wordings of an action that nobody can verify.")
    blame: tuple[Name, ...] = Field(default=(), description="Causes that end at a person.")
    units: tuple[Name, ...] = Field(default=(), description="Units that make a number a figure of impact.")
    keep: tuple[Name, ...] = Field(default=(), description="Labels that keep a record from being called stale.")


class Rules(Table):
    """What `bothways check` and `bothways flag` look at. Every built-in rule is on unless its table is not there."""

    defaults: bool = Field(default=True, description="Whether the built-in rules are on; off: those below alone.")
    country: str = Field(
        default="JP",
        description="The country whose public holidays are no business days, as an ISO 3166 code. Empty: none.",
    )
    days_off: tuple[Day, ...] = Field(default=(), description="Further days that are no business days.")
    days_on: tuple[Day, ...] = Field(default=(), description="Days that are business days in spite of all.")
    bodies: tuple[RecordType, ...] = Field(
        default=(RecordType.INCIDENT,),
        description="Types of record whose pages are read for their sections, of records that a rule on "
        "sections looks at: a call a page.",
    )
    stale_per_run: int = Field(
        default=20, ge=0, description="So many records are newly flagged as stale in one run, the oldest first."
    )
    meaning: bool = Field(
        default=True,
        description="Compare records by meaning as well as by words, also for links, where `bothways[semantic]` is "
        "installed (docs/similarity.md).",
    )
    checks: dict[Name, Rule] = Field(
        default_factory=dict,
        description='Rules by id, as in `[rules.checks."stale.risk"]`: a built-in one with other keys, or one of your '
        "own.",
    )
    states: dict[RecordType, Statuses] = Field(default_factory=dict, description="Statuses by record type.")
    severity: dict[Name, Level] = Field(
        default_factory=dict, description="Levels of severity, the team's own table set aside."
    )
    words: Words = Field(default_factory=Words, description="Words.")
    sections: dict[Name, tuple[Name, ...]] = Field(
        default_factory=dict, description="Further headings of the sections of a page, by the section's name."
    )

    def made(self, tables: dict[str, Roles]) -> RuleSet:
        """Return what ``judge`` goes by."""
        return make_rules(
            checks=self.checks,
            states={record: States(each.closed, each.open) for record, each in self.states.items()},
            levels={canonical(name, "severity"): level for name, level in self.severity.items()},
            words=self.words.model_dump(exclude_unset=True),
            sections=self.sections,
            tables=tables,
            defaults=self.defaults,
        )

    def calendar(self) -> Calendar:
        return Calendar(self.country, _days(self.days_off), _days(self.days_on))


def _days(texts: tuple[str, ...]) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)
