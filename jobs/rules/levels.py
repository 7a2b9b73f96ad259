"""The team's own table of severity levels: what each asks for."""

from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from jobs.rules.item import Item
from jobs.rules.odd import Odd
from jobs.rules.reading import canonical, number_of, value_of


class Level(BaseModel):
    """What one level of severity asks for. It goes before the team's own table, and that before the preset."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    postmortem: bool | None = Field(default=None, description="Whether an incident of it needs a post-mortem.")
    meeting_days: float | None = Field(default=None, ge=0, description="The review meeting is within so many days.")
    meeting_business: bool | None = Field(default=None, description="`meeting_days` are business days.")
    action_days: float | None = Field(default=None, ge=0, description="Its action items are done within so many days.")
    action_business: bool | None = Field(default=None, description="`action_days` are business days.")
    customers_from: float | None = Field(
        default=None, ge=0, description="An incident with so many customers affected is of this level at least."
    )
    slo_burn_from: float | None = Field(
        default=None, ge=0, description="An incident that used so much of the error budget is of this level at least."
    )


_NUMBERS = ("meeting_days", "action_days", "customers_from", "slo_burn_from")
_CHECKS = {
    "postmortem": "postmortem_needed",
    "meeting_business": "meeting_business",
    "action_business": "action_business",
}


def merged(*layers: Mapping[str, Level]) -> dict[str, Level]:
    """Return the levels of all layers; what a later one says goes before what an earlier one says."""
    found: dict[str, Level] = {}
    for layer in layers:
        for name, level in layer.items():
            before = found.get(name, Level())
            found[name] = before.model_copy(update=level.model_dump(exclude_none=True))
    return found


def in_table(items: Iterable[Item]) -> tuple[dict[str, Level], list[tuple[Item, Odd]]]:
    """Return the levels that records of the severity table describe, and the records that cannot be made out."""
    found: dict[str, Level] = {}
    odd: list[tuple[Item, Odd]] = []
    for item in items:
        said: dict[str, float | bool | None] = {}
        try:
            for role in _NUMBERS:
                number = number_of(item, role)
                if number is not None and number >= 0:
                    said[role] = number
            for name, role in _CHECKS.items():
                value = value_of(item, role)
                if isinstance(value, bool):
                    said[name] = value
        except Odd as error:
            odd.append((item, error))
            continue
        name = canonical(item.title or str(item.get("title") or ""), "severity")
        if name:
            found[name] = Level.model_validate(said)
    return found, odd


def implied(
    levels: Mapping[str, Level], order: Sequence[str], customers: float | None, burn: float | None
) -> str | None:
    """Return the gravest level that the facts reach by the levels' own figures."""
    for name in order:
        level = levels.get(name)
        if level is None:
            continue
        if customers is not None and level.customers_from is not None and customers >= level.customers_from:
            return name
        if burn is not None and level.slo_burn_from is not None and burn >= level.slo_burn_from:
            return name
    return None
