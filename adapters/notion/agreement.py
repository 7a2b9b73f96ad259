"""Whether what two answers say of a data source can both be true: its schema, and the pages in it."""

from collections.abc import Iterable, Mapping

from adapters.notion.client import Answer
from adapters.notion.layout import Layout
from adapters.notion.properties import Property, bare
from mappings.fields import PairMapping
from sync.errors import OutOfReach
from sync.message import say
from sync.model import FieldName


def agree(pages: Iterable[Answer], layout: Layout, mapping: PairMapping, known: Mapping[FieldName, str]) -> None:
    """Raise ``OutOfReach`` where all of several pages contradict the schema; one alone may be damaged itself.

    Each page shows all properties there are, with their ids and types. So a mapped property that no page shows, or all
    show with another type, is not what the schema says; nor is one gone that the pages still have.
    """
    shown = [kinds for page in pages if (kinds := _kinds(page))]
    if len(shown) < 2:
        return
    places = [*layout.properties.values(), *([layout.id_property] if layout.id_property is not None else [])]
    odd = next((each for each in places if not any(_has(kinds, each) for kinds in shown)), None)
    gone = [key for name, key in known.items() if _is_mapped(name, mapping) and name not in layout.ids()]
    there = next((key for key in gone if all(bare(key) in kinds for kinds in shown)), None)
    if odd is not None or there is not None:
        raise OutOfReach(
            say(
                "Notion's pages and the properties of their data source do not agree about {name}",
                name=odd.name if odd is not None else there,
            ),
            say("Somebody may be changing the properties; run again."),
        )


def _kinds(page: Answer) -> dict[str, object]:
    raw = page.get("properties")
    entries = raw.values() if isinstance(raw, dict) else ()
    return {bare(str(each.get("id"))): each.get("type") for each in entries if isinstance(each, dict)}


def _has(kinds: Mapping[str, object], place: Property) -> bool:
    return kinds.get(bare(place.id)) == place.kind


def _is_mapped(name: FieldName, mapping: PairMapping) -> bool:
    return any(each.name == name for each in mapping.fields)
