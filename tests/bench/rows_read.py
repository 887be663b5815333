"""How many rows a piece of work really reads: counted by the database, not by us.

PostgreSQL runs every statement again under EXPLAIN ANALYZE and reports the rows of each scan,
those that a filter threw away included. SQLite counts no rows, but the steps of its virtual
machine, of which every row that is looked at takes a few.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Engine, event, text

from storage.engine import Database


def rows_read(database: Database, work: Callable[[], object]) -> int:
    """Return the rows that queries scan (PostgreSQL), or the steps that they take (SQLite)."""
    return _steps(database, work) if database.is_sqlite else _scanned(database, work)


def _scanned(database: Database, work: Callable[[], object]) -> int:
    statements: list[tuple[str, Any]] = []

    def note(_conn: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith("SELECT") and "advisory" not in statement:
            statements.append((statement, parameters))

    engine: Engine = database._writing
    event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    total = 0
    with database.connection(write=False) as connection:
        for statement, parameters in statements:
            plan = connection.exec_driver_sql(
                f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters
            ).scalar_one()
            total += round(sum(_scan_rows(plan[0]["Plan"])))
    return total


def _scan_rows(node: dict[str, Any]) -> Iterator[float]:
    if "Scan" in node["Node Type"] and node["Node Type"] != "Bitmap Heap Scan":
        removed = sum(value for name, value in node.items() if name.startswith("Rows Removed"))
        yield (node["Actual Rows"] + removed) * node["Actual Loops"]
    for each in node.get("Plans", ()):
        yield from _scan_rows(each)


def _steps(database: Database, work: Callable[[], object]) -> int:
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    with database.connection(write=False) as connection:
        connection.execute(text("SELECT 1"))
    watched = []

    def watch(connection: Any, *_: object) -> None:
        connection.set_progress_handler(step, 1)
        watched.append(connection)

    event.listen(database._writing.pool, "checkout", watch)
    try:
        work()
    finally:
        event.remove(database._writing.pool, "checkout", watch)
        for each in watched:
            each.set_progress_handler(None, 0)
    return count
