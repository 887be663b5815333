"""The operator's commands over the record: bring it up to date, appoint, give mandates, audit."""

import csv
from pathlib import Path

from bot.settings import Settings
from bot.texts import Texts, texts_in
from bot.usecases.audit import audit as find_faults
from bot.usecases.people import OPERATOR, GrantMandate, appoint_coordinator, grant_mandates
from bot.wording.audit import finding_line
from deploy.offline import OperatorError, desk_over_record, only_workspace, read_text
from storage.engine import Database
from storage.schema import head_revision
from storage.schema import migrate as bring_up_to_date


def audit_lines() -> list[str]:
    """Return what should have happened by now and hasn't, a line each."""
    with desk_over_record(Settings()) as desk:
        return [finding_line(finding, _texts()) for finding in find_faults(desk)]


def appoint(user: str, workspace: str | None) -> str:
    """Appoint a coordinator, on the operator's word."""
    with desk_over_record(Settings()) as desk:
        appoint_coordinator(desk, only_workspace(desk, workspace), user, by=OPERATOR)
    return _texts()("{user} is now a coordinator.", user=user)


def import_mandates(file: Path, workspace: str | None) -> str:
    """Give the mandates of a CSV file (member,user), all or none of them."""
    rows = list(csv.DictReader(read_text(file).splitlines()))
    t = _texts()
    if not rows or not {"member", "user"} <= set(rows[0]):
        raise OperatorError(t("{file} needs the columns member and user.", file=file.name))
    grants = [GrantMandate(member=row["member"], user_id=row["user"].strip()) for row in rows]
    with desk_over_record(Settings()) as desk:
        given = grant_mandates(desk, only_workspace(desk, workspace), grants, by=OPERATOR)
    return t.plural("{n} mandate given.", "{n} mandates given.", len(given))


def migrate() -> str:
    """Bring the record's schema up to this version."""
    database = Database(Settings().database_url)
    try:
        bring_up_to_date(database)
    finally:
        database.close()
    return _texts()("The record has version {version}.", version=head_revision())


def _texts() -> Texts:
    return texts_in(Settings().language)
