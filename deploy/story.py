"""The demo's story: a county in 2017, then the whole country in the spring of 2019.

The people are made up; the agreements, the figures and the dates are real. What happens in Slack
happens through Slack: the coordinator types commands and presses buttons like anybody else.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.app import Samtliga
from bot.usecases.people import OPERATOR, GrantMandate, appoint_coordinator, grant_mandates
from core.register import Municipality, shipped_register
from deploy.workspace import Workspace

BEGINS = datetime(2017, 9, 4, 7, 0, tzinfo=UTC)
SPRING_2019 = datetime(2019, 4, 29, 6, 30, tzinfo=UTC)
COUNTY = "07"
COUNTY_CHANNEL, COUNTRY_CHANNEL = "kommunalt-forum", "kunskapsstyrning"

# The most common names of the statistics: nobody in particular.
_FIRST_NAMES = (
    "Anna Maria Karin Eva Lena Kristina Birgitta Ingrid Marie Malin Jenny Ulrika Helena Sofia Åsa "
    "Lars Anders Per Johan Mikael Erik Fredrik Magnus Stefan Peter Daniel Mattias Håkan Göran Nils"
)
_LAST_NAMES = (
    "Lund Berg Lindström Nyström Sandberg Holm Ek Wallin Engström Björk Hellström Sjöberg Norberg "
    "Åkesson Strand Dahl Öberg Forsberg Lindgren Ström Hedlund Nordin Söderlund Blom Viklund"
)


@dataclass
class Story:
    """The people and channels of the story, as they join."""

    workspace: Workspace
    bot_user_id: str
    coordinator: str = ""
    heads: dict[str, str] = field(default_factory=dict)

    def begin(self) -> str:
        """Let the county's people in; returns the channel where they meet."""
        self.coordinator = self.workspace.add_person(
            "Maria Ek",
            title="Samordnare, Region Kronoberg",
            email="maria.ek@example.org",
            is_admin=True,
        )
        self._add_heads(shipped_register().in_county(COUNTY))
        return self._add_channel(COUNTY_CHANNEL)

    async def appoint(self, bot: Samtliga) -> None:
        """Appoint the coordinator, and give every head a mandate, as an operator would."""
        await bot.desk.run(appoint_coordinator, bot.workspace_id, self.coordinator, by=OPERATOR)
        await self._give_mandates(bot, self.heads)

    async def open_in_county(self, bot: Samtliga) -> None:
        """Let the coordinator open the first question."""
        await self._open("kronoberg-2018", COUNTY_CHANNEL, bot)

    async def jump_to_spring(self, bot: Samtliga) -> None:
        """Move to the spring of 2019: all 290 are asked, with six weeks to go."""
        if COUNTRY_CHANNEL in {c.name for c in self.workspace.person(self.coordinator).channels()}:
            return
        self.workspace.clock.set(SPRING_2019)
        known = set(self.heads)
        self._add_heads(
            m for code, m in shipped_register().municipalities.items() if code not in known
        )
        await self._give_mandates(bot, [code for code in self.heads if code not in known])
        self._add_channel(COUNTRY_CHANNEL)
        await self._open("skl-2020", COUNTRY_CHANNEL, bot)

    def _add_heads(self, municipalities: Iterable[Municipality]) -> None:
        for each in municipalities:
            self.heads[each.code] = self.workspace.add_person(
                _name_of(each.code),
                title=f"Socialchef, {each.name}",
                email=f"socialchef.{each.code}@example.org",
            )

    def _add_channel(self, name: str) -> str:
        members = [self.coordinator, *self.heads.values(), self.bot_user_id]
        return self.workspace.add_channel(name, members=members)

    async def _give_mandates(self, bot: Samtliga, codes: Iterable[str]) -> None:
        grants = [GrantMandate(member=code, user_id=self.heads[code]) for code in codes]
        await bot.desk.run(grant_mandates, bot.workspace_id, grants, by=OPERATOR)

    async def _open(self, key: str, channel_name: str, bot: Samtliga) -> None:
        hands = self.workspace.person(self.coordinator)
        channel = hands.channel(channel_name).id
        await hands.command(f"/samtliga öppna {key}", channel=channel)
        await hands.click(hands.ephemerals(channel)[-1], "opening.open")
        await bot.ticker.settled()


def _name_of(code: str) -> str:
    """Return a made-up name, always the same for the same municipality."""
    number = int.from_bytes(hashlib.sha256(code.encode()).digest()[:4])
    first, last = _FIRST_NAMES.split(), _LAST_NAMES.split()
    return f"{first[number % len(first)]} {last[number // len(first) % len(last)]}"
