"""What is open in one pair, as the store knows it since the last run: nobody is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jobs.conflicts.ports import Notebook
from mappings.fields import FieldType, PairMapping
from mappings.suggest import nearest
from sync.changes import Conflict
from sync.choices import Keep, Question, question
from sync.errors import Misconfigured
from sync.message import say
from sync.model import RecordId


@dataclass(frozen=True, slots=True)
class Open:
    """One open conflict. ``deletion``: a deletion that is held, which is no conflict but can be settled, too."""

    mapping: PairMapping
    asked: Question
    conflict: Conflict
    since: datetime
    title: str = ""
    chosen: Keep | None = None
    deletion: bool = False

    @property
    def waits(self) -> bool:
        return self.chosen is None and not self.deletion


def open_in(mapping: PairMapping, memory: Notebook) -> list[Open]:
    """Return what is open, the oldest first."""
    chosen, titles = dict(memory.choices()), _titles(mapping, memory)
    deleted = {each.held.record for each in memory.held() if each.held.code == "deletion"}
    found = []
    for each in memory.open_conflicts():
        conflict = each.conflict
        asked = question(conflict, mapping.policy)
        deletion = conflict.field is None and conflict.record in deleted
        title = titles.get(conflict.record, "")
        found.append(Open(mapping, asked, conflict, each.first_seen, title, chosen.get(asked), deletion))
    return found


def _titles(mapping: PairMapping, memory: Notebook) -> dict[RecordId, str]:
    name = next((each.name for each in mapping.fields if each.type is FieldType.TITLE), None)
    if name is None:
        return {}
    return {record: str(kept.fields[name]) for record, kept in memory.base().records.items() if kept.fields.get(name)}


def meant(found: Sequence[Open], record: str, field: str | None) -> Open:
    """Return the one conflict that a person names. Raises ``Misconfigured`` where there is none, or several."""
    about = [each for each in found if record in (each.conflict.record, each.title)]
    if not about:
        known = [str(each.conflict.record) for each in found]
        raise Misconfigured(
            say(
                "{seen} has no open conflict; records that have are {allowed} (nearest: {near})",
                seen=record,
                allowed=", ".join(dict.fromkeys(known)) or "-",
                near=nearest(record, known) or "-",
            ),
            way_out=say("{command} lists them.", command="bothways conflicts"),
        )
    exact = [each for each in about if field is None or field in _names(each)]
    if len(exact) == 1:
        return exact[0]
    fields = [each.conflict.field or "-" for each in about]
    raise Misconfigured(
        say("{record}: name one of its open conflicts: {allowed}", record=record, allowed=", ".join(fields)),
        way_out=say("If several pairs have the record, name the pair with --pair."),
    )


def _names(each: Open) -> tuple[str, ...]:
    if each.conflict.field is None:
        return ("-",)
    mapped = [one for one in each.mapping.fields if one.name == each.conflict.field]
    return (each.conflict.field, *(name for one in mapped for name in (one.notion, one.sheet)))
