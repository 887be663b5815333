"""What if: the same state with some answers changed, and the difference. Nothing is recorded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.adoption import Adoption, Circumstances, MemberState, resolve
from core.adoption.setting import ConditionMemberError
from core.answer import Standing
from core.condition import Condition

Amounts = Callable[[frozenset[str]], Mapping[str, int | None]]
"""What each adopter pays in öre, given exactly who adopts; None: not stated."""


@dataclass(frozen=True)
class Moved:
    """A member whose state would change."""

    member: str
    before: MemberState
    after: MemberState


@dataclass(frozen=True)
class Payment:
    """What a member would pay, in öre, before and after: 0 if it isn't in, None: not stated."""

    member: str
    before_ore: int | None
    after_ore: int | None


@dataclass(frozen=True)
class WhatIf:
    """The state as it is, the state as it would be, and what differs.

    `stands` and `falls` are members who would come in or drop out besides those whose answer was
    changed, as far as all who haven't answered say yes; `payments` only those that change.
    """

    before: Adoption
    after: Adoption
    moved: tuple[Moved, ...]
    stands: tuple[str, ...]
    falls: tuple[str, ...]
    payments: tuple[Payment, ...]


def what_if(
    standings: Mapping[str, Standing],
    changes: Mapping[str, Standing],
    condition: Condition,
    known: Circumstances | None = None,
    amounts: Amounts | None = None,
) -> WhatIf:
    """Return what would follow if the members in `changes` had said that instead.

    `amounts` tells what everybody pays among given adopters; without it no payments are compared.
    Payments are those among all who can still be in, the silent counted as yes.

    Raises: ConditionMemberError if a changed member, or one that a condition names, isn't asked.
    """
    for member in changes:
        if member not in standings:
            raise ConditionMemberError(member)
    before = resolve(standings, condition, known)
    after = resolve({**standings, **changes}, condition, known)
    others = [member for member in standings if member not in changes]
    joining, leaving = after.possible - before.possible, before.possible - after.possible
    return WhatIf(
        before=before,
        after=after,
        moved=_moved(before, after),
        stands=tuple(member for member in others if member in joining),
        falls=tuple(member for member in others if member in leaving),
        payments=_payments(standings, before, after, amounts) if amounts else (),
    )


def _moved(before: Adoption, after: Adoption) -> tuple[Moved, ...]:
    states = ((code, before.states[code], after.states[code]) for code in before.states)
    return tuple(Moved(*each) for each in states if each[1] is not each[2])


def _payments(
    members: Mapping[str, Standing], before: Adoption, after: Adoption, amounts: Amounts
) -> tuple[Payment, ...]:
    sides = [(each.possible, amounts(each.possible)) for each in (before, after)]
    payments = (
        Payment(code, *(paid.get(code) if code in adopters else 0 for adopters, paid in sides))
        for code in members
    )
    return tuple(payment for payment in payments if payment.before_ore != payment.after_ore)
