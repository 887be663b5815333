"""What a curious insider does: statements straight at the database, past everything of ours."""

from collections.abc import Mapping

from sqlalchemy import text

from storage.engine import Database


def tamper(
    database: Database, *statements: str, values: Mapping[str, object] | None = None
) -> None:
    """Run statements in one transaction, with the guards of a foreign key out of the way."""
    with database.connection() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for statement in statements:
            connection.execute(text(statement), values or {})
