"""Outside money in words: what each member gets, and whether anybody has decided it."""

from collections.abc import Iterator

from bot.texts import Texts
from bot.usecases.settle_money import MoneySettled
from bot.wording.answer import evidence_phrase
from bot.wording.names import alphabetical, names_of
from core.settlement import SettlementKind


def settlement_heading(result: MoneySettled, t: Texts) -> str:
    """Return how much money from where, and what becomes of it."""
    settlement = result.settlement
    fields = {"amount": t.kronor(settlement.money_ore), "origin": settlement.origin}
    if settlement.kind is SettlementKind.REPAYMENT:
        return t("{amount} from {origin}, repaid", **fields)
    return t("{amount} from {origin}, taken off the shares", **fields)


def settlement_lines(result: MoneySettled, t: Texts) -> Iterator[str]:
    """Yield a line for each member who gets something, in the order of their names."""
    names = names_of(result.recommendation)
    lines = {line.member: line for line in result.settlement.lines}
    for code in alphabetical(lines, names):
        line = lines[code]
        yield t(
            "{member}: {back} of {paid}, {left} remains",
            member=names[code],
            back=t.kronor(line.back_ore),
            paid=t.kronor(line.paid_ore),
            left=t.kronor(line.left_ore),
        )
    if result.settlement.surplus_ore:
        yield t("{amount} is more than all pay.", amount=t.kronor(result.settlement.surplus_ore))


def clause_sentence(result: MoneySettled, t: Texts) -> str:
    """Return on what it rests, and that it is only shown until somebody has decided it."""
    clause = result.settlement.clause
    basis = (
        t("The agreement allows it: {clause}", clause=clause.text)
        if clause
        else t("The agreement has no clause about outside money.")
    )
    if result.settled is not None:
        return t(
            "{basis} Recorded: {decision}.",
            basis=basis,
            decision=evidence_phrase(result.settled.decision, t),
        )
    return t("{basis} Nothing is recorded: nobody has decided it yet.", basis=basis)
