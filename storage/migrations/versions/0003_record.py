"""The record: ledgers, rulings, digests of people, current answers, agreements that are shared.

What was recorded before gets its ledgers too, in the order in which it happened.
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.first_ledgers import write_first_ledgers

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    _create_ledgers()
    _create_ruling()
    _create_current_answer()
    _create_sharing()
    op.execute(
        "INSERT INTO current_answer (workspace_id, poll_id, member, version, answer_id)"
        " SELECT workspace_id, poll_id, member, version, id FROM answer AS latest"
        " WHERE version = (SELECT max(version) FROM answer AS other"
        " WHERE other.poll_id = latest.poll_id AND other.member = latest.member)"
    )
    write_first_ledgers(op.get_bind())


def downgrade() -> None:
    """Take it back."""
    for table in (
        "guest_poll",
        "invitation",
        "current_answer",
        "ruling",
        "personal_text",
        "ledger_entry",
    ):
        op.drop_table(table)


def _create(table: str, *columns: sa.schema.SchemaItem) -> None:
    """Create a table whose rows belong to a workspace."""
    op.create_table(
        table,
        sa.Column("workspace_id", sa.String(32), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f(f"fk_{table}_workspace_id_workspace")
        ),
    )
    op.create_index(op.f(f"ix_{table}_workspace_id"), table, ["workspace_id"])


def _poll_key(table: str, column: str = "poll_id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["poll.id"], name=op.f(f"fk_{table}_{column}_poll"))


def _create_ledgers() -> None:
    _create(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ledger", sa.String(64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint(
            "workspace_id",
            "ledger",
            "sequence",
            name=op.f("uq_ledger_entry_workspace_id_ledger_sequence"),
        ),
    )
    _create(
        "personal_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_text")),
        sa.UniqueConstraint(
            "workspace_id", "digest", name=op.f("uq_personal_text_workspace_id_digest")
        ),
    )


def _create_ruling() -> None:
    _create(
        "ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("condition", sa.JSON(), nullable=False),
        sa.Column("declared", sa.String(32), nullable=True),
        sa.Column("ruled_by", sa.String(), nullable=False),
        sa.Column("ruled_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
        _poll_key("ruling"),
        sa.UniqueConstraint(
            "workspace_id",
            "poll_id",
            "version",
            name=op.f("uq_ruling_workspace_id_poll_id_version"),
        ),
    )


def _create_current_answer() -> None:
    _create(
        "current_answer",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("member", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("poll_id", "member", name=op.f("pk_current_answer")),
        _poll_key("current_answer"),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_current_answer_answer_id_answer")
        ),
    )
    op.create_index(op.f("ix_current_answer_answer_id"), "current_answer", ["answer_id"])


def _create_sharing() -> None:
    _create(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("joined_by", sa.String(32), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        _poll_key("invitation"),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitation_code_hash")),
    )
    _create(
        "guest_poll",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("host_workspace_id", sa.String(32), nullable=False),
        sa.Column("host_poll_id", sa.Integer(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("poll_id", name=op.f("pk_guest_poll")),
        _poll_key("guest_poll"),
        _poll_key("guest_poll", "host_poll_id"),
        sa.ForeignKeyConstraint(
            ["host_workspace_id"],
            ["workspace.id"],
            name=op.f("fk_guest_poll_host_workspace_id_workspace"),
        ),
        sa.UniqueConstraint(
            "host_workspace_id",
            "host_poll_id",
            "workspace_id",
            name=op.f("uq_guest_poll_host_workspace_id_host_poll_id_workspace_id"),
        ),
    )
