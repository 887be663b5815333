"""Every view of every agreement is one that Slack takes, whatever everybody has answered."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime

import pytest

from bot.texts import texts_in
from bot.usecases.look_up_share import ShareLookup
from bot.usecases.open_poll import Opening
from bot.usecases.poll_state import PollState, allocation_of
from bot.views.answer_form import answer_form
from bot.views.blocks import clipped, escaped, escaped_but_mentions
from bot.views.guide import agreements_blocks, help_blocks
from bot.views.opening import opening_blocks
from bot.views.question import question_blocks
from bot.views.share import share_blocks
from bot.views.status import board_blocks, status_blocks
from core.answer import Answer, Evidence, Outcome, Stage
from core.condition import AllMembers, AtLeast, PriceAtMost, TheseMembers
from core.followed import followed_condition
from core.names import Found
from core.recommendation_file import shipped_recommendations
from core.register import shipped_register
from core.settlement import Settled, SettlementKind
from core.years import year_on_year
from deploy.workspace.blocks import check_blocks, check_view
from storage.polls import Poll

RECEIVED = datetime(2019, 5, 2, 8, 0, tzinfo=UTC)
LONG = Evidence("Kultur-, fritids- och utbildningsnämnden " * 4, date(2019, 5, 1), "§ 1", "SN 1")
SETTLED = Settled(
    SettlementKind.REPAYMENT, "statsbidrag " * 40, 10**12, defaultdict(lambda: 10**10), LONG
)
PROVISOS = [AllMembers(), AtLeast(count=3), PriceAtMost.model_validate({"amount": 300_000})]


def state_of(recommendation, seed, *, closed=False):
    """A poll in which everybody has said something of every kind, at random but repeatable."""
    dice = random.Random(seed)
    answers = {}
    for member in recommendation.members:
        outcome = dice.choice([*Outcome, None])
        if outcome is None:
            continue
        proviso = dice.choice([*PROVISOS, TheseMembers(members=(member.code,))])
        answers[member.code] = Answer(
            member.code,
            dice.randint(1, 20),
            outcome,
            RECEIVED,
            "U012ABC",
            stage=dice.choice(list(Stage)),
            proviso=proviso if outcome is Outcome.CONDITIONAL else None,
            evidence=dice.choice([LONG, None]),
        )
    poll = Poll(
        1, "T1", recommendation.key, "", "C1", RECEIVED, "U1", RECEIVED if closed else None, None, 1
    )
    return PollState(poll, recommendation, answers, allocation_of(recommendation))


@pytest.mark.parametrize("key", list(shipped_recommendations()))
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("closed", [False, True])
def test_views_of_a_poll_are_taken_by_slack(key, language, closed):
    recommendation, t = shipped_recommendations()[key], texts_in(language)
    state = state_of(recommendation, seed=key, closed=closed)

    check_blocks(board_blocks(state, t))
    check_blocks(status_blocks(state, t))
    for member in recommendation.codes[:20]:
        check_blocks(question_blocks(state, member, t))
        for outcome in (Outcome.ADOPTS, Outcome.CONDITIONAL, Outcome.DECLINES):
            for kind in ("", "at_least", "these_members", "price_at_most"):
                form = answer_form(state, member, outcome, metadata="1:x:adopts", t=t, kind=kind)
                check_view(form, surface="modal")


@pytest.mark.parametrize("key", list(shipped_recommendations()))
def test_share_and_opening_of_every_member_are_taken_by_slack(key):
    recommendation, t = shipped_recommendations()[key], texts_in("sv")
    asked = dict.fromkeys(recommendation.codes[1:], ("U012ABC",))
    check_blocks(opening_blocks(Opening(recommendation, asked, recommendation.codes[:1]), t))
    for code in recommendation.codes:
        share = allocation_of(recommendation).shares[code]
        lookup = ShareLookup(
            found=Found(code, "x", is_exact=False, query="<!channel>"),
            member=recommendation.member(code),
            recommendation=recommendation,
            share=share,
            followed=followed_condition(recommendation, {}),
            state=None,
            levels=(),
            comparisons=(),
            others=(),
            years=year_on_year(recommendation, shipped_register(), code, 2020),
            is_year_asked=True,
            settled=(SETTLED,),
        )
        blocks = share_blocks(lookup, t)
        check_blocks(blocks)
        assert "<!channel>" not in str(blocks)


def test_help_and_agreements_are_taken_by_slack():
    check_blocks(help_blocks(texts_in("sv")))
    check_blocks(agreements_blocks(tuple(shipped_recommendations().values()), texts_in("en")))


def test_long_text_is_cut_at_a_word():
    assert clipped("ett två tre", 9) == "ett två…"
    assert clipped("ett två", 7) == "ett två"


def test_user_text_is_never_markup():
    assert escaped("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"
    assert escaped_but_mentions("Fråga <@U1> <!here>") == "Fråga <@U1> &lt;!here&gt;"
