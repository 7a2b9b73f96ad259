"""What the two tables of a pair look like at the moment, as far as its mapping cares: what a checkup found."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sync.message import Message
from sync.model import FieldName


@dataclass(frozen=True, slots=True)
class LiveProperty:
    """A property that a field was found in. ``options`` is None where its type has none.

    ``related`` is the data source that a relation leads to, ``reachable`` whether the connection may see it.
    """

    name: str
    kind: str
    options: tuple[str, ...] | None = None
    related: str | None = None
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class LiveSource:
    """A data source. ``mistakes`` are why the mapping does not fit it; other fields are found all the same."""

    title: str
    properties: Mapping[FieldName, LiveProperty]
    mistakes: tuple[Message, ...] = ()
    others: tuple[str, ...] = ()
    """The names of the properties that no field was found in."""


@dataclass(frozen=True, slots=True)
class LiveColumn:
    """A column that a field was found in. The cells counted are those below the header.

    ``merged`` and ``locked`` name ranges and cells in A1 notation. ``choices`` are a dropdown's entries, None without
    one; ``strict`` says that it refuses what is not among them.
    """

    header: str
    filled: int = 0
    formulas: int = 0
    first_formula: str = ""
    merged: tuple[str, ...] = ()
    locked: str = ""
    choices: tuple[str, ...] | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class LiveTab:
    """A tab. ``rows`` have something in a mapped cell; ``account`` is who we are to Google, where that is known.

    ``writable`` is what Google said to a batch without requests: None where it said nothing of permissions.
    """

    spreadsheet: str
    zone: str
    columns: Mapping[FieldName, LiveColumn]
    rows: int = 0
    mistakes: tuple[Message, ...] = ()
    way_out: Message | None = None
    id_column: LiveColumn = field(default_factory=lambda: LiveColumn(""))
    writable: bool | None = None
    account: str = ""
