"""A message in a language."""

from functools import cache
from importlib.resources import files

from sync.message import Message, say
from sync.model import Side

SIDES = {Side.NOTION: say("Notion"), Side.SHEET: say("the sheet")}
"""What the sides are called in sentences."""


def translate(message: Message, language: str) -> str:
    """Return the sentence in ``language``; in English where the catalogue does not have it.

    Messages among the values are translated too, and a side gets its name.
    """
    values = {name: _spoken(value, language) for name, value in message.values}
    return _texts(language).get(message.text, message.text).format(**values)


def _spoken(value: object, language: str) -> object:
    if isinstance(value, Side):
        value = SIDES[value]
    return translate(value, language) if isinstance(value, Message) else value


@cache
def _texts(language: str) -> dict[str, str]:
    if language == "en":
        return {}
    from babel.messages.pofile import read_po  # noqa: PLC0415 - English speakers need not wait for it

    with files(__package__).joinpath(f"{language}.po").open(encoding="utf-8") as lines:
        found = read_po(lines, locale=language)
    return {str(each.id): str(each.string) for each in found if each.id and each.string and not each.fuzzy}
