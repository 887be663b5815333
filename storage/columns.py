"""Column types that both databases store alike: moments in UTC, and enums by their value.

SQLModel's own choices would store enums by Python name, which changes when code is renamed; and
SQLite would drop the time zone.
"""

from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator

from core.errors import NaiveTimeError


class UtcMoment(TypeDecorator[datetime]):
    """A moment, kept in UTC; a value without a time zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC; SQLite keeps no zone, so there it is left out."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveTimeError(value)
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as UTC-aware."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EnumValue(TypeDecorator[Enum]):
    """An enum of text, kept as its value in a plain text column.

    No database enum: a new member then needs no migration on PostgreSQL.
    """

    impl = String(32)
    cache_ok = True

    def __init__(self, enum: type[Enum]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ANN401  # SQLAlchemy's own signature
        """Return the value to store; a text that is no member of the enum is refused."""
        del dialect
        return None if value is None else str(self.enum(value).value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Enum | None:  # noqa: ANN401  # as above
        """Return the member of the enum."""
        del dialect
        return None if value is None else self.enum(value)
