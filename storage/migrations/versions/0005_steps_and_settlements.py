"""The day of a step after the decision, and outside money that was settled among the members."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("answer", sa.Column("step_on", sa.Date(), nullable=True))
    op.create_table(
        "settlement",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("money_ore", sa.BigInteger(), nullable=False),
        sa.Column("back_ore", sa.JSON(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("paragraph", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_settlement_workspace_id_workspace")
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_settlement_poll_id_poll")),
        sa.UniqueConstraint(
            "workspace_id",
            "poll_id",
            "version",
            name=op.f("uq_settlement_workspace_id_poll_id_version"),
        ),
    )
    op.create_index(op.f("ix_settlement_workspace_id"), "settlement", ["workspace_id"])


def downgrade() -> None:
    """Take it back."""
    op.drop_table("settlement")
    with op.batch_alter_table("answer") as batch:
        batch.drop_column("step_on")
