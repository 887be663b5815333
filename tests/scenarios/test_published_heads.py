"""The digest publishes where each ledger ends; with a line of it, a cut tail is found.

The insider cuts cleverly: entry, answer and projection together, so that nothing else differs.
"""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from storage.engine import Database
from storage.ledger import heads
from tests.scenarios.stage import Stage
from tests.storage.tampering import tamper

MONDAY = datetime(2017, 9, 11, 7, 0, tzinfo=UTC)
CUT = (
    "DELETE FROM ledger_entry WHERE ledger = 'kronoberg-2018' AND sequence = 3",
    "DELETE FROM current_answer",
    "DELETE FROM answer",
)


def samtliga(*words: str, database_url: str) -> subprocess.CompletedProcess[str]:
    """Run the command as an operator would."""
    environment = {key: value for key, value in os.environ.items() if "SAMTLIGA" not in key}
    return subprocess.run(
        [sys.executable, "-c", "from deploy.cli import main; main()", *words],
        env={
            **environment,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "SAMTLIGA_DATABASE_URL": database_url,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
async def digest(opened: Stage) -> str:
    """The coordinator's digest of the Monday after Ljungby's answer."""
    await opened.answer("Ljungby", "Nej")
    await opened.move_to(MONDAY)
    return opened.maria.direct_messages()[-1].plain()


async def test_digest_says_where_each_ledger_ends(
    opened: Stage, digest: str, database_url: str
) -> None:
    database = Database(database_url)
    with database.reading(opened.workspace.team.id) as session:
        ends = heads(session)
    database.close()
    assert "Spara det här: med en rad av det" in digest
    assert re.findall(r"`([^`=]+)=(\d+:[0-9a-f]{64})`", digest) == [
        (ledger, str(head)) for ledger, head in ends.items()
    ]
    assert {ledger: head.entries for ledger, head in ends.items()} == {
        "@people": 9,
        "kronoberg-2018": 3,
    }


async def test_tail_that_was_cut_is_found_with_the_line_of_the_digest(
    opened: Stage, digest: str, database_url: str
) -> None:
    """However the line is copied: as it stands, with its backticks, with a space."""
    await opened.stop()
    head = re.findall(r"`kronoberg-2018=(\S+)`", digest)[0]
    lines = [f"kronoberg-2018={head}", f"`kronoberg-2018={head}`", f"kronoberg-2018 {head}"]
    before = samtliga("verify", "--head", lines[0], database_url=database_url)
    database = Database(database_url)
    tamper(database, *CUT)
    database.close()

    without = samtliga("verify", database_url=database_url)
    against = [samtliga("verify", "--head", line, database_url=database_url) for line in lines]

    assert (before.returncode, before.stderr) == (0, "")
    assert without.returncode == 0
    assert [done.returncode for done in against] == [1, 1, 1]
    for done in against:
        assert "  kronoberg-2018: Post 3 saknas: slutet är avklippt." in done.stdout.splitlines()


async def test_head_without_its_ledger_is_asked_about(
    opened: Stage, digest: str, database_url: str
) -> None:
    await opened.stop()
    head = re.findall(r"`kronoberg-2018=(\S+)`", digest)[0]
    done = samtliga("verify", "--head", head, database_url=database_url)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Säg vilket diarium slutsumman {head} gäller: NYCKEL=SLUTSUMMA.")
