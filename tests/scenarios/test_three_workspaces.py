"""One agreement, three Slack workspaces, a bot in each over one record: Region, Ljungby and Växjö.

The region asks and invites; Ljungby and Växjö answer at home; every board follows, and nobody sees
another's people.
"""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from pydantic import SecretStr

from bot.app import Samtliga
from bot.settings import Settings
from bot.usecases.people import OPERATOR, GrantMandate, appoint_coordinator, grant_mandates
from deploy.demo import manifest
from deploy.workspace import Hands, StoryClock, Workspace
from deploy.workspace.team import Team
from storage.engine import Database
from storage.verification import verify_everything
from tests.scenarios.stage import PATIENT, SEPTEMBER_2017

KEY = "kronoberg-2018"
DECIDED = {"Organ som beslutade": "Socialnämnden", "Beslutsdag": "2017-09-04", "Paragraf": "§ 63"}


@dataclass
class Slack:
    """One of the workspaces: its coordinator, its heads of social services, its board's channel."""

    team: Team
    coordinator: Hands
    channel: str
    bot: Samtliga
    heads: dict[str, Hands] = field(default_factory=dict)

    async def command(self, text: str) -> str:
        """Let the coordinator type a command in the channel; returns what is answered."""
        await self.coordinator.command(text, channel=self.channel)
        return self.coordinator.ephemerals(self.channel)[-1].plain()

    def board(self) -> str:
        return self.coordinator.messages(self.channel, include_ephemeral=False)[0].plain()

    def shown(self) -> str:
        """Everything that anybody of this workspace has been shown by the bot."""
        people = (self.coordinator, *self.heads.values())
        direct = [message.plain() for each in people for message in each.direct_messages()]
        posts = self.coordinator.messages(self.channel, include_ephemeral=False)
        return "\n".join([*direct, *(post.plain() for post in posts)])

    def names(self) -> set[str]:
        """The ids and the names of its people."""
        people = (self.coordinator, *self.heads.values())
        return {each.id for each in people} | {each.person.name for each in people}


@dataclass
class County:
    """The three of them, in one local workspace server and over one record."""

    workspace: Workspace
    region: Slack
    ljungby: Slack
    växjö: Slack

    @property
    def all(self) -> tuple[Slack, ...]:
        return self.region, self.ljungby, self.växjö

    async def quiet(self) -> None:
        """Wait until all have delivered; each bot looks for work of its own as its clock ticks."""
        await self.workspace.settled()
        for slack in self.all:
            slack.bot.ticker.wake()
            await slack.bot.ticker.settled()
        await self.workspace.settled()

    async def join(self, slack: Slack, name: str) -> None:
        """The region invites by a command; the other types the code in its own Slack."""
        told = await self.region.command(f"/samtliga bjudin {KEY} {name}")
        await slack.command(f"/samtliga anslut {told.split()[-1]}")
        await self.quiet()

    async def answer(
        self, slack: Slack, name: str, button: str, fields: dict[str, str] | None = None
    ) -> None:
        hands = slack.heads[name]
        await hands.click(hands.direct_messages()[0], button)
        assert await hands.submit(None, DECIDED if fields is None else fields) is None
        await self.quiet()


@pytest.fixture
async def county(database_url: str) -> AsyncIterator[County]:
    """Three workspaces; only the region has opened the question, and has asked Alvesta's head."""
    workspace = Workspace(
        clock=StoryClock(SEPTEMBER_2017), team_name="Region Kronoberg", limits=PATIENT
    )
    async with workspace.serve() as served, contextlib.AsyncExitStack() as bots:
        slacks = [
            await _slack(workspace, served.api_url, database_url, bots, *each)
            for each in (
                (workspace.team, "Maria Ek", ["Alvesta"]),
                (workspace.add_team("Ljungby kommun"), "Lars Ljung", ["Ljungby"]),
                (workspace.add_team("Växjö kommun"), "Vera Växt", ["Växjö"]),
            )
        ]
        county = County(workspace, *slacks)
        await county.region.command(f"/samtliga öppna {KEY}")
        await county.region.coordinator.click(
            county.region.coordinator.ephemerals(county.region.channel)[-1], "Öppna och skicka"
        )
        await county.quiet()
        yield county


async def _slack(
    workspace: Workspace,
    api_url: str,
    database_url: str,
    bots: contextlib.AsyncExitStack,
    team: Team,
    coordinator: str,
    members: list[str],
) -> Slack:
    app = workspace.install_app(manifest(), team=team)
    maria = workspace.add_person(coordinator, team=team)
    channel = workspace.add_channel("socialchefer", members=[maria, app.bot_user_id], team=team)
    settings = Settings(
        database_url=database_url,
        slack_bot_token=SecretStr(app.bot_token),
        slack_app_token=SecretStr(app.app_token),
        slack_api_url=api_url,
        tick_seconds=3600,
        seconds_between_posts=0,
        posts_per_minute=100_000,
        trouble_seconds=0.2,
    )
    bot = await Samtliga.start(settings, workspace.clock)
    bots.push_async_callback(bot.stop)
    slack = Slack(team, workspace.person(maria), channel, bot)
    for name in members:
        slack.heads[name] = workspace.person(workspace.add_person(f"Chef i {name}", team=team))
    grants = [GrantMandate(member=name, user_id=head.id) for name, head in slack.heads.items()]
    await bot.desk.run(appoint_coordinator, team.id, maria, by=OPERATOR)
    await bot.desk.run(grant_mandates, team.id, grants, by=OPERATOR)
    return slack


async def test_three_workspaces_share_an_agreement_and_no_people(
    county: County, database_url: str
) -> None:
    region, ljungby, växjö = county.all
    assert ljungby.heads["Ljungby"].direct_messages() == []

    # Each joins by a command in its own Slack, and its own head of social services is asked there.
    await county.join(ljungby, "Ljungby")
    await county.join(växjö, "Växjö")
    (question,) = ljungby.heads["Ljungby"].direct_messages()
    assert "frågar *Ljungby*" in question.plain()
    assert all("⬜ 8 inget svar" in slack.board() for slack in county.all)

    # Ljungby answers at home: the region's board follows, and so does Växjö's.
    await county.answer(ljungby, "Ljungby", "Ja")
    assert ["🟩 1 ja · ⬜ 7 inget svar" in slack.board() for slack in county.all] == [True] * 3

    # The region's own answer, and a no from Växjö, are seen everywhere too.
    await county.answer(region, "Alvesta", "Ja")
    await county.answer(växjö, "Växjö", "Nej", {})
    assert ["🟩 2 ja · 🟥 1 nej" in slack.board() for slack in county.all] == [True] * 3

    # Nobody sees another's people, wherever the bot has written something.
    for slack in county.all:
        others = set().union(*(each.names() for each in county.all if each is not slack))
        assert [name for name in sorted(others) if name in slack.shown()] == []

    # The region moves the deadline: every board and question says so, Ljungby can't.
    await region.command(f"/samtliga svarsdag {KEY} 2017-12-01")
    await county.quiet()
    assert ["fredag 1 december 2017" in slack.board() for slack in county.all] == [True] * 3
    asked = ljungby.heads["Ljungby"].direct_messages()[0].plain()
    assert "fredag 1 december 2017" in asked
    assert (await ljungby.command(f"/samtliga svarsdag {KEY} 2018-01-01")).strip() == (
        "Region Kronoberg bjöd in er till kronoberg-2018 och bestämmer det här. Det som Region"
        " Kronoberg ändrar syns även här."
    )

    # The region closes: it is closed everywhere.
    await region.command(f"/samtliga stäng {KEY}")
    await county.quiet()
    assert ["Stängd" in slack.board() for slack in county.all] == [True] * 3

    database = Database(database_url)
    assert [each.is_sound for each in verify_everything(database)] == [True] * 3
    database.close()


async def test_guest_that_owes_an_answer_is_reminded_by_its_own_plan(county: County) -> None:
    """Växjö joins after the deadline was set, and answers in time; Ljungby doesn't."""
    region, ljungby, växjö = county.all
    await region.command(f"/samtliga svarsdag {KEY} 2017-12-01")
    await county.join(ljungby, "Ljungby")
    await county.join(växjö, "Växjö")
    await county.answer(växjö, "Växjö", "Ja")

    county.workspace.clock.set(SEPTEMBER_2017.replace(month=11, day=17, hour=9))
    await county.quiet()

    reminded = [
        [told.plain() for told in head.direct_messages() if told.plain().startswith("⏰")]
        for head in (ljungby.heads["Ljungby"], växjö.heads["Växjö"])
    ]
    assert [len(each) for each in reminded] == [1, 0]
