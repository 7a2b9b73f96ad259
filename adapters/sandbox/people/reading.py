"""Edits as a script's line tells them, one after the other with a | between."""

from adapters.sandbox.people.edit import Edit
from adapters.sandbox.people.pages import read_page_edit, read_source_edit
from adapters.sandbox.people.sheets import read_sheet_edit
from adapters.sandbox.words import Words

_READERS = {"sheet": read_sheet_edit, "page": read_page_edit, "source": read_source_edit}


def read_edits(words: Words) -> tuple[Edit, ...]:
    edits = [_edit(words)]
    while words.accept("|"):
        edits.append(_edit(words))
    if not words.done:
        raise words.unclear("|, the end of the line")
    return tuple(edits)


def _edit(words: Words) -> Edit:
    who = ""
    if words.accept("as"):
        who = words.take("who makes the edit: an address or a name").text
    return _READERS[words.expect(*(_READERS if who else ("as", *_READERS)))](words, who)
