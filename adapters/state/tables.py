"""The tables of the store. ``migrations/`` makes them; a test compares the two."""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

APPLICATION = 0x42574159
"""Marks an SQLite file as ours (``PRAGMA application_id``)."""
VERSION_TABLE = "bothways_version"
HEAD = "0005"
"""The newest migration. Kept here so that Alembic is loaded only where there is something to migrate."""
PREFIX = "bothways_"
"""A PostgreSQL database may be shared with other programs, so the names must not collide."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware time as ISO text in UTC, of one length, so that texts sort as times do."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else iso(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        del dialect
        return None if value is None else aware(value)


def iso(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def aware(text: str) -> datetime:
    """Raises ``ValueError`` where ``text`` is not a time with a zone."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at


pairs = Table(
    PREFIX + "pairs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("notion_key", Text, nullable=False),
    Column("sheet_key", Text, nullable=False),
    Column("known", Boolean, nullable=False),
    Column("shape", Text, nullable=False),
    Column("shape_digest", String(16), nullable=False),
    Column("digest", String(16), nullable=False),
    Column("intents", Integer, nullable=False),
    Column("run", Text),
    Column("at", Moment),
    Column("lease_holder", Text),
    Column("lease_until", Text),
    Column("lease_term", Integer, nullable=False),
    UniqueConstraint("notion_key", "sheet_key"),
)
"""A row a pair. ``shape`` is the columns and scopes of the last run; ``intents`` counts them; ``run`` and ``at`` are
the latest that were named. ``lease_until`` is plain text, since a lease that cannot be read must not stop its own
replacement; ``lease_term`` counts the leases, so that a holder whose lease was taken over is known as such."""

records = Table(
    PREFIX + "records",
    metadata,
    Column("pair", ForeignKey(pairs.c.id), primary_key=True),
    Column("record", Text, primary_key=True),
    Column("fields", Text, nullable=False),
    Column("addresses", Text, nullable=False),
    Column("unlinked", Boolean, nullable=False),
    Column("digest", String(16), nullable=False),
    Column("undone", Text, nullable=False, server_default="{}"),
)
"""A row a record. ``undone`` has the fields that wait for a person since a run was undone, with that run."""

runs = Table(
    PREFIX + "runs",
    metadata,
    Column("pair", ForeignKey(pairs.c.id), primary_key=True),
    Column("run", Text, primary_key=True),
    Column("started", Moment, nullable=False),
    Column("forced", Text, nullable=False),
    Column("ended", Moment),
    Column("outcome", Text),
    Column("counts", Text),
    Index(None, "pair", "started"),
)

intents = Table(
    PREFIX + "intents",
    metadata,
    Column("pair", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("run", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", String(8), nullable=False),
    Column("closed", Moment),
    Column("receipt", Text),
    Column("why", Text),
    ForeignKeyConstraint(["pair", "run"], [runs.c.pair, runs.c.run]),
    Index(None, "pair", "run"),
    Index(None, "pair", "record"),
    Index(None, "pair", "state"),
)

moved = Table(
    PREFIX + "moved",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pair", ForeignKey(pairs.c.id), nullable=False),
    Column("record", Text, nullable=False),
    Column("run", Text),
    Column("at", Moment),
    Column("kind", String(8), nullable=False),
    Column("was", Text, nullable=False),
    Column("now", Text, nullable=False),
    Index(None, "pair", "record"),
)
"""What the base held before it moved: what was replaced or forgotten, not what was agreed on for the first time.
Of a record that was forgotten, ``now`` says where it stood."""

conflicts = Table(
    PREFIX + "conflicts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pair", ForeignKey(pairs.c.id), nullable=False),
    Column("record", Text, nullable=False),
    Column("field", Text),
    Column("body", Text, nullable=False),
    Column("first_run", Text, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("last_run", Text, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("closed", Moment),
    Index(None, "pair", "record"),
    Index(None, "pair", "closed"),
)

held = Table(
    PREFIX + "held",
    metadata,
    Column("pair", ForeignKey(pairs.c.id), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("run", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("body", Text, nullable=False),
)

lost = Table(
    PREFIX + "lost",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pair", ForeignKey(pairs.c.id), nullable=False),
    Column("run", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("record", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index(None, "pair", "run"),
    Index(None, "pair", "record"),
)

choices = Table(
    PREFIX + "choices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pair", ForeignKey(pairs.c.id), nullable=False),
    Column("record", Text, nullable=False),
    Column("field", Text),
    Column("mark", String(16), nullable=False),
    Column("keep", String(8), nullable=False),
    Column("at", Moment, nullable=False),
    Column("closed", Moment),
    Index(None, "pair", "closed"),
)
"""What people chose on the command line; ``mark`` stands for the values it was chosen for."""

posts = Table(
    PREFIX + "posts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pair", ForeignKey(pairs.c.id), nullable=False),
    Column("place", String(8), nullable=False),
    Column("record", Text, nullable=False),
    Column("field", Text),
    Column("mark", String(16), nullable=False),
    Column("ref", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("closed", Moment),
    Index(None, "pair", "closed"),
)
"""Where a conflict was shown to people: in the tab, in a comment, by a property."""

observations = Table(
    PREFIX + "observations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pair", ForeignKey(pairs.c.id), nullable=False),
    Column("record", Text, nullable=False),
    Column("run", Text),
    Column("at", Moment, nullable=False),
    Column("facts", Text, nullable=False),
    Index(None, "pair", "record"),
)
"""Status, severity, score, owner of a record, whenever a run saw them change."""

spells = Table(
    PREFIX + "spells",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pair", ForeignKey(pairs.c.id), nullable=False),
    Column("record", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("flagged", Moment),
    Column("removed", Moment),
    Column("ended", Moment),
    Index(None, "pair", "ended"),
)
"""How long a rule has had something to say of a record, and what became of the flag."""

ties = Table(
    PREFIX + "ties",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pair", ForeignKey(pairs.c.id), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("record", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("other_table", Text, nullable=False),
    Column("other", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("closed", Moment),
    Index(None, "pair", "closed"),
)
"""Links that stand or were taken away, suggestions, and what people decided of them and of duplicates."""

contents = Table(
    PREFIX + "contents",
    metadata,
    Column("pair", ForeignKey(pairs.c.id), primary_key=True),
    Column("side", String(8), primary_key=True),
    Column("record", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("since", Moment, nullable=False),
)
"""Since when a record has had its content on a side, where the service keeps no time of edits."""

shelf = Table(
    PREFIX + "shelf",
    metadata,
    Column("pair", ForeignKey(pairs.c.id), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""What can be made anew, kept to be quick: page bodies that were read, an index of texts."""

turns = Table(
    PREFIX + "turns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", Text, nullable=False),
    Column("job", Text, nullable=False),
    Column("started", Moment, nullable=False),
    Column("until", Moment),
    Column("ended", Moment),
    Column("kind", String(16)),
    Column("code", Integer),
    Column("report", Text, nullable=False),
    Column("told", Moment),
    Index(None, "job", "started"),
    Index(None, "run"),
)
"""A row a turn of a job. One that has not ended is under way until ``until``, which is moved on while it lasts."""
