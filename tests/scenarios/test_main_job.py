"""The main job as people live it: from the question to the last answer, through a restart."""

from datetime import UTC, datetime, timedelta

from tests.scenarios.stage import KRONOBERG, stage_at

EVIDENCE = {
    "Organ som beslutade": "Socialnämnden",
    "Beslutsdag": "2017-09-04",
    "Paragraf": "Sn § 63",
    "Diarienummer": "Dnr SN 2017/103",
}


async def test_opening_says_first_who_will_be_written_to(stage):
    shown = await stage.command(stage.maria, "/samtliga open kronoberg-2018")

    assert "8 personer får frågan" in shown
    assert all(name in shown for name in KRONOBERG)
    assert stage.told("Ljungby") == []


async def test_opening_asks_everyone_with_a_mandate_once(opened):
    for name in KRONOBERG:
        (question,) = opened.told(name)
        assert f"*Region Kronoberg* frågar *{name}*" in question
        assert "[Ja]\n[Ja, förutsatt att …]\n[Nej]\n[Inte beslutat än]" in question
    assert "289 600 kr" in opened.told("Ljungby")[0].replace("\xa0", " ")
    assert "anges inte i källan" in opened.told("Växjö")[0]
    assert opened.board().startswith("Basfinansiering av regionens samverkans- och stödstruktur\n")
    assert "⬜ 8 inget svar" in opened.board()


async def test_story_from_the_question_to_the_met_condition(opened):
    ljungby = opened.head("Ljungby")

    # Ljungby says yes, provided that all take part (Sn § 63): the proviso of the real decision.
    assert await opened.answer("Ljungby", "Ja, förutsatt att …", **EVIDENCE) is None
    question = opened.question("Ljungby").plain()
    assert "✅ *Ljungby har svarat: ja, förutsatt att alla parter antar*" in question
    assert "Beslutsunderlag: Socialnämnden 4 september 2017, Sn § 63, Dnr SN 2017/103" in question
    assert "🟨 1 ja, med förbehåll · ⬜ 7 inget svar" in opened.board()
    assert "Öppet: 0 av 8 hittills" in opened.board()

    # Six more say yes, Uppvidinge says no: then it can't be met, and everybody can see why.
    for name in sorted(set(KRONOBERG) - {"Ljungby", "Uppvidinge"}):
        assert await opened.answer(name, "Ja", **EVIDENCE) is None
    assert await opened.answer("Uppvidinge", "Nej") is None
    assert "Kan inte längre uppfyllas, på grund av" in opened.board()
    status = await opened.command(opened.maria, "/samtliga status kronoberg-2018")
    assert "Nej (1)" in status
    assert "Uppvidinge: nej (beslutsunderlag saknas än)" in status
    assert "förbehållet kan inte uppfyllas, så detta ja har fallit" in status

    # The process ends and starts again: nothing is lost, nothing is asked twice.
    told = {name: opened.told(name) for name in KRONOBERG}
    board = opened.board()
    await opened.restart()
    assert {name: opened.told(name) for name in KRONOBERG} == told
    assert opened.board() == board

    # Uppvidinge changes its no into a yes; the earlier answer stays in the record.
    uppvidinge = opened.head("Uppvidinge")
    await uppvidinge.click(opened.question("Uppvidinge"), "Ändra svaret")
    await opened.quiet()
    choice = uppvidinge.ephemerals(opened.question("Uppvidinge").channel)[-1]
    await uppvidinge.click(choice, "Ja")
    assert await uppvidinge.submit(None, EVIDENCE) is None
    await opened.quiet()
    assert "version 2" in opened.question("Uppvidinge").plain()
    assert "🟩 7 ja · 🟨 1 ja, med förbehåll" in opened.board()
    assert "Uppfyllt: 8 är med, och 8 krävdes" in opened.board()
    posts = [m.plain() for m in opened.maria.messages(opened.channel, include_ephemeral=False)]
    assert [p for p in posts if p.startswith("📣")] == [
        "📣 Basfinansiering av regionens samverkans- och stödstruktur: Kan inte längre uppfyllas,"
        " på grund av Uppvidinge.",
        "📣 Basfinansiering av regionens samverkans- och stödstruktur: Uppfyllt: 8 är med, och 8"
        " krävdes.",
    ]

    # /share says the same, and only to the one who asks.
    share = (await opened.command(ljungby, "/share Ljungby")).replace("\xa0", " ")
    assert share.startswith("Ljungby: 289 600 kr")
    assert "Uppfyllt: 8 är med, och 8 krävdes" in share
    assert "Dokumentet anger 289 600 kr: stämmer exakt" in share
    assert opened.maria.ephemerals(opened.channel)[-1].plain() != share


async def test_evidence_left_for_later_is_asked_for_again_until_it_is_there(opened):
    assert await opened.answer("Alvesta", "Ja") is None
    assert "Beslutsunderlag: beslutsunderlag saknas än" in opened.question("Alvesta").plain()
    assert "Beslutsunderlag saknas för 1 svar" in opened.board()

    await opened.move_to(datetime(2017, 9, 11, 6, 59, tzinfo=UTC))
    assert len(opened.told("Alvesta")) == 1
    await opened.move_to(datetime(2017, 9, 11, 7, 0, tzinfo=UTC))
    request = opened.told("Alvesta")[1]
    assert request.startswith("📎 Alvesta svarade ja")

    alvesta = opened.head("Alvesta")
    await alvesta.click(alvesta.direct_messages()[1], "Lägg till beslutsunderlag")
    assert await alvesta.submit(None, EVIDENCE) is None
    await opened.quiet()
    assert "Beslutsunderlag: Socialnämnden 4 september 2017" in opened.question("Alvesta").plain()

    await opened.move_to(datetime(2018, 1, 8, 8, 0, tzinfo=UTC))
    assert [told[0] for told in opened.told("Alvesta")].count("📎") == 1


async def test_proposal_by_a_preparing_committee_never_counts_as_a_yes(opened):
    fields = {**EVIDENCE, "Organ som beslutade": "Socialnämndens arbetsutskott"}
    await opened.answer("Markaryd", "Ja", **fields)

    assert "bara ett förslag från ett beredande organ" in opened.question("Markaryd").plain()
    assert "🟦 1 inte beslutat än · ⬜ 7 inget svar" in opened.board()


async def test_reminders_of_15_june_2019_reach_only_those_who_owe_an_answer(database_url):
    opening = datetime(2019, 5, 2, 8, 0, tzinfo=UTC)
    async with stage_at(opening, database_url) as stage:
        await stage.add_heads(["Ljungby", "Norrtälje", "Ekerö"])
        await stage.open("skl-2020")
        assert "120 205 kr" in stage.told("Norrtälje")[0].replace("\xa0", " ")
        assert "lördag 15 juni 2019" in stage.told("Norrtälje")[0]

        reminded: dict[str, list[str]] = {name: [] for name in stage.heads}
        day = datetime(2019, 5, 2, tzinfo=UTC)
        while day < datetime(2019, 7, 1, tzinfo=UTC):
            day += timedelta(days=1)
            before = {name: len(stage.told(name)) for name in stage.heads}
            await stage.move_to(day.replace(hour=7))  # 09:00 in Stockholm
            for name, count in before.items():
                reminders = [x for x in stage.told(name)[count:] if x.startswith("⏰ Påminnelse")]
                reminded[name] += [day.date().isoformat()] * len(reminders)
            if day.date().isoformat() == "2019-05-20":
                await stage.answer("Ekerö", "Ja")
            if day.date().isoformat() == "2019-06-07":
                await stage.head("Norrtälje").click(stage.question("Norrtälje"), "Inte beslutat än")
                await stage.quiet()

    assert reminded["Ekerö"] == ["2019-05-16"]
    before_the_deadline = ["2019-05-16", "2019-05-31", "2019-06-07", "2019-06-12", "2019-06-14"]
    assert [on for on in reminded["Ljungby"] if on < "2019-06-15"] == before_the_deadline
    assert [on for on in reminded["Norrtälje"] if on < "2019-06-15"] == before_the_deadline


async def test_after_a_long_stop_only_the_latest_reminder_goes_out(database_url):
    async with stage_at(datetime(2019, 5, 2, 8, 0, tzinfo=UTC), database_url) as stage:
        await stage.add_heads(["Ljungby"])
        await stage.open("skl-2020")
        await stage.stop()
        stage.clock.set(datetime(2019, 6, 10, 12, 0, tzinfo=UTC))
        await stage.start()

        told = stage.told("Ljungby")
        assert len(told) == 2
        assert told[1].startswith("⏰ Påminnelse (5 dagar kvar): Ljungby har inte svarat än.")


async def test_share_finds_the_member_however_it_is_written(stage):
    for written in ("Ljungby", "ljungby", "Ljungbys kommun", "0781", "Ljugby"):
        shown = (await stage.command(stage.maria, f"/share {written} skl-2017")).replace(
            "\xa0", " "
        )
        assert "Ljungby: 9 737 kr" in shown
    assert "Menade du Ljungby?" in shown
    habo = await stage.command(stage.maria, "/share Habo skl-2020")
    håbo = await stage.command(stage.maria, "/share Håbo skl-2020")
    assert habo.splitlines()[0].startswith("Habo: ")
    assert håbo.splitlines()[0].startswith("Håbo: ")


async def test_home_tab_says_who_the_bot_is_and_what_can_be_written(stage):
    await stage.head("Ljungby").open_home()
    await stage.quiet()

    shown = stage.head("Ljungby").home.plain()
    assert shown.startswith("Samtliga\nJag frågar alla som ska besluta")
    assert "`/share Ljungby` – vad Ljungby betalar och hur det är uträknat" in shown


async def test_english_is_spoken_to_those_whose_slack_is_in_english(stage):
    reader = stage.workspace.add_person("Kim Smith", locale="en-GB")
    hands = stage.workspace.person(reader)
    stage.workspace.team.channel(stage.channel).members.append(reader)

    shown = await stage.command(hands, "/share Ekerö skl-2017")

    assert "Ekerö: 9,507\xa0kr" in shown
    assert "The document states 9,500\xa0kr: agrees when rounded to hundreds of kronor" in shown
