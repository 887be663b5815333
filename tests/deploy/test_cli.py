"""The command line as an operator and a script meet it: output, exit status, one line on stderr."""

import json
import os
import subprocess
import sys
from fractions import Fraction

import pytest

from storage.schema import head_revision


def samtliga(*words, cwd, **settings):
    """Run the command as a shell would, in an empty directory of its own."""
    environment = {key: value for key, value in os.environ.items() if "SAMTLIGA" not in key}
    return subprocess.run(
        [sys.executable, "-c", "from deploy.cli import main; main()", *words],
        cwd=cwd,
        env={**environment, "PYTHONPATH": os.pathsep.join(sys.path), **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_share_as_json_has_ore_and_exact_fractions(tmp_path):
    done = samtliga("share", "Ekerö", "skl-2017", "--json", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["member"] == "0125"
    assert found["amount_ore"] == 950_700
    assert Fraction(found["share"]) > 0
    assert found["trace"][0]["kind"] == "total_read"
    assert list(tmp_path.iterdir()) == []  # a question doesn't make a record


def test_share_as_text_says_how_and_what_the_document_says(tmp_path):
    done = samtliga("share", "Norrtälje", "skl-2020", cwd=tmp_path)

    shown = done.stdout.replace("\xa0", " ")
    assert shown.startswith("Norrtälje: 120 205 kr, 0,62 % av totalen, 1,95 kr per invånare\n")
    assert "Sista svarsdag: lördag 15 juni 2019" in shown
    assert "skiljer sig med 2,44 procentenheter från uträknade 12,56 %" in shown


def test_english_is_a_setting(tmp_path):
    done = samtliga("share", "Ekerö", "skl-2017", cwd=tmp_path, SAMTLIGA_LANGUAGE="en")

    assert "The document states 9,500\xa0kr: agrees when rounded to hundreds of kronor" in (
        done.stdout
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("share", "Atlantis"), "Jag känner inte till ”Atlantis”. De närmaste namnen är"),
        (("share", "Lund", "kronoberg-2018"), "Lund är inte med bland dem som kronoberg-2018"),
        (("status", "kronoberg-2018"), "Det finns inget diarium på sqlite:///samtliga.sqlite3"),
        (("check", "saknas.toml"), "saknas.toml går inte att öppna"),
        (("run",), "Två nycklar behövs"),
    ],
)
def test_what_cannot_be_done_is_one_line_on_stderr_and_status_2(tmp_path, words, sentence):
    done = samtliga(*words, cwd=tmp_path)

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1


def test_run_says_when_slack_cannot_be_reached(tmp_path):
    done = samtliga(
        "run",
        cwd=tmp_path,
        SAMTLIGA_SLACK_BOT_TOKEN="xoxb-1",
        SAMTLIGA_SLACK_APP_TOKEN="xapp-1",
        SAMTLIGA_SLACK_API_URL="http://127.0.0.1:9/api/",
    )

    assert done.returncode == 2
    assert done.stderr == "Slack går inte att nå på http://127.0.0.1:9/api/.\n"


def test_explain_prints_a_tree(tmp_path):
    done = samtliga("explain", "Ljungby", "skl-2020", cwd=tmp_path)

    lines = done.stdout.splitlines()
    assert lines[0].startswith("Ljungby, skl-2020: ")
    assert all(line.startswith("├─ ") for line in lines[1:-1])
    assert lines[-1].startswith("└─ ")


def test_agreements_lists_the_five(tmp_path):
    done = samtliga("agreements", "--json", cwd=tmp_path)

    assert [each["key"] for each in json.loads(done.stdout)] == [
        "skl-2020",
        "kronoberg-2018",
        "skl-2017",
        "fourum-2016",
        "finsam-2014",
    ]


def test_check_of_a_malformed_file_names_file_field_and_what_is_allowed(tmp_path):
    (tmp_path / "sjatte.toml").write_text(
        'key = "sjatte-2024"\ntitle = "Sjätte"\nmembers = ["Ljungby", "Hbo"]\ndeadline = "snart"\n'
        'recommended_by = "Region"\nquestion = "Vill ni?"\n[sources.brev]\ntitle = "Brev"\n',
        encoding="utf-8",
    )

    done = samtliga("check", "sjatte.toml", cwd=tmp_path)

    assert done.returncode == 2
    assert done.stderr.startswith("sjatte.toml går inte att läsa. members.1: 'Hbo' går inte;")
    assert done.stderr.count("\n") == 1
    problems = done.stdout.splitlines()
    assert any(line.startswith("members.1: 'Hbo' går inte; tillåtet:") for line in problems)
    assert any(line.startswith("deadline: 'snart' går inte; tillåtet:") for line in problems)


def test_check_says_what_is_allowed_in_the_readers_language(tmp_path):
    (tmp_path / "fel.toml").write_text(
        'key = "fel-2027"\ntitle = "Fel"\nrecommended_by = "Region"\nquestion = "Vill ni?"\n'
        'members = ["Växjö", "Ljungby"]\nperiod = { start = 2027-01-01, end = 2020-12-31 }\n'
        '[sources.brev]\ntitle = "Brev"\n[[costs]]\nname = "drift"\ntotal_kr = -5\n'
        'colour = "red"\nkey = { kind = "equal" }\n',
        encoding="utf-8",
    )

    done = samtliga("check", "fel.toml", cwd=tmp_path)

    allowed = [line.rpartition("tillåtet: ")[2] for line in done.stdout.splitlines()]
    assert "ett slut som inte ligger före början" in allowed
    assert 'kronor: 4_200_000, 1.95 eller "4 200 000", inte negativt' in allowed
    assert any(each.startswith("en av name, title, every") for each in allowed)


def test_check_of_broken_toml_says_on_which_line(tmp_path):
    (tmp_path / "trasig.toml").write_text('key = "x"\ntitle = \n', encoding="utf-8")

    done = samtliga("check", "trasig.toml", cwd=tmp_path)

    assert done.returncode == 2
    assert "line 2: det här är inte TOML: title =" in done.stderr


def test_sixth_agreement_of_ones_own_can_be_asked_about(tmp_path):
    folder = tmp_path / "avtal"
    folder.mkdir()
    (folder / "ungdom.toml").write_text(SIXTH, encoding="utf-8")

    done = samtliga("share", "Växjö", cwd=tmp_path, SAMTLIGA_AGREEMENTS_DIR=str(folder))

    shown = done.stdout.replace("\xa0", " ")
    assert done.stderr == ""
    assert "Gemensam ungdomsmottagning på nätet (ungdom-2026)" in shown
    assert "Villkor: minst 6 parter antar" in shown


SIXTH = """
key = "ungdom-2026"
title = "Gemensam ungdomsmottagning på nätet"
question = "Ska kommunen vara med och betala en gemensam ungdomsmottagning på nätet från 2026?"
recommended_by = "Region Kronoberg"
recommended_on = 2025-09-01
deadline = 2025-12-12
members = { county = "Kronobergs län" }

[sources.brev]
title = "Region Kronobergs brev"
published = 2025-09-01

[population]
on = 2023-12-31

[[costs]]
name = "mottagning"
total_kr = 1_200_000
key = { kind = "weight", weight = "population", rounding = "krona" }

[condition]
kind = "at_least"
count = 6
"""


def test_audit_of_a_new_record_finds_nothing(tmp_path):
    url = f"sqlite:///{tmp_path / 'diarium.sqlite3'}"
    made = samtliga("migrate", cwd=tmp_path, SAMTLIGA_DATABASE_URL=url)

    done = samtliga("audit", cwd=tmp_path, SAMTLIGA_DATABASE_URL=url)

    assert (made.returncode, made.stdout) == (0, f"Diariet har version {head_revision()}.\n")
    assert (done.returncode, done.stdout) == (0, "Allt som skulle ha hänt har hänt.\n")


def test_minutes_are_read_from_standard_input(tmp_path):
    text = (
        "Ljungby kommun\nSocialnämnden\nSammanträdesdatum 2019-04-10\n\n§ 41\n"
        "Rekommendation om gemensam finansiering\nDnr SN 2019/103\n\nBeslut\n"
        "Socialnämnden antar rekommendationen.\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", "from deploy.cli import main; main()", "minutes", "-", "--json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )

    (draft,) = json.loads(done.stdout)
    assert (draft["outcome"], draft["stage"]) == ("adopts", "decision")
    assert (draft["municipality"], draft["paragraph"]) == ("Ljungby", "§ 41")
    assert (draft["date"], draft["case_number"]) == ("2019-04-10", "SN 2019/103")
