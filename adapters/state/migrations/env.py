"""Run by Alembic, inside a transaction that the caller has begun."""

from alembic import context

from adapters.state.tables import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
context.run_migrations()
