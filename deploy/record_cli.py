"""The record's own commands: verify, export, backup, restore, move-database, erase.

Exit status 0; 1 where a verification found something; 2 with one line on stderr as elsewhere.
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import Settings
from bot.texts import Texts, texts_in
from bot.usecases.people import OPERATOR
from bot.wording.record import record_lines, verification_lines
from deploy.offline import OperatorError, desk_over_record, only_workspace
from storage import backup as copies
from storage.chain import Head
from storage.erasure import erase_person
from storage.ledger import ledgers
from storage.record_file import check_record, export_record
from storage.verification import verify_everything, verify_workspace

_FOUND_SOMETHING = 1
InWorkspace = Annotated[
    str | None, typer.Option("--workspace", help="The Slack team's id, if there are several.")
]


def register(app: typer.Typer) -> None:
    """Add these commands to the `samtliga` command."""
    for command in (verify, export, backup, restore, erase):
        app.command()(command)
    app.command(name="move-database")(move_database)


def verify(
    file: Annotated[Path | None, typer.Argument(help="An exported record (JSON Lines).")] = None,
    *,
    head: Annotated[
        list[str] | None,
        typer.Option(
            help="A head published earlier, as the digest writes it: kronoberg-2018=12:9f86d0…"
        ),
    ] = None,
    workspace: InWorkspace = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Compute the current state anew; always done.")
    ] = True,
) -> None:
    """Find whatever was altered: in the record, or in an exported file by itself."""
    del rebuild  # a verification without it would be half a one; the flag is what people look for
    published = dict(map(_published, head or []))
    lines, is_sound = _verified_file(file, published) if file else _verified(published, workspace)
    _print(lines)
    if not is_sound:
        raise typer.Exit(_FOUND_SOMETHING)


def export(
    agreement: Annotated[str, typer.Argument(help="A recommendation's key: skl-2020.")],
    *,
    record: Annotated[bool, typer.Option("--record", help="The whole record.")] = True,
    people: Annotated[bool, typer.Option(help="Whether to say who is behind the digests.")] = True,
    workspace: InWorkspace = None,
) -> None:
    """Print an agreement's whole record as JSON Lines, readable and checkable without Samtliga."""
    del record  # what is exported; the flag leaves room for other forms
    with desk_over_record(Settings()) as desk:
        chosen = only_workspace(desk, workspace)
        with desk.database.reading(chosen) as session:
            if agreement not in ledgers(session):
                t = _texts()
                raise OperatorError(
                    t(
                        "There is no ledger of {agreement} in {workspace}.",
                        agreement=agreement,
                        workspace=chosen,
                    )
                )
            _print(export_record(session, agreement, desk.now(), with_people=people))


def backup(file: Annotated[Path, typer.Argument(help="Where the backup is to be.")]) -> None:
    """Write a backup while the bot goes on working, and verify it."""
    _say_copied(copies.backup(Settings().database_url, file), file.name)


def restore(file: Annotated[Path, typer.Argument(help="A backup.")]) -> None:
    """Bring a backup back into an empty place (SAMTLIGA_DATABASE_URL), and verify it."""
    _say_copied(copies.restore(file, Settings().database_url), Settings().database_url)


def move_database(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The record's address now.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="An empty database's address.")],
) -> None:
    """Carry the record to another database, compared row by row; the old one stays as it is."""
    _say_copied(copies.move_database(source, target), target)


def erase(
    person: Annotated[str, typer.Argument(help="A Slack id or a name, exactly as recorded.")],
    *,
    role: Annotated[str, typer.Option(help="What remains: socialchef, Ljungby.")],
    workspace: InWorkspace = None,
) -> None:
    """Erase a person's details and leave a role; the erasure itself is recorded."""
    t = _texts()
    with (
        desk_over_record(Settings()) as desk,
        desk.database.transaction(only_workspace(desk, workspace)) as session,
    ):
        erased = erase_person(session, person, role, today=desk.today(), at=desk.now(), by=OPERATOR)
    _print(
        [
            t(
                "Erased; {pseudonym} ({role}) stands in the record now.",
                pseudonym=erased.pseudonym,
                role=role,
            )
        ]
    )


def _verified(published: Mapping[str, Head], workspace: str | None) -> tuple[list[str], bool]:
    """Verify one workspace, or all; a published head is always one workspace's."""
    t = _texts()
    if "" in published:
        raise OperatorError(
            t("Say which ledger the head {head} is of: KEY=HEAD.", head=str(published[""]))
        )
    with desk_over_record(Settings()) as desk:
        if workspace or published:
            chosen = only_workspace(desk, workspace)
            found = [verify_workspace(desk.database, chosen, published)]
        else:
            found = [*verify_everything(desk.database)]
    lines = [line for each in found for line in verification_lines(each, t)]
    return lines, all(each.is_sound for each in found)


def _verified_file(file: Path, published: Mapping[str, Head]) -> tuple[list[str], bool]:
    with file.open(encoding="utf-8") as lines:
        found = check_record(lines, file.name, next(iter(published.values()), None))
    return list(record_lines(found, _texts())), found.is_sound


def _published(written: str) -> tuple[str, Head]:
    """Read a head as it was copied: quoted or not, with = or a blank before it, or alone."""
    ledger, _, head = written.strip(" \t`").replace("=", " ").rpartition(" ")
    try:
        return ledger, Head.read(head)
    except ValueError as error:
        raise OperatorError(
            _texts()("{written} isn’t a head, such as kronoberg-2018=12:9f86d0….", written=written)
        ) from error


def _say_copied(copied: copies.Copied, place: str) -> None:
    t = _texts()
    _print(line for each in copied.verifications for line in verification_lines(each, t))
    _print([t.plural("{n} row in {place}.", "{n} rows in {place}.", copied.rows, place=place)])
    if not all(each.is_sound for each in copied.verifications):
        raise typer.Exit(_FOUND_SOMETHING)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")


def _texts() -> Texts:
    return texts_in(Settings().language)
