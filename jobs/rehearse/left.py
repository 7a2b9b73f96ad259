"""What a rehearsal cannot carry over, in words."""

from collections.abc import Callable, Mapping

from sync.message import Message, say

_KINDS: dict[str, Callable[[int], Message]] = {
    "partial": lambda count: say("{count} tables that Notion did not show whole", count=count),
    "people": lambda _: say("the people of the workspace: the connection may not list them"),
    "email": lambda count: say("{count} people whose e-mail address the connection may not see", count=count),
    "property": lambda count: say("{count} properties of types that are not known here", count=count),
    "cut": lambda count: say("{count} lists that Notion does not show whole", count=count),
    "status": lambda count: say("{count} empty statuses: they show the default here", count=count),
    "stranger": lambda count: say(
        "{count} related pages of other databases: that they are there, and nothing else", count=count
    ),
    "unseen": lambda count: say("{count} related pages that Notion did not show", count=count),
    "rollup": lambda count: say("{count} rollups: worked out anew from what was read", count=count),
    "tab": lambda count: say("the cells of {count} other tabs, which no formula here looks into", count=count),
    "formula": lambda count: say(
        "{count} formulas that cannot be worked out here: they keep the result they had", count=count
    ),
    "spilled": lambda count: say(
        "{count} cells that a formula or a pivot table elsewhere fills: they keep what they showed", count=count
    ),
    "typed_error": lambda count: say("{count} errors that were typed in: they count as formulas here", count=count),
    "bodies": lambda count: say("what stands in {count} pages below the properties, and their comments", count=count),
    "rights": lambda _: say("whether the two connections may write: only a write shows that"),
}


def listed(left: Mapping[str, int]) -> list[tuple[str, int, Message]]:
    """Return kind, count and sentence of everything, in a fixed order; the last is true of every rehearsal."""
    counts = {**left, "rights": 1}
    return [(kind, counts[kind], said(counts[kind])) for kind, said in _KINDS.items() if counts.get(kind)]
