"""The subcommands about the record: status now or on a day, history, outside money."""

import re
from datetime import date
from functools import partial

from bot.listeners.subcommands import Asked, Reply, Subcommand
from bot.usecases.look_up_duties import look_up_duties
from bot.usecases.look_up_history import LookUpHistory, look_up_history
from bot.usecases.look_up_past import LookUpPast, look_up_past
from bot.usecases.look_up_status import LookUpStatus, look_up_status
from bot.usecases.record_answer import EvidenceFields
from bot.usecases.settle_money import SettlementUnclearError, SettleMoney, settle_money
from bot.usecases.weigh_thresholds import weigh_thresholds
from bot.views.blocks import section
from bot.views.history import history_blocks, history_text
from bot.views.past import past_blocks, past_text
from bot.views.settlement import settlement_blocks, settlement_text
from bot.views.status import board_text, duties_blocks, status_blocks
from core.figure import kronor_in_ore
from core.settlement import SettlementKind

_SETTLEMENT = re.compile(
    r"^(?P<key>\S+)\s+(?P<amount>[\d\s.,_\N{NO-BREAK SPACE}]+(?:kr)?)\s+(?:från|from)\s+"
    r"(?P<origin>.+?)(?:\s+(?:enligt|by)\s+(?P<decision>.+))?$",
    re.IGNORECASE,
)
_DECISION = re.compile(r"^(?P<body>.+?),?\s+(?P<day>\d{4}-\d\d-\d\d),?\s*(?P<paragraph>.*)$")


async def show_history(asked: Asked) -> Reply:
    """Show all that a member has said, or had by a day: /samtliga history Ljungby [2017-09-30]."""
    t = asked.t
    whose, on = _day_last(asked.words)
    if not whose:
        return _said(t("Whose? For example: /samtliga history Ljungby kronoberg-2018"))
    lookup = LookUpHistory(workspace_id=asked.command.team_id, text=whose, on=on)
    found = await asked.desk.run(look_up_history, lookup)
    return Reply(history_text(found, t), history_blocks(found, asked.desk.today(), t))


async def show_status(asked: Asked) -> Reply:
    """Show who has answered what, now or on a day: /samtliga status skl-2020 2019-06-15."""
    desk, t, team = asked.desk, asked.t, asked.command.team_id
    key, on = _day_last(asked.words)
    if on is not None:
        past = await desk.run(
            look_up_past, LookUpPast(workspace_id=team, recommendation=key, on=on)
        )
        return Reply(past_text(past, t), past_blocks(past, t))
    state = await desk.run(look_up_status, LookUpStatus(workspace_id=team, recommendation=key))
    candidates = await desk.run(weigh_thresholds, state)
    duties = duties_blocks(state, await desk.run(look_up_duties, state), desk.today(), t)
    return Reply(board_text(state, t), [*status_blocks(state, t, candidates), *duties])


def _day_last(words: str) -> tuple[str, date | None]:
    """Split "skl-2020 2019-06-15", or a day alone; no day where the last word is none."""
    rest, _, last = words.strip().rpartition(" ")
    try:
        return rest.strip(), date.fromisoformat(last)
    except ValueError:
        return words, None


async def settle(asked: Asked, kind: SettlementKind) -> Reply:
    """Show what outside money means, or record what was decided.

    /samtliga settle fourum-2016 500 000 kr from state grant [by PKS 2016-11-03 § 12]
    """
    command = read_settlement(asked.words, asked.command.team_id, asked.command.user_id, kind)
    result = await asked.desk.run(settle_money, command)
    return Reply(settlement_text(result, asked.t), settlement_blocks(result, asked.t))


def read_settlement(
    words: str, workspace_id: str, user_id: str, kind: SettlementKind
) -> SettleMoney:
    """Return what a person's words settle. Raises: SettlementUnclearError."""
    found = _SETTLEMENT.match(words.strip())
    money_ore = kronor_in_ore(found["amount"]) if found else None
    if found is None or money_ore is None:
        raise SettlementUnclearError(words)
    return SettleMoney(
        workspace_id=workspace_id,
        recommendation=found["key"],
        user_id=user_id,
        money_ore=money_ore,
        origin=" ".join(found["origin"].split()),
        kind=kind,
        decision=_decision(found["decision"] or ""),
    )


def _decision(words: str) -> EvidenceFields:
    """Return the decision that is named; what is missing in it is asked for by the use case."""
    found = _DECISION.match(words)
    if found is None:
        return EvidenceFields(body=words)
    try:
        day = date.fromisoformat(found["day"])
    except ValueError:
        return EvidenceFields(body=words)
    return EvidenceFields(body=found["body"], decided_on=day, paragraph=found["paragraph"])


def _said(text: str) -> Reply:
    return Reply(text, [section(text)])


_reduce = partial(settle, kind=SettlementKind.REDUCTION)
_repay = partial(settle, kind=SettlementKind.REPAYMENT)

RECORD_SUBCOMMANDS: dict[str, Subcommand] = {
    "status": show_status,
    "läge": show_status,
    "history": show_history,
    "historik": show_history,
    "settle": _reduce,
    "reglera": _reduce,
    "repay": _repay,
    "återbetala": _repay,
}
"""The words of these subcommands, in English and Swedish."""
