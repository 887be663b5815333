"""Until when Slack has asked a workspace for silence, for whichever process sends next."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("workspace", sa.Column("silent_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("workspace") as batch:
        batch.drop_column("silent_until")
