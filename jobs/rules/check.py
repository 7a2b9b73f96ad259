"""A rule with its id, ready to speak."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jobs.rules.finding import Family, Finding, Weight
from jobs.rules.item import Item, RecordType, Role
from jobs.rules.rule import Kind, Rule
from sync.message import Message


@dataclass(frozen=True, slots=True)
class Check:
    """``rule`` has a kind and a type of record: what lacks them is refused where rules are read."""

    id: str
    rule: Rule

    @property
    def kind(self) -> Kind:
        assert self.rule.kind is not None  # noqa: S101 - see above
        return self.rule.kind

    @property
    def record(self) -> RecordType:
        assert self.rule.record is not None  # noqa: S101 - see above
        return self.rule.record

    @property
    def family(self) -> Family:
        return self.rule.family or Family.INCOMPLETE

    @property
    def weight(self) -> Weight:
        return self.rule.weight or Weight.WARNING

    @property
    def roles(self) -> tuple[tuple[str, ...], ...]:
        """The roles it looks at; each is a group of which one will do."""
        return tuple(tuple(each.split("|")) for each in self.rule.roles)

    @property
    def names(self) -> tuple[str, ...]:
        """Every role that it looks at or writes of, once."""
        inside = [role for group in self.roles for role in group]
        ends = self.rule.result.split("|") if self.rule.result else []
        return tuple(dict.fromkeys([*inside, *ends]))

    def finding(
        self,
        item: Item,
        why: Message,
        roles: Sequence[str] = (),
        others: Sequence[Item] = (),
        facts: Mapping[str, str | int | float] | None = None,
    ) -> Finding:
        """Return what the rule has to say of a record."""
        return Finding(
            self.id,
            self.family,
            item.table,
            item.record,
            why,
            self.weight,
            tuple(Role(each) for each in roles),
            tuple(other.key for other in others),
            facts or {},
        )
