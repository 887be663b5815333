"""What would follow if somebody answered otherwise, in words."""

from collections.abc import Iterator

from bot.texts import Texts
from bot.usecases.try_what_if import Tried
from bot.wording.names import Names, alphabetical, listed, names_of
from bot.wording.reading import reading_sentence
from core.answer import Says

_PAYMENTS_SHOWN = 30


def what_if_lines(tried: Tried, t: Texts) -> Iterator[str]:
    """Return what was supposed, how the condition would stand, who stands and falls, who pays."""
    names, result = names_of(tried.state.recommendation), tried.result
    yield t("If {changes} (nothing is recorded):", changes=_changes(tried, t, names))
    yield t("Now: {reading}", reading=_reading(tried, t, names, after=False))
    yield t("Then: {reading}", reading=_reading(tried, t, names, after=True))
    if result.falls:
        yield t("Would fall with it: {who}", who=listed(result.falls, names, t))
    if result.stands:
        yield t("Would be in thanks to it: {who}", who=listed(result.stands, names, t))
    if not result.payments:
        yield t("Nobody else’s amount changes.")


def payment_lines(tried: Tried, t: Texts) -> Iterator[str]:
    """Return whose amount would change, from what to what."""
    names = names_of(tried.state.recommendation)
    payments = {each.member: each for each in tried.result.payments}
    for code in alphabetical(payments, names)[:_PAYMENTS_SHOWN]:
        before, after = payments[code].before_ore, payments[code].after_ore
        yield t(
            "{name}: {before} → {after}",
            name=names[code],
            before=_amount(before, t),
            after=_amount(after, t),
        )
    if len(payments) > _PAYMENTS_SHOWN:
        yield t.plural("{n} more", "{n} more", len(payments) - _PAYMENTS_SHOWN)


def _changes(tried: Tried, t: Texts, names: Names) -> str:
    said = {
        Says.YES: t("says yes"),
        Says.NO: t("says no"),
        Says.SILENT: t("says nothing"),
        Says.CONDITIONALLY_YES: t("says yes with a proviso"),
    }
    return t.listing(f"{names[code]} {said[each.says]}" for code, each in tried.changes.items())


def _reading(tried: Tried, t: Texts, names: Names, *, after: bool) -> str:
    adoption = tried.result.after if after else tried.result.before
    leaning = tried.state.leaning - (tried.changes.keys() if after else set())
    return reading_sentence(adoption.whole, t, names, leaning)


def _amount(amount_ore: int | None, t: Texts) -> str:
    return t("not stated in the source") if amount_ore is None else t.kronor(amount_ore)
