"""The schema: models and migrations say the same, and only this version's database is used."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage import record_tables, reminder_tables  # noqa: F401  # their tables belong to it
from storage.engine import Database
from storage.errors import SchemaBehindError, SchemaUnknownError
from storage.schema import _config, current_revision, head_revision, migrate, prepare
from storage.tables import metadata


def test_models_equal_the_schema_that_the_migrations_make(database: Database) -> None:
    with database.connection() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrations_have_one_head() -> None:
    assert ScriptDirectory.from_config(_config(None)).get_heads() == [head_revision()]


def test_prepare_makes_the_schema_in_an_empty_place(empty_url: str) -> None:
    database = Database(empty_url)
    prepare(database)
    with database.connection() as connection:
        assert current_revision(connection) == head_revision()
    database.close()


def test_prepare_refuses_a_schema_of_an_older_version_and_migrate_mends_it(empty_url: str) -> None:
    database = Database(empty_url)
    migrate(database, "0001")
    with pytest.raises(SchemaBehindError) as refused:
        prepare(database)
    migrate(database)
    prepare(database)
    assert (refused.value.found, refused.value.wanted) == ("0001", head_revision())
    database.close()


def test_prepare_refuses_a_schema_of_a_newer_version(database: Database) -> None:
    with database.connection() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaUnknownError) as refused:
        prepare(database)
    assert refused.value.found == "9999"


@pytest.mark.parametrize("command", [prepare, migrate])
def test_a_database_of_somebody_else_is_left_alone(empty_url: str, command: object) -> None:
    database = Database(empty_url)
    with database.connection() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER)"))
    with pytest.raises(SchemaUnknownError):
        command(database)  # type: ignore[operator]  # both take a database
    with database.connection() as connection:
        assert connection.execute(text("SELECT count(*) FROM theirs")).scalar() == 0
    database.close()
