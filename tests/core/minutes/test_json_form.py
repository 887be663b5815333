"""The JSON form: its words, and places that lead back to the original text."""

import json

from core.minutes import drafts_as_json, read

DAMAGED = """ÄLMHULTS KOMMUN
S ocialnämnden
Sammanträdesdatum 2017-1O-25

§ l41   Dnr 2017/120

B e s l u t
S ocialnämnden antar för\N{SOFT HYPHEN}slaget, 198\N{NO-BREAK SPACE}700 kronor, under förut-
sättning att samtliga kommuner deltar. Kostnaden tas inom ram. Priset är ca 1,95 kr/invånare.

Reservation
Bo Ek (M) reserverar sig.
"""


def shown(place):
    start, end = place
    return DAMAGED[start:end]


def test_json_form_has_the_english_words_and_plain_values():
    (draft,) = drafts_as_json(read(DAMAGED))

    plain = {name: draft[name] for name in list(draft)[:10]}
    assert plain == {
        "municipality": "Älmhult",
        "municipality_code": "0765",
        "body": "Socialnämnden",
        "body_kind": "committee",
        "date": "2017-10-25",
        "paragraph": "§ 141",
        "case_number": "2017/120",
        "outcome": "conditional",
        "stage": "decision",
        "amount_ore": 19_870_000,
    }
    assert json.loads(json.dumps(draft)) == draft


def test_json_form_places_show_the_original_words_damage_included():
    (draft,) = drafts_as_json(read(DAMAGED))

    assert {name: shown(place) for name, place in draft["places"].items()} == {
        "municipality": "ÄLMHULTS KOMMUN",
        "body": "S ocialnämnden",
        "date": "2017-1O-25",
        "paragraph": "§ l41",
        "case_number": "2017/120",
        "outcome": "antar",
        "stage": "antar",
        "amount_ore": "198\N{NO-BREAK SPACE}700 kronor",
    }


def test_json_form_carries_provisos_reservations_remarks_and_rates_with_their_words():
    (draft,) = drafts_as_json(read(DAMAGED))

    (proviso,) = draft["provisos"]
    assert proviso["words"] == "under förutsättning att samtliga kommuner deltar"
    assert shown(proviso["place"]) == "under förut-\nsättning att samtliga kommuner deltar"
    assert proviso["condition"]["kind"] == "all_members"
    assert [r["words"] for r in draft["reservations"]] == ["Bo Ek (M) reserverar sig."]
    assert [r["words"] for r in draft["budget_remarks"]] == ["Kostnaden tas inom ram."]
    assert [r["ore_per_inhabitant"] for r in draft["rates"]] == ["195"]


def test_json_form_names_what_is_missing():
    (draft,) = drafts_as_json(read("Rekommendationen antas."))

    assert draft["missing"] == [
        "municipality", "body", "date", "paragraph", "case_number", "amount_ore"
    ]  # fmt: skip
    assert {name: draft[name] for name in draft["missing"]} == dict.fromkeys(draft["missing"])


def test_json_form_says_how_surely_each_field_was_read():
    (draft,) = drafts_as_json(
        read("Hej! Ljungbys bidrag blir 289 600 kr. Socialnämnden antar det.")
    )

    assert draft["confidence"] == {
        "municipality": "likely",
        "body": "likely",
        "outcome": "likely",
        "stage": "likely",
        "amount_ore": "likely",
    }
