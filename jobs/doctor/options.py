"""The options of a property against the dropdown of its column, with the aliases of the mapping."""

from jobs.doctor.check import Area, Check, Checks, Verdict
from mappings.aliases import Spellings
from mappings.fields import Field, FieldType, NewOptions, PairMapping
from mappings.live import LiveColumn, LiveProperty
from mappings.suggest import nearest
from sync.message import Message, say

_SHOWN = 5


def options(field: Field, mapping: PairMapping, prop: LiveProperty, column: LiveColumn) -> Checks:
    """Tell which options one side has and the other has not."""
    if prop.options is None:
        return
    spellings = Spellings(field.aliases)
    there = {spellings.meaning(each) for each in prop.options}
    unused = [name for name in field.aliases if name not in there | set(column.choices or ())]
    if unused:
        near = nearest(unused[0], prop.options)
        idle = say(
            "{field}: the aliases are for {names}, which is no option (nearest: {near}).",
            field=field.name,
            names=_some(unused),
            near=near or "-",
        )
        yield _check(
            field, mapping, "aliases", Verdict.WARNING, idle, say("Correct {key} in the mapping.", key="aliases")
        )
    if column.choices is None:
        return
    offered = {spellings.meaning(each) for each in column.choices}
    only_sheet = [each for each in column.choices if spellings.meaning(each) not in there]
    only_notion = [each for each in prop.options if spellings.meaning(each) not in offered]
    made = field.new_options is NewOptions.CREATE
    if only_sheet and (field.type is FieldType.STATUS or not made):
        lack = say(
            "{field}: the dropdown offers {names}, which Notion does not have; such cells are held.",
            field=field.name,
            names=_some(only_sheet),
        )
        yield _check(
            field,
            mapping,
            "options",
            Verdict.WARNING,
            lack,
            say("Add them in Notion, or take them out of the dropdown, or write them as aliases."),
        )
    if only_notion and not made:
        lack = say(
            "{field}: the dropdown lacks {names}, which Notion has; such cells are held.",
            field=field.name,
            names=_some(only_notion),
        )
        yield _check(
            field, mapping, "options", Verdict.WARNING, lack, say("Add them to the dropdown, or write them as aliases.")
        )


def _some(names: list[str]) -> str:
    rest = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" (+{rest})" if rest > 0 else "")


def _check(field: Field, mapping: PairMapping, code: str, verdict: Verdict, seen: Message, way_out: Message) -> Check:
    return Check(Area.FIELDS, code, verdict, seen, way_out, mapping.name, field.name)
