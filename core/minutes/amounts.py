"""Sums of money and prices per inhabitant, exact: öre as integers, rates as fractions.

289 600 kronor, 9.500 kr, 6.300.000:-, 19,5 mkr, 14,6 miljoner, 120 tkr, ca 1,95 kr/invånare.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

from core.minutes.draft import Amount, Confidence, Found, Rate
from core.minutes.pattern import any_of
from core.minutes.statements import blanked, proviso_spans
from core.minutes.view import View

_NUMBER = r"\d{1,3}(?:[ .'\n]\d{3}){1,4}(?:,\d{1,2})?|\d+(?:[.,]\d{1,3})?"
_CROWNS = r"(?:svenska\s+)?(?:kronor|kr|SEK)\b"
_UNITS: tuple[tuple[str, int], ...] = (
    (rf"(?:miljarder|mdkr|mdr)(?:\s*{_CROWNS})?", 100_000_000_000),
    (rf"(?:miljoner|miljon|milj\.?|mkr|mnkr|msek|mnsek)(?:\s*{_CROWNS})?", 100_000_000),
    (r"(?:tkr|ksek|tusen\s+kronor|tusen\s+kr|kkr)", 100_000),
    (r"(?:kronor|kr|sek|:-|,-|:--)", 100),
)
_UNIT = "|".join(pattern for pattern, _ in _UNITS)
_PERSON = r"(?:kommun)?(?:invånare|inv\b|capita|person|medborgare)"
_PER = rf"(?:\.?\s*(?:/|per|och)\s*(?:år\s+och\s+)?{_PERSON}|\.?\s*(?:för\s+)?varje\s+invånare)"
_SUM = re.compile(
    rf"(?<![\w.,/§:-])(?<!§\s)(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})(?![a-zåäö])"
    rf"(?P<per>{_PER})?|(?<!\w)SEK\s+(?P<number2>{_NUMBER})",
    re.IGNORECASE,
)
_NAME = r"[A-ZÅÄÖ][\wåäö-]+(?:\s+(?:kommun|stad))?"
_WHOM = rf"(?:{_NAME}|kommunen|nämnden)"
_PART = r"(?:del|andel|kostnad|avgift|bidrag|insats|medfinansiering|finansiering|part)(?:en)?"
_OUR = r"(?:kommuns?|kommunens?|stads?|nämndens?|vår|vårt)"
_OWN = re.compile(
    any_of(
        rf"""
        \b[Ff]ör\s+[^.;\n]{{0,40}}?{_OUR}\s*(?:del|vidkommande|räkning)\b
        \b(?:[Kk]ommunens|[Nn]ämndens|[A-ZÅÄÖ][\wåäö-]+s|{_NAME}s)\s+(?:\w+\s+)?{_PART}\b
        \b[Ff]ör\s+{_WHOM}(?:s\s+del)?\s+(?:innebär|blir|uppgår|beräknas|motsvarar|är|medför)\b
        \b(?:[Kk]ostnaden|[Aa]vgiften|[Bb]idraget|[Aa]ndelen)\s+för\s+{_WHOM}\b
        \b[Kk]ommunen\s+(?:ska|skall|betalar|bidrar)\b
        """
    )
)
_COMMON = re.compile(
    any_of(
        r"""
        \btotalt\s+för\s+(?:alla|samtliga|riket|länet)\b
        \btotalkostnad\w*|\btotal\s+kostnad|\bsammanlagt\b|\bnationellt\b|\bmaximalt\b
        \b(?:alla|samtliga)\s+kommuner\b
        \bgemensamt,?\s+till\s+SKL\b|\bstödfunktionen\s+beräknas\b
        \bhela\s+(?:länet|landet|riket)\b
        """
    ),
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(
    r"(?<=[a-zåäö)\d:-][.!?])\s+(?=[A-ZÅÄÖ])|\n\s*\n|\n\s*(?:[-–•]|\d{1,2}[.)])\s"
)


def amounts_in(view: View, *, in_decision: bool) -> tuple[Amount, ...]:
    """Return the sums in the order of the text; prices per inhabitant are left to `rates_in`."""
    found = []
    provisos = proviso_spans(view.text)
    plain = blanked(view.text)
    for match in _SUM.finditer(view.text):
        ore = _ore(match)
        if match["per"] or ore.denominator != 1:
            continue
        before = _sentence_before(view.text, match.start())
        after = re.split(r"[.;\n]", plain[match.end() : match.end() + 60])[0]
        is_own = _OWN.search(before) is not None
        is_limit = any(start <= match.start() < end for start, end in provisos)
        is_common = is_limit or (
            not is_own and _COMMON.search(before[-70:] + " " + after) is not None
        )
        quote = view.quote(match.start(), match.end())
        found.append(Amount(int(ore), quote, is_own and not is_limit, in_decision, is_common))
    return tuple(found)


def rates_in(view: View) -> tuple[Rate, ...]:
    """Return the prices per inhabitant in the order of the text."""
    return tuple(
        Rate(_ore(match), view.quote(match.start(), match.end()))
        for match in _SUM.finditer(view.text)
        if match["per"]
    )


def own_amount(amounts: Sequence[Amount]) -> Found[int] | None:
    """Return the sum that this decision is about, or None where several could be meant.

    A sum in the decision comes before one in the reasons, and the member's own before a total.
    """
    ladder = (
        ([a for a in amounts if a.in_decision and a.is_own], Confidence.STATED),
        ([a for a in amounts if a.in_decision and not a.is_common], Confidence.STATED),
        ([a for a in amounts if a.is_own], Confidence.LIKELY),
    )
    for candidates, confidence in ladder:
        sums = {amount.ore for amount in candidates}
        if len(sums) == 1:
            return Found(candidates[0].ore, candidates[0].quote.place, confidence)
        if sums:
            return _first_of_several(candidates)
    return None


def _first_of_several(candidates: Sequence[Amount]) -> Found[int] | None:
    """Return the first sum as uncertain if all stand in the decision, else None."""
    if not all(amount.in_decision for amount in candidates):
        return None
    return Found(candidates[0].ore, candidates[0].quote.place, Confidence.UNCERTAIN)


def ore_of(text: str) -> int | None:
    """Return the öre of the first sum in a text, whole öre only, or None."""
    match = _SUM.search(text)
    ore = _ore(match) if match else Fraction(1, 3)
    return int(ore) if ore.denominator == 1 else None


def is_per_inhabitant(text: str) -> bool:
    """Return whether the first sum in a text is a price per inhabitant."""
    match = _SUM.search(text)
    return match is not None and match["per"] is not None


def _ore(match: re.Match[str]) -> Fraction:
    number, unit = match["number"] or match["number2"], match["unit"] or "kr"
    factor = next(f for pattern, f in _UNITS if re.fullmatch(pattern, unit, re.IGNORECASE))
    return _value(number) * factor


def _value(number: str) -> Fraction:
    """Read a Swedish number: "9.500" is nine thousand five hundred, "2.45" two and a bit."""
    groups = re.fullmatch(r"(\d{1,3}(?:[ .'\n]\d{3})+)(?:,(\d+))?", number)
    if groups:
        whole = re.sub(r"\D", "", groups[1])
        return Fraction(f"{whole}.{groups[2] or 0}")
    return Fraction(number.replace(",", "."))


def _sentence_before(text: str, at: int) -> str:
    window = text[max(0, at - 220) : at]
    return _SENTENCE_END.split(window)[-1]
