"""What would follow if …, and who says what is enough."""

from datetime import UTC, datetime

import pytest

from tests.scenarios.stage import stage_at


async def test_what_if_says_who_falls_and_records_nothing(opened):
    await opened.answer("Ljungby", "Ja, förutsatt att …")
    for name in sorted(set(opened.heads) - {"Ljungby"}):
        await opened.answer(name, "Ja")
    board = opened.board()

    shown = await opened.command(opened.maria, "/samtliga whatif växjö nej")

    assert "Om Växjö säger nej (ingenting registreras):" in shown
    assert "Nu: Uppfyllt: 8 är med, och 8 krävdes" in shown
    assert "Då: Kan inte längre uppfyllas, på grund av Växjö" in shown
    assert "Skulle falla med det: Ljungby" in shown
    assert opened.board() == board


async def test_what_if_without_an_answer_says_how_to_write_it(opened):
    shown = await opened.command(opened.maria, "/samtliga whatif växjö kanske")

    assert shown.startswith("Skriv vem som skulle svara vad")


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("skl-2020 lagom enligt styrelsen", "Skriv vad som räcker och enligt vilket beslut"),
        ("skl-2020 80 %", "Skriv vad som räcker och enligt vilket beslut"),
        ("skl-2020 130 % enligt styrelsen", "Skriv vad som räcker och enligt vilket beslut"),
    ],
)
async def test_unclear_ruling_is_refused_with_an_example(database_url, written, sentence):
    async with stage_at(datetime(2019, 5, 2, 8, 0, tzinfo=UTC), database_url) as stage:
        await stage.add_heads(["Ljungby"])
        await stage.open("skl-2020")
        assert (await stage.command(stage.maria, f"/samtliga fastställ {written}")).startswith(
            sentence
        )


async def test_ruling_makes_enough_countable_and_says_who_ruled(database_url):
    async with stage_at(datetime(2019, 5, 2, 8, 0, tzinfo=UTC), database_url) as stage:
        await stage.add_heads(["Ljungby", "Ekerö"])
        await stage.open("skl-2020")
        assert "Någon måste avgöra: ”tillräckligt många”" in stage.board()

        shown = await stage.command(
            stage.maria, "/samtliga fastställ skl-2020 2 enligt styrelsen den 28 juni 2019"
        )
        await stage.quiet()

        assert "Öppet: 0 av 2 hittills" in shown
        assert "minst 2 parter antar" in stage.board()
        await stage.answer("Ljungby", "Ja")
        await stage.answer("Ekerö", "Ja")
        assert "Uppfyllt: 2 är med, och 2 krävdes" in stage.board()
        assert "styrelsen den 28 juni 2019" in stage.board()


async def test_status_weighs_what_would_be_enough_while_nobody_has_ruled(database_url):
    async with stage_at(datetime(2019, 5, 2, 8, 0, tzinfo=UTC), database_url) as stage:
        await stage.add_heads(["Ljungby"])
        await stage.open("skl-2020")
        await stage.answer("Ljungby", "Nej")

        shown = (await stage.command(stage.maria, "/samtliga läge skl-2020")).replace("\xa0", " ")

        assert "Ingen har fastställt vad som räcker." in shown
        assert "Om parter med minst 80 % av parterna antar: 232 till behövs" in shown
        assert "Om alla parter antar: kan inte längre uppfyllas" in shown


async def test_only_a_coordinator_may_rule(opened):
    ljungby = opened.head("Ljungby")

    shown = await opened.command(ljungby, "/samtliga fastställ kronoberg-2018 alla enligt mig")

    assert shown.startswith("Bara en samordnare får göra det.")
