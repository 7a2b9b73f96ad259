"""The turns of jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bothways_turns",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("job", sa.Text, nullable=False),
        sa.Column("started", sa.String(32), nullable=False),
        sa.Column("until", sa.String(32)),
        sa.Column("ended", sa.String(32)),
        sa.Column("kind", sa.String(16)),
        sa.Column("code", sa.Integer),
        sa.Column("report", sa.Text, nullable=False),
        sa.Column("told", sa.String(32)),
        sa.PrimaryKeyConstraint("id", name="pk_bothways_turns"),
    )
    op.create_index("ix_bothways_turns_job_started", "bothways_turns", ["job", "started"])
    op.create_index("ix_bothways_turns_run", "bothways_turns", ["run"])
