"""What the tab of suggested links looks like."""

from adapters.sheets.board import Form
from mappings.linkboard import HEADERS, WORDS, LinkColumn, link_of


def _owner(key: str) -> str | None:
    found = link_of(key)
    return None if found is None else found[0]


LINKS = Form(
    board=1113014618,
    key="bothways-links",
    columns=tuple(column.value for column in LinkColumn),
    headers={language: {column.value: text for column, text in each.items()} for language, each in HEADERS.items()},
    words={language: list(each.values()) for language, each in WORDS.items()},
    widths={LinkColumn.TITLE: 200, LinkColumn.OTHER_TITLE: 200, LinkColumn.WHY: 280, LinkColumn.SCORE: 60},
    choice=LinkColumn.CHOICE,
    keys=LinkColumn.KEY,
    ours=(LinkColumn.RECORD, LinkColumn.OTHER),
    owner=_owner,
)
