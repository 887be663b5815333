"""What is wrong with the database, as sentences: for people what to do meanwhile."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.texts import Texts
from storage.errors import (
    DatabaseBusyError,
    DatabaseDamagedError,
    DatabaseFullError,
    DatabaseGoneError,
    DatabaseReadOnlyError,
    DriverMissingError,
    InvitationInvalidError,
    NotEmptyError,
    RecordDamagedError,
    RecordFileError,
    UnknownPersonError,
)


def _full(_error: DatabaseFullError, t: Texts) -> str:
    return t(
        "Nothing was recorded: the disk where the record is kept is full. Tell whoever runs"
        " Samtliga, and try again when there is room."
    )


def _read_only(_error: DatabaseReadOnlyError, t: Texts) -> str:
    return t(
        "Nothing was recorded: the record can be read but not written to right now. Tell whoever"
        " runs Samtliga, and try again later."
    )


def _busy(_error: DatabaseBusyError, t: Texts) -> str:
    return t(
        "The record is busy right now. Try again in a minute: the same answer twice counts once."
    )


def _gone(_error: DatabaseGoneError, t: Texts) -> str:
    return t(
        "The record can’t be reached right now. Try again in a minute: the same answer twice counts"
        " once."
    )


def _damaged(_error: DatabaseDamagedError, t: Texts) -> str:
    return t(
        "The record’s file is damaged, and nothing can be recorded. Whoever runs Samtliga restores"
        " a backup: samtliga restore FILE"
    )


def _not_empty(error: NotEmptyError, t: Texts) -> str:
    return t(
        "There is something at {url} already. Give the address of an empty place.", url=error.url
    )


def _copy_differs(error: RecordDamagedError, t: Texts) -> str:
    return t(
        "The copy at {url} isn’t what it was made from ({tables}), so it isn’t to be used. What it"
        " was made from is unchanged.",
        url=error.url,
        tables=t.listing(error.tables),
    )


def _record_file(error: RecordFileError, t: Texts) -> str:
    return t("{file} isn’t a record: line {line} can’t be read.", file=error.file, line=error.line)


def _unknown_person(error: UnknownPersonError, t: Texts) -> str:
    return t("Nobody is recorded as “{person}”, or no longer.", person=error.person)


def _invitation(_error: InvitationInvalidError, t: Texts) -> str:
    return t(
        "That code isn’t valid: it was never given, has been used, or is older than 30 days. Ask"
        " whoever invited you for a new one."
    )


def _driver_missing(error: DriverMissingError, t: Texts) -> str:
    return t(
        "PostgreSQL’s driver isn’t installed. Install Samtliga with it: samtliga[{extra}]",
        extra=error.extra,
    )


STORAGE_SENTENCES: Mapping[type, Callable[[Any, Texts], str]] = {
    DatabaseFullError: _full,
    DatabaseReadOnlyError: _read_only,
    DatabaseBusyError: _busy,
    DatabaseGoneError: _gone,
    DatabaseDamagedError: _damaged,
    NotEmptyError: _not_empty,
    RecordDamagedError: _copy_differs,
    RecordFileError: _record_file,
    UnknownPersonError: _unknown_person,
    InvitationInvalidError: _invitation,
    DriverMissingError: _driver_missing,
}
"""The sentence of each kind of storage error; `bot.wording.errors` looks here too."""
