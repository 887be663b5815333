"""Looking back and settling on the command line: a day, a history, a year, outside money."""

import json
from datetime import date

from bot.usecases.tell_step import TellStep, tell_step
from core.decision import Step
from storage.engine import Database
from storage.schema import migrate
from tests.deploy.test_cli import samtliga
from tests.storage.scene import KRONOBERG, LJUNGBY, Scene


def a_record(folder):
    """Ljungby's yes of 23 August 2017, told on 4 September and announced on the 8th."""
    url = f"sqlite:///{folder / 'samtliga.sqlite3'}"
    database = Database(url)
    migrate(database)
    scene = Scene(database)
    scene.add_workspace()
    poll = scene.open()
    scene.clock.move(days=2)
    scene.answer(poll)
    scene.clock.move(days=4)
    tell_step(
        scene.desk,
        TellStep(
            workspace_id="T1",
            poll_id=poll.id,
            member=LJUNGBY,
            version=1,
            user_id=f"U{LJUNGBY}",
            step=Step.ANNOUNCE,
            on=date(2017, 9, 8),
            gesture="told",
        ),
    )
    database.close()
    return {"SAMTLIGA_DATABASE_URL": url}


def test_audit_of_a_record_that_nobody_tends_finds_what_was_due(tmp_path):
    """Opened in 2017 and never sent: no bot has run since."""
    record = a_record(tmp_path)

    done = samtliga("audit", cwd=tmp_path, **record)

    found = done.stdout.splitlines()
    assert done.returncode == 1
    assert found[0].startswith("T1: meddelandet board:1 skulle ha skickats 4 sep. 2017 09:00")
    assert found[-1].startswith("Ingen schemaläggare har någonsin sett efter")


def test_status_on_a_day_tells_what_was_known_then_and_what_is_known_now(tmp_path):
    record = a_record(tmp_path)

    done = samtliga("status", KRONOBERG, "--on", "2017-09-04", "--json", cwd=tmp_path, **record)

    past = json.loads(done.stdout)
    says = {
        reading: next(m["says"] for m in past[reading]["members"] if m["member"] == LJUNGBY)
        for reading in ("known_then", "known_now")
    }
    assert says == {"known_then": "silent", "known_now": "yes"}
    assert past["told_later"] == [LJUNGBY]
    text = samtliga("status", KRONOBERG, "--on", "2017-09-04", cwd=tmp_path, **record).stdout
    assert text.startswith("måndag 4 september 2017, som det är känt nu\n")
    assert text.endswith("Meddelat först efteråt: Ljungby.\n")


def test_status_before_the_opening_is_one_line_and_status_2(tmp_path):
    record = a_record(tmp_path)

    done = samtliga("status", KRONOBERG, "--on", "2017-09-01", cwd=tmp_path, **record)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("kronoberg-2018 öppnades 4 september 2017")


def test_history_has_every_version_and_every_step(tmp_path):
    record = a_record(tmp_path)

    done = samtliga("history", "Ljungby", KRONOBERG, "--json", cwd=tmp_path, **record)

    history = json.loads(done.stdout)
    assert [(v["version"], v["stage"], v["step_on"]) for v in history["versions"]] == [
        (1, "decision", None),
        (2, "announced", "2017-09-08"),
    ]
    assert [(s["step"], s["on"], s["body"]) for s in history["steps"]] == [
        ("decide", "2017-08-23", "Socialnämnden"),
        ("announce", "2017-09-08", ""),
    ]
    text = samtliga("history", "Ljungby", KRONOBERG, cwd=tmp_path, **record).stdout
    assert "  8 september 2017: anslaget på anslagstavlan\n" in text
    assert "  Vinner laga kraft senast 30 september 2017, om ingen överklagar.\n" in text


def test_history_on_a_day_tells_what_was_known_then_and_what_is_known_now(tmp_path):
    record = a_record(tmp_path)
    asked = ("history", "Ljungby", KRONOBERG, "--on")

    first = json.loads(samtliga(*asked, "2017-09-04", "--json", cwd=tmp_path, **record).stdout)
    later = samtliga(*asked, "2017-09-06", cwd=tmp_path, **record).stdout

    assert [v["version"] for v in first["versions"]] == [1]
    assert first["state"] == "decided"
    assert first["known_then"] == {"versions": [], "state": "new", "steps": []}
    assert later.count("version 1") == 2
    assert "anslaget" not in later


def test_share_of_a_year_stands_beside_the_next(tmp_path):
    done = samtliga("share", "Norrtälje", "skl-2020", "--year", "2023", "--json", cwd=tmp_path)

    assert json.loads(done.stdout)["years"] == [
        {"year": 2023, "in_period": True, "amount_ore": 12_020_500},
        {"year": 2024, "in_period": False, "amount_ore": 0},
    ]


def test_settle_splits_outside_money_exactly_by_what_each_pays(tmp_path):
    done = samtliga(
        "settle", "fourum-2016", "2 100 000", "statsbidrag 2016", "--repaid", "--json", cwd=tmp_path
    )

    found = json.loads(done.stdout)
    assert (found["kind"], found["money_ore"], found["surplus_ore"]) == (
        "repayment", 210_000_000, 0,
    )  # fmt: skip
    assert sum(each["back_ore"] for each in found["members"]) == 210_000_000
    aneby = next(each for each in found["members"] if each["member"] == "0604")
    assert aneby == {
        "member": "0604",
        "paid_ore": 11_592_000,
        "back_ore": 3_864_000,
        "left_ore": 7_728_000,
    }


def test_settle_says_what_it_cannot_split(tmp_path):
    unknown = samtliga("settle", KRONOBERG, "1000", "statsbidrag", cwd=tmp_path)
    unclear = samtliga("settle", "fourum-2016", "mycket", "statsbidrag", cwd=tmp_path)

    assert unknown.stderr == (
        "kronoberg-2018 anger inte vad 7 av parterna betalar, så medlen kan inte fördelas efter vad"
        " de betalar.\n"
    )
    assert (unclear.returncode, unclear.stderr[:28]) == (2, "Jag förstår inte ”mycket”. S")


def test_agreement_that_grows_by_an_index_shows_the_change(tmp_path):
    (tmp_path / "avtal").mkdir()
    (tmp_path / "avtal" / "index-2027.toml").write_text(
        'key = "index-2027"\ntitle = "Gemensam jour"\nrecommended_by = "Region Kronoberg"\n'
        'question = "Vill ni vara med?"\nmembers = ["Växjö", "Ljungby"]\n'
        "period = { start = 2027-01-01, end = 2029-12-31 }\n"
        '[sources.brev]\ntitle = "Brev"\n'
        '[[costs]]\nname = "drift"\ntotal_kr = 1_000\n'
        'index = { kind = "percent", first_year = 2028, each_year = "10 %" }\n'
        'key = { kind = "equal" }\n',
        encoding="utf-8",
    )
    folder = {"SAMTLIGA_AGREEMENTS_DIR": str(tmp_path / "avtal")}

    shown = samtliga("share", "Växjö", "index-2027", "--year", "2027", cwd=tmp_path, **folder)

    assert (shown.returncode, shown.stderr) == (0, "")
    lines = shown.stdout.replace("\xa0", " ")
    assert "  2027: 500 kr\n  2028: 550 kr\n  Förändring: +50 kr (+10,00 %)\n" in lines
