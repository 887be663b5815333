"""A desk for the command line: over the record if there is one, without making it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlmodel import select

from bot.desk import Desk, open_desk
from bot.settings import Settings
from bot.texts import texts_in
from storage.errors import NoDatabaseError
from storage.tables import Workspace

NO_WORKSPACE = "none"


class OperatorError(Exception):
    """Something an operator must mend; the text is a sentence in the operator's language."""


def read_text(file: Path) -> str:
    """Return a file's text. Raises: OperatorError if it can't be read."""
    t = texts_in(Settings().language)
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        text = t("{file} can’t be opened: {reason}.", file=str(file), reason=reason)
        raise OperatorError(text) from error
    except UnicodeDecodeError as error:
        text = t("{file} isn’t text in UTF-8; save it as UTF-8.", file=str(file))
        raise OperatorError(text) from error


@contextmanager
def desk_for_lookups(settings: Settings) -> Iterator[Desk]:
    """Open a desk to look things up; where there is no record yet, over an empty one in memory."""
    kept = (
        settings
        if has_record(settings)
        else settings.model_copy(update={"database_url": "sqlite://"})
    )
    desk = open_desk(kept)
    try:
        yield desk
    finally:
        desk.close()


@contextmanager
def desk_over_record(settings: Settings) -> Iterator[Desk]:
    """Open a desk over the record. Raises: NoDatabaseError if there is none."""
    if not has_record(settings):
        raise NoDatabaseError(make_url(settings.database_url).render_as_string())
    desk = open_desk(settings)
    try:
        yield desk
    finally:
        desk.close()


def has_record(settings: Settings) -> bool:
    """Return whether the settings' database is there; a server's is taken to be."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        return True
    return bool(url.database) and Path(str(url.database)).exists()


def only_workspace(desk: Desk, named: str | None) -> str:
    """Return the workspace that is meant: the named one, or the only one there is.

    Raises: OperatorError if there are several and none is named.
    """
    with desk.database.across_workspaces() as session:
        known = list(session.exec(select(Workspace.id).order_by(Workspace.id)))
    if named is not None:
        return named
    if len(known) > 1:
        t = texts_in(Settings().language)
        text = t(
            "There are several workspaces: {known}. Name one: --workspace", known=t.listing(known)
        )
        raise OperatorError(text)
    return known[0] if known else NO_WORKSPACE
