"""What surrounds an outcome without altering it: reservations, and remarks about the budget."""

import re
from collections.abc import Iterable, Sequence

from core.minutes.draft import Quote
from core.minutes.heading_words import Kind
from core.minutes.pattern import any_of
from core.minutes.sections import Section
from core.minutes.view import View

_SENTENCE = re.compile(
    any_of(
        r"""
        (?<=[^\W_][^\W\d_][.!?])\s+(?=[A-ZÅÄÖ])
        (?<=[A-Za-z]\)[.!?])\s+(?=[A-ZÅÄÖ])
        \n[ \t]*\n
        \n[ \t]*(?=\d{1,2}[.)]\s|[-–•*]\s|att\b)
        """
    )
)
_RESERVING = any_of(
    r"""
    reserverar\s+sig|reserverade\s+sig|avvikande\s+mening
    lämnar?\s+(?:en\s+)?(?:skriftlig\s+)?reservation
    reservation\s+(?:lämnas|anmäls|från)
    """
)
_RESERVES = re.compile(rf"\b{_RESERVING}\b", re.IGNORECASE)
_NONE = re.compile(r"^\W*(?:inga?|ingen|–|-|finns\s+inte?)\b.{0,30}$", re.IGNORECASE)
_TAKEN_UP = r"(?:beaktas|inarbetas|tas\s+upp|inräknas|läggs\s+in|hanteras|arbetas\s+in)"
_PLAN = r"(?:budget|flerårsplan|mål-?\s+och\s+resurs|verksamhetsplan|ramar)"
_COST = r"(?:finansier(?:as|ing(?:en)?(?:\s+sker)?|ar)|kostnad(?:en|erna)?|medel)"
_FROM = any_of(
    r"""
    ryms|inom|belastar?|via|genom|från|ur|tas|anvisas|avsätts|täcks|eget
    anslag\w*|budget\w*
    """
)
_BUDGET = re.compile(
    any_of(
        rf"""
        budgetram|driftbudget|budgetbered\w+|budgetarbet\w+|budgetprocess\w*
        \binom\s+(?:\w+\s+){{0,3}}\w*ram(?:en|ar|arna)?\b
        \bäsk\w+
        \bram(?:höjning|förstärkning|ökning|tillskott|justering)\w*
        utök\w+\s+av\s+ram|tilläggsansl\w+|tilläggsbudget\w*|oförutsedda
        förfogande(?:medel|anslag)\w*
        \b{_TAKEN_UP}\s+i\s+[^.;]{{0,40}}{_PLAN}\w*
        \b{_COST}\b[^.;]{{0,60}}\b{_FROM}\b
        \b(?:i|inför|till)\s+(?:[\w-]+\s+){{0,3}}budget(?:en|arbetet)?\s*(?:för\s+)?(?:20)?\d\d
        mål\s+och\s+budget|\bintern\s?budget\w*|\banslå\w*\s+medel|\bbefintlig\s+budget
        """
    ),
    re.IGNORECASE,
)


def reservations_in(sections: Sequence[Section]) -> tuple[Quote, ...]:
    """Return the reservations against the decision, as they stand; "Inga" is none."""
    quotes: list[Quote] = []
    for section in sections:
        sentences = [q for q in _sentences(section.text) if not _NONE.match(q.words)]
        reserving = [q for q in sentences if _RESERVES.search(q.words)]
        is_in_place = section.kind is Kind.RESERVATION and _is_reserving(section.text)
        quotes += reserving or (sentences if is_in_place else [])
    return tuple(quotes)


def budget_remarks_in(views: Iterable[View]) -> tuple[Quote, ...]:
    """Return the sentences of a decision that say where the money comes from."""
    return tuple(
        quote for view in views for quote in _sentences(view) if _BUDGET.search(quote.words)
    )


def _is_reserving(view: View) -> bool:
    return re.search(r"\breserv\w+|\bavvikande\b", view.text, re.IGNORECASE) is not None


def _sentences(view: View) -> Iterable[Quote]:
    at = 0
    for match in [*_SENTENCE.finditer(view.text), None]:
        end = match.start() if match else len(view.text)
        quote = view.quote(at, end)
        if quote.words:
            yield quote
        at = match.end() if match else end
