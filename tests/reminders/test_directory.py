"""People's languages: asked for once for everybody, and never worth an error."""

import asyncio

from bot.directory import Directory
from tests.reminders.office import Office
from tests.reminders.wire import DirectClient


def directory_of(office: Office) -> Directory:
    return Directory(DirectClient(office.workspace, office.app.bot_token))


def calls(office: Office, method: str) -> int:
    found = office.workspace.recording.search(method, latest=1000)
    return sum(1 for entry in found if entry.name == method)


async def test_languages_of_290_people_cost_a_few_calls(office: Office):
    people = [office.workspace.add_person(f"Chef {n}", locale="en-GB") for n in range(290)]
    directory = directory_of(office)

    languages = {(await directory.texts_for(user)).language for user in people}

    assert languages == {"en"}
    assert (calls(office, "users.list"), calls(office, "users.info")) == (2, 0)


async def test_newcomer_is_asked_for_alone(office: Office):
    directory = directory_of(office)
    await directory.texts_for(office.maria)
    newcomer = office.workspace.add_person("Nora", locale="en-US")

    texts = await directory.texts_for(newcomer)

    assert texts.language == "en"
    assert (calls(office, "users.list"), calls(office, "users.info")) == (1, 1)


async def test_trouble_at_slack_is_swedish_and_asked_again_only_later(office: Office):
    office.workspace.faults.add("rate_storm", "users.list", times=99)
    directory = directory_of(office)

    languages = [(await directory.texts_for(user)).language for user in office.people.values()]

    assert languages == ["sv"] * 4
    assert calls(office, "users.list") == 1


async def test_lost_reply_about_languages_delivers_all_the_same(office: Office):
    office.workspace.faults.add("lose_reply", "users.*", times=99)
    office.open()

    assert await office.delivery.drain() == 5


async def test_slow_slack_is_waited_for_a_second_at_most(office: Office):
    office.workspace.faults.add("delay", "users.list", seconds=5)
    directory = directory_of(office)
    loop = asyncio.get_running_loop()

    began = loop.time()
    texts = await directory.texts_for(office.maria)

    assert texts.language == "sv"
    assert 0.9 < loop.time() - began < 3
