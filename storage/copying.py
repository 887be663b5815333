"""Copying every row of one database into another, of either kind, and comparing the two."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text

from storage import record_tables, reminder_tables  # noqa: F401  # their tables belong to it
from storage.canonical import canonical
from storage.tables import metadata

_BATCH = 500


@dataclass(frozen=True)
class TableCopied:
    """How many rows a table has, and the SHA-256 over all of them in order."""

    rows: int
    digest: str


def hold(connection: Connection) -> None:
    """Keep everybody else from writing until the transaction ends; they may go on reading.

    On SQLite a writing transaction does so by itself.
    """
    if connection.dialect.name != "sqlite":
        names = ", ".join(table.name for table in metadata.sorted_tables)
        connection.execute(text(f"LOCK TABLE {names} IN SHARE MODE"))


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy every row, ids too, in an order that foreign keys allow."""
    for table in metadata.sorted_tables:
        for rows in _partitions(source, table):
            target.execute(insert(table), rows)
        if target.dialect.name != "sqlite" and "id" in table.columns:
            _set_sequence(target, table)


def tables_of(connection: Connection) -> Mapping[str, TableCopied]:
    """Return what every table holds, for comparing two databases row by row."""
    found = {}
    for table in metadata.sorted_tables:
        digest, count = sha256(), 0
        for rows in _partitions(connection, table):
            for row in rows:
                digest.update(canonical(row).encode() + b"\n")
                count += 1
        found[table.name] = TableCopied(count, digest.hexdigest())
    return found


def _partitions(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    statement = select(table).order_by(*table.primary_key.columns)
    result = connection.execution_options(yield_per=_BATCH).execute(statement)
    for rows in result.partitions():
        yield [dict(row._mapping) for row in rows]  # noqa: SLF001  # SQLAlchemy's documented name


def _set_sequence(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number the next row after the highest id that was copied."""
    column = table.columns["id"]
    if not isinstance(column.type.python_type, type) or column.type.python_type is not int:
        return
    highest = connection.execute(select(func.max(column))).scalar()
    if highest is not None:
        sequence = func.pg_get_serial_sequence(table.name, "id")
        connection.execute(select(func.setval(sequence, highest)))
