"""Reminding in the ledgers: deputies, wishes, duties done, and what was done about troubles.

What was recorded before gets its entries at the end of the ledgers. What coordinators did about
messages wasn't kept then, so that begins now.
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.first_ledgers import write_entries_of_reminding

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "remedy",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("recipient", sa.String(32), nullable=False),
        sa.Column("messages", sa.JSON(), nullable=False),
        sa.Column("member", sa.String(64), nullable=True),
        sa.Column("instead", sa.String(32), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedy")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_remedy_workspace_id_workspace")
        ),
    )
    op.create_index(op.f("ix_remedy_workspace_id"), "remedy", ["workspace_id"])
    write_entries_of_reminding(op.get_bind())


def downgrade() -> None:
    """Take it back; the entries stay, for a ledger is never cut."""
    op.drop_table("remedy")
