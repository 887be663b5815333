"""What no query can get around: its own workspace, and that what was said stays as it was said.

Held in one place, on every session: `storage.engine` says which workspace a session belongs to.
"""

from functools import lru_cache

from sqlalchemy import event
from sqlalchemy.orm import (
    LoaderCriteriaOption,
    ORMExecuteState,
    Session,
    UOWTransaction,
    with_loader_criteria,
)
from sqlmodel import Session as SQLModelSession
from sqlmodel import col

from storage.record_tables import APPEND_ONLY
from storage.tables import WorkspaceRow

WORKSPACE = "workspace_id"
READ_ONLY = "read_only"
ERASING = "erasing"
"""The one exception to append-only: `storage.erasure` replaces a person's id by a pseudonym."""

EVERYWHERE = object()
"""The workspace of a session that sees all of them: for the ticker and operators."""


@event.listens_for(SQLModelSession, "do_orm_execute")
def _hold_to_workspace(state: ORMExecuteState) -> None:
    """Add the session's workspace to every query over rows that belong to one."""
    workspace = state.session.info.get(WORKSPACE)
    if workspace is None:
        raise RuntimeError("a query outside Database.transaction() or Database.reading()")
    _refuse_alteration(state)
    if workspace is EVERYWHERE:
        return
    if not state.is_orm_statement:
        raise RuntimeError("a bare statement can't be held to a workspace; select tables' classes")
    tables = tuple(WorkspaceRow.__subclasses__())
    state.statement = state.statement.options(*_criteria(tables, str(workspace)))


@lru_cache(maxsize=256)
def _criteria(
    tables: tuple[type[WorkspaceRow], ...], workspace: str
) -> tuple[LoaderCriteriaOption, ...]:
    """Return what holds each table to a workspace; made once, for every statement carries it."""
    return tuple(
        with_loader_criteria(table, col(table.workspace_id) == workspace, include_aliases=True)
        for table in tables
    )


@event.listens_for(SQLModelSession, "before_flush")
def _stamp_workspace(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Give new rows the session's workspace; refuse rows of another, and altered versions."""
    if session.info.get(READ_ONLY) and (session.new or session.dirty or session.deleted):
        raise RuntimeError("a write in Database.reading()")
    for row in (*session.dirty, *session.deleted):
        if isinstance(row, APPEND_ONLY) and (row in session.deleted or session.is_modified(row)):
            raise RuntimeError(f"{type(row).__name__} is append-only")
    workspace = session.info.get(WORKSPACE)
    if workspace is EVERYWHERE:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(row, WorkspaceRow):
            continue
        if not row.workspace_id:
            row.workspace_id = str(workspace)
        if row.workspace_id != workspace:
            raise RuntimeError(f"a row of workspace {row.workspace_id} in a session of {workspace}")


def _refuse_alteration(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete):
        return
    if state.session.info.get(READ_ONLY):
        raise RuntimeError("a write in Database.reading()")
    mapper = state.bind_mapper
    is_fixed = mapper is not None and issubclass(mapper.class_, APPEND_ONLY)
    if is_fixed and not state.session.info.get(ERASING):
        raise RuntimeError("versions and ledgers are append-only")
