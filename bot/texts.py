"""Texts in the reader's language: English message ids, a Swedish catalogue, numbers and dates.

The catalogue is `locale/sv/LC_MESSAGES/samtliga.po`, compiled when first used, so that there is no
build step and no compiled file that could be stale.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from core.deadline import DEFAULT_POLICY

_ORE = 100
NBSP = "\N{NO-BREAK SPACE}"


class Texts:
    """One language: `t("Message with {field}", field=value)` and its numbers and dates."""

    def __init__(self, locale: Locale, translations: NullTranslations) -> None:
        self.locale = locale
        self._translations = translations

    @property
    def language(self) -> str:
        """Return the language's code: "sv" or "en"."""
        return str(self.locale.language)

    def __call__(self, message: str, /, **fields: object) -> str:
        """Return the message in this language, with its fields filled in."""
        return self._translations.gettext(message).format(**fields)

    def known(self, text: str) -> str:
        """Return a text of `core` that the catalogue may know, otherwise the text itself."""
        return self._translations.gettext(text) if text else text

    def plural(self, one: str, many: str, n: int, /, **fields: object) -> str:
        """Return the form for `n`, which is a field of its own ({n}) too."""
        return self._translations.ngettext(one, many, n).format(n=self.number(n), **fields)

    def number(self, value: int | Decimal) -> str:
        """Return a number with the language's separators: 10 230 185."""
        return str(format_decimal(value, format="#,##0.######", locale=self.locale))

    def kronor(self, ore: int) -> str:
        """Return an amount of öre in kronor: "120 205 kr", "26,50 kr"."""
        return f"{self._kronor(Decimal(ore) / _ORE, 0 if ore % _ORE == 0 else 2)}{NBSP}kr"

    def kronor_per(self, ore: Fraction, decimals: int = 2) -> str:
        """Return an exact price in öre as kronor, rounded to so many decimals: "1,95 kr"."""
        return f"{self._kronor(_decimal(ore / _ORE, decimals), decimals)}{NBSP}kr"

    def percent(self, share: Fraction, decimals: int = 2) -> str:
        """Return a share in per cent, rounded to so many decimals: "12,56 %"."""
        value = self._kronor(_decimal(share * 100, decimals), decimals)
        return f"{value}{NBSP}%" if self.language == "sv" else f"{value}%"

    def day(self, day: date) -> str:
        """Return a day in words: "15 juni 2019"."""
        return str(format_date(day, "d MMMM yyyy", locale=self.locale))

    def weekday(self, day: date) -> str:
        """Return a day in words with its weekday: "lördag 15 juni 2019"."""
        return str(format_date(day, "EEEE d MMMM yyyy", locale=self.locale))

    def moment(self, moment: datetime) -> str:
        """Return a moment (UTC) in words, in Swedish local time: "27 sep. 2017 14:05"."""
        local = moment.astimezone(ZoneInfo(DEFAULT_POLICY.zone))
        return str(format_datetime(local, "d MMM yyyy HH:mm", locale=self.locale))

    def listing(self, parts: Iterable[str]) -> str:
        """Return the parts as a list in words: "Alvesta, Lessebo och Ljungby"."""
        return str(format_list(list(parts), locale=self.locale))

    def _kronor(self, value: Decimal, decimals: int) -> str:
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return str(format_decimal(value, format=pattern, locale=self.locale))


def marked(text: str) -> str:
    """Return a text as it is; it is said elsewhere, by `Texts.known`, from the catalogue."""
    return text


@lru_cache(maxsize=4)
def texts_in(locale: str | None) -> Texts:
    """Return the texts for a Slack locale: English for "en-…", Swedish for every other."""
    if locale and locale.replace("_", "-").lower().split("-")[0] == "en":
        return Texts(Locale("en"), NullTranslations())
    return Texts(Locale("sv"), _swedish())


def _swedish() -> GNUTranslations:
    source = files("bot").joinpath("locale/sv/LC_MESSAGES/samtliga.po").read_bytes()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source), locale="sv"))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _decimal(exact: Fraction, decimals: int) -> Decimal:
    """Return a fraction rounded half up, without passing through a float."""
    scaled = (abs(exact) * 10**decimals * 2 + 1) // 2
    rounded = Decimal(int(scaled)).scaleb(-decimals)
    return (-rounded if exact < 0 else rounded).quantize(
        Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP
    )
