"""Bad input: one clear Swedish sentence to the one who made it, and nothing lost or recorded."""

from datetime import UTC, datetime

import pytest

from deploy.workspace import GestureError

EVIDENCE = {"Organ som beslutade": "Socialnämnden", "Beslutsdag": "2017-09-04", "Paragraf": "§ 63"}


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (
            "/share Atlantis",
            "Jag känner inte till ”Atlantis”. De närmaste namnen är",
        ),
        ("/share", "Skriv vems andel du vill se, till exempel: /share Ljungby"),
        (
            "/share Ljungby skl-2099",
            "Det finns ingen rekommendation ”skl-2099”. De här finns:",
        ),
        (
            "/share Lund kronoberg-2018",
            "Lund är inte med bland dem som kronoberg-2018 frågar.",
        ),
        (
            "/samtliga status skl-2020",
            "skl-2020 är inte öppnad här, så ingen har fått frågan.",
        ),
        (
            "/samtliga close skl-2020",
            "skl-2020 är inte öppnad här, så ingen har fått frågan.",
        ),
        ("/samtliga open", "Vilken? Till exempel: /samtliga öppna kronoberg-2018"),
        (
            "/samtliga uppdrag Ljungby",
            "Nämn personen med @ först: /samtliga uppdrag @Karin Ljungby",
        ),
    ],
)
async def test_command_that_cannot_be_done_says_what_to_do(stage, written, sentence):
    assert (await stage.command(stage.maria, written)).startswith(sentence)


async def test_member_opening_a_recommendation_is_told_who_the_coordinator_is(stage):
    shown = await stage.command(stage.head("Ljungby"), "/samtliga open kronoberg-2018")

    assert shown == f"Bara en samordnare får göra det. Fråga <@{stage.coordinator}>."


async def test_opening_a_second_time_asks_nobody_again(opened):
    shown = await opened.command(opened.maria, "/samtliga open kronoberg-2018")

    assert shown.startswith("kronoberg-2018 öppnades 4 sep. 2017 09:00")
    assert len(opened.told("Ljungby")) == 1


async def test_second_click_on_open_asks_nobody_again(stage):
    await stage.command(stage.maria, "/samtliga open kronoberg-2018")
    confirmation = stage.maria.ephemerals(stage.channel)[-1]
    blocks = list(confirmation.blocks)
    await stage.maria.click(confirmation, "Öppna och skicka")
    await stage.quiet()
    confirmation.blocks = blocks  # somebody's slow screen still shows the button

    await stage.maria.click(confirmation, "Öppna och skicka")
    await stage.quiet()

    assert all(len(stage.told(name)) == 1 for name in stage.heads)


async def test_answer_without_a_mandate_is_refused(opened):
    question = opened.question("Ljungby")
    stranger = opened.workspace.person(opened.workspace.add_person("Sven Obehörig"))
    forged = opened.head("Lessebo").direct_messages()[0]
    forged.blocks = [
        {**block, "elements": [{**e, "value": "1:0781"} for e in block["elements"]]}
        if block["type"] == "actions"
        else block
        for block in forged.blocks
    ]

    await opened.head("Lessebo").click(forged, "Ja")
    await opened.quiet()

    told = opened.head("Lessebo").ephemerals(forged.channel)[-1].plain()
    assert told.startswith("Du har inte i uppdrag att svara för Ljungby.")
    assert opened.head("Lessebo").view is None
    assert stranger.direct_messages() == []
    assert "har svarat" not in question.plain()


async def test_evidence_dated_in_the_future_stands_in_red_and_loses_nothing(opened):
    fields = {**EVIDENCE, "Beslutsdag": "2017-10-01"}

    errors = await opened.answer("Ljungby", "Ja", **fields)

    assert errors == {
        "decided_on": "Beslutet är daterat 1 oktober 2017, men i dag är det 4 september 2017."
        " Ange sammanträdets dag, eller vänta med underlaget tills beslutet är fattat."
    }
    assert await opened.head("Ljungby").submit(None, {"Beslutsdag": "2017-09-04"}) is None
    await opened.quiet()
    assert "Beslutsunderlag: Socialnämnden 4 september 2017, § 63" in (
        opened.question("Ljungby").plain()
    )


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("Organ som beslutade", "Ange vilket organ som beslutade, till exempel Socialnämnden."),
        ("Paragraf", "Ange paragrafen i protokollet, till exempel Sn § 63."),
    ],
)
async def test_evidence_with_an_empty_field_says_which(opened, field, sentence):
    errors = await opened.answer("Ljungby", "Ja", **{**EVIDENCE, field: " "})

    assert errors is not None
    assert list(errors.values()) == [sentence]


@pytest.mark.parametrize(
    ("choice", "fields", "sentence"),
    [
        ("… minst så många antar", {}, "Ange antalet parter, 1 eller fler."),
        (
            "… minst så många antar",
            {"Antal parter": "många"},
            "Ange antalet parter, 1 eller fler.",
        ),
        ("… vissa parter antar", {}, "Välj minst en part."),
        (
            "… vår andel är högst",
            {"Högsta andel i kronor": "dyrt"},
            "Ange beloppet i kronor, till exempel 300 000.",
        ),
    ],
)
async def test_proviso_without_its_number_says_what_is_missing(opened, choice, fields, sentence):
    ljungby = opened.head("Ljungby")
    await ljungby.click(opened.question("Ljungby"), "Ja, förutsatt att …")
    await ljungby.choose(ljungby.view, "Vi är med, förutsatt att …", choice)
    await opened.quiet()

    errors = await ljungby.submit(None, fields)

    assert errors is not None
    assert list(errors.values()) == [sentence]


async def test_second_click_on_the_same_button_changes_nothing_and_says_so(opened):
    ljungby, question = opened.head("Ljungby"), opened.question("Ljungby")
    await ljungby.click(question, "Inte beslutat än")
    await opened.quiet()

    await ljungby.click(opened.question("Ljungby"), "Inte beslutat än")
    await opened.quiet()

    assert ljungby.ephemerals(question.channel)[-1].plain() == (
        "”Inte beslutat än” är redan registrerat. Påminnelserna fortsätter tills ni har svarat."
    )


async def test_same_answer_again_is_not_a_new_version(opened):
    await opened.answer("Ljungby", "Ja", **EVIDENCE)
    ljungby = opened.head("Ljungby")
    await ljungby.click(opened.question("Ljungby"), "Ändra svaret")
    await opened.quiet()
    choice = ljungby.ephemerals(opened.question("Ljungby").channel)[-1]
    await ljungby.click(choice, "Ja")

    await ljungby.submit()
    await opened.quiet()

    assert ljungby.view is not None
    assert "Det är redan så det är registrerat" in ljungby.view.plain()
    assert "version 1" in opened.question("Ljungby").plain()


async def test_click_on_a_closed_poll_is_answered_with_what_to_do(opened):
    question = opened.question("Ljungby")
    blocks = list(question.blocks)
    shown = await opened.command(opened.maria, "/samtliga stäng kronoberg-2018")
    assert shown == "kronoberg-2018 är stängd: inga fler svar och inga fler påminnelser."
    await opened.quiet()
    assert "Frågan stängdes utan svar från er." in opened.question("Ljungby").plain()

    stale = opened.question("Ljungby")
    stale.blocks = blocks  # somebody's slow screen still shows the buttons
    await opened.head("Ljungby").click(stale, "Ja")
    await opened.quiet()

    told = opened.head("Ljungby").ephemerals(stale.channel)[-1].plain()
    assert told == (
        "kronoberg-2018 stängdes 4 sep. 2017 09:00 och tar inte emot fler svar. Har ert svar"
        " ändrats, säg till samordnaren."
    )


async def test_form_sent_in_after_closing_is_not_recorded(opened):
    ljungby = opened.head("Ljungby")
    await ljungby.click(opened.question("Ljungby"), "Ja")
    await opened.command(opened.maria, "/samtliga stäng kronoberg-2018")

    await ljungby.submit(None, EVIDENCE)
    await opened.quiet()

    assert ljungby.view is not None
    assert "tar inte emot fler svar" in ljungby.view.plain()
    assert "Frågan stängdes utan svar från er." in opened.question("Ljungby").plain()


async def test_menu_of_a_form_whose_poll_has_closed_is_empty_and_not_an_error(opened):
    ljungby = opened.head("Ljungby")
    await ljungby.click(opened.question("Ljungby"), "Ja, förutsatt att …")
    await ljungby.choose(ljungby.view, "Vi är med, förutsatt att …", "… vissa parter antar")
    await opened.quiet()
    found = await ljungby.suggest(ljungby.view, "proviso.members", "Vä")
    assert [each["value"] for each in found] == ["0780"]

    await opened.command(opened.maria, "/samtliga stäng kronoberg-2018")

    assert await ljungby.suggest(ljungby.view, "proviso.members", "Vä") == []


async def test_opening_where_the_bot_is_not_says_how_to_invite_it(stage):
    elsewhere = stage.workspace.add_channel("annan-kanal", members=[stage.coordinator])

    await stage.maria.command("/samtliga open kronoberg-2018", channel=elsewhere)

    shown = stage.maria.ephemerals(elsewhere)[-1].plain()
    assert shown.startswith("Jag är inte med i den här kanalen")
    assert "/invite @Samtliga" in shown


async def test_broken_record_is_told_with_a_reference_and_not_as_silence(opened, monkeypatch):
    assert opened.bot is not None
    opened.bot.desk.database.close()
    monkeypatch.setattr(opened.bot.desk, "catalogue", None)

    shown = await opened.command(opened.maria, "/share Ljungby")

    assert shown.startswith("Något gick fel och ingenting registrerades.")


async def test_command_nobody_knows_shows_what_can_be_written(stage):
    shown = await stage.command(stage.maria, "/samtliga kaffe")

    assert shown.startswith("Det här kan du skriva")


async def test_mention_in_a_proviso_cannot_write_to_everybody(opened):
    fields = {**EVIDENCE, "Organ som beslutade": "<!channel> & <@U123>"}
    await opened.answer("Ljungby", "Ja", **fields)

    question = opened.question("Ljungby")
    assert "<!channel>" not in str(question.blocks)
    assert "&lt;!channel&gt; &amp; &lt;@U123&gt;" in str(question.blocks)


async def test_gesture_that_slack_could_not_deliver_can_be_repeated(opened):
    assert opened.bot is not None
    now = datetime(2017, 9, 4, 7, 0, tzinfo=UTC)
    assert opened.clock.now() == now
    with pytest.raises(GestureError):
        await opened.head("Ljungby").click(opened.question("Ljungby"), "Finns inte")


async def test_mandate_is_given_by_a_mention_and_signs_are_kept(opened):
    """Slack writes a mention as an id, and & as &amp;: what people read is what they typed."""
    opened.workspace.add_person("Karin Lund")

    given = await opened.command(opened.maria, "/samtliga uppdrag @Karin Lund Ljungby")
    unknown = await opened.command(opened.maria, "/samtliga läge R&D")

    assert given.endswith("får nu svara för Ljungby.")
    assert "R&D" in unknown.replace("&amp;", "&")
    assert "&amp;amp;" not in unknown
