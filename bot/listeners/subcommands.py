"""What each subcommand does: read the words, run a use case, make the view."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import Desk
from bot.listeners.payload import Command
from bot.texts import Texts
from bot.usecases.close_poll import ClosePoll, close_poll
from bot.usecases.look_up_share import LookUpShare, look_up_share
from bot.usecases.open_poll import OpenPoll, preview_opening
from bot.usecases.people import GrantMandate, appoint_coordinator, grant_mandates, list_mandates
from bot.usecases.record_ruling import RecordRuling, record_ruling
from bot.usecases.try_what_if import TryWhatIf, try_what_if
from bot.views.blocks import Block, section
from bot.views.guide import agreements_blocks, help_blocks, mandates_blocks
from bot.views.opening import opening_blocks
from bot.views.share import share_blocks, share_text
from bot.views.status import board_blocks, board_text
from bot.views.whatif import what_if_blocks

_MENTION = re.compile(r"^<@([A-Z0-9]+)(?:\|[^>]*)?>\s*")
_BY = re.compile(r"\b(?:enligt|by)\b")
_CHANNEL_GONE = {"channel_not_found", "not_in_channel", "method_not_supported_for_channel_type"}


@dataclass(frozen=True)
class Asked:
    """A command as a subcommand sees it: the words after it, and what to work with."""

    desk: Desk
    command: Command
    client: AsyncWebClient
    words: str
    t: Texts


@dataclass(frozen=True)
class Reply:
    """What the one who typed the command is told, and nobody else."""

    text: str
    blocks: list[Block]


Subcommand = Callable[[Asked], Awaitable[Reply]]


async def show_share(asked: Asked) -> Reply:
    """Show a member's share: /share Ljungby, /share Ljungby skl-2020."""
    lookup = await asked.desk.run(
        look_up_share, LookUpShare(workspace_id=asked.command.team_id, text=asked.words)
    )
    return Reply(share_text(lookup, asked.t), share_blocks(lookup, asked.t))


async def ask_to_open(asked: Asked) -> Reply:
    """Show who would be written to, with a button that opens: /samtliga open kronoberg-2018."""
    t = asked.t
    if not asked.words:
        return _said(t("Which one? For example: /samtliga open kronoberg-2018"))
    opening = await asked.desk.run(
        preview_opening,
        OpenPoll(
            workspace_id=asked.command.team_id,
            recommendation=asked.words,
            channel_id=asked.command.channel_id,
            user_id=asked.command.user_id,
        ),
    )
    if not await _may_post(asked):
        return _said(
            t(
                "I’m not in this channel, so I can’t keep the board here. Invite me first:"
                " /invite @Samtliga. Then write /samtliga open {key} again.",
                key=opening.recommendation.key,
            )
        )
    title = t("Open {title}?", title=opening.recommendation.title)
    return Reply(title, opening_blocks(opening, t))


async def close(asked: Asked) -> Reply:
    """Close a recommendation: /samtliga close kronoberg-2018."""
    if not asked.words:
        return _said(asked.t("Which one? For example: /samtliga close kronoberg-2018"))
    state = await asked.desk.run(
        close_poll,
        ClosePoll(
            workspace_id=asked.command.team_id,
            recommendation=asked.words,
            user_id=asked.command.user_id,
        ),
    )
    return _said(
        asked.t(
            "{key} is closed: no more answers and no more reminders.", key=state.recommendation.key
        )
    )


async def give_mandate(asked: Asked) -> Reply:
    """Give somebody a mandate, or list them: /samtliga mandate @Karin Ljungby."""
    t, team = asked.t, asked.command.team_id
    if not asked.words:
        mandates = await asked.desk.run(list_mandates, team)
        return Reply(t("Mandates"), mandates_blocks(mandates, asked.desk, t))
    mention = _MENTION.match(asked.words)
    if mention is None:
        return _said(t("Name the person with @ first: /samtliga mandate @Karin Ljungby"))
    given = await asked.desk.run(
        grant_mandates,
        team,
        [GrantMandate(member=asked.words[mention.end() :], user_id=mention[1])],
        by=asked.command.user_id,
    )
    name = asked.desk.member_name(given[0].member)
    return _said(t("<@{user}> may now answer for {member}.", user=mention[1], member=name))


async def give_coordination(asked: Asked) -> Reply:
    """Make somebody a coordinator: /samtliga coordinator @Maria."""
    mention = _MENTION.match(asked.words)
    if mention is None:
        return _said(asked.t("Name the person with @: /samtliga coordinator @Maria"))
    await asked.desk.run(
        appoint_coordinator, asked.command.team_id, mention[1], by=asked.command.user_id
    )
    return _said(asked.t("<@{user}> is now a coordinator.", user=mention[1]))


async def show_what_if(asked: Asked) -> Reply:
    """Show what would follow, recording nothing: /samtliga whatif växjö nej."""
    tried = await asked.desk.run(
        try_what_if, TryWhatIf(workspace_id=asked.command.team_id, text=asked.words)
    )
    title = asked.t("What if")
    return Reply(title, what_if_blocks(tried, asked.t))


async def rule(asked: Asked) -> Reply:
    """Record what is enough: /samtliga ruling skl-2020 80 % by the board, 28 June 2019."""
    key, _, rest = asked.words.partition(" ")
    enough, decision = _split_ruling(rest)
    state = await asked.desk.run(
        record_ruling,
        RecordRuling(
            workspace_id=asked.command.team_id,
            recommendation=key,
            user_id=asked.command.user_id,
            enough=enough,
            decision=decision,
        ),
    )
    return Reply(board_text(state, asked.t), board_blocks(state, asked.t))


def _split_ruling(words: str) -> tuple[str, str]:
    """Split "80 % enligt styrelsen 2019-06-28" into what is enough and the decision."""
    enough, *decision = _BY.split(words, maxsplit=1)
    return enough.strip(), " ".join(decision).strip()


async def list_agreements(asked: Asked) -> Reply:
    """List the recommendations that can be opened: /samtliga agreements."""
    recommendations = tuple(asked.desk.catalogue.recommendations.values())
    return Reply(asked.t("Recommendations"), agreements_blocks(recommendations, asked.t))


async def say_help(asked: Asked) -> Reply:
    """Say what can be written."""
    return Reply(asked.t("What you can write"), help_blocks(asked.t))


async def _may_post(asked: Asked) -> bool:
    try:
        reply = await asked.client.conversations_info(channel=asked.command.channel_id)
    except SlackApiError as error:
        if error.response.get("error") in _CHANNEL_GONE:
            return False
        raise
    channel = reply["channel"]
    return bool(channel.get("is_member") or channel.get("is_im"))


def _said(text: str) -> Reply:
    return Reply(text, [section(text)])


SUBCOMMANDS: dict[str, Subcommand] = {
    "open": ask_to_open,
    "öppna": ask_to_open,
    "close": close,
    "stäng": close,
    "share": show_share,
    "andel": show_share,
    "mandate": give_mandate,
    "mandates": give_mandate,
    "uppdrag": give_mandate,
    "coordinator": give_coordination,
    "samordnare": give_coordination,
    "whatif": show_what_if,
    "om": show_what_if,
    "ruling": rule,
    "fastställ": rule,
    "agreements": list_agreements,
    "överenskommelser": list_agreements,
    "help": say_help,
    "hjälp": say_help,
}
