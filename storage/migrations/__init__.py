"""Alembic's migrations; run through `storage.schema`, never by hand against a live database."""
