"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _pairs()
    _records()
    _journal()
    _notes()


def _pairs() -> None:
    op.create_table(
        "bothways_pairs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("notion_key", sa.Text, nullable=False),
        sa.Column("sheet_key", sa.Text, nullable=False),
        sa.Column("known", sa.Boolean, nullable=False),
        sa.Column("shape", sa.Text, nullable=False),
        sa.Column("shape_digest", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(16), nullable=False),
        sa.Column("intents", sa.Integer, nullable=False),
        sa.Column("run", sa.Text),
        sa.Column("at", sa.String(32)),
        sa.Column("lease_holder", sa.Text),
        sa.Column("lease_until", sa.Text),
        sa.Column("lease_term", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bothways_pairs"),
        sa.UniqueConstraint("name", name="uq_bothways_pairs_name"),
        sa.UniqueConstraint("notion_key", "sheet_key", name="uq_bothways_pairs_notion_key_sheet_key"),
    )


def _records() -> None:
    op.create_table(
        "bothways_records",
        sa.Column("pair", sa.Integer, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("addresses", sa.Text, nullable=False),
        sa.Column("unlinked", sa.Boolean, nullable=False),
        sa.Column("digest", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("pair", "record", name="pk_bothways_records"),
        sa.ForeignKeyConstraint(["pair"], ["bothways_pairs.id"], name="fk_bothways_records_pair"),
    )
    op.create_table(
        "bothways_moved",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("pair", sa.Integer, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("run", sa.Text),
        sa.Column("at", sa.String(32)),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("was", sa.Text, nullable=False),
        sa.Column("now", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bothways_moved"),
        sa.ForeignKeyConstraint(["pair"], ["bothways_pairs.id"], name="fk_bothways_moved_pair"),
    )
    op.create_index("ix_bothways_moved_pair_record", "bothways_moved", ["pair", "record"])


def _journal() -> None:
    op.create_table(
        "bothways_runs",
        sa.Column("pair", sa.Integer, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("started", sa.String(32), nullable=False),
        sa.Column("forced", sa.Text, nullable=False),
        sa.Column("ended", sa.String(32)),
        sa.Column("outcome", sa.Text),
        sa.Column("counts", sa.Text),
        sa.PrimaryKeyConstraint("pair", "run", name="pk_bothways_runs"),
        sa.ForeignKeyConstraint(["pair"], ["bothways_pairs.id"], name="fk_bothways_runs_pair"),
    )
    op.create_index("ix_bothways_runs_pair_started", "bothways_runs", ["pair", "started"])
    op.create_table(
        "bothways_intents",
        sa.Column("pair", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("change", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("closed", sa.String(32)),
        sa.Column("receipt", sa.Text),
        sa.Column("why", sa.Text),
        sa.PrimaryKeyConstraint("pair", "number", name="pk_bothways_intents"),
        sa.ForeignKeyConstraint(
            ["pair", "run"], ["bothways_runs.pair", "bothways_runs.run"], name="fk_bothways_intents_pair_run"
        ),
    )
    for column in ("record", "run", "state"):
        op.create_index(f"ix_bothways_intents_pair_{column}", "bothways_intents", ["pair", column])


def _notes() -> None:
    op.create_table(
        "bothways_conflicts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("pair", sa.Integer, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("field", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("first_run", sa.Text, nullable=False),
        sa.Column("first_seen", sa.String(32), nullable=False),
        sa.Column("last_run", sa.Text, nullable=False),
        sa.Column("last_seen", sa.String(32), nullable=False),
        sa.Column("closed", sa.String(32)),
        sa.PrimaryKeyConstraint("id", name="pk_bothways_conflicts"),
        sa.ForeignKeyConstraint(["pair"], ["bothways_pairs.id"], name="fk_bothways_conflicts_pair"),
    )
    op.create_table(
        "bothways_held",
        sa.Column("pair", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("pair", "place", name="pk_bothways_held"),
        sa.ForeignKeyConstraint(["pair"], ["bothways_pairs.id"], name="fk_bothways_held_pair"),
    )
    op.create_table(
        "bothways_lost",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("pair", sa.Integer, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bothways_lost"),
        sa.ForeignKeyConstraint(["pair"], ["bothways_pairs.id"], name="fk_bothways_lost_pair"),
    )
    for table, column in (("conflicts", "closed"), ("conflicts", "record"), ("lost", "record"), ("lost", "run")):
        op.create_index(f"ix_bothways_{table}_pair_{column}", f"bothways_{table}", ["pair", column])
