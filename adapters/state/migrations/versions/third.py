"""Fields that were put back on one side."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bothways_records", sa.Column("undone", sa.Text, nullable=False, server_default="{}"))
