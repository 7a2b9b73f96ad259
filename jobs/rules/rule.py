"""A rule as data: what ``presets/*.toml`` and the configuration's ``[rules.checks]`` are made of."""

from enum import StrEnum
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from jobs.rules.finding import Family, Weight
from jobs.rules.item import RecordType

Options: TypeAlias = dict[str, tuple[str, ...]]
"""Roles with the options that fit; ``""`` stands for an empty role."""


class Kind(StrEnum):
    """How a rule judges; docs/rules.md says what each looks at."""

    FILLED = "filled"
    ENTRIES = "entries"
    QUANTIFIED = "quantified"
    WORDING = "wording"
    STATEMENT = "statement"
    BLAME = "blame"
    ORDER = "order"
    SANE = "sane"
    DURATION = "duration"
    SCORE = "score"
    STALE = "stale"
    PAST = "past"
    WAITING = "waiting"
    ALL_DONE = "all_done"
    LINKED = "linked"
    DECIDED = "decided"
    FACTS = "facts"
    LOWERED = "lowered"
    OBLIGED = "obliged"
    DRIFT = "drift"
    UNUSED = "unused"
    COMPARED = "compared"
    """Judged by ``jobs.rules.similar``, not here."""


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Threshold(_Data):
    """So many days for records of these options."""

    when: Options = Field(default_factory=dict, description="Roles with the options that it is for.")
    days: float = Field(ge=0, description="So many days.")
    business: bool = Field(default=False, description="Count business days only.")


class Exempt(_Data):
    """Records that a rule leaves alone."""

    when: Options = Field(default_factory=dict, description="Roles with the options that are exempt.")
    future: tuple[str, ...] = Field(
        default=(), description="Date roles: exempt only while one of them is today or in the future."
    )


class Rule(_Data):
    """One check on the records of one type. A key that is set here replaces that of the built-in rule of this id."""

    on: bool = Field(default=True, description="Whether it is looked at.")
    kind: Kind | None = Field(default=None, description="How it judges (docs/rules.md); needed for a rule of your own.")
    record: RecordType | None = Field(
        default=None, description="The type of record it is about; needed for a rule of your own."
    )
    family: Family | None = Field(default=None, description="The flag that its findings belong to.")
    weight: Weight | None = Field(default=None, description="How much it matters. Not set: `warning`.")
    roles: tuple[str, ...] = Field(
        default=(), description="The roles it looks at, in order; `a|b` is met by either. For `filled`, sections, too."
    )
    result: str | None = Field(default=None, description="The role that holds what is computed, or what ends a wait.")
    when: Options = Field(default_factory=dict, description="Only records whose roles have one of these options.")
    exempt: tuple[Exempt, ...] = Field(default=(), description="Records that are left alone.")
    days: float | None = Field(default=None, ge=0, description="So many days, where no threshold fits.")
    business: bool = Field(default=False, description="Count business days only.")
    thresholds: tuple[Threshold, ...] = Field(default=(), description="Days by option; the first that fits counts.")
    formula: str | None = Field(
        default=None, description="How roles are reckoned: numbers, role names, + - * /, brackets, min, max, round."
    )
    lookup: dict[str, dict[str, str]] = Field(
        default_factory=dict, description="Instead of a formula: the result by the options of the first two roles."
    )
    numbers: dict[str, dict[str, float]] = Field(
        default_factory=dict, description="What options count as in the formula, by role. Not set: by their scale."
    )
    tolerance: float = Field(default=0.01, ge=0, description="A computed number may be off by so much.")
    at_least: float | None = Field(
        default=None, ge=0, description="The smallest count, length, share or score that will do."
    )
    sample: int = Field(default=20, ge=1, description="Fewer records than this say nothing of a distribution.")
    postmortem: bool = Field(default=False, description="Only incidents that need a post-mortem, once resolved.")
    body: bool = Field(
        default=True, description="A section that a page does not have counts as missing, where no field has its role."
    )
    one: bool = Field(default=False, description="Exactly one entry, not several.")
    years: tuple[int, int] = Field(default=(2000, 10), description="The first sane year, and so many years from now.")
    past: tuple[str, ...] = Field(default=(), description="Those of the roles that cannot lie in the future.")
