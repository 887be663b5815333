"""Reading a price condition once it is known who has joined."""

from collections.abc import Set as AbstractSet
from fractions import Fraction

from core.adoption.circumstances import Trend
from core.adoption.form import Priced
from core.adoption.setting import Setting
from core.condition import Per, PriceAtLeast, PriceAtMost


class Prices:
    """What everybody pays when exactly these members have joined."""

    def __init__(self, adopters: AbstractSet[str], setting: Setting) -> None:
        self._adopters = adopters
        self._population = setting.known.population
        pricing = setting.known.pricing
        self._amount_ore = pricing.among(adopters) if pricing else None

    def price(self, condition: PriceAtMost | PriceAtLeast, owner: str) -> Fraction | None:
        """Return the owner's price in öre, per member or inhabitant, as if it had joined too."""
        amount = self._amount_ore(owner) if self._amount_ore else None
        if amount is None:
            return None
        if condition.per is Per.MEMBER:
            return Fraction(amount)
        inhabitants = self._population.get(owner)
        return Fraction(amount) / inhabitants if inhabitants else None

    def are_right(self, priced: Priced) -> bool | None:
        """Return whether a price condition holds; None if the price isn't stated.

        For the whole recommendation the price must be right for every adopter, and nobody at all
        is never enough.
        """
        owners = [priced.owner] if priced.owner else self._adopters
        prices = [self.price(priced.condition, owner) for owner in owners]
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
