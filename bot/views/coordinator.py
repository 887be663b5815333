"""The coordinator's digest: who hasn't answered, what changed, what went wrong, with remedies."""

from collections.abc import Iterator, Mapping, Sequence

from bot.texts import Texts
from bot.usecases.coordinator_digest import CoordinatorDigest, PollNews, Trouble, TroubleKind
from bot.views.blocks import (
    Block,
    actions,
    button,
    confirmation,
    context,
    escaped,
    plain,
    section,
)
from bot.wording.names import listed, names_of
from bot.wording.reading import reading_sentence
from storage.chain import Head

_MOST_POLLS = 5
_MOST_TROUBLES = 6
_MOST_ON_A_PAGE = 20
"""Troubles on a page of their own: each takes two of the 50 blocks that Slack allows."""
_HEADS_IN_ONE = 20
"""A head's line is at most 140 signs, a text of small print 3000."""

_PERSON_GONE = {"user_not_found", "users_not_found", "user_disabled", "account_inactive"}
_DM_CLOSED = {"messages_tab_disabled", "cannot_dm_bot", "user_not_visible", "restricted_action"}
_CHANNEL_GONE = {"channel_not_found", "not_in_channel", "is_archived"}


def digest_text(digest: CoordinatorDigest, t: Texts) -> str:
    """Return the digest as the one line that a phone shows."""
    owing = sum(len(news.owing) for news in digest.polls)
    parts = [t.plural("{n} answer is missing", "{n} answers are missing", owing)]
    if digest.troubles:
        parts.append(
            t.plural(
                "messages to {n} recipient need your help",
                "messages to {n} recipients need your help",
                len(digest.troubles),
            )
        )
    return t("Where things stand: {parts}.", parts=t.listing(parts))


def digest_blocks(digest: CoordinatorDigest, t: Texts) -> list[Block]:
    """Return the digest: a paragraph and a button for each poll, and each trouble's remedies."""
    blocks = [section(f"🗞️ *{escaped(digest_text(digest, t))}*")]
    for news in digest.polls[:_MOST_POLLS]:
        blocks += _poll_blocks(news, digest, t)
    rest = len(digest.polls) - _MOST_POLLS
    if rest > 0:
        blocks.append(
            section(t.plural("… and {n} question more", "… and {n} questions more", rest))
        )
    blocks += _troubles(digest.troubles, _MOST_TROUBLES, t)
    return [*blocks, *_heads(digest.heads, t)]


def more_troubles(troubles: Sequence[Trouble], t: Texts) -> tuple[str, list[Block]]:
    """Return the text and the blocks of another page of troubles, as many as one has room for."""
    if not troubles:
        text = t("Somebody has taken care of that already.")
        return text, [section(text)]
    text = t.plural(
        "{n} recipient more needs your help",
        "{n} recipients more need your help",
        len(troubles),
    )
    return text, [section(f"*{text}*"), *_troubles(troubles, _MOST_ON_A_PAGE, t)]


def _troubles(troubles: Sequence[Trouble], most: int, t: Texts) -> Iterator[Block]:
    """Yield the first troubles with their remedies, and the way to the rest of them."""
    shown, rest = troubles[:most], len(troubles) - most
    for number, trouble in enumerate(shown, start=1):
        yield from _trouble_blocks(trouble, number, t)
    if rest > 0:
        more = button(t("Show the rest"), "remedy.more", str(shown[-1].first))
        text = t.plural("… and {n} recipient more", "… and {n} recipients more", rest)
        yield section(text, accessory=more)


def _heads(heads: Mapping[str, Head], t: Texts) -> Iterator[Block]:
    """Yield where each ledger ends, as `samtliga verify --head` takes it."""
    if not heads:
        return
    yield context(
        t(
            "Where the ledgers end now. Keep this: with a line of it, `samtliga verify --head`"
            " finds out if anything is cut off later."
        )
    )
    lines = [f"`{ledger}={head}`" for ledger, head in heads.items()]
    for start in range(0, len(lines), _HEADS_IN_ONE):
        yield context("\n".join(lines[start : start + _HEADS_IN_ONE]))


def _poll_blocks(news: PollNews, digest: CoordinatorDigest, t: Texts) -> Iterator[Block]:
    state = news.state
    recommendation = state.recommendation
    names = names_of(recommendation)
    lines = [f"*{escaped(recommendation.title)}* (`{recommendation.key}`)"]
    if news.owing:
        lines.append(
            t(
                "Not answered ({n} of {total}): {who}",
                n=len(news.owing),
                total=len(recommendation.members),
                who=escaped(listed(news.owing, names, t)),
            )
        )
    else:
        lines.append(t("Everybody has answered."))
    if news.changed:
        lines.append(
            t(
                "New since {day}: {who}",
                day=t.day(digest.since.date()),
                who=escaped(listed(news.changed, names, t)),
            )
        )
    lines.append(escaped(reading_sentence(state.adoption.whole, t, names, state.leaning)))
    show = button(t("Show all answers"), "remedy.status", recommendation.key)
    yield section("\n".join(lines), accessory=show)


def _trouble_blocks(trouble: Trouble, number: int, t: Texts) -> Iterator[Block]:
    to = f"<@{trouble.recipient}>" if trouble.is_person else f"<#{trouble.recipient}>"
    if trouble.kind is TroubleKind.IN_DOUBT:
        text = t.plural(
            "❓ I don’t know whether {n} message to {to} arrived: {why}.",
            "❓ I don’t know whether {n} messages to {to} arrived: {why}.",
            trouble.count,
            to=to,
            why=escaped(_why(trouble, t)),
        )
    else:
        text = t.plural(
            "⚠️ {n} message to {to} couldn’t be sent: {why}.",
            "⚠️ {n} messages to {to} couldn’t be sent: {why}.",
            trouble.count,
            to=to,
            why=escaped(_why(trouble, t)),
        )
    yield section(text)
    yield actions(f"remedy.{number}", _remedies(trouble, t))


def _why(trouble: Trouble, t: Texts) -> str:
    if trouble.reason in _PERSON_GONE:
        return t("the person is no longer in this workspace")
    if trouble.reason in _DM_CLOSED:
        return t("direct messages from apps are closed there")
    if trouble.reason in _CHANNEL_GONE:
        if trouble.is_person:
            return t("I can’t reach the person")
        return t("I’m not in the channel, or it is archived: write /invite @Samtliga there")
    return t("Slack says “{reason}”", reason=trouble.reason)


def _remedies(trouble: Trouble, t: Texts) -> Sequence[Block]:
    sure = confirmation(
        t("Leave it?"), t("The message is not sent, and you aren’t told again."), t("Yes"), t("No")
    )
    remedies = [
        button(t("Send again"), "remedy.resend", trouble.recipient, style="primary"),
        button(t("Leave it"), "remedy.dismiss", trouble.recipient, confirm=sure),
    ]
    if trouble.kind is TroubleKind.IN_DOUBT:
        remedies.insert(0, button(t("It arrived"), "remedy.arrived", trouble.recipient))
    if trouble.is_person and trouble.member is not None:
        remedies.append(
            {
                "type": "users_select",
                "action_id": f"remedy.instead:{trouble.recipient}:{trouble.member}",
                "placeholder": plain(t("Ask somebody else …"), 150),
            }
        )
    return remedies
