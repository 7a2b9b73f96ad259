"""What is remembered of the clerical work: observations, spells, ties between records, contents, and a shelf."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _observations()
    _spells()
    _ties()
    _contents()


def _observations() -> None:
    op.create_table(
        "bothways_observations",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("pair", sa.Integer, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("run", sa.Text),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bothways_observations"),
        sa.ForeignKeyConstraint(["pair"], ["bothways_pairs.id"], name="fk_bothways_observations_pair"),
    )
    op.create_index("ix_bothways_observations_pair_record", "bothways_observations", ["pair", "record"])


def _spells() -> None:
    op.create_table(
        "bothways_spells",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("pair", sa.Integer, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("family", sa.Text, nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
        sa.Column("flagged", sa.String(32)),
        sa.Column("removed", sa.String(32)),
        sa.Column("ended", sa.String(32)),
        sa.PrimaryKeyConstraint("id", name="pk_bothways_spells"),
        sa.ForeignKeyConstraint(["pair"], ["bothways_pairs.id"], name="fk_bothways_spells_pair"),
    )
    op.create_index("ix_bothways_spells_pair_ended", "bothways_spells", ["pair", "ended"])


def _ties() -> None:
    op.create_table(
        "bothways_ties",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("pair", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("other_table", sa.Text, nullable=False),
        sa.Column("other", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("closed", sa.String(32)),
        sa.PrimaryKeyConstraint("id", name="pk_bothways_ties"),
        sa.ForeignKeyConstraint(["pair"], ["bothways_pairs.id"], name="fk_bothways_ties_pair"),
    )
    op.create_index("ix_bothways_ties_pair_closed", "bothways_ties", ["pair", "closed"])


def _contents() -> None:
    op.create_table(
        "bothways_contents",
        sa.Column("pair", sa.Integer, nullable=False),
        sa.Column("side", sa.String(8), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("pair", "side", "record", name="pk_bothways_contents"),
        sa.ForeignKeyConstraint(["pair"], ["bothways_pairs.id"], name="fk_bothways_contents_pair"),
    )
    op.create_table(
        "bothways_shelf",
        sa.Column("pair", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("pair", "name", name="pk_bothways_shelf"),
        sa.ForeignKeyConstraint(["pair"], ["bothways_pairs.id"], name="fk_bothways_shelf_pair"),
    )
