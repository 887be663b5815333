"""Reminders: bundles and doubts in the outbox, wishes, deputies, duties done, heartbeats."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("carried_by", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("needs_person", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column("poll_id", existing_type=sa.Integer(), nullable=True)
        batch_op.create_index(
            batch_op.f("ix_outbox_workspace_id_state_due_at"), ["workspace_id", "state", "due_at"]
        )
        batch_op.create_index(
            batch_op.f("ix_outbox_workspace_id_user_id_settled_at"),
            ["workspace_id", "user_id", "settled_at"],
        )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.alter_column("needs_person", existing_type=sa.Boolean(), server_default=None)
    _create_versions()
    op.create_table(
        "heartbeat",
        sa.Column("engine", sa.String(32), nullable=False),
        sa.Column("beaten_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("every_seconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("engine", name=op.f("pk_heartbeat")),
    )


def _create_versions() -> None:
    op.create_table(
        "reminder_wish",
        *_columns("reminder_wish"),
        sa.Column("user_id", sa.String(32), nullable=False),
        sa.Column("days_between", sa.Integer(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "deputy",
        *_columns("deputy"),
        sa.Column("member", sa.String(64), nullable=False),
        sa.Column("user_id", sa.String(32), nullable=False),
        sa.Column("is_deputy", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
    )
    op.create_table(
        "duty_done",
        *_columns("duty_done"),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(64), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_duty_done_poll_id_poll")),
        sa.UniqueConstraint(
            "workspace_id", "poll_id", "duty", name=op.f("uq_duty_done_workspace_id_poll_id_duty")
        ),
    )
    for table, column in (("reminder_wish", "user_id"), ("deputy", "member")):
        op.create_index(op.f(f"ix_{table}_workspace_id_{column}"), table, ["workspace_id", column])
    for table in ("reminder_wish", "deputy", "duty_done"):
        op.create_index(op.f(f"ix_{table}_workspace_id"), table, ["workspace_id"])


def _columns(table: str) -> tuple[sa.Column[str] | sa.Column[int] | sa.Constraint, ...]:
    return (
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f(f"fk_{table}_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    """Take it back."""
    for table in ("heartbeat", "duty_done", "deputy", "reminder_wish"):
        op.drop_table(table)
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_workspace_id_user_id_settled_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_workspace_id_state_due_at"))
        batch_op.drop_column("claimed_at")
        batch_op.drop_column("needs_person")
        batch_op.drop_column("carried_by")
        batch_op.alter_column("poll_id", existing_type=sa.Integer(), nullable=False)
