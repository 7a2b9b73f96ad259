"""Mistakes in what a field says of its options."""

from jobs.settings.mistakes import Names, shown
from jobs.settings.pairs import FieldTable
from jobs.settings.typed import Mistakes
from mappings.aliases import clashes
from mappings.load import OPTIONS
from sync.message import say


def senseless_options(at: tuple[str, ...], field: FieldTable, names: Names) -> Mistakes:
    """Yield keys that this type or these other keys leave without a meaning, and spellings of two options."""
    if field.type not in OPTIONS:
        for key in ("scale", "written", "aliases", "new_options"):
            if key in field.model_fields_set:
                yield (
                    (*at, key),
                    say(
                        "{path}: only {allowed} have options, and this is {type}",
                        path=names([*at, key]),
                        allowed=", ".join(sorted(OPTIONS)),
                        type=field.type,
                    ),
                )
        return
    if "written" in field.model_fields_set and field.scale is None:
        yield (
            (*at, "written"),
            say(
                "{path}: it chooses the language of {other}, which is not set",
                path=names([*at, "written"]),
                other=names([*at, "scale"]),
            ),
        )
    for first, second, text in clashes(field.spellings()):
        key = second if second in field.aliases else first
        steps = (*at, "aliases", key)
        yield (
            steps,
            say(
                "{path}: {seen} means {first} and {second}; a spelling belongs to one option",
                path=names(steps),
                seen=shown(text),
                first=shown(first),
                second=shown(second),
            ),
        )
