"""What people chose of conflicts, and where conflicts were shown to them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bothways_choices",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("pair", sa.Integer, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("field", sa.Text),
        sa.Column("mark", sa.String(16), nullable=False),
        sa.Column("keep", sa.String(8), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("closed", sa.String(32)),
        sa.PrimaryKeyConstraint("id", name="pk_bothways_choices"),
        sa.ForeignKeyConstraint(["pair"], ["bothways_pairs.id"], name="fk_bothways_choices_pair"),
    )
    op.create_table(
        "bothways_posts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("pair", sa.Integer, nullable=False),
        sa.Column("place", sa.String(8), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("field", sa.Text),
        sa.Column("mark", sa.String(16), nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("closed", sa.String(32)),
        sa.PrimaryKeyConstraint("id", name="pk_bothways_posts"),
        sa.ForeignKeyConstraint(["pair"], ["bothways_pairs.id"], name="fk_bothways_posts_pair"),
    )
    for table in ("choices", "posts"):
        op.create_index(f"ix_bothways_{table}_pair_closed", f"bothways_{table}", ["pair", "closed"])
