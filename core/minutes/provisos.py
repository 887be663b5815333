"""Provisos in a yes, and the condition that each means where its meaning is clear."""

import re
from collections.abc import Callable
from fractions import Fraction

from core.condition import (
    AllMembers,
    AllOf,
    AtLeast,
    AtLeastShare,
    Condition,
    HigherDecision,
    Measure,
    NotQuantified,
    Per,
    PriceAtLeast,
    PriceAtMost,
    TheseMembers,
)
from core.minutes.amounts import is_per_inhabitant, ore_of
from core.minutes.bodies import BODY, body_name
from core.minutes.draft import Proviso
from core.minutes.municipalities import named_in
from core.minutes.pattern import any_of
from core.minutes.statements import proviso_spans
from core.minutes.view import View

_JOINS = any_of(
    r"""
    delta|anta|anslut|medverka|ställer\s+sig|beslut|fatta|gör\b|godkänn|finansier|bidra
    säger\s+ja|är\s+med|går\s+med|tillstyrk|tecknar|bifall|ingår|accepter
    """
)
_PARTY = r"(?:(?:medlems|läns)?kommuner(?:na)?|parter(?:na)?|medlemmar(?:na)?|huvudmän(?:nen)?)"
_ALL = re.compile(
    any_of(
        rf"""
        \b(?:samtliga|alla|övriga|resterande)\b[^.;]{{0,50}}?\b{_PARTY}\b[^.;]{{0,80}}?\b{_JOINS}
        \b{_PARTY}\b[^.;]{{0,40}}?\b(?:samtliga|alla)\b[^.;]{{0,40}}?\b{_JOINS}
        \bsamtliga\s+(?:deltar|antar|ansluter|medverkar)\b
        \b{_JOINS}\w*\s+av\s+(?:samtliga|alla|övriga)\b[^.;]{{0,40}}?\b{_PARTY}\b
        \b(?:samtliga|alla|övriga)\s+\d*\s*{_PARTY}s?\s+(?:deltagande|anslutning|medverkan)
        """
    ),
    re.IGNORECASE,
)
_NUMBER_WORDS = "två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton"
_NUMBERS = {word: i for i, word in enumerate(_NUMBER_WORDS.split(), 2)}
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(_NUMBERS)})"
_LEAST = r"(?:minst|åtminstone|lägst|inte\s+färre\s+än|ej\s+färre\s+än)"
_AT_LEAST = re.compile(
    rf"\b(?:{_LEAST}|(?P<more>fler\s+än|mer\s+än))\s+(?P<count>{_COUNT})\b(?!\s*(?:%|procent))\s+(?:stycken\s+)?"
    rf"(?:av\s+[^.;]{{0,40}}?)?(?:\w+\s+){{0,2}}?{_PARTY}",
    re.IGNORECASE,
)
_FRACTIONS = {
    "hälften": Fraction(1, 2),
    "två tredjedelar": Fraction(2, 3),
    "tre fjärdedelar": Fraction(3, 4),
    "en tredjedel": Fraction(1, 3),
    "en fjärdedel": Fraction(1, 4),
    "fyra femtedelar": Fraction(4, 5),
    "tre femtedelar": Fraction(3, 5),
}
_SHARE = re.compile(
    rf"\b(?:{_LEAST}|(?P<more>mer\s+än|över|fler\s+än)|)\s*"
    rf"(?P<share>\d{{1,3}}(?:[.,]\d+)?\s*(?:%|procent)|{'|'.join(_FRACTIONS)})"
    r"\s+av\s+(?P<of>[^.;]{0,60})",
    re.IGNORECASE,
)
_MEASURES = (
    (Measure.POPULATION, r"befolkning|invånar"),
    (Measure.COST, r"kostnad|finansiering"),
    (Measure.MEMBERS, _PARTY),
)
_MANY = any_of(
    rf"""
    tillräckligt\s+(?:många|stort\s+antal)|ett\s+tillräckligt|ett\s+stort\s+antal
    merparten|flertalet|de\s+flesta|en\s+majoritet|en\s+övervägande\s+del
    flera\s+{_PARTY}
    """
)
_VAGUE = re.compile(rf"\b{_MANY}\b", re.IGNORECASE)
_NOT_ABOVE = any_of(
    r"""
    (?:inte|ej)\s+(?:överstiger|överskrider|blir\s+högre\s+än|är\s+högre\s+än)
    (?:uppgår\s+till|blir|är)\s+(?:som\s+)?(?:högst|maximalt|max)
    högst|maximalt
    """
)
_AT_MOST_PRICE = re.compile(rf"\b{_NOT_ABOVE}\b", re.IGNORECASE)
_NOT_BELOW = any_of(
    r"""
    (?:inte|ej)\s+(?:understiger|blir\s+lägre\s+än|är\s+lägre\s+än)
    (?:uppgår\s+till|blir|är)\s+(?:minst|lägst)
    """
)
_AT_LEAST_PRICE = re.compile(rf"\b{_NOT_BELOW}\b", re.IGNORECASE)
_GIVES = r"(?:bevilja|anslå|anvisa|tillför|tilldela|tillskjut|erhåll|avsätt)\w*"
_SETTLES = rf"(?:{_GIVES}|(?:godkänn|inarbeta|ryms|beslut|fastst|utöka)\w*)"
_MONEY = any_of(
    r"""
    budget\w*|medel|anslag\w*|finansiering\w*|kostnaden
    ram(?:en|höjning|förstärkning|tillskott)?
    """
)
_BUDGET = re.compile(
    rf"\b{_MONEY}\b[^.;]{{0,80}}?\b{_SETTLES}|\b{_GIVES}\b[^.;]{{0,60}}?\b(?:{_MONEY}|ram\w*)",
    re.IGNORECASE,
)


def provisos_in(view: View) -> tuple[Proviso, ...]:
    """Return the provisos of a decision's text, each with its condition if that is clear."""
    found = []
    for start, end in proviso_spans(view.text):
        quote = view.quote(start, end)
        if quote.words:
            found.append(Proviso(quote, condition_of(quote.words)))
    return tuple(found)


def condition_of(words: str) -> Condition | None:
    """Return the condition that a proviso's words mean, or None if a person must read them.

    "tillräckligt många" and "merparten" are NotQuantified: only a ruling can say how many. Several
    clear parts must all hold ("minst sex kommuner, däribland Växjö"); with "eller" nothing is
    clear.
    """
    parts = [part for reader in _READERS for part in reader(words)]
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    return None if re.search(r"\beller\b", words) else AllOf(conditions=tuple(parts))


def _shares(words: str) -> list[Condition]:
    return [read for match in _SHARE.finditer(words) if (read := _share(match)) is not None]


def _share(match: re.Match[str]) -> Condition | None:
    measure = next((m for m, of in _MEASURES if re.search(of, match["of"].casefold())), None)
    written = " ".join(match["share"].casefold().split())
    share = _FRACTIONS.get(written) or _percent(written)
    if measure is None or not 0 < share <= 1:
        return None
    return AtLeastShare(of=measure, share=share, strictly=match["more"] is not None)


def _percent(written: str) -> Fraction:
    return Fraction(re.sub(r"\s*(?:%|procent)", "", written).replace(",", ".")) / 100


def _counts(words: str) -> list[Condition]:
    match = _AT_LEAST.search(words)
    if match is None:
        return []
    written = match["count"].casefold()
    count = _NUMBERS.get(written) or int(written)
    return [AtLeast(count=count + (1 if match["more"] else 0))]


def _all(words: str) -> list[Condition]:
    return [AllMembers()] if _ALL.search(words) and not _AT_LEAST.search(words) else []


def _vague(words: str) -> list[Condition]:
    is_about_parties = re.search(rf"\b{_PARTY}\b", words, re.IGNORECASE)
    return [NotQuantified(words=words)] if is_about_parties and _VAGUE.search(words) else []


def _prices(words: str) -> list[Condition]:
    per = Per.INHABITANT if is_per_inhabitant(words) else Per.MEMBER
    ore = ore_of(words)
    if ore is None:
        return []
    if _AT_LEAST_PRICE.search(words):
        return [PriceAtLeast(amount_ore=ore, per=per)]
    return [PriceAtMost(amount_ore=ore, per=per)] if _AT_MOST_PRICE.search(words) else []


def _higher(words: str) -> list[Condition]:
    if _ALL.search(words) or _AT_LEAST.search(words) or _VAGUE.search(words):
        return []
    match = BODY.search(words)
    if match and body_name(match["name"]).endswith(("fullmäktige", "styrelsen")):
        return [HigherDecision(body=body_name(match["name"]), description=words)]
    return [HigherDecision(body="budget", description=words)] if _BUDGET.search(words) else []


def _named(words: str) -> list[Condition]:
    codes = named_in(words)
    is_alone = not re.search(r"\b(?:eller|samtliga|alla|övriga|någon)\b", words, re.IGNORECASE)
    if codes and is_alone and re.search(rf"\b{_JOINS}", words, re.IGNORECASE):
        return [TheseMembers(members=codes)]
    return []


_READERS: tuple[Callable[[str], list[Condition]], ...] = (
    _shares,
    _counts,
    _prices,
    _vague,
    _all,
    _higher,
    _named,
)
