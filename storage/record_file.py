"""The whole record of one agreement as a file (JSON Lines) that anybody can read and check.

First a header with the head, then every entry as it stands in the ledger with its hash, then who
is behind the digests, as far as that hasn't been erased. Checking needs no database: the SHA-256 of
the text between `{"entry":` and `,"hash":` is the hash, and each entry names the one before.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage.canonical import canonical
from storage.chain import ChainProblem, Entry, Head, check_chain, head_of
from storage.errors import RecordFileError
from storage.ledger import entries_of
from storage.personal_text import personal_texts, salted

FORMAT = "samtliga-record"
_ABOUT = (
    "Each line after this one is an entry: its hash is the SHA-256 of its text in UTF-8, exactly as"
    ' it stands between {"entry": and ,"hash": — and each entry names the hash of the one before as'
    " previous. People stand at the end; in entries only the SHA-256 of salt:text stands for them."
)


@dataclass(frozen=True)
class RecordCheck:
    """What checking a record file found."""

    workspace_id: str
    ledger: str
    head: Head
    chain: tuple[ChainProblem, ...]
    people: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Return whether chain, head and people are as the file says."""
        return not (self.chain or self.people)


def export_record(
    session: Session, ledger: str, exported_at: datetime, *, with_people: bool = True
) -> Iterator[str]:
    """Yield the lines of an agreement's record, without their line ends."""
    entries = entries_of(session, ledger)
    yield canonical(
        {
            "format": FORMAT,
            "version": 1,
            "workspace": session.info["workspace_id"],
            "ledger": ledger,
            "exported_at": exported_at,
            "head": str(head_of(entries)),
            "about": _ABOUT,
        }
    )
    for entry in entries:
        yield f'{{"entry":{entry.text},"hash":"{entry.hash}"}}'
    if with_people:
        said = "".join(entry.text for entry in entries)
        for person in personal_texts(session):
            if person.digest in said:
                known = (
                    {"role": person.role}
                    if person.salt is None
                    else {"text": person.text, "salt": person.salt}
                )
                yield canonical({"person": {"digest": person.digest, **known}})


def check_record(lines: Iterable[str], file: str, published: Head | None = None) -> RecordCheck:
    """Check an exported record by itself; `published` is a head known from somewhere else.

    Raises: RecordFileError where a line isn't what it should be.
    """
    header: Mapping[str, Any] | None = None
    entries: list[Entry] = []
    people: list[Mapping[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        try:
            said = json.loads(line)
            if header is None:
                if said["format"] != FORMAT:
                    raise RecordFileError(file, number)
                header = said
                stated = Head.read(said["head"])
            elif "entry" in said:
                entries.append(Entry(len(entries) + 1, _text_in(line, said), str(said["hash"])))
            else:
                people.append(said["person"])
        except (ValueError, KeyError, TypeError) as error:
            raise RecordFileError(file, number) from error
    if header is None:
        raise RecordFileError(file, 1)
    problems = {*check_chain(entries, stated), *check_chain(entries, published)}
    return RecordCheck(
        workspace_id=str(header["workspace"]),
        ledger=str(header["ledger"]),
        head=head_of(entries),
        chain=tuple(sorted(problems, key=lambda each: (each.entry, each.damage.value))),
        people=tuple(str(each.get("digest")) for each in people if not _is_person(each)),
    )


def _text_in(line: str, said: Mapping[str, Any]) -> str:
    """Return an entry's own text: what stands in the line, not what we would write."""
    text = line.strip().removeprefix('{"entry":').rpartition(',"hash":')[0]
    return text if text and json.loads(text) == said["entry"] else canonical(said["entry"])


def _is_person(said: Mapping[str, Any]) -> bool:
    """Return whether a text is the one that its digest stands for, or is erased."""
    if "salt" not in said:
        return "role" in said
    return salted(str(said["salt"]), str(said["text"])) == said.get("digest")
