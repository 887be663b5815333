"""Inviting another workspace to a recommendation, and joining one by its code."""

from bot.listeners.subcommands import Asked, Reply, Subcommand
from bot.usecases.share_poll import InviteWorkspace, JoinPoll, invite_workspace, join_poll
from bot.views.blocks import escaped, section


async def invite(asked: Asked) -> Reply:
    """Make a code for some members: /samtliga invite kronoberg-2018 Ljungby, Växjö."""
    key, _, names = asked.words.partition(" ")
    members = tuple(name.strip() for name in names.split(",") if name.strip())
    if not members:
        return _reply(
            asked.t("Whom do you invite? For example: /samtliga invite kronoberg-2018 Ljungby")
        )
    command = InviteWorkspace(
        workspace_id=asked.command.team_id,
        recommendation=key,
        members=members,
        user_id=asked.command.user_id,
    )
    code = await asked.desk.run(invite_workspace, command)
    return _reply(
        asked.t(
            "Give {members} this code, to be used once within 30 days in a workspace of their own:"
            " /samtliga join {code}",
            members=asked.t.listing(members),
            code=code,
        )
    )


async def join(asked: Asked) -> Reply:
    """Open another workspace's recommendation in this channel: /samtliga join CODE."""
    command = JoinPoll(
        workspace_id=asked.command.team_id,
        code=asked.words,
        channel_id=asked.command.channel_id,
        user_id=asked.command.user_id,
    )
    poll = await asked.desk.run(join_poll, command)
    return _reply(
        asked.t(
            "{recommendation} is open here now, and the answers given here reach the one who"
            " invited you. Nobody there sees your people.",
            recommendation=poll.recommendation,
        )
    )


def _reply(text: str) -> Reply:
    return Reply(text, [section(escaped(text))])


SHARING_SUBCOMMANDS: dict[str, Subcommand] = {
    "invite": invite,
    "bjudin": invite,
    "join": join,
    "anslut": join,
}
"""The words of these subcommands, in English and Swedish."""
