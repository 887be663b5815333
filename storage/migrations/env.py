"""Alembic's entry: runs the migrations on the connection that `storage.schema` hands over."""

from alembic import context

from storage import (
    record_tables,
    reminder_tables,  # noqa: F401  # its tables belong to the metadata
)
from storage.tables import metadata

assert record_tables.LedgerEntryRow.metadata is metadata  # noqa: S101  # imported: its tables count

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
