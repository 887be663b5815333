"""After the yes: tabled, confirmed, announced, in force; what was known when; outside money."""

from datetime import UTC, datetime

SN = {
    "Organ som beslutade": "Socialnämnden",
    "Beslutsdag": "2017-09-27",
    "Paragraf": "Sn § 63",
}
WHAT, ON, EXPECTED = "Vad har hänt?", "Vilken dag?", "När väntas ett beslut?"


def _noon(year, month, day):
    return datetime(year, month, day, 10, tzinfo=UTC)


async def test_ljungby_tells_each_step_until_the_decision_is_in_force(opened):
    await opened.move_to(_noon(2017, 9, 28))
    await opened.answer("Ljungby", "Ja", **SN)
    ljungby = opened.head("Ljungby")

    await ljungby.click(opened.question("Ljungby"), "Vad har hänt sedan dess?")
    form = ljungby.view.plain()
    assert "27 september 2017: beslutat, ja (Socialnämnden)" in form
    assert "Vinner laga kraft senast 4 november 2017, om ingen överklagar." in form

    early = await ljungby.submit(None, {WHAT: "Protokollet justerat", ON: "2017-09-26"})
    assert early == {
        "on": "26 september 2017 ligger före det steg som meddelades senast. Välj den dagen eller"
        " en senare."
    }
    future = await ljungby.submit(None, {ON: "2017-10-04"})
    assert future == {"on": "4 oktober 2017 har inte kommit än. Berätta när det har hänt."}

    await opened.move_to(_noon(2017, 10, 6))
    assert await ljungby.submit(None, {WHAT: "Anslaget på anslagstavlan", ON: "2017-10-05"}) is None
    await opened.quiet()
    assert (
        "Därefter: anslaget på anslagstavlan 5 oktober 2017" in opened.question("Ljungby").plain()
    )

    await ljungby.click(opened.question("Ljungby"), "Vad har hänt sedan dess?")
    too_soon = await ljungby.submit(None, {WHAT: "Vann laga kraft", ON: "2017-10-06"})
    assert too_soon == {
        "on": "Den 6 oktober 2017 kunde beslutet ännu överklagas: laga kraft kommer efter tre"
        " veckor."
    }
    await ljungby.close()

    await opened.move_to(_noon(2017, 10, 27))
    asked = opened.told("Ljungby")[-1]
    assert "borde ha vunnit laga kraft" in asked
    await ljungby.click(ljungby.direct_messages()[-1], "Det har vunnit laga kraft")
    await opened.quiet()

    status = await opened.command(opened.maria, "/samtliga läge kronoberg-2018")
    assert "Ljungby: ja (Socialnämnden 27 september 2017, Sn § 63; laga kraft 27 oktober 2017)" in (
        status
    )
    history = await opened.command(opened.maria, "/samtliga historik Ljungby kronoberg-2018")
    assert "Ljungby: 3 versioner av svaret" in history
    assert "5 oktober 2017: anslaget på anslagstavlan" in history
    assert "27 oktober 2017: vann laga kraft" in history


async def test_a_tabled_question_stays_open_and_is_asked_again_after_its_day(opened):
    ljungby = opened.head("Ljungby")
    await ljungby.click(opened.question("Ljungby"), "Inte beslutat än")
    await opened.quiet()
    await ljungby.click(opened.question("Ljungby"), "Bordlagt eller återremitterat …")

    wrong = await ljungby.submit(None, {WHAT: "Bordlagt", EXPECTED: "2017-08-30"})
    assert wrong == {"expected_on": "Dagen för nästa beslut kan inte ligga före 4 september 2017."}
    await ljungby.submit(None, {EXPECTED: "2017-09-20"})
    await opened.quiet()

    shown = opened.question("Ljungby").plain()
    assert "Noterat: bordlagt; beslut väntas onsdag 20 september 2017" in shown
    status = await opened.command(opened.maria, "/samtliga läge kronoberg-2018")
    assert "Ljungby: bordlagt; beslut väntas onsdag 20 september 2017" in status

    await opened.move_to(_noon(2017, 9, 21))
    assert "skulle besluta senast onsdag 20 september 2017" in opened.told("Ljungby")[-1]
    await ljungby.click(ljungby.direct_messages()[-1], "Ja")
    await ljungby.submit(None, SN | {"Beslutsdag": "2017-09-20"})
    await opened.quiet()
    assert "Ljungby har svarat: ja" in opened.question("Ljungby").plain()


async def test_an_annulled_decision_counts_no_more_and_the_question_is_open_again(opened):
    await opened.move_to(_noon(2017, 9, 28))
    await opened.answer("Ljungby", "Ja", **SN)
    ljungby = opened.head("Ljungby")
    await opened.move_to(_noon(2018, 2, 1))
    for step, day in (("Överklagat", "2017-10-20"), ("Upphävt av domstolen", "2018-01-31")):
        await ljungby.click(opened.question("Ljungby"), "Vad har hänt sedan dess?")
        assert await ljungby.submit(None, {WHAT: step, ON: day}) is None
        await opened.quiet()

    shown = opened.question("Ljungby").plain()
    assert "Därefter: upphävt av domstolen 31 januari 2018" in shown
    assert "upphävt; räknas inte" in shown
    assert "🟩" not in opened.board()


async def test_a_yes_from_a_later_day_has_three_dates(opened):
    await opened.move_to(_noon(2017, 9, 28))
    await opened.answer("Ljungby", "Ja", **SN, **{"Gäller från": "2018-01-01"})

    history = await opened.command(opened.maria, "/samtliga historik Ljungby kronoberg-2018")
    assert (
        "version 1, kom in 28 sep. 2017 12:00: ja; Socialnämnden 27 september 2017, Sn § 63;"
        in (history)
    )
    assert "gäller från 1 januari 2018" in history
    ljungby = opened.head("Ljungby")
    await ljungby.click(opened.question("Ljungby"), "Ändra svaret")
    await ljungby.click(ljungby.ephemerals(ljungby.direct_messages()[0].channel)[-1], "Ja")
    await ljungby.submit(None, {"Gäller från": "2018-07-01"})
    await opened.quiet()
    history = await opened.command(opened.maria, "/samtliga historik Ljungby kronoberg-2018")
    assert "Ljungby: 2 versioner av svaret" in history


async def test_a_day_reads_as_it_was_known_then_and_as_it_is_known_now(opened):
    await opened.move_to(_noon(2017, 10, 20))
    await opened.answer("Ljungby", "Ja", **SN)

    past = await opened.command(opened.maria, "/samtliga läge kronoberg-2018 2017-09-30")

    assert "lördag 30 september 2017, som det är känt nu" in past
    assert "🟩 1 ja" in past.split("Som det var känt då")[0]
    assert "*Som det var känt då:* ⬜ 8 inget svar" in past
    assert "Meddelat först efteråt: Ljungby." in past
    before = await opened.command(opened.maria, "/samtliga läge kronoberg-2018 2017-09-03")
    assert before == (
        "kronoberg-2018 öppnades 4 september 2017, så det finns inget att visa för 3 september"
        " 2017. Välj en dag från dess till i dag."
    )


async def test_history_on_a_day_reads_as_it_was_known_then_and_as_it_is_known_now(opened):
    await opened.move_to(_noon(2017, 10, 20))
    await opened.answer("Ljungby", "Ja", **SN)
    whose = "/samtliga historik Ljungby kronoberg-2018"

    past = await opened.command(opened.maria, f"{whose} 2017-09-30")

    now, then = past.split("Som det var känt då")
    assert "lördag 30 september 2017, som det är känt nu" in now
    assert "27 september 2017: beslutat, ja (Socialnämnden)" in now
    assert "Inget svar ännu." in then
    today = await opened.command(opened.maria, f"{whose} 2017-10-20")
    assert "fredag 20 oktober 2017. Allt var känt redan då." in today
    before = await opened.command(opened.maria, f"{whose} 2017-09-03")
    assert before.startswith("kronoberg-2018 öppnades 4 september 2017")


async def test_outside_money_is_shown_and_recorded_once_somebody_has_decided(stage):
    await stage.add_heads(["Aneby"])
    await stage.open("fourum-2016")
    typed = "/samtliga reglera fourum-2016 2 100 000 kr från statsbidrag 2016"

    shown = await stage.command(stage.maria, typed)
    assert "2 100 000 kr från statsbidrag 2016, dras av från andelarna" in shown.replace(
        "\xa0", " "
    )
    assert "Aneby: 38 640 kr av 115 920 kr, 77 280 kr återstår" in shown.replace("\xa0", " ")
    assert "Inget är antecknat: ingen har beslutat det än." in shown

    unfinished = await stage.command(stage.maria, f"{typed} enligt PKS 2016-11-03")
    assert unfinished == "Ange paragrafen i protokollet, till exempel Sn § 63."
    for _ in range(2):
        recorded = await stage.command(stage.maria, f"{typed} enligt PKS 2016-11-03 § 12")
        assert "Antecknat: PKS 3 november 2016, § 12." in recorded

    share = await stage.command(stage.maria, "/share Aneby fourum-2016")
    assert (
        share.replace("\xa0", " ").count(
            "38 640 kr dras av: statsbidrag 2016 (PKS 3 november 2016, § 12)"
        )
        == 1
    )
    nonsense = await stage.command(stage.maria, "/samtliga reglera fourum-2016 lite pengar")
    assert nonsense.startswith("Jag förstår inte ”fourum-2016 lite pengar”.")


async def test_share_of_a_year_stands_beside_the_next(stage):
    share = await stage.command(stage.maria, "/share Norrtälje skl-2020 2023")
    assert "2023: 120 205 kr" in share.replace("\xa0", " ")
    assert "2024: inget, utanför perioden" in share


async def test_a_report_that_was_forgotten_stands_in_the_status_until_it_is_made(stage):
    await stage.open("finsam-2014")
    status = await stage.command(stage.maria, "/samtliga läge finsam-2014")
    assert (
        "Älmhult är skyldig Kommunstyrelsens arbetsutskott en rapport senast 1 maj 2009:"
        " Återrapportera om gemensam ingång för arbetssökande (Finsam) (3 048 dagar försenad)"
    ) in status.replace("\xa0", " ")

    await stage.move_to(_noon(2017, 9, 6))
    almhult = stage.head("Älmhult")
    [reminder] = [each for each in almhult.direct_messages() if "📋" in each.plain()]
    await almhult.click(reminder, "Det är gjort")
    await stage.quiet()

    assert "Återrapportering som väntas" not in (
        await stage.command(stage.maria, "/samtliga läge finsam-2014")
    )
    await almhult.click(reminder, "Det är gjort")
    await stage.quiet()
    assert almhult.ephemerals(reminder.channel)[-1].plain() == (
        "Den rapporten är redan antecknad som gjord den 6 september 2017."
    )
