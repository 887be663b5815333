"""The whole record as a file: readable without us, checked without a database."""

import json
from collections.abc import Callable
from hashlib import sha256

import pytest

from core.answer import Outcome
from storage.chain import ChainProblem, Damage, Head
from storage.errors import RecordFileError
from storage.ledger import heads
from storage.polls import Poll
from storage.record_file import check_record, export_record
from tests.databases import SQLiteFiles
from tests.storage.scene import KRONOBERG, Scene


@pytest.fixture
def databases(sqlite_files: SQLiteFiles) -> SQLiteFiles:
    """One kind is enough here: a file is a file, wherever it came from (see test_backup)."""
    return sqlite_files


@pytest.fixture
def lines(scene: Scene, poll: Poll) -> list[str]:
    """A header, 2 entries of the opening, 3 of answers, and 3 people."""
    scene.answer(poll, outcome=Outcome.DECLINES)
    scene.answer(poll, outcome=Outcome.ADOPTS)
    scene.answer(poll, "0780")
    with scene.database.reading("T1") as session:
        return list(export_record(session, KRONOBERG, scene.clock.now()))


def test_export_is_sound_and_names_the_head_of_the_ledger(scene: Scene, lines: list[str]) -> None:
    checked = check_record(lines, "record.jsonl")
    with scene.database.reading("T1") as session:
        head = heads(session)[KRONOBERG]
    assert (checked.is_sound, checked.head, checked.ledger) == (True, head, KRONOBERG)
    assert json.loads(lines[0])["head"] == str(head)


def test_export_can_be_checked_with_nothing_but_a_hash_function(lines: list[str]) -> None:
    previous = "0" * 64
    for line in lines[1:6]:
        text, _, rest = line.removeprefix('{"entry":').rpartition(',"hash":')
        assert json.loads(text)["previous"] == previous
        previous = sha256(text.encode()).hexdigest()
        assert rest == f'"{previous}"}}'


def test_export_names_people_beside_the_entries_only(lines: list[str]) -> None:
    people = [json.loads(line)["person"] for line in lines[6:]]
    assert sorted(person["text"] for person in people) == ["CT1", "U0780", "U0781"]
    assert [line for line in lines[:6] if "U0780" in line] == []
    assert (
        people[0]["digest"]
        == sha256(f"{people[0]['salt']}:{people[0]['text']}".encode()).hexdigest()
    )


def test_export_without_people_is_sound_too(scene: Scene, poll: Poll) -> None:
    scene.answer(poll)
    with scene.database.reading("T1") as session:
        lines = list(export_record(session, KRONOBERG, scene.clock.now(), with_people=False))
    assert (len(lines), check_record(lines, "record.jsonl").is_sound) == (4, True)


def _altered(lines: list[str], at: int, old: str, new: str) -> list[str]:
    return [line.replace(old, new) if nth == at else line for nth, line in enumerate(lines)]


@pytest.mark.parametrize(
    ("spoil", "problems"),
    [
        (
            lambda lines: _altered(lines, 3, '"declines"', '"adopts"'),
            (ChainProblem(Damage.CHANGED, 3),),
        ),
        (
            lambda lines: _altered(lines, 3, '"hash":"', '"hash":"0'),
            (ChainProblem(Damage.CHANGED, 3),),
        ),
        (lambda lines: [*lines[:3], *lines[4:]], (ChainProblem(Damage.REMOVED, 3),)),
        (
            lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]],
            (ChainProblem(Damage.MOVED, 3), ChainProblem(Damage.MOVED, 4)),
        ),
        (lambda lines: [*lines[:5], *lines[6:]], (ChainProblem(Damage.CUT, 5),)),
        (
            lambda lines: lines[:2],
            tuple(ChainProblem(Damage.CUT, gone) for gone in range(2, 6)),
        ),
    ],
    ids=["changed", "another hash", "removed", "swapped", "cut", "cut short"],
)
def test_altered_file_is_found_out(
    lines: list[str],
    spoil: Callable[[list[str]], list[str]],
    problems: tuple[ChainProblem, ...],
) -> None:
    assert check_record(spoil(lines), "record.jsonl").chain == problems


def test_another_name_in_the_file_is_found_out(lines: list[str]) -> None:
    spoilt = [line.replace("U0780", "U9999") for line in lines]
    digest = next(json.loads(line)["person"]["digest"] for line in lines[6:] if "U0780" in line)
    assert check_record(spoilt, "record.jsonl").people == (digest,)


def test_file_that_was_cut_and_given_a_new_head_shows_against_a_published_one(
    lines: list[str],
) -> None:
    published = Head.read(json.loads(lines[0])["head"])
    header = {**json.loads(lines[0]), "head": f"4:{json.loads(lines[4])['hash']}"}
    forged = [json.dumps(header), *lines[1:5]]
    assert check_record(forged, "record.jsonl").is_sound
    assert check_record(forged, "record.jsonl", published).chain == (ChainProblem(Damage.CUT, 5),)


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (lambda lines: lines[:0], 1),
        (lambda lines: ["not JSON", *lines[1:]], 1),
        (lambda lines: ['{"format":"another"}', *lines], 1),
        (lambda lines: ['{"head":"1:x"}', *lines], 1),
        (lambda lines: [*lines[:3], lines[3][:40], *lines[4:]], 4),
        (lambda lines: [*lines[:3], "[]", *lines[4:]], 4),
    ],
)
def test_file_that_is_no_record_is_refused_with_its_line(
    lines: list[str], spoil: Callable[[list[str]], list[str]], line: int
) -> None:
    with pytest.raises(RecordFileError) as refused:
        check_record(spoil(lines), "record.jsonl")
    assert (refused.value.file, refused.value.line) == ("record.jsonl", line)
