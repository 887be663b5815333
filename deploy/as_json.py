"""The command line's JSON: money as `amount_ore`, shares as exact fractions in text."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from bot.usecases.look_up_history import MemberHistory, Told
from bot.usecases.look_up_past import Past
from bot.usecases.look_up_share import ShareLookup
from bot.usecases.poll_state import PollState
from bot.usecases.settle_money import MoneySettled
from core.allocation import TRACE, Share
from core.answer import Answer, Evidence
from core.condition import CONDITION, Condition
from core.duty import OwedDuty
from core.figure import NotStated
from core.followed import FollowedCondition
from core.recommendation import Recommendation

Json = dict[str, Any]


def share_as_json(lookup: ShareLookup) -> Json:
    """Return a member's share, how it came about, and where the condition stands."""
    return {
        "query": lookup.found.query,
        "is_exact": lookup.found.is_exact,
        "member": lookup.member.code,
        "name": lookup.member.name,
        "recommendation": lookup.recommendation.key,
        **_share(lookup.share),
        "trace": TRACE.dump_python(lookup.share.trace, mode="json"),
        "deadline": _stated(lookup.recommendation.deadline),
        "condition": _followed(lookup.followed),
        "state": lookup.state.adoption.whole.state.value if lookup.state else None,
        "answer": _answer(lookup.answer),
        "years": [
            {"year": each.year, "in_period": each.in_period, "amount_ore": each.amount_ore}
            for each in (lookup.years.this, lookup.years.next)
        ],
        "settled": [
            {
                "kind": each.kind.value,
                "origin": each.origin,
                "back_ore": each.back_ore[lookup.member.code],
                **_evidence(each.decision),
            }
            for each in lookup.settled
        ],
    }


def duties_as_json(duties: Sequence[OwedDuty], today: date) -> list[Json]:
    """Return the reports that are owed."""
    return [
        {
            "owner": each.owner,
            "owed_to": each.owed_to,
            "what": each.what,
            "due_on": _day(each.due_on),
            "days_overdue": each.days_overdue(today),
        }
        for each in duties
    ]


def past_as_json(past: Past) -> Json:
    """Return how it stood on a day, as it is known now and as it was known then."""
    return {
        "on": past.on.isoformat(),
        "known_now": status_as_json(past.known_now),
        "known_then": status_as_json(past.known_then),
        "told_later": list(past.told_later),
    }


def history_as_json(history: MemberHistory) -> Json:
    """Return every version of a member's answer, and the steps that they tell; on a day, twice."""
    return {
        "recommendation": history.state.recommendation.key,
        "member": history.member.code,
        "on": _day(history.on),
        **_told(history.told),
        "known_then": _told(history.told_then) if history.told_then else None,
    }


def _told(told: Told) -> Json:
    return {
        "versions": [_answer(answer) for answer in told.versions],
        "state": told.life.state.value,
        "steps": [
            {
                "step": each.step.value,
                "on": each.on.isoformat(),
                "known_at": _moment(each.known_at),
                "body": each.body,
                "outcome": each.outcome.value if each.outcome else None,
                "expected_on": _day(each.expected_on),
            }
            for each in told.life.transitions
        ],
    }


def settlement_as_json(result: MoneySettled) -> Json:
    """Return what outside money would mean for each member."""
    settlement = result.settlement
    return {
        "recommendation": result.recommendation.key,
        "kind": settlement.kind.value,
        "origin": settlement.origin,
        "money_ore": settlement.money_ore,
        "surplus_ore": settlement.surplus_ore,
        "clause": settlement.clause.text if settlement.clause else None,
        "members": [
            {
                "member": line.member,
                "paid_ore": line.paid_ore,
                "back_ore": line.back_ore,
                "left_ore": line.left_ore,
            }
            for line in settlement.lines
        ],
    }


def status_as_json(state: PollState) -> Json:
    """Return who has answered what, and the reading of the condition."""
    members = state.adoption.members
    return {
        "recommendation": state.recommendation.key,
        "opened_at": _moment(state.poll.opened_at),
        "closed_at": _moment(state.poll.closed_at),
        "deadline": state.poll.deadline.isoformat() if state.poll.deadline else None,
        "condition": _followed(state.followed),
        "state": state.adoption.whole.state.value,
        "members": [
            {
                "member": member.code,
                "name": member.name,
                "says": state.standings[member.code].says.value,
                "because": state.standings[member.code].because.value,
                "state": members[member.code].state.value,
                "amount_ore": state.allocation.amounts.get(member.code),
                "answer": _answer(state.answers.get(member.code)),
            }
            for member in state.recommendation.members
        ],
    }


def recommendation_as_json(recommendation: Recommendation) -> Json:
    """Return a recommendation in short."""
    return {
        "key": recommendation.key,
        "title": recommendation.title,
        "recommended_by": recommendation.recommended_by,
        "recommended_on": _stated(recommendation.recommended_on),
        "members": len(recommendation.members),
        "deadline": _stated(recommendation.deadline),
        "condition": condition_as_json(recommendation.condition),
    }


def condition_as_json(condition: Condition) -> Json:
    """Return a condition as it is written in a file."""
    plain: Json = CONDITION.dump_python(condition, mode="json")
    return plain


def _share(share: Share) -> Json:
    return {
        "amount_ore": share.amount_ore,
        "share": _fraction(share.fraction),
        "ore_per_inhabitant": _fraction(share.ore_per_inhabitant),
    }


def _followed(followed: FollowedCondition) -> Json:
    return {
        **condition_as_json(followed.condition),
        "origin": followed.origin.value,
        "members_with_provisos": list(followed.members),
    }


def _answer(answer: Answer | None) -> Json | None:
    if answer is None:
        return None
    return {
        "version": answer.version,
        "outcome": answer.outcome.value,
        "stage": answer.stage.value,
        "proviso": condition_as_json(answer.proviso) if answer.proviso else None,
        "received_at": _moment(answer.received_at),
        "effective_on": _day(answer.effective_on),
        "expected_on": _day(answer.expected_on),
        "step_on": _day(answer.step_on),
        **_evidence(answer.evidence),
    }


def _evidence(evidence: Evidence | None) -> Json:
    return {
        "body": evidence.body if evidence else None,
        "decided_on": evidence.decided_on.isoformat() if evidence else None,
        "paragraph": evidence.paragraph if evidence else None,
        "case_number": evidence.case_number if evidence else None,
    }


def _fraction(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _stated(value: date | NotStated) -> str:
    return value.value if isinstance(value, NotStated) else value.isoformat()


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
