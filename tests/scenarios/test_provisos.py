"""Answers with a proviso of each kind, as they are given in the form."""

import pytest


@pytest.mark.parametrize(
    ("choice", "fields", "said"),
    [
        ("… alla parter antar", {}, "ja, förutsatt att alla parter antar"),
        ("… minst så många antar", {"Antal parter": "6"}, "ja, förutsatt att minst 6 parter antar"),
        (
            "… vissa parter antar",
            {"Parter": ["Växjö", "Älmhult"]},
            "ja, förutsatt att Växjö och Älmhult antar",
        ),
        (
            "… vår andel är högst",
            {"Högsta andel i kronor": "300 000"},
            "ja, förutsatt att den egna andelen är högst 300 000 kr",
        ),
    ],
)
async def test_proviso_of_each_kind_is_recorded_as_it_was_meant(opened, choice, fields, said):
    ljungby = opened.head("Ljungby")
    await ljungby.click(opened.question("Ljungby"), "Ja, förutsatt att …")
    await ljungby.choose(ljungby.view, "Vi är med, förutsatt att …", choice)
    await opened.quiet()

    assert await ljungby.submit(None, fields) is None
    await opened.quiet()

    assert f"Ljungby har svarat: {said}" in opened.question("Ljungby").plain().replace("\xa0", " ")


async def test_form_keeps_what_was_written_when_another_kind_is_chosen(opened):
    ljungby = opened.head("Ljungby")
    await ljungby.click(opened.question("Ljungby"), "Ja, förutsatt att …")
    await ljungby.fill(ljungby.view, "Organ som beslutade", "Socialnämnden")

    await ljungby.choose(ljungby.view, "Vi är med, förutsatt att …", "… minst så många antar")
    await opened.quiet()

    errors = await ljungby.submit(
        None, {"Antal parter": "6", "Beslutsdag": "2017-09-04", "Paragraf": "§ 63"}
    )
    assert errors is None
    await opened.quiet()
    assert "Socialnämnden 4 september 2017, § 63" in opened.question("Ljungby").plain()


async def test_provisos_that_lean_on_each_other_are_met_together(opened):
    for name in opened.heads:
        await opened.answer(name, "Ja, förutsatt att …")

    assert "🟨 8 ja, med förbehåll" in opened.board()
    assert "Uppfyllt: 8 är med, och 8 krävdes" in opened.board()
