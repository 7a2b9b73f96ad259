"""The ``[flag]`` and ``[link]`` tables: what is written into fields of our own, and how much of it."""

from typing import Annotated

from pydantic import Field, StringConstraints

from jobs.rules.finding import Family
from jobs.settings.table import Table
from mappings.aliases import Language

Option = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^,]+$")]


class Flag(Table):
    """What `bothways flag` writes (docs/flags.md)."""

    families: tuple[Family, ...] | None = Field(
        default=None, description="The families of findings that are flagged. Not set: all but `similar` and `link`."
    )
    options: dict[Family, Option] = Field(
        default_factory=dict, description='What a flag is called, by family, as in `{ stale = "滞留" }`.'
    )
    written: Language | None = Field(
        default=None, description="The language of flags and notes. Not set: the configuration's `language`."
    )
    reasons: int = Field(default=3, ge=1, description="So many reasons stand in a note; the rest is counted.")
    note_length: int = Field(default=300, ge=40, le=2000, description="The longest note, in characters.")


class Link(Table):
    """What `bothways link` sets and suggests (docs/links.md)."""

    suggest_from: float = Field(
        default=0.2,
        ge=0,
        le=1,
        description="Likely links are suggested from this score on (docs/similarity.md); 1: none is.",
    )
    suggestions: int = Field(default=3, ge=0, le=20, description="So many are suggested for a record.")
    tab: str = Field(
        default="Bothways links",
        description="The tab of the spreadsheet in which suggestions are listed and decided; it is made at the first "
        "one. Empty: none.",
    )
    mentions: bool = Field(
        default=True, description="An id or a URL of a record in the text of another one is a certain link."
    )
