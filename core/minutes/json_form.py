"""The JSON form of drafts: flat English fields, with places and confidence beside them."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.minutes.draft import Amount, Draft, Found, Place, Proviso, Quote, Rate
from core.register import shipped_register

_NAMES = {"decided_on": "date", "amount": "amount_ore"}


def drafts_as_json(drafts: Iterable[Draft]) -> list[dict[str, Any]]:
    """Return the drafts as JSON values: money as integer öre, dates as ISO 8601, rates as text.

    A field that the text doesn't tell is null and named in `missing`. `places` gives [start, end]
    in the original text, `confidence` "stated", "likely" or "uncertain", both by field.
    """
    return [_draft(draft) for draft in drafts]


def _draft(draft: Draft) -> dict[str, Any]:
    found: dict[str, Found[Any] | None] = {
        "municipality": draft.municipality,
        "body": draft.body,
        "date": draft.decided_on,
        "paragraph": draft.paragraph,
        "case_number": draft.case_number,
        "outcome": draft.outcome,
        "stage": draft.stage,
        "amount_ore": draft.amount,
    }
    known = {name: each for name, each in found.items() if each}
    code = draft.municipality.value if draft.municipality else None
    return {
        "municipality": shipped_register().municipalities[code].name if code else None,
        "municipality_code": code,
        "body": _value(draft.body),
        "body_kind": draft.body_kind.value if draft.body_kind else None,
        "date": draft.decided_on.value.isoformat() if draft.decided_on else None,
        "paragraph": _value(draft.paragraph),
        "case_number": _value(draft.case_number),
        "outcome": draft.outcome.value.value if draft.outcome else None,
        "stage": draft.stage.value.value if draft.stage else None,
        "amount_ore": _value(draft.amount),
        "amounts": [_amount(amount) for amount in draft.amounts],
        "rates": [_rate(rate) for rate in draft.rates],
        "provisos": [_proviso(proviso) for proviso in draft.provisos],
        "reservations": [_quote(quote) for quote in draft.reservations],
        "budget_remarks": [_quote(quote) for quote in draft.budget_remarks],
        "missing": [_NAMES.get(name, name) for name in draft.missing],
        "place": _place(draft.place),
        "places": {name: _place(each.place) for name, each in known.items()},
        "confidence": {name: each.confidence.value for name, each in known.items()},
    }


def _value(found: Found[Any] | None) -> Any:  # noqa: ANN401  # a JSON value
    return found.value if found else None


def _place(place: Place) -> list[int]:
    return [place.start, place.end]


def _quote(quote: Quote) -> dict[str, Any]:
    return {"words": quote.words, "place": _place(quote.place)}


def _amount(amount: Amount) -> dict[str, Any]:
    flags = {"is_own": amount.is_own, "in_decision": amount.in_decision}
    return {"amount_ore": amount.ore, **flags, **_quote(amount.quote)}


def _rate(rate: Rate) -> dict[str, Any]:
    return {"ore_per_inhabitant": str(rate.ore_per_inhabitant), **_quote(rate.quote)}


def _proviso(proviso: Proviso) -> dict[str, Any]:
    condition: Mapping[str, Any] | None = (
        proviso.condition.model_dump(mode="json") if proviso.condition else None
    )
    return {"condition": condition, **_quote(proviso.quote)}
