"""Reading a price condition once it is known who has joined."""

from collections.abc import Set as AbstractSet
from fractions import Fraction

from core.adoption.circumstances import Trend
from core.adoption.form import Priced
from core.adoption.setting import Setting
from core.condition import Per, PriceAtLeast, PriceAtMost


def price_of(
    condition: PriceAtMost | PriceAtLeast, owner: str, adopters: AbstractSet[str], setting: Setting
) -> Fraction | None:
    """Return the owner's price in öre, per member or inhabitant, if it and `adopters` are in."""
    pricing = setting.known.pricing
    taking_part = adopters if owner in adopters else adopters | {owner}
    amount = pricing.amount_ore(owner, taking_part) if pricing else None
    if amount is None:
        return None
    if condition.per is Per.MEMBER:
        return Fraction(amount)
    inhabitants = setting.known.population.get(owner)
    return Fraction(amount) / inhabitants if inhabitants else None


def holds_for(priced: Priced, adopters: AbstractSet[str], setting: Setting) -> bool | None:
    """Return whether the price is right when exactly these have joined; None if it isn't stated.

    A member's own price is read as if that member had joined too. For the whole recommendation
    the price must be right for every adopter, and nobody at all is never enough.
    """
    owners = [priced.owner] if priced.owner else sorted(adopters)
    prices = [price_of(priced.condition, owner, adopters, setting) for owner in owners]
    known = [is_acceptable(priced.condition, price) for price in prices if price is not None]
    if not all(known):
        return priced.is_denied
    return None if len(known) < len(prices) else bool(prices) != priced.is_denied


def is_acceptable(condition: PriceAtMost | PriceAtLeast, price: Fraction) -> bool:
    """Return whether a price is on the right side of the limit; the limit itself is."""
    if isinstance(condition, PriceAtMost):
        return price <= condition.amount_ore
    return price >= condition.amount_ore


def sign_of(condition: PriceAtMost | PriceAtLeast, owner: str | None, trend: Trend) -> int:
    """Return how more members bear on a price: +1 help, -1 hurt, 0 not known.

    They help where the price falls and must be low, or rises and must be high. Of the whole
    recommendation every adopter's price is asked, so that another adopter is one more price that
    may be wrong: that never helps.
    """
    signs = {Trend.FALLS: 1, Trend.STANDS: 0, Trend.RISES: -1, Trend.UNDECLARED: 0}
    sign = signs[trend] if isinstance(condition, PriceAtMost) else -signs[trend]
    if owner is None:
        return -1 if trend is Trend.STANDS or sign < 0 else 0
    return sign
