"""The schema's version: made in an empty database, brought up to date, refused if unknown."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, inspect

from storage.engine import Database
from storage.errors import SchemaBehindError, SchemaUnknownError


def prepare(database: Database) -> None:
    """Make the schema in an empty database; in any other, check that it is this version's.

    Raises: SchemaBehindError for an older schema (`migrate` mends it); SchemaUnknownError for one
    that isn't ours or is newer than we are.
    """
    with database.connection(write=False) as connection:
        found = current_revision(connection)
    wanted = head_revision()
    if found is None:
        migrate(database)
    elif found != wanted and _is_known(found):
        raise SchemaBehindError(found, wanted)
    elif found != wanted:
        raise SchemaUnknownError(found)


def migrate(database: Database, to: str = "head") -> None:
    """Bring the schema up to this version (or to the revision `to`), in one transaction.

    Raises: SchemaUnknownError as in `prepare`.
    """
    with database.connection() as connection:
        found = current_revision(connection)
        if found is None:
            _upgrade_empty(connection, to)
        elif _is_known(found):
            command.upgrade(_config(connection), to)
        else:
            raise SchemaUnknownError(found)


def current_revision(connection: Connection) -> str | None:
    """Return the revision that the database says it has, None where there is no schema."""
    return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str:
    """Return the newest revision this version has."""
    return _scripts().get_current_head() or ""


def _upgrade_empty(connection: Connection, to: str = "head") -> None:
    if inspect(connection).get_table_names():
        raise SchemaUnknownError("tables without a version")
    command.upgrade(_config(connection), to)


def _is_known(revision: str) -> bool:
    try:
        return _scripts().get_revision(revision) is not None
    except CommandError:
        return False


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(None))


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
