"""What can be written, which recommendations there are, and who may answer for whom."""

from collections.abc import Sequence

from bot.desk import Desk
from bot.texts import Texts
from bot.views.blocks import Block, context, escaped, header, paragraphs, section
from bot.wording.share import deadline_phrase
from core.recommendation import Recommendation
from storage.mandates import Mandate


def home_view(t: Texts) -> Block:
    """Return the home tab."""
    who = section(
        t("I ask everyone who must decide, remember every answer and remind of the deadline.")
    )
    return {"type": "home", "blocks": [header("Samtliga"), who, *help_blocks(t)]}


def help_blocks(t: Texts) -> list[Block]:
    """Return the commands, each with what it is for."""
    lines = [
        ("/share Ljungby", t("what Ljungby pays, and how it was computed")),
        ("/share Ljungby skl-2020", t("the same for one recommendation")),
        ("/samtliga status kronoberg-2018", t("who has answered what, and the condition")),
        ("/samtliga status skl-2020 2019-06-15", t("the same, as it stood on a day")),
        (
            "/samtliga history Ljungby kronoberg-2018",
            t("everything that Ljungby has said, with dates and steps"),
        ),
        ("/samtliga open kronoberg-2018", t("ask everybody (coordinators)")),
        ("/samtliga close kronoberg-2018", t("stop asking (coordinators)")),
        ("/samtliga mandate @Karin Ljungby", t("let Karin answer for Ljungby (coordinators)")),
        ("/samtliga coordinator @Maria", t("make Maria a coordinator (coordinators)")),
        ("/samtliga whatif Växjö nej", t("what would follow; nothing is recorded")),
        (
            "/samtliga fastställ skl-2020 80 % enligt styrelsen",
            t("record what “enough” means (coordinators)"),
        ),
        (
            "/samtliga reglera fourum-2016 500 000 kr från statsbidrag",
            t("what outside money means for each; with “enligt PKS 2016-11-03 § 12” recorded"),
        ),
        ("/samtliga svarsdag skl-2020 2019-08-31", t("move the deadline (coordinators)")),
        (
            "/samtliga bjudin kronoberg-2018 Ljungby",
            t("a code for another workspace; there: /samtliga join CODE (coordinators)"),
        ),
        ("/samtliga pausa 2019-05-01", t("stop your own reminders for a while")),
        ("/samtliga agreements", t("the recommendations there are")),
    ]
    return [
        header(t("What you can write")),
        section("\n".join(f"`{command}` – {text}" for command, text in lines)),
        context(t("The Swedish words work too: öppna, läge, stäng, uppdrag, samordnare, hjälp.")),
    ]


def agreements_blocks(recommendations: Sequence[Recommendation], t: Texts) -> list[Block]:
    """Return the recommendations, each with its key, title and deadline."""
    lines = [
        t(
            "`{key}` – {title} ({who}; {n} members; answer by: {deadline})",
            key=each.key,
            title=escaped(each.title),
            who=escaped(each.recommended_by),
            n=len(each.members),
            deadline=deadline_phrase(each, t),
        )
        for each in recommendations
    ]
    return [header(t("Recommendations")), *(section(text) for text in paragraphs(lines))]


def mandates_blocks(mandates: Sequence[Mandate], desk: Desk, t: Texts) -> list[Block]:
    """Return who may answer for whom today."""
    if not mandates:
        return [section(t("Nobody has a mandate yet: `/samtliga mandate @person Ljungby`"))]
    lines = [f"{escaped(desk.member_name(each.member))}: <@{each.user_id}>" for each in mandates]
    return [header(t("Mandates")), *(section(text) for text in paragraphs(lines))]
